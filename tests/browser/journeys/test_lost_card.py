"""One lost card: printed again for somebody recorded long ago, who is never recorded again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from engine.services import reading
from engine.services.reading.views import CaseQuery, Whose, WorkListQuery
from engine.values import SYSTEM_ACTOR
from tests.browser.conftest import look
from tests.browser.journeys import steps
from tests.browser.journeys.counter import Desk, Hall

LETTER: Final = "Surat kehilangan dari kepolisian"
#: the call of the recording process, and the task that is its reason to be
RECORDING: Final = {"Perekaman", "U7_perekaman"}
pytestmark = pytest.mark.browser


def test_a_lost_card_never_sees_recording(hall: Hall, outbox: Path) -> None:
    loket = hall.desk("siti")
    steps.queue(loket, "Cetak KTP-el: hilang, rusak, ubah data, pindah")
    number = steps.apply(loket, {**steps.APPLICATION, "Jenis permohonan": "Hilang"})
    assert_nobody_records(hall, number)
    refuse_without_letter(loket, number)
    bring_the_letter(loket)
    assert_nobody_records(hall, number)
    steps.look_up(loket, number, "Kartu diserahkan (CARD_ISSUED)")
    assert_nobody_records(hall, number)
    steps.print_card(hall, number)
    assert_nobody_records(hall, number)
    steps.check_quality(hall, number)
    assert_nobody_records(hall, number)
    code = re.findall(r"Kode ambil: (\d{6})", outbox_text(outbox))
    steps.hand_over(hall, loket, number, code[0])
    assert_nobody_records(hall, number)
    loket.open_case(number)
    expect(loket.page.get_by_text("selesai", exact=True).first).to_be_visible()
    assert_shown_whole(loket)
    hall.assert_discreet(steps.PRIVATE)


def assert_shown_whole(desk: Desk) -> None:
    """The diagram of an ended case opens on all of it, not on its start."""
    frame = desk.page.locator(".diagram").bounding_box()
    assert frame is not None
    for element in ("Warga_datang", "Gugur", "Selesai"):
        place = desk.page.locator(f".diagram [data-element-id={element}]").first
        expect(place).to_be_visible()
        box = place.bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] < frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] < frame["y"] + frame["height"]


def refuse_without_letter(loket: Desk, number: str) -> None:
    """U4 cannot say LENGKAP while the police's letter is missing; the page says why."""
    loket.take("Periksa kelengkapan berkas", number)
    steps.tick_papers(loket, missing=LETTER)
    expect(loket.page.locator("#draft-state")).to_contain_text("Draf tersimpan")
    result = loket.page.get_by_role("group", name="Hasil pemeriksaan")
    expect(result).to_have_accessible_description(re.compile("Dokumen wajib belum ada semuanya"))
    expect(loket.page.get_by_role("radio", name="Lengkap")).to_be_disabled()
    look(loket.page, "ektp-hilang-tanpa-surat")


def bring_the_letter(loket: Desk) -> None:
    steps.tick(steps.papers(loket).filter(has_text=LETTER))
    loket.fill({"Tanggal surat kehilangan": steps.TODAY, "Hasil pemeriksaan": "Lengkap"})
    loket.complete()


def assert_nobody_records(hall: Hall, number: str) -> None:
    """No task for the recording lane, and neither its process nor any of its steps ever begun."""
    (case,) = reading.cases(hall.kernel, SYSTEM_ACTOR, CaseQuery(business_key=number)).items
    called = reading.case(hall.kernel, SYSTEM_ACTOR, case.key).children
    assert called
    assert "perekaman" not in {child.process_id for child in called}
    events = reading.history(hall.kernel, SYSTEM_ACTOR, case.key, size=1000).items
    assert events
    assert not {event.element for event in events} & RECORDING
    waiting = reading.work_list(hall.kernel, SYSTEM_ACTOR, WorkListQuery(whose=Whose.ALL)).items
    assert not [row.element for row in waiting if "perekaman" in row.groups]


def outbox_text(outbox: Path) -> str:
    return "".join(json.loads(file.read_text())["isi"] for file in outbox.rglob("*.json"))
