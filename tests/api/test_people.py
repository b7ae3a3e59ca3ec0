"""The officers' pages: added, changed, locked out and let in again, away, gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from api import officers as signed_in
from engine.clock import TravellingClock
from engine.errors import AlurError
from engine.services.kernel import Kernel, Request
from engine.values import SYSTEM_ACTOR
from office import credentials, officers, staffing
from office.staffing import LastAdministrator, Person
from tests.api.conftest import OFFICE, Caller
from tests.api.test_pages import claimed
from tests.api.test_second_step import enrol, enter

BY_SYSTEM = Request(actor=SYSTEM_ACTOR)
NEW = {"username": "rina", "name": "Rina d'Arc", "roles": ["loket", "verifikator"]}


def _password(page: str) -> str:
    found = re.search(r'class="code given">([^<]+)<', page)
    assert found is not None
    return found[1]


def test_a_new_officer_gets_a_password_for_the_first_sign_in(admin: Caller, app: Flask) -> None:
    page = admin.post("/petugas/baru", NEW).text
    client = app.test_client()
    enter(client, "rina", _password(page))

    assert client.get("/tugas").location == "/akun/sandi"
    assert "Rina d&#39;Arc" in admin.get("/petugas").text


def test_a_double_click_adds_one_officer_and_shows_the_same_password(admin: Caller) -> None:
    once = NEW | {"idempotency_key": "sekali"}

    assert _password(admin.post("/petugas/baru", once).text) == _password(
        admin.post("/petugas/baru", once).text
    )
    assert admin.post("/petugas/baru", NEW).status_code == 409


def test_every_fault_is_told_at_once_and_what_was_typed_stays(admin: Caller) -> None:
    answer = admin.post(
        "/petugas/baru",
        {
            "username": "Ri na",
            "name": "x" * 101,
            "more_roles": "Ruang A",
            "nip": "12",
        },
    )

    assert answer.status_code == 400
    for said in ("huruf kecil", "100 karakter", "garis bawah", "18 angka"):
        assert said in answer.text
    assert "x" * 101 in answer.text


def test_separate_hands_in_one_person_are_pointed_out(admin: Caller) -> None:
    admin.post("/petugas/baru", NEW)

    assert "orang lain" in admin.get("/petugas/akun/rina").text


def test_roles_change_at_once_and_the_record_says_from_what_to_what(
    admin: Caller, loket: Caller
) -> None:
    fields = {"name": "Petugas Loket1", "roles": ["cetak"], "version": "1"}
    admin.post("/petugas/akun/loket1/ubah", fields)

    assert "loket → cetak" in admin.get("/petugas/akun/loket1").text
    assert "cetak" in loket.get("/akun").text


def test_a_stale_page_says_who_was_faster_and_keeps_what_was_typed(admin: Caller) -> None:
    fields = {"name": "Satu", "roles": ["loket"], "version": "1"}
    admin.post("/petugas/akun/loket1/ubah", fields)
    answer = admin.post("/petugas/akun/loket1/ubah", fields | {"name": "Dua Kata"})

    assert answer.status_code == 409
    assert "Petugas Admin1" in answer.text
    assert 'value="Dua Kata"' in answer.text


def test_a_double_click_changes_an_officer_and_records_an_absence_once(admin: Caller) -> None:
    fields = {"name": "Satu", "roles": ["loket"], "version": "1", "nip": "199001012015031002"}
    days = {"since-day": "24", "since-month": "11", "since-year": "2026"}
    days |= {"until-day": "25", "until-month": "11", "until-year": "2026", "reason": "cuti"}
    path, once = "/petugas/akun/loket1", {"idempotency_key": "sekali"}
    changed = [admin.post(f"{path}/ubah", fields).status_code for _ in range(2)]
    away = [admin.post(f"{path}/absen", days | once).status_code for _ in range(2)]

    assert changed + away == [303] * 4
    assert admin.get(path).text.count("nip: →") == 1


def test_a_nip_is_sealed_and_shown_by_its_end_only(admin: Caller, kernel: Kernel) -> None:
    fields = {"name": "L", "roles": ["loket"], "version": "1", "nip": "199001012015031002"}
    admin.post("/petugas/akun/loket1/ubah", fields)
    page = admin.get("/petugas/akun/loket1").text
    with kernel.reads() as session:
        sealed = officers.officer(session, "loket1").nip

    assert "1002" in page
    assert "199001" not in page
    assert sealed is not None
    assert b"1990" not in sealed


def test_the_last_administrator_stays_one(kernel: Kernel) -> None:
    person = Person(name="A", office=OFFICE, roles=frozenset({"loket"}))

    with pytest.raises(LastAdministrator):
        staffing.change(kernel, BY_SYSTEM, "admin1", person)


def test_a_locked_name_is_freed(admin: Caller, kernel: Kernel, app: Flask) -> None:
    for _ in range(5):
        with pytest.raises(AlurError):
            credentials.authenticate(kernel, "loket1", "salah sama sekali")
    assert "terkunci sampai" in admin.get("/petugas").text
    admin.post("/petugas/akun/loket1/buka-kunci")

    assert enter(app.test_client(), "loket1").location == "/"


def test_a_given_password_ends_the_old_sessions(
    admin: Caller, loket: Caller, clock: TravellingClock, app: Flask
) -> None:
    clock.advance(timedelta(seconds=1))
    given = _password(admin.post("/petugas/akun/loket1/sandi").text)

    assert loket.get("/tugas").status_code == 303
    assert enter(app.test_client(), "loket1", given).location == "/"


def test_a_lost_telephone_is_taken_off_with_a_reason(
    admin: Caller, kernel: Kernel, app: Flask
) -> None:
    enrol(kernel, "kasi1")
    without = admin.post("/petugas/akun/kasi1/kode", {"alasan_kode": " "})
    admin.post("/petugas/akun/kasi1/kode", {"alasan_kode": "Telepon dicuri"})

    assert without.status_code == 400
    assert 'id="field-alasan_kode-fault1"' in without.text
    assert "Telepon dicuri" in admin.get("/petugas/akun/kasi1").text
    assert enter(app.test_client(), "kasi1").location == "/"


def test_who_leaves_hands_over_what_was_held(admin: Caller, loket: Caller, kernel: Kernel) -> None:
    claimed(loket)
    fields = {"alasan_pergi": "Pindah tugas", "kepada": "loket2"}
    answer = admin.post("/petugas/akun/loket1/nonaktif", fields)

    assert answer.status_code == 303
    assert "1 tugas diserahkan" in admin.get("/petugas/akun/loket1").text
    assert signed_in.find(kernel, "loket1") is None
    admin.post("/petugas/akun/loket1/aktif", {"alasan_kembali": "Kembali"})
    assert signed_in.find(kernel, "loket1") is not None


def test_the_supervisor_records_an_absence_and_hands_over(loket: Caller, kasi: Caller) -> None:
    claimed(loket)
    days = {"since-day": "24", "since-month": "11", "since-year": "2026"}
    days |= {"until-day": "25", "until-month": "11", "until-year": "2026"}
    path = "/petugas/akun/loket1"
    kasi.post(f"{path}/absen", days | {"reason": "cuti", "substitute": "loket2"})
    page = kasi.get(path).text
    assert "Petugas Loket2 menggantikan" in page
    assert "26 Nov 2026 00.00" in page
    kasi.post(f"{path}/alihkan", {"alasan_alih": "cuti", "kepada_alih": "loket2"})
    kasi.post(f"{path}/kembali")

    page = kasi.get(path).text
    assert "menggantikan" not in page
    assert "Tugas dipegang: 0" in page


def test_an_absence_of_no_days_is_told_beside_its_fields(kasi: Caller) -> None:
    for year in ("", "0001", "9999", "٢٠٢٦", "x"):
        days = {"since-day": "24", "since-month": "11", "since-year": year}
        answer = kasi.post("/petugas/akun/loket1/absen", days)
        assert answer.status_code == 400, year
        assert 'id="field-until-fault1"' in answer.text
        assert 'id="field-reason-fault1"' in answer.text


def test_who_only_works_reads_nothing_of_colleagues(loket: Caller) -> None:
    for path in ("/petugas", "/petugas/akun/loket2", "/petugas/akun/loket2/absen"):
        assert loket.get(path).status_code == 403, path


def test_a_supervisor_changes_nobody(kasi: Caller) -> None:
    for path in ("baru", "akun/loket1/ubah"):
        assert kasi.get(f"/petugas/{path}").status_code == 403, path
        assert kasi.post(f"/petugas/{path}", NEW).status_code == 403, path


def test_an_administrator_of_another_office_sees_and_changes_nobody_here(
    kernel: Kernel, as_officer: Callable[[str], Caller]
) -> None:
    far = officers.NewOfficer(
        username="jauh", name="J", office="317101", roles=frozenset({"admin"}), password="x" * 12
    )
    officers.create(kernel, BY_SYSTEM, far)
    caller = as_officer("jauh")

    assert "loket1" not in caller.get("/petugas").text
    assert caller.get("/petugas/akun/loket1").status_code == 403
    assert caller.get("/petugas?kantor=327316").status_code == 403
    assert caller.post("/petugas/akun/loket1/sandi").status_code == 403
    assert caller.post("/petugas/baru", NEW | {"office": "327316"}).status_code == 403


def test_an_officer_that_does_not_exist_is_not_found(admin: Caller) -> None:
    assert admin.get("/petugas/akun/tidak-ada").status_code == 404
    assert admin.post("/petugas/akun/tidak-ada/sandi").status_code == 404
