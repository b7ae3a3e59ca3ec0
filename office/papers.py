"""What an office takes as files: kinds and size, by its policies. Looks into no file."""

from __future__ import annotations

from engine.services.documents import Limits
from engine.services.kernel import Kernel
from office import config


def limits(kernel: Kernel, office: str) -> Limits:
    """The kinds (`berkas.jenis_file`) and the largest size (`berkas.ukuran_file_maks`) now."""
    with kernel.reads() as session:
        policies = config.effective(session, office, kernel.clock.now())
    return Limits(
        kinds=frozenset(policies.words("berkas.jenis_file")),
        largest=policies.number("berkas.ukuran_file_maks"),
    )
