"""Escalations reach officers who are not signed in: whom, when, by what, and what then.

What matters on both databases is in test_escalation_tables.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from engine.services import tasks
from engine.services.kernel import Request
from engine.services.rights import OfficeForbidden, RightMissing
from engine.values import Actor
from office import config, loads
from office.escalations import contacts, looking, presence
from office.escalations.contacts import ContactInvalid, NewContact, OfficerContact
from office.escalations.looking import EscalationQuery
from office.loads import DebtQuery
from office.notices.letters import GatewayBusy, Undeliverable
from tests.office.alarms import CHIEF, MINUTE, STRANGER, Scene, alarmed, scene
from tests.office.conftest import ADMIN, OFFICE

__all__ = ["alarmed", "scene"]


def test_an_absent_officer_of_the_level_is_told_once_without_personal_data(scene: Scene) -> None:
    scene.reach("agus")
    scene.open_case()
    scene.wait(timedelta(hours=1))
    scene.wait(timedelta(hours=1))

    (letter,) = scene.post.letters
    assert (letter.channel, letter.number) == ("WHATSAPP", "+6281234567890")
    assert letter.text == (
        "Kecamatan Kiaracondong: ada 1 eskalasi. "
        "KRC-2611-00042-9 periksa belum selesai. Buka daftar kerja."
    )


def test_an_officer_at_the_pages_is_told_only_of_what_they_do_not_open(scene: Scene) -> None:
    scene.reach("agus")
    scene.open_case()
    scene.wait(timedelta(minutes=59))
    presence.note(scene.kernel, "agus")
    scene.wait(MINUTE)
    presence.note(scene.kernel, "agus")
    scene.wait(timedelta(minutes=29))
    assert scene.post.letters == []

    scene.wait(MINUTE)

    assert len(scene.post.letters) == 1


def test_what_was_opened_is_told_nobody_who_opened_it(scene: Scene) -> None:
    scene.reach("agus")
    scene.open_case()
    presence.note(scene.kernel, "agus")
    scene.desk.clock.advance(timedelta(minutes=50))
    presence.note(scene.kernel, "agus")
    scene.wait(timedelta(minutes=10))
    looking.note_opened(scene.kernel, CHIEF, scene.shown()[0].task.key)

    scene.wait(timedelta(hours=2))

    assert scene.post.letters == []
    assert set(scene.shown()[0].opened) == {"agus"}


def test_in_quiet_hours_a_message_waits_until_they_end(scene: Scene) -> None:
    scene.reach("agus")
    scene.desk.clock.advance(timedelta(hours=11))  # 20.00 in Jakarta
    scene.open_case()
    scene.wait(timedelta(hours=1))
    assert scene.post.letters == []

    scene.wait(timedelta(hours=10))

    assert len(scene.post.letters) == 1


def test_a_vain_channel_is_followed_by_the_next(scene: Scene) -> None:
    scene.reach("agus")
    scene.post.answers = [Undeliverable("131026")]
    scene.open_case()

    scene.wait(timedelta(hours=1))

    assert [letter.channel for letter in scene.post.letters] == ["WHATSAPP", "SMS"]
    messages = scene.shown()[0].messages
    assert [(one.state, one.reason) for one in messages] == [("GAGAL", "131026"), ("TERKIRIM", "")]


def test_a_busy_gateway_is_tried_again_after_a_while(scene: Scene) -> None:
    scene.reach("agus", "SMS")
    scene.post.answers = [GatewayBusy("HTTP_503")]
    scene.open_case()
    scene.wait(timedelta(hours=1))
    assert scene.shown()[0].messages[0].state == "DIANTRE"

    scene.wait(MINUTE)

    assert scene.shown()[0].messages[0].state == "TERKIRIM"


def test_what_nobody_says_arrived_is_sent_by_the_next_channel(scene: Scene) -> None:
    scene.reach("agus")
    scene.post.answers = ["wamid.1"]
    scene.open_case()
    scene.wait(timedelta(hours=1))

    scene.wait(timedelta(minutes=15))

    assert [letter.channel for letter in scene.post.letters] == ["WHATSAPP", "SMS"]


def test_whoever_takes_it_ends_the_telling(scene: Scene) -> None:
    scene.reach("bupati")
    scene.open_case()
    scene.wait(timedelta(hours=1))
    task = scene.shown()[0].task.key
    looking.take_over(scene.kernel, Request(actor=CHIEF), task, reason="saya tangani")

    scene.wait(timedelta(days=2))

    assert scene.post.letters == []
    assert scene.shown()[0].task.assignee == "agus"


def test_whoever_holds_one_unopened_is_told_when_away_and_not_before(scene: Scene) -> None:
    scene.reach("agus")
    scene.open_case()
    scene.desk.clock.advance(timedelta(minutes=59))
    presence.note(scene.kernel, "agus")
    scene.wait(MINUTE)
    task = scene.shown()[0].task.key
    looking.take_over(scene.kernel, Request(actor=CHIEF), task, reason="untuk besok")
    scene.wait(timedelta(minutes=28))
    assert scene.post.letters == []

    scene.wait(MINUTE)

    assert len(scene.post.letters) == 1


def test_it_goes_up_although_somebody_of_another_level_looked(scene: Scene) -> None:
    scene.reach("bupati")
    scene.open_case()
    scene.wait(timedelta(hours=1))
    clerk = Actor(id="sri", offices=frozenset({OFFICE}), rights=frozenset({"work"}))
    looking.note_opened(scene.kernel, clerk, scene.shown()[0].task.key)

    scene.wait(timedelta(hours=26))

    assert len(scene.post.letters) == 1


def test_what_is_done_is_open_no_longer(scene: Scene) -> None:
    scene.open_case()
    scene.wait(timedelta(hours=1))
    tasks.complete(scene.kernel, Request(actor=CHIEF), scene.shown()[0].task.key, {})

    assert scene.shown() == ()


def test_whoever_wants_none_any_more_gets_none(scene: Scene) -> None:
    scene.reach("agus")
    contacts.keep(scene.kernel, Request(actor=CHIEF), NewContact(way="TIDAK", number=""))
    scene.open_case()

    scene.wait(timedelta(hours=1))

    assert scene.post.letters == []
    assert contacts.shown(scene.kernel, "agus").masked == ""


def test_a_number_is_kept_sealed_and_shown_masked(scene: Scene) -> None:
    scene.reach("agus")

    with scene.kernel.reads.begin() as session:
        row = session.execute(select(OfficerContact)).scalar_one()
    assert b"81234567890" not in row.nomor
    assert contacts.shown(scene.kernel, "agus").masked == "+6281******890"


@pytest.mark.parametrize(
    ("way", "number", "fields"),
    [
        ("", "", {"way", "number"}),
        ("BURUNG", "0812 3456 7890", {"way"}),
        ("SMS", "", {"number"}),
        ("SMS", "12", {"number"}),
    ],
)
def test_a_choice_that_cannot_be_is_told_at_its_fields(
    scene: Scene, way: str, number: str, fields: set[str]
) -> None:
    with pytest.raises(ContactInvalid) as refused:
        contacts.keep(scene.kernel, Request(actor=CHIEF), NewContact(way=way, number=number))

    assert {fault.element for fault in refused.value.faults} == fields


def test_who_does_not_supervise_or_serves_elsewhere_reads_none(scene: Scene) -> None:
    clerk = Actor(id="sri", offices=frozenset({OFFICE}), rights=frozenset({"work"}))
    with pytest.raises(RightMissing):
        looking.open_ones(scene.kernel, clerk, EscalationQuery(office=OFFICE))
    with pytest.raises(OfficeForbidden):
        looking.levels(scene.kernel, STRANGER, OFFICE)


def test_an_office_may_tell_more_patiently(scene: Scene) -> None:
    values = {"eskalasi.naik_menit": 10_000}
    config.change(scene.kernel, Request(actor=ADMIN), OFFICE, dict(values))
    scene.reach("bupati")
    scene.open_case()

    scene.wait(timedelta(days=1))

    assert scene.post.letters == []


def test_reading_more_of_them_asks_the_database_no_more_often(scene: Scene) -> None:
    scene.reach("agus")
    sent: list[str] = []
    event.listen(
        scene.kernel.database, "before_cursor_execute", lambda *asked: sent.append(str(asked[2]))
    )
    asked = []
    for count in (1, 6):
        for serial in range(count):
            scene.open_case(f"KRC-{count}-{serial}")
        scene.wait(timedelta(hours=1))
        sent.clear()
        scene.shown()
        loads.of_office(scene.kernel, CHIEF, OFFICE)
        debtor = DebtQuery(office=OFFICE, name="verifikator", is_group=True)
        loads.tasks_of(scene.kernel, CHIEF, debtor)
        asked.append(len(sent))

    assert asked[0] == asked[1]
