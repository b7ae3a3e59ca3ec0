"""Queue order, handover and notice texts: DMN-6, scenario 29, the words of 3.4."""

from __future__ import annotations

import pytest

from office import defaults, queue
from office.handover import Claim, CodeCheck, Recipient, refusals
from office.notices import texts
from office.notices.texts import Channel, NoticeLeaks, Template
from office.queue import TicketClass, WaitingTicket


def ticket(kind: TicketClass, place: int) -> WaitingTicket:
    return WaitingTicket(number=queue.ticket_number(kind, place), ticket_class=kind, place=place)


A1, A2 = ticket(TicketClass.ORDINARY, 1), ticket(TicketClass.ORDINARY, 2)
P1, P2 = ticket(TicketClass.PRIORITY, 1), ticket(TicketClass.PRIORITY, 2)


def test_tickets_are_numbered_by_class() -> None:
    assert queue.ticket_number(queue.ticket_class("TIDAK"), 17) == "A-017"
    assert queue.ticket_number(queue.ticket_class("HAMIL"), 4) == "P-004"


def test_priority_goes_first_but_not_a_third_time_while_an_ordinary_waits() -> None:
    assert queue.next_ticket([A2, A1, P2, P1], 0) == P1
    assert queue.next_ticket([A1, P2], 1) == P2
    assert queue.next_ticket([A1, P2], 2) == A1
    assert queue.next_ticket([P2], 9) == P2
    assert queue.next_ticket([], 0) is None


def test_a_ticket_that_comes_back_stands_behind_the_next_three() -> None:
    assert queue.back_in_line(["A-5", "A-6", "A-7", "A-8"], "A-1") == (
        *("A-5", "A-6", "A-7"),
        *("A-1", "A-8"),
    )
    assert queue.back_in_line(["A-5"], "A-1") == ("A-5", "A-1")


def claim(**changes: object) -> Claim:
    usual: dict[str, object] = {
        "recipient": Recipient.SENDIRI,
        "kind": "BARU_WNI",
        "code": CodeCheck.BENAR,
    }
    return Claim(**(usual | changes))  # type: ignore[arg-type]  # tests pass each field in its own type


def test_scenario_29_the_wife_with_the_kk_may_take_it() -> None:
    wife = claim(recipient=Recipient.KELUARGA_SATU_KK, named=True, has_kk=True)
    assert refusals(wife) == ()


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"code": CodeCheck.TERPAKAI}, ("KODE_TERPAKAI",)),
        ({"code": None}, ("TANPA_BUKTI",)),
        ({"code": CodeCheck.SALAH, "identity_checked": True}, ("KODE_SALAH",)),
        ({"recipient": Recipient.KUASA, "named": True}, ("TANPA_SURAT_KUASA",)),
        ({"recipient": Recipient.KELUARGA_SATU_KK}, ("TANPA_NAMA", "TANPA_KK")),
        ({"recipient": Recipient.KUASA, "named": True, "has_letter": True}, ()),
        (
            {"recipient": Recipient.KUASA, "admitted": False},
            ("PENERIMA_TIDAK_DILAYANI", "TANPA_NAMA", "TANPA_SURAT_KUASA"),
        ),
        (
            {
                "recipient": Recipient.KUASA,
                "named": True,
                "has_letter": True,
                "has_identity": False,
            },
            ("TANPA_IDENTITAS",),
        ),
        ({"suket_returned": False}, ("SUKET",)),
        ({"attested": False}, ("TANPA_SAKSI",)),
        ({"kind": "RUSAK"}, ("KARTU_LAMA",)),
        ({"kind": "RUSAK", "old_card_returned": True}, ()),
        ({"code": None, "identity_checked": True}, ()),
    ],
)
def test_scenario_29_who_is_refused_and_why(
    changes: dict[str, object], reasons: tuple[str, ...]
) -> None:
    assert refusals(claim(**changes)) == reasons


def test_the_example_text_of_the_domain() -> None:
    values = {
        "kantor": "Kecamatan Kiaracondong",
        "dokumen": "KTP-el",
        "no_register": "KRC-2611-00042-9",
        "jam": "Senin–Jumat 08.00–15.00",
    }
    text = texts.compose(
        texts.DEFAULTS[Template.SIAP_DIAMBIL], values, name="SIAP_DIAMBIL", with_code=False
    )
    assert text == (
        "Kecamatan Kiaracondong: KTP-el no. register KRC-2611-00042-9 siap diambil "
        "Senin–Jumat 08.00–15.00. GRATIS. Nomor ini tidak menerima balasan."
    )


def test_a_text_with_a_nik_is_never_written() -> None:
    with pytest.raises(NoticeLeaks):
        texts.compose(
            "{kekurangan}", {"kekurangan": "3273 1641 0790 0001"}, name="X", with_code=False
        )


def test_the_code_goes_to_the_applicants_own_written_channel_only() -> None:
    carrying = {
        (template, channel)
        for template in Template
        for channel in Channel
        if texts.may_carry_code(template, channel)
    }
    assert carrying == {
        (template, channel)
        for template in (Template.SIAP_DIAMBIL, Template.PENGINGAT)
        for channel in (Channel.WHATSAPP, Channel.SMS)
    }


def test_every_default_template_is_sound_and_says_gratis_or_names_the_counter() -> None:
    for name, text in texts.DEFAULTS.items():
        assert texts.faults(text) == ()
        for_officers = name == Template.ESKALASI
        assert for_officers or "GRATIS" in text or "loket" in text


def test_a_template_with_an_unknown_placeholder_is_refused() -> None:
    assert [fault.rule for fault in texts.faults("{nama} {kantor}")] == ["template-placeholder"]


def test_every_setting_has_a_kind() -> None:
    assert all(defaults.kind_of(name) is not None for name in defaults.DEFAULTS)
    assert defaults.kind_of("batas.T1") is defaults.Kind.DURATION
    assert defaults.kind_of("kantor.pisah_tugas") is defaults.Kind.FLAG
    assert defaults.kind_of("tidak.ada") is None
