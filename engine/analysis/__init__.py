"""Pure questions over definitions and recorded facts (from part 4 on)."""
