"""Remarks on a case: logged with the case, changing nothing else."""

from __future__ import annotations

from engine.services.kernel import Kernel, Request
from engine.services.receipts import NoteReceipt


def add(kernel: Kernel, request: Request, case_key: int, text: str) -> NoteReceipt:
    """Add a note (1 to 4,000 characters) to a case the actor may see; ended cases take notes too."""
    raise NotImplementedError
