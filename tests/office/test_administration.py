"""What administrators' pages ask of the database, on both kinds of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from engine.services.kernel import Request
from engine.services.rights import RightMissing
from engine.values import Actor
from office import (
    access_log,
    config,
    credentials,
    disclosures,
    establishing,
    officers,
    policy_book,
    roster,
    second_steps,
    sessions,
    staffing,
)
from office.access_log import LogQuery
from office.disclosures import Shown, Way
from office.notices import postroom
from office.notices.postroom import PostQuery
from office.notices.rows import NewNotice, add
from office.notices.texts import Channel
from office.officers import SignInRefused
from office.staffing import Person
from tests.office.conftest import ADMIN, OFFICE, Desk

BY_ADMIN = Request(actor=ADMIN)
SRI = Person(name="Sri", office=OFFICE, roles=frozenset({"verifikator"}), nip="199001012015031002")


def enrolled(desk: Desk) -> tuple[str, pyotp.TOTP]:
    """Sri with a second step: the password and the telephone."""
    given = staffing.add(desk.kernel, BY_ADMIN, "sri", SRI)
    second_steps.begin(desk.kernel, "sri")
    pending = second_steps.pending(desk.kernel, "sri")
    assert pending is not None
    telephone = pyotp.TOTP(pending.secret.replace(" ", ""))
    second_steps.confirm(desk.kernel, "sri", telephone.at(desk.clock.now()))
    desk.clock.advance(timedelta(minutes=1))
    return given.password, telephone


def test_a_code_is_taken_once_and_wrong_ones_lock(desk: Desk) -> None:
    password, telephone = enrolled(desk)
    code = telephone.at(desk.clock.now())
    assert second_steps.verify(desk.kernel, "sri", code).nama_masuk == "sri"
    for _ in range(5):
        credentials.authenticate(desk.kernel, "sri", password)
        with pytest.raises(SignInRefused):
            second_steps.verify(desk.kernel, "sri", code)
    with pytest.raises(SignInRefused):
        credentials.authenticate(desk.kernel, "sri", password)


def test_the_secret_and_the_recovery_codes_are_nowhere_in_clear(desk: Desk) -> None:
    _, telephone = enrolled(desk)
    with desk.kernel.reads.begin() as session:
        row = session.get(second_steps.SecondStep, "sri")
        assert row is not None
        assert telephone.secret.encode() not in row.rahasia
        assert second_steps.spare_left(session, "sri") == 8


def test_an_ended_session_stays_ended_until_its_cookie_would_have(desk: Desk) -> None:
    staffing.add(desk.kernel, BY_ADMIN, "sri", SRI)
    until = desk.clock.now() + timedelta(hours=14)
    for _ in range(2):
        sessions.end(desk.kernel, "nomor", until)
    with desk.kernel.reads.begin() as session:
        assert sessions.holder(session, "sri", "nomor") is None
        assert sessions.holder(session, "sri", "lain") is not None
    desk.clock.advance(timedelta(hours=15))
    sessions.end(desk.kernel, "lain", until)
    with desk.kernel.reads.begin() as session:
        assert sessions.holder(session, "sri", "nomor") is not None


def test_the_roster_says_who_is_there_and_what_was_done(desk: Desk) -> None:
    staffing.add(desk.kernel, BY_ADMIN, "sri", SRI)
    staffing.change(desk.kernel, BY_ADMIN, "sri", replace(SRI, roles=frozenset({"loket"})))
    page = roster.member(desk.kernel, ADMIN, "sri")
    assert (page.member.roles, page.member.nip[-4:]) == (("loket",), "1002")
    assert [entry.tindakan for entry in page.record] == ["DIUBAH", "DITAMBAHKAN"]


def test_the_log_of_looks_counts_filters_and_tells_its_readers(desk: Desk) -> None:
    case = desk.open_case()
    chief = Request(actor=replace(ADMIN, rights=ADMIN.rights | {"supervise"}))
    config.change(
        desk.kernel, chief, OFFICE, {"privasi.buka_maks": 1, "privasi.buka_rentang": "PT1H"}
    )
    for way in (Way.KASUS, Way.TUGAS, Way.TUGAS, Way.API):
        disclosures.note_reading(desk.kernel, chief, case, Shown(fields=("nik",), way=way))
    access_log.read(desk.kernel, chief, LogQuery(office=OFFICE, way="API"))
    page = access_log.read(desk.kernel, chief, LogQuery(office=OFFICE))
    (sums,) = page.officers
    assert (sums.looks, sums.counted, sums.cases) == (3, 2, 1)
    assert [(one.alarm.jumlah, one.case) for one in page.alarms] == [(2, 0)]
    assert [one.asked for one in page.readings] == [{"cara": "API"}]


def test_the_post_is_counted_and_a_notice_stopped_once(desk: Desk) -> None:
    case = desk.open_case()
    new = NewNotice(
        office=OFFICE,
        case=case,
        no_register="KRC-1",
        channel=Channel.WHATSAPP,
        template="STATUS",
        text="",
        number="+6281234567890",
        at=desk.clock.now(),
    )
    with desk.kernel.sessions.begin() as session:
        key = add(session, desk.kernel.sealer, new).key
    postroom.cancel(desk.kernel, BY_ADMIN, key, "Sudah ditelepon", "Dihentikan")
    with pytest.raises(postroom.NoticeNotWaiting):
        postroom.cancel(desk.kernel, BY_ADMIN, key, "Lagi", "Dihentikan")
    post = postroom.look(desk.kernel, ADMIN, PostQuery(office=OFFICE))
    assert (post.counts, post.notices[0].answered) == ({"BATAL": 1}, False)


def test_an_office_is_changed_with_its_policies_in_one_go(desk: Desk) -> None:
    old = establishing.office(desk.kernel, ADMIN, OFFICE)
    new = replace(old.particulars, villages=("1001",), printers=("Fargo",), city="Bandung")
    establishing.change(desk.kernel, BY_ADMIN, OFFICE, new, "Pemekaran")
    (changed,) = establishing.offices(desk.kernel, ADMIN)
    held = policy_book.standing(desk.kernel, ADMIN, OFFICE, "kantor.kelurahan")
    assert changed.particulars == new
    assert (held.value, held.holds and held.holds.reason) == (["1001"], "Pemekaran")


def test_nobody_but_an_administrator_changes_people(desk: Desk) -> None:
    kasi = Actor(id="kasi", offices=frozenset({OFFICE}), rights=frozenset({"supervise", "work"}))
    officers.create(
        desk.kernel,
        BY_ADMIN,
        officers.NewOfficer(
            username="sri", name="S", office=OFFICE, roles=frozenset({"loket"}), password="x" * 12
        ),
    )
    for deed in (
        lambda asked: staffing.change(desk.kernel, asked, "sri", SRI),
        lambda asked: staffing.give_password(desk.kernel, asked, "sri"),
        lambda asked: staffing.unlock(desk.kernel, asked, "sri"),
        lambda asked: second_steps.reset(desk.kernel, asked, "sri", reason="x"),
    ):
        with pytest.raises(RightMissing):
            deed(Request(actor=kasi))
