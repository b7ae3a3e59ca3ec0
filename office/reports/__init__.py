"""The office's figures: pure arithmetic here, what it is computed from in the office's tables."""
