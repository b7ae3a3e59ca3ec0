"""Scenario 29: who gets the card, and who does not (domain.md 5, U14, G11, G12)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from engine.errors import AnswersInvalid, Conflict
from engine.services import reading, tasks, vaults
from engine.store import recording
from engine.store.log import CaseCommand
from engine.store.sealing import RetentionClass
from engine.values import Actor, JsonValue
from office import handovers, officers, pickup, shelf
from office.officers import NewOfficer
from tests.scenarios.kecamatan import ADMIN, CODE, SERAH, Kecamatan, Perkara, by, officer
from tests.scenarios.steps import come_for, hand_over, pickup_code, ready

WIFE: dict[str, JsonValue] = {"nama_penerima": "DEWI LESTARI", "nik_penerima": "3273164107900003"}


def test_scenario_29_wife_with_the_family_card_gets_it(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, "KELUARGA_SATU_KK", kode_ambil=pickup_code(office), ada_kk=True, **WIFE)
    values = case.view.variables
    assert (case.view.row.state, values["keadaan"]) == ("COMPLETED", "SELESAI")
    assert (values["tanda_tangan_cara"], values["kode_ambil"]) == ("BUKU", None)
    today = office.clock.now().date()
    (line,) = handovers.of_day(office.kernel, SERAH, CODE, today)
    assert (line.no_register, line.recipient, line.by) == (case.number, "KELUARGA_SATU_KK", "wati")
    assert (line.proof, line.signature, line.name) == ("KODE", "BUKU", "D******")


def test_scenario_29_a_code_opens_one_handover_only(office: Kecamatan) -> None:
    first, second = ready(office), ready(office, nik="3273164107900004")
    del second
    code = pickup_code(office)
    hand_over(first, kode_ambil=code)
    assert first.waiting() == {"Jelaskan_penolakan"}
    assert first.see("Jelaskan_penolakan")["alasan_ditolak"] == ["KODE_SALAH"]


def test_scenario_29_after_the_handover_nobody_gets_it_again(office: Kecamatan) -> None:
    case = ready(office)
    code = pickup_code(office)
    hand_over(case, kode_ambil=code)
    come_for(case)
    assert (case.waiting(), case.passed().count("U14_serahkan")) == (set(), 1)


def test_scenario_29_stranger_without_letter_is_refused_and_it_is_noted(
    office: Kecamatan,
) -> None:
    case = ready(office)
    hand_over(case, "KUASA", kode_ambil=pickup_code(office), **WIFE)
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Tidak membawa surat kuasa")
    assert (case.view.row.state, case.waiting()) == ("ACTIVE", set())
    assert {"U14_serahkan", "Jelaskan_penolakan"} <= set(case.passed())
    assert "Serahkan" not in case.passed()
    hand_over(case, identitas_diperiksa=True)
    assert case.view.row.state == "COMPLETED"


def test_scenario_29_damaged_card_must_come_back(office: Kecamatan) -> None:
    case = ready(office, "RUSAK")
    hand_over(case, kode_ambil=pickup_code(office))
    assert case.waiting() == {"Jelaskan_penolakan"}
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Kartu lama tidak dibawa")
    hand_over(case, kode_ambil=pickup_code(office), kartu_lama_ditarik=True)
    assert case.view.row.state == "COMPLETED"


PROXY: dict[str, JsonValue] = {**WIFE, "surat_kuasa": True, "identitas_penerima": True}


def reasons(case: Perkara) -> JsonValue:
    return case.see("Jelaskan_penolakan")["alasan_ditolak"]


def test_scenario_29_proxy_with_letter_and_identity_gets_it(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, "KUASA", kode_ambil=pickup_code(office), **PROXY)
    assert case.view.row.state == "COMPLETED"


@pytest.mark.parametrize("missing", ["surat_kuasa", "identitas_penerima"])
def test_scenario_29_proxy_needs_letter_and_identity(office: Kecamatan, missing: str) -> None:
    case = ready(office)
    brought = {name: value for name, value in PROXY.items() if name != missing}
    hand_over(case, "KUASA", kode_ambil=pickup_code(office), **brought)
    assert case.waiting() == {"Jelaskan_penolakan"}


@pytest.mark.parametrize("missing", ["nama_penerima", "nik_penerima"])
def test_scenario_29_who_takes_it_is_named(office: Kecamatan, missing: str) -> None:
    case = ready(office)
    wife = {name: value for name, value in WIFE.items() if name != missing}
    with pytest.raises(AnswersInvalid):
        hand_over(case, "KELUARGA_SATU_KK", identitas_diperiksa=True, ada_kk=True, **wife)


def test_scenario_29_wife_without_the_family_card_is_refused(office: Kecamatan) -> None:
    case = ready(office)
    hand_over(case, "KELUARGA_SATU_KK", kode_ambil=pickup_code(office), **WIFE)
    assert case.waiting() == {"Jelaskan_penolakan"}


def test_an_office_decides_who_may_collect(office: Kecamatan) -> None:
    office.rule("penyerahan.penerima", ["SENDIRI"])
    case = ready(office)
    with pytest.raises(AnswersInvalid):
        hand_over(case, "KUASA", kode_ambil=pickup_code(office), **PROXY)


def test_a_lost_old_card_is_declared_in_writing(office: Kecamatan) -> None:
    case = ready(office, "RUSAK")
    hand_over(case, kode_ambil=pickup_code(office), pernyataan_hilang=True)
    assert case.view.row.state == "COMPLETED"


def test_the_kinds_that_give_their_old_card_back_are_a_policy(office: Kecamatan) -> None:
    office.rule("penyerahan.kartu_lama", [])
    case = ready(office, "RUSAK")
    hand_over(case, kode_ambil=pickup_code(office))
    assert case.view.row.state == "COMPLETED"


def hire(office: Kecamatan, login: str, role: str) -> None:
    """Register an officer."""
    new = NewOfficer(
        username=login,
        name=login.title(),
        office=CODE,
        roles=frozenset({role}),
        password="kata sandi panjang",
    )
    officers.create(office.kernel, by(ADMIN), new)


def test_who_cannot_sign_has_a_second_officer_as_witness(office: Kecamatan) -> None:
    case = ready(office)
    hire(office, "saksi", "penyerahan")
    signed: dict[str, JsonValue] = {"penerima": "SENDIRI", "tanda_tangan_cara": "SAKSI"}
    for witness in (SERAH.id, "siapa"):
        come_for(case)
        code = pickup_code(office)
        case.do("U14_serahkan", SERAH, **signed, saksi_serah=witness, kode_ambil=code)
        assert reasons(case) == ["TANPA_SAKSI"]
        case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Perlu petugas kedua")
    come_for(case)
    case.do("U14_serahkan", SERAH, **signed, saksi_serah="saksi", kode_ambil=pickup_code(office))
    assert case.view.row.state == "COMPLETED"


def test_wrong_codes_are_counted_and_then_lock_the_code(office: Kecamatan) -> None:
    office.rule("penyerahan.kode_salah_maks", 2)
    case = ready(office)
    right = pickup_code(office)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    seen = []
    for typed in (wrong, wrong, right):
        hand_over(case, kode_ambil=typed)
        seen.append((reasons(case), case.view.variables.get("kode_salah")))
        case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Kode tidak cocok")
    assert [reason for reason, _ in seen] == [["KODE_SALAH"], ["KODE_SALAH"], ["KODE_TERKUNCI"]]
    assert case.passed().count("Jelaskan_penolakan") == 3
    with office.kernel.reads.begin() as session:
        start = office.clock.now() - timedelta(hours=1)
        noted = pickup.wrong_codes(session, CODE, start, office.clock.now() + timedelta(hours=1))
        assert [(row.hasil, row.oleh) for row in noted] == [
            ("KODE_SALAH", "wati"),
            ("KODE_SALAH", "wati"),
            ("KODE_TERKUNCI", "wati"),
        ]


def test_with_the_tries_used_up_an_identity_check_needs_a_supervisor(office: Kecamatan) -> None:
    office.rule("penyerahan.kode_salah_maks", 1)
    case = ready(office)
    hire(office, "kasi", "verifikator")
    hire(office, "teman", "penyerahan")
    hand_over(case, kode_ambil=f"{(int(pickup_code(office)) + 1) % 1_000_000:06d}")
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Kode tidak cocok")
    hand_over(case, identitas_diperiksa=True, saksi_serah="teman")
    assert reasons(case) == ["PERLU_PENGAWAS"]
    case.do("Jelaskan_penolakan", SERAH, catatan_penolakan="Menunggu pengawas")
    hand_over(case, identitas_diperiksa=True, saksi_serah="kasi")
    assert case.view.row.state == "COMPLETED"


SARI = officer("sari", "penyerahan")


def begun(office: Kecamatan, number: str, actor: Actor, together: Barrier) -> str:
    together.wait(timeout=10)
    try:
        shelf.begin(office.kernel, by(actor), number)
    except Conflict as conflict:
        return conflict.code
    return ""


def test_of_two_officers_at_once_one_hands_the_card_over(office: Kecamatan) -> None:
    case, together = ready(office), Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda who: begun(office, case.number, who, together), (SERAH, SARI)))

    assert sorted(found) == ["", "task-taken"]
    assert case.waiting() == {"U14_serahkan"}


def opened_log(office: Kecamatan, case: Perkara) -> bytes:
    """All that the sealed log of a case says."""
    with office.kernel.reads.begin() as session:
        rows = session.execute(select(CaseCommand).where(CaseCommand.root_key == case.key))
        at = office.clock.now()
        sealer = office.kernel.sealer
        key = vaults.data_key(sealer, session, case.key, RetentionClass.CASE, at=at)
        return b"".join(
            key.open(row.payload, recording.bound("command", case.key, row.seq))
            for row in rows.scalars()
        )


def test_a_typed_code_is_not_even_in_the_sealed_log(office: Kecamatan) -> None:
    case = ready(office)
    code = pickup_code(office)
    hand_over(case, "KUASA", kode_ambil=code, **WIFE)
    log = opened_log(office, case)
    assert b'"kode_ambil":"kode:' in log
    assert code.encode() not in log


def test_a_typed_code_is_not_kept_as_a_draft(office: Kecamatan) -> None:
    case = ready(office)
    come_for(case)
    key = case.task("U14_serahkan").key
    draft: dict[str, JsonValue] = {"kode_ambil": "907123", "penerima": "SENDIRI"}
    tasks.save_draft(office.kernel, by(SERAH), key, draft)
    seen = reading.task(office.kernel, SERAH, key)
    assert seen.draft == {"penerima": "SENDIRI"}
