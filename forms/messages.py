"""Marks the texts people read, so that the catalogues hold them. Translates nothing."""

from __future__ import annotations


def N_(text: str) -> str:  # noqa: N802 - the name gettext's extractors know
    """Mark an English template for extraction; it is translated where it is shown."""
    return text
