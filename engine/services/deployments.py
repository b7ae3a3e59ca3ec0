"""Deploys diagrams, decision tables and forms: all faults of all files at once, or all deployed."""

from __future__ import annotations

from collections.abc import Mapping

from engine.services.kernel import Kernel, Request
from engine.services.receipts import DeploymentReceipt


def deploy(
    kernel: Kernel, request: Request, files: Mapping[str, bytes], *, name: str = ""
) -> DeploymentReceipt:
    """Check and deploy `files` (file name -> bytes; .bpmn, .dmn, .form): everything or nothing.

    A definition whose bytes equal its latest version's keeps that version (no new one is made). New
    versions count gap-free from 1 per kind and id. Start events by message, signal and timer listen
    for the new version from now on and no longer for the old; running cases stay on their version.

    Raises:
        DeploymentRefused: with every fault of every file; nothing was written.
        Forbidden: the actor lacks the right "deploy".
    """
    raise NotImplementedError
