"""A gateway that calls twice at the same moment, and a reply to a case whose contacts were erased."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select, update

from engine.store.cases import CaseKey
from engine.store.sealing import RetentionClass
from office.notices import receipts, replies
from office.notices.receipts import Receipt, Tiding, Told
from office.notices.replies import Handling, Reply
from office.notices.whatsapp_events import Incoming
from tests.scenarios.kecamatan import REFERENCE, Kecamatan
from tests.scenarios.steps import ready

AT_ONCE = 4


def all_at_once(call: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [done.result() for done in [pool.submit(call) for _ in range(AT_ONCE)]]


def reply(text: str) -> Incoming:
    return Incoming(
        outside_id="wamid.R1", number="+6281234567890", text=text, kind="text", at=REFERENCE
    )


def count(office: Kecamatan, table: type[Tiding | Reply]) -> int:
    with office.kernel.reads.begin() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_state_brought_by_several_calls_at_once_is_kept_once(office: Kecamatan) -> None:
    told = Receipt(outside_id="wamid.S1", told=Told.READ, at=REFERENCE)

    all_at_once(lambda: receipts.take(office.kernel, told))

    assert count(office, Tiding) == 1


def test_a_reply_brought_by_several_calls_at_once_is_taken_once(office: Kecamatan) -> None:
    handled = all_at_once(lambda: replies.take(office.kernel, reply("Kapan jadi?")))

    assert handled == [Handling.HUBUNGI] * AT_ONCE
    assert count(office, Reply) == 1


def test_a_reply_to_a_case_whose_contacts_were_erased_is_called_back(office: Kecamatan) -> None:
    case = ready(office)
    with office.kernel.sessions.begin() as session:
        erased = update(CaseKey).where(
            CaseKey.root_key == case.key, CaseKey.retention_class == RetentionClass.CONTACT.value
        )
        assert session.connection().execute(erased.values(wrapped=None)).rowcount == 1

    assert replies.take(office.kernel, reply("STATUS")) is Handling.HUBUNGI

    with office.kernel.reads.begin() as session:
        assert session.execute(select(Reply.kasus)).scalar_one() is None
