"""The clocks of a case on its page."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from api.languages import worked
from engine.services import cases
from engine.services.cases import Start
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import applications
from office.applications import Opening
from tests.api.conftest import OFFICE, Caller


def test_a_span_of_service_hours_is_told_in_hours_and_minutes(app: Flask) -> None:
    with app.test_request_context("/"):
        spans = [worked(timedelta(minutes=minutes)) for minutes in (0, 59, 120, 150)]

    assert spans == ["0 menit", "59 menit", "2 jam", "2 jam 30 menit"]


def test_a_case_with_an_application_shows_both_clocks(kernel: Kernel, kasi: Caller) -> None:
    what = Start(process_id="izin_keramaian", office=OFFICE)
    case = cases.start(kernel, Request(actor=SYSTEM_ACTOR), what).key
    assert "Waktu warga" not in kasi.get(f"/kasus/{case}").text
    opening = Opening(case=case, office=OFFICE, kind="UJI", nik_index=None, now=kernel.clock.now())
    with kernel.sessions.begin() as session:
        applications.open_application(session, opening)

    page = kasi.get(f"/kasus/{case}").text

    assert "Waktu kantor sendiri" in page
    assert "Waktu warga" in page
