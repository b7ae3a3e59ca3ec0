"""One lost card: printed again for somebody recorded long ago, who is never recorded again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from engine.services import reading
from engine.values import SYSTEM_ACTOR
from tests.browser.conftest import look
from tests.browser.journeys import steps
from tests.browser.journeys.counter import Desk, Hall

pytestmark = pytest.mark.browser


def test_a_lost_card_never_sees_recording(hall: Hall, outbox: Path) -> None:
    loket = hall.desk("siti")
    steps.queue(loket, "Cetak KTP-el: hilang, rusak, ubah data, pindah")
    number = steps.apply(loket, {**steps.APPLICATION, "Jenis permohonan": "Hilang"})
    assert_nobody_records(hall, number)
    refuse_without_letter(loket, number)
    loket.fill({"Tanggal surat kehilangan": steps.TODAY})
    loket.complete()
    assert_nobody_records(hall, number)
    steps.look_up(loket, number, "Kartu diserahkan (CARD_ISSUED)")
    assert_nobody_records(hall, number)
    steps.print_card(hall, number)
    assert_nobody_records(hall, number)
    steps.check_quality(hall, number)
    assert_nobody_records(hall, number)
