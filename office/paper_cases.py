"""Cases that began on paper: where each stands, and whether what the paper says fits together.

Pure. Reading the office's old lists is not here, nor is starting the cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from engine.errors import Conflict
from office import recording_status


class Stage(StrEnum):
    """Where a paper case stands when the office begins to work with Alur (`tahap`)."""

    BERKAS_KURANG = "BERKAS_KURANG"
    MENUNGGU_REKAM = "MENUNGGU_REKAM"
    MENUNGGU_PUSAT = "MENUNGGU_PUSAT"
    MENUNGGU_BLANKO = "MENUNGGU_BLANKO"
    SIAP_DIAMBIL = "SIAP_DIAMBIL"


class StageUnfit(Conflict):
    """What the paper says of a case does not fit together; the case would go astray."""

    code = "stage-unfit"
    message = "Stage %(stage)s does not go with %(what)s. Look the case up in SIAK and correct it."


#: stage -> the status meant when the paper has none
_USUAL: Final[Mapping[Stage, str]] = {
    Stage.MENUNGGU_REKAM: recording_status.UNREGISTERED,
    Stage.MENUNGGU_PUSAT: recording_status.BIO_CAPTURED,
    Stage.MENUNGGU_BLANKO: recording_status.PRINT_READY,
    Stage.SIAP_DIAMBIL: recording_status.PRINT_READY,
}
_RECORDED_KINDS: Final = frozenset({"BARU_WNI", "BARU_OA", "LUAR_DOMISILI"})


def status_of(stage: Stage, status: str | None, kind: str) -> str | None:
    """Give the recording status with which a paper case goes on; None: it is looked up later.

    `status` is what the paper or SIAK says, as typed, None when unknown; `kind` the kind of
    application. A case that waits for its recording was never recorded and is for a first card; one
    that waits for the centre was recorded and has no print-ready record; a later one has it. Under
    17 and unmarried, a case that waits for a blanko waits for the birthday instead (G6).

    Raises:
        StageUnfit: status or kind contradict the stage.
    """
    known = recording_status.name(status) if status else _USUAL.get(stage)
    if stage is Stage.BERKAS_KURANG:
        return known
    if stage is Stage.MENUNGGU_REKAM and kind not in _RECORDED_KINDS:
        raise StageUnfit(stage=stage, what=kind)
    if known is None or not _fits(stage, known):
        raise StageUnfit(stage=stage, what=known or "")
    return known


def _fits(stage: Stage, status: str) -> bool:
    ready = recording_status.is_print_ready(status)
    if stage is Stage.MENUNGGU_REKAM:
        return status == recording_status.UNREGISTERED
    if stage is Stage.MENUNGGU_PUSAT:
        return status != recording_status.UNREGISTERED and not ready
    return ready
