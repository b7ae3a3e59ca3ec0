"""What a paper says of a case fits together, or is refused before the case goes astray."""

from __future__ import annotations

import pytest

from office.paper_cases import Stage, StageUnfit, status_of


@pytest.mark.parametrize(
    ("stage", "status", "found"),
    [
        (Stage.MENUNGGU_REKAM, None, "UNREGISTERED"),
        (Stage.MENUNGGU_PUSAT, None, "BIO_CAPTURED"),
        (Stage.MENUNGGU_PUSAT, "sent for enrollment", "SENT_FOR_ENROLLMENT"),
        (Stage.MENUNGGU_PUSAT, "hold", "LAINNYA:hold"),
        (Stage.MENUNGGU_BLANKO, None, "PRINT_READY_RECORD"),
        (Stage.SIAP_DIAMBIL, "CARD_PRINTED", "CARD_PRINTED"),
        (Stage.BERKAS_KURANG, None, None),
    ],
)
def test_a_stage_has_its_usual_status(stage: Stage, status: str | None, found: str | None) -> None:
    assert status_of(stage, status, "BARU_WNI") == found


@pytest.mark.parametrize(
    ("stage", "status", "kind"),
    [
        (Stage.MENUNGGU_REKAM, "CARD_ISSUED", "BARU_WNI"),
        (Stage.MENUNGGU_REKAM, None, "HILANG"),
        (Stage.MENUNGGU_PUSAT, "UNREGISTERED", "BARU_WNI"),
        (Stage.MENUNGGU_PUSAT, "PRINT_READY_RECORD", "BARU_WNI"),
        (Stage.MENUNGGU_BLANKO, "DUPLICATE_RECORD", "HILANG"),
        (Stage.SIAP_DIAMBIL, "PROCESSING", "BARU_WNI"),
    ],
)
def test_a_status_that_contradicts_its_stage_is_refused(
    stage: Stage, status: str | None, kind: str
) -> None:
    with pytest.raises(StageUnfit):
        status_of(stage, status, kind)
