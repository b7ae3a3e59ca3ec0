"""DMN decision tables on FEEL. Pure."""
