"""FEEL: grammar, values, evaluation. Pure."""
