"""Officers: created by an administrator, signed in with argon2id, locked after five wrong tries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.services.kernel import Request
from engine.services.rights import RightMissing
from engine.values import Actor
from office import credentials, leaving, officers
from office.officers import NewOfficer, OfficerExists, OfficerInvalid, SignInRefused
from tests.office.conftest import ADMIN, CLERK, OFFICE, Desk

SECRET = "kuda-laut-biru"
SRI = NewOfficer(
    username="sri", name="Sri", office=OFFICE, roles=frozenset({"loket"}), password=SECRET
)


def create(desk: Desk, officer: NewOfficer = SRI) -> Actor:
    return officers.create(desk.kernel, Request(actor=ADMIN), officer)


def refused(desk: Desk, username: str, password: str) -> bool:
    try:
        credentials.authenticate(desk.kernel, username, password)
    except SignInRefused:
        return True
    return False


def test_an_officer_signs_in_and_becomes_an_actor(desk: Desk) -> None:
    created = create(desk)
    actor = officers.actor_for(credentials.authenticate(desk.kernel, "sri", SECRET))
    assert actor == created
    assert actor.groups == frozenset({"loket"})
    assert actor.offices == frozenset({OFFICE})
    assert actor.rights == frozenset({"work"})


def test_the_password_is_kept_as_argon2id_only(desk: Desk) -> None:
    create(desk)
    with desk.kernel.reads.begin() as session:
        assert officers.officer(session, "sri").kata_sandi.startswith("$argon2id$")


def test_wrong_and_unknown_are_refused_alike(desk: Desk) -> None:
    create(desk)
    assert refused(desk, "sri", "salah-salah")
    assert refused(desk, "tidak-ada", SECRET)


def test_five_wrong_tries_lock_for_fifteen_minutes(desk: Desk) -> None:
    create(desk)
    for _ in range(5):
        assert refused(desk, "sri", "salah-salah")
    assert refused(desk, "sri", SECRET)
    desk.clock.advance(timedelta(minutes=15))
    assert not refused(desk, "sri", SECRET)


def test_five_wrong_tries_at_once_lock_too(desk: Desk) -> None:
    create(desk)
    with ThreadPoolExecutor(5) as pool:
        assert all(pool.map(lambda _: refused(desk, "sri", "salah-salah"), range(5)))
    assert refused(desk, "sri", SECRET)


def test_a_right_password_between_wrong_ones_starts_the_count_anew(desk: Desk) -> None:
    create(desk)
    for password in ["salah-salah"] * 4 + [SECRET] + ["salah-salah"] * 4:
        refused(desk, "sri", password)
    assert not refused(desk, "sri", SECRET)


def test_signing_in_does_not_wait_for_whoever_writes(desk: Desk) -> None:
    create(desk)
    with desk.kernel.sessions.begin() as session, ThreadPoolExecutor(1) as pool:
        session.connection()  # on SQLite this takes the only write lock there is
        assert pool.submit(refused, desk, "sri", SECRET).result(timeout=5) is False


def test_a_deactivated_officer_is_refused(desk: Desk) -> None:
    create(desk)
    leaving.deactivate(desk.kernel, Request(actor=ADMIN), "sri", reason="pindah tugas")
    assert refused(desk, "sri", SECRET)


def test_a_password_is_changed_with_the_old_one(desk: Desk) -> None:
    create(desk)
    with pytest.raises(SignInRefused):
        credentials.change_password(desk.kernel, "sri", "salah-salah", "paus-hijau-tua")
    credentials.change_password(desk.kernel, "sri", SECRET, "paus-hijau-tua")
    assert refused(desk, "sri", SECRET)
    assert not refused(desk, "sri", "paus-hijau-tua")


def test_every_fault_of_a_new_officer_is_told_at_once(desk: Desk) -> None:
    wrong = NewOfficer(
        username="Sri R", name=" ", office=OFFICE, roles=frozenset(), password="pendek"
    )
    with pytest.raises(OfficerInvalid) as told:
        create(desk, wrong)
    assert [fault.element for fault in told.value.faults] == [
        "username",
        "name",
        "roles",
        "password",
    ]


def test_a_name_is_taken_once(desk: Desk) -> None:
    create(desk)
    with pytest.raises(OfficerExists):
        create(desk)


def test_only_an_administrator_of_the_office_creates_officers(desk: Desk) -> None:
    with pytest.raises(RightMissing):
        officers.create(desk.kernel, Request(actor=CLERK), SRI)


def test_roles_bring_their_rights() -> None:
    row = officers.Officer(nama_masuk="x", kantor=OFFICE, peran='["camat"]', hak='["deploy"]')
    assert officers.actor_for(row).rights == {"supervise", "audit", "work", "deploy"}
    admin = officers.Officer(nama_masuk="x", kantor=OFFICE, peran='["admin"]', hak="[]")
    assert "work" not in officers.actor_for(admin).rights
