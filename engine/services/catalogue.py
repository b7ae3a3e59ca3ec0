"""Deployed definitions read once and shared: compiled processes, decisions, forms, latest keys."""

from __future__ import annotations


class Catalogue:
    """A cache of what never changes. Safe to share between threads; fills itself from the store."""
