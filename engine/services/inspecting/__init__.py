"""Looks into a file before it is taken: what is it really, is it whole, does it do anything?

By content, never by name: `inspect` tells the kind from the first bytes, reads it to its end and
gives back what may be kept. Stores nothing, knows no case.
"""

from engine.services.inspecting.kinds import FileRefused, Inspected, Limits, inspect

__all__ = ["FileRefused", "Inspected", "Limits", "inspect"]
