"""Escalations: what a late step raises, and telling officers of it who are not signed in."""
