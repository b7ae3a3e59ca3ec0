"""Notices: queued in the step, sent into files afterwards, once, with nothing personal in the text."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.services import reading, replaying
from engine.services.kernel import Request
from engine.services.workers import BpmnError
from engine.store.cases import CaseKey
from engine.store.sealing import KeyDestroyed, RetentionClass
from engine.values import JsonValue
from office import config, pickup
from office.notices import desk as notice_desk
from office.notices import files, outbox
from office.notices.letters import Letter, Undeliverable
from office.notices.rows import Notice, number_of
from tests.office.conftest import ADMIN, OFFICE, Desk

NUMBER = "KRC-2611-00042-9"
PHONE = "+6281234567890"
READY = {"templat": "SIAP_DIAMBIL"}
TELL: dict[str, JsonValue] = {"no_register": NUMBER, "no_hp": "081234567890", "saluran": "SMS"}


def sent(folder: Path) -> list[dict[str, str]]:
    return [json.loads(file.read_text()) for file in sorted(folder.rglob("*.json"))]


def rows(desk: Desk) -> list[Notice]:
    with desk.kernel.reads.begin() as session:
        return list(session.execute(select(Notice).order_by(Notice.key)).scalars())


def test_a_notice_becomes_one_file_with_the_code_in_it(desk: Desk, tmp_path: Path) -> None:
    desk.do("kode_ambil.buat", 0, TELL)
    desk.do("notifikasi.kirim", desk.open_case(), TELL, READY)
    for _ in range(2):
        outbox.deliver_due(desk.kernel, files.into_files(tmp_path))
    with desk.kernel.reads.begin() as session:
        code = pickup.reveal(session, desk.kernel.sealer, NUMBER)
    (notice,) = sent(tmp_path)
    assert notice["tujuan"] == PHONE
    assert notice["isi"] == (
        f"Kecamatan Kiaracondong: KTP-el no. register {NUMBER} siap diambil Senin–Jumat "
        f"08.00–15.00. GRATIS. Nomor ini tidak menerima balasan. Kode ambil: {code}."
    )
    assert [(row.keadaan, row.percobaan) for row in rows(desk)] == [("TERKIRIM", 1)]


def test_a_step_that_is_undone_leaves_no_notice(desk: Desk, tmp_path: Path) -> None:
    case = desk.open_case()
    with desk.kernel.sessions() as session, session.begin() as transaction:
        desk.run(session, "notifikasi.kirim", case, TELL, READY)
        transaction.rollback()
    assert outbox.deliver_due(desk.kernel, files.into_files(tmp_path)) == 0
    assert sent(tmp_path) == []


def test_the_row_holds_neither_number_nor_code_in_clear(desk: Desk) -> None:
    desk.do("kode_ambil.buat", 0, TELL)
    desk.do("notifikasi.kirim", desk.open_case(), TELL, READY)
    (row,) = rows(desk)
    assert "81234567890" not in repr(vars(row))
    assert row.tujuan_mask == "+6281******890"
    assert row.isi.endswith("Kode ambil: {kode_ambil}.")


def test_the_family_gets_the_register_number_only(desk: Desk) -> None:
    given = TELL | {"saluran": "SMS_LAIN", "hp_kontak_lain": "0822 1111 2222"}
    desk.do("notifikasi.kirim", desk.open_case(), given, READY)
    assert "Kode ambil" not in rows(desk)[0].isi


def test_scenario_27_three_more_tries_then_the_channel_has_failed(desk: Desk) -> None:
    case = desk.open_case()
    desk.do("notifikasi.kirim", case, TELL, READY)
    waits = []

    def refuse(letter: Letter) -> str:
        waits.append(desk.clock.now())
        raise ConnectionError("the gateway does not answer")

    for _ in range(60):
        outbox.deliver_due(desk.kernel, refuse)
        desk.clock.advance(timedelta(minutes=1))
    assert [(late - waits[0]) // timedelta(minutes=1) for late in waits] == [0, 1, 6, 36]
    assert rows(desk)[0].keadaan == "GAGAL"
    kontak = desk.do("notifikasi.fakta", case, TELL | {"izin_notifikasi": True})["kontak"]
    assert kontak == {
        "izin": True,
        "punya_wa": False,
        "punya_telepon": True,
        "punya_kontak_lain": False,
        "gagal": ["SMS"],
    }


def test_a_killed_sweep_sends_the_same_file_again(desk: Desk, tmp_path: Path) -> None:
    desk.do("notifikasi.kirim", desk.open_case(), TELL, {"templat": "PENGINGAT"})
    write = files.into_files(tmp_path)

    def write_and_die(letter: Letter) -> str:
        write(letter)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_due(desk.kernel, write_and_die)
    before = sent(tmp_path)
    outbox.deliver_due(desk.kernel, write)
    assert sent(tmp_path) == before
    assert len(before) == 1


def test_scenario_24_nothing_is_sent_to_who_has_died(desk: Desk, tmp_path: Path) -> None:
    case = desk.open_case()
    desk.do("notifikasi.kirim", case, TELL, READY)
    desk.do("permohonan.tutup", case, headers={"hasil": "MENINGGAL"})
    assert outbox.deliver_due(desk.kernel, files.into_files(tmp_path)) == 0
    assert rows(desk)[0].keadaan == "BATAL"


def test_a_channel_without_number_fails_at_once(desk: Desk) -> None:
    with pytest.raises(BpmnError, match="SALURAN_GAGAL"):
        desk.do("notifikasi.kirim", 0, {"no_register": NUMBER, "saluran": "SMS"}, READY)


def test_a_call_that_nobody_answered_counts_as_a_failed_channel(desk: Desk) -> None:
    case = desk.new_case()
    kontak = desk.do("notifikasi.gagal", case, TELL | {"saluran": "TELEPON"})["kontak"]
    assert isinstance(kontak, dict)
    assert kontak["gagal"] == ["TELEPON"]


def test_what_a_person_does_is_never_sent(desk: Desk, tmp_path: Path) -> None:
    desk.do("notifikasi.kirim", 0, {"no_register": NUMBER, "saluran": "SLIP"}, READY)
    assert outbox.deliver_due(desk.kernel, files.into_files(tmp_path)) == 0
    assert rows(desk)[0].keadaan == "TERKIRIM"


def test_destroying_the_contacts_key_erases_the_number_and_leaves_the_case(
    desk: Desk, tmp_path: Path
) -> None:
    case = desk.open_case()
    desk.do("notifikasi.kirim", case, TELL, READY)
    contacts = (CaseKey.root_key == case, CaseKey.retention_class == RetentionClass.CONTACT.value)
    with desk.kernel.sessions.begin() as session:
        session.execute(update(CaseKey).where(*contacts).values(wrapped=None))
    with desk.kernel.reads.begin() as session, pytest.raises(KeyDestroyed):
        number_of(session, desk.kernel.sealer, rows(desk)[0])
    outbox.deliver_due(desk.kernel, files.into_files(tmp_path))
    assert (sent(tmp_path), rows(desk)[0].keadaan) == ([], "BATAL")
    assert reading.case(desk.kernel, ADMIN, case).row.state == "ACTIVE"
    assert replaying.replay(desk.kernel, case).parted_at is None


def letters(desk: Desk) -> list[Letter]:
    """What a connector would be handed now."""
    found: list[Letter] = []

    def keep(letter: Letter) -> str:
        found.append(letter)
        return ""

    outbox.deliver_due(desk.kernel, keep)
    return found


def rule(desk: Desk, name: str, value: JsonValue) -> None:
    config.change(desk.kernel, Request(actor=ADMIN), OFFICE, {name: value})


def test_a_gateways_template_gets_the_values_of_our_text_and_the_code(desk: Desk) -> None:
    rule(desk, "pesan.wa_templat", {"SIAP_DIAMBIL": "ktp_siap", "SIAP_DIAMBIL_LAIN": "ktp_siap_k"})
    rule(desk, "pesan.jalur", {"WHATSAPP": "WHATSAPP_CLOUD"})
    desk.do("kode_ambil.buat", 0, TELL)
    case = desk.open_case()
    desk.do("notifikasi.kirim", case, TELL | {"saluran": "WHATSAPP"}, READY)
    given = TELL | {"saluran": "WHATSAPP_LAIN", "hp_kontak_lain": "082211112222"}
    desk.do("notifikasi.kirim", case, given, READY)
    with desk.kernel.reads.begin() as session:
        code = pickup.reveal(session, desk.kernel.sealer, NUMBER)
    own, family = letters(desk)
    title, hours = "Kecamatan Kiaracondong", "Senin–Jumat 08.00–15.00"
    assert own.connector == "WHATSAPP_CLOUD"
    assert own.wording is not None
    assert (own.wording.name, own.wording.language) == ("ktp_siap", "id")
    assert own.wording.parameters == (title, "KTP-el", NUMBER, hours, code)
    assert family.connector == "BERKAS"
    assert family.wording is not None
    assert family.wording.name == "ktp_siap_k"
    assert family.wording.parameters == (title, "KTP-el", NUMBER, hours)


def test_an_office_names_the_values_of_a_gateways_template(desk: Desk) -> None:
    rule(desk, "pesan.wa_templat", {"PENGINGAT": "ingat"})
    rule(desk, "pesan.wa_isi", {"PENGINGAT": "no_register"})
    desk.do("notifikasi.kirim", desk.open_case(), TELL, {"templat": "PENGINGAT"})
    (letter,) = letters(desk)
    assert letter.wording is not None
    assert letter.wording.parameters == (NUMBER,)


def test_killed_between_the_gateways_answer_and_our_note_it_is_sent_again_and_told_once(
    desk: Desk,
) -> None:
    desk.do("notifikasi.kirim", desk.open_case(), TELL, READY)
    taken: list[int] = []

    def take_and_die(letter: Letter) -> str:
        taken.append(letter.key)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outbox.deliver_due(desk.kernel, take_and_die)
    assert [(row.keadaan, row.percobaan) for row in rows(desk)] == [("DIANTRE", 0)]
    outbox.deliver_due(desk.kernel, lambda letter: f"wamid.{letter.key}")
    assert [(row.keadaan, row.pesan_luar) for row in rows(desk)] == [
        ("TERKIRIM", f"wamid.{taken[0]}")
    ]


def test_a_final_refusal_is_not_tried_again(desk: Desk) -> None:
    desk.do("notifikasi.kirim", desk.open_case(), TELL, READY)

    def refuse(letter: Letter) -> str:
        raise Undeliverable("131026")

    assert outbox.deliver_due(desk.kernel, refuse) == 1
    assert [(row.keadaan, row.alasan) for row in rows(desk)] == [("GAGAL", "131026")]
    assert outbox.deliver_due(desk.kernel, refuse) == 0


def test_a_failed_notice_is_sent_again_when_somebody_asks(desk: Desk) -> None:
    desk.do("notifikasi.kirim", desk.open_case(), TELL, READY)

    def refuse(letter: Letter) -> str:
        raise Undeliverable("131026")

    outbox.deliver_due(desk.kernel, refuse)
    (row,) = rows(desk)
    assert notice_desk.retry(desk.kernel, row.key)
    assert len(letters(desk)) == 1
    assert not notice_desk.retry(desk.kernel, row.key)


def test_a_call_without_a_diagram_for_it_is_tried_again_and_fails(desk: Desk) -> None:
    desk.do("notifikasi.kirim", desk.open_case(), TELL | {"saluran": "TELEPON"}, READY)
    assert letters(desk) == []
    assert [(row.keadaan, row.alasan) for row in rows(desk)] == [("DIANTRE", "NO_DIAGRAM")]
