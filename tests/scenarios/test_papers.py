"""Scans of the papers a citizen brings (U4), and the recipient's signature (U14, scenario 29)."""

from __future__ import annotations

import pytest

from engine.errors import AnswersInvalid
from engine.services import documents
from engine.services.documents import Upload
from engine.values import Actor, JsonValue
from office import papers
from tests.scenarios.kecamatan import ADMIN, CODE, LOKET, SERAH, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, come_for, pickup_code, ready
from tests.services.papers import pdf, picture


def upload(case: Perkara, element: str, actor: Actor, file: Upload) -> str:
    """Let an officer add a file to an open task; its id."""
    kernel, task = case.office.kernel, case.task(element).key
    limits = papers.limits(kernel, CODE)
    received = documents.receive(kernel, by(actor), task, (file,), limits)
    assert received.faults == ()
    return received.ids[0]


def test_a_scan_stays_with_its_paper(office: Kecamatan) -> None:
    case = apply(office)
    listed = case.see("U4_periksa_kelengkapan")["dokumen"]
    assert isinstance(listed, list)
    scan = Upload(element="dokumen.1.file", name="kk.pdf", content=pdf(), accept=".pdf")
    id_ = upload(case, "U4_periksa_kelengkapan", LOKET, scan)
    rows: list[JsonValue] = [{"ada": True} for _ in listed]
    rows[1] = {"ada": True, "asli_dilihat": True, "file": [id_]}

    case.do("U4_periksa_kelengkapan", LOKET, dokumen=rows, hasil="LENGKAP")

    (paper,) = documents.listed(office.kernel, ADMIN, [id_]).values()
    assert (paper.kept, paper.name, paper.by) == (True, "kk.pdf", LOKET.id)


def test_scenario_29_the_signature_drawn_on_the_screen_is_stored(office: Kecamatan) -> None:
    case = ready(office)
    come_for(case)
    answers: dict[str, JsonValue] = {
        "penerima": "SENDIRI",
        "kode_ambil": pickup_code(office),
        "tanda_tangan_cara": "PINDAIAN",
        "pernyataan_hilang": True,
    }
    with pytest.raises(AnswersInvalid) as refused:
        case.do("U14_serahkan", SERAH, **answers)
    drawn = Upload(element="tanda_tangan", name="tanda-tangan.png", content=picture("PNG"))

    id_ = upload(case, "U14_serahkan", SERAH, drawn)
    case.do("U14_serahkan", SERAH, **answers, tanda_tangan=[id_])

    assert [fault.element for fault in refused.value.faults] == ["tanda_tangan"]
    assert case.view.variables["keadaan"] == "SELESAI"
    assert documents.listed(office.kernel, ADMIN, [id_])[id_].kept
