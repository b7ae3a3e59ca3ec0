"""Quiet hours, keywords and the policies of notices: pure rules."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.values import Calendar, JsonValue, OpenSpan
from office import config
from office.notices import keywords
from office.notices.keywords import StatusAsked
from office.notices.quiet import Quiet, next_allowed

ZONE = ZoneInfo("Asia/Jakarta")
HOURS = Calendar(
    name="kantor",
    version=1,
    hours=((OpenSpan(start=time(8), end=time(15)),),) * 5 + ((), ()),
)
NIGHT = Quiet(begins=time(20), ends=time(7))


def at(day: int, clock: str) -> datetime:
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("quiet", "now", "allowed"),
    [
        (NIGHT, at(24, "19:59"), at(24, "19:59")),
        (NIGHT, at(24, "20:00"), at(25, "07:00")),
        (NIGHT, at(25, "00:30"), at(25, "07:00")),
        (NIGHT, at(25, "07:00"), at(25, "07:00")),
        (Quiet(begins=time(12), ends=time(13)), at(24, "12:30"), at(24, "13:00")),
        (Quiet(begins=time(0), ends=time(0)), at(24, "03:00"), at(24, "03:00")),
        (
            Quiet(begins=time(20), ends=time(7), working_days_only=True),
            at(27, "20:30"),  # Friday evening
            at(30, "07:00"),
        ),
        (NIGHT, at(28, "10:00"), at(28, "10:00")),
    ],
)
def test_who_sleeps_is_written_to_in_the_morning(
    quiet: Quiet, now: datetime, allowed: datetime
) -> None:
    assert next_allowed(quiet, HOURS, now, ZONE) == allowed


@given(
    begins=st.times(),
    ends=st.times(),
    days=st.booleans(),
    minutes=st.integers(min_value=0, max_value=60 * 24 * 400),
)
def test_the_allowed_instant_is_itself_allowed_and_never_earlier(
    begins: time, ends: time, days: bool, minutes: int
) -> None:
    quiet = Quiet(begins=begins, ends=ends, working_days_only=days)
    now = at(1, "00:00") + timedelta(minutes=minutes)
    allowed = next_allowed(quiet, HOURS, now, ZONE)
    assert allowed >= now
    assert next_allowed(quiet, HOURS, allowed, ZONE) == allowed


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("STATUS", StatusAsked()),
        ("  status \n", StatusAsked()),
        ("Status?", StatusAsked()),
        ("status KRC-2611-00042-9", StatusAsked("KRC-2611-00042-9")),
        ("STATUS: krc-2611-00042-9.", StatusAsked("KRC-2611-00042-9")),
        ("status KRC-2611-00042-8", None),  # its check digit is wrong
        ("statusnya bagaimana", None),
        ("status saya bagaimana ya bu", None),
        ("terima kasih", None),
        ("", None),
    ],
)
def test_only_a_keyword_is_answered_by_a_machine(text: str, asked: StatusAsked | None) -> None:
    assert keywords.read(text) == asked


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pesan.urutan", ["WHATSAPP", "MERPATI"]),
        ("pesan.jalur", {"WHATSAPP": "PIGEON"}),
        ("pesan.jalur", {"PIGEON": "BERKAS"}),
        ("pesan.jam_tenang", ["20:00"]),
        ("pesan.jam_tenang", ["20:00", "tujuh"]),
        ("pesan.wa_templat", {"APA": "x"}),
        ("pesan.wa_isi", {"SIAP_DIAMBIL": "nik"}),
        ("pesan.templat", {"APA": "x"}),
    ],
)
def test_a_policy_that_would_lose_notices_is_refused(name: str, value: JsonValue) -> None:
    assert [fault.element for fault in config.faults(name, value)] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pesan.urutan", ["SMS", "WHATSAPP"]),
        ("pesan.jalur", {"WHATSAPP": "WHATSAPP_CLOUD", "SMS": "SMS_HTTP"}),
        ("pesan.jam_tenang", ["21:00", "06:30"]),
        ("pesan.wa_templat", {"SIAP_DIAMBIL": "ktp_siap", "SIAP_DIAMBIL_LAIN": "ktp_siap_k"}),
        ("pesan.wa_isi", {"SIAP_DIAMBIL": "no_register kode_ambil"}),
    ],
)
def test_a_right_policy_is_taken(name: str, value: JsonValue) -> None:
    assert config.faults(name, value) == ()
