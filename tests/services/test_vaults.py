from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from engine.services import vaults
from engine.services.replaying import replay
from engine.services.workers import JobContext, Worker
from engine.store.sealing import KeyDestroyed, RetentionClass
from engine.values import Variables
from tests.bpmn.drawing import chain, draw, end, service, start, user
from tests.services.conftest import MakeOffice
from tests.services.offices import START, Office

WORK = draw(*chain(start(), service("w", "hitung"), user("u", groups="loket"), end()))


def test_key_of_a_class_is_made_once_and_is_not_the_cases(office: Office) -> None:
    office.deploy(WORK)
    case = office.start()

    with office.kernel.sessions.begin() as session:
        sealer, kind = office.kernel.sealer, RetentionClass.CONTACT
        first = vaults.data_key(sealer, session, case.key, kind, at=START)
        again = vaults.data_key(sealer, session, case.key + 3, kind, at=START)
        own = vaults.data_key(sealer, session, case.key, RetentionClass.CASE, at=START)

    assert first == again != own


def test_destroyed_class_cannot_be_opened(office: Office) -> None:
    office.deploy(WORK)
    case = office.start()
    office.destroy_key(case.key)

    with office.kernel.sessions.begin() as session, pytest.raises(KeyDestroyed):
        vaults.data_key(office.kernel.sealer, session, case.key, RetentionClass.CASE, at=START)


def test_workers_float_is_a_decimal_before_the_step_and_in_the_replay(
    make_office: MakeOffice,
) -> None:
    def measure(session: Session, job: JobContext) -> Variables:
        del session, job
        return {"suhu": 165.5, "daftar": (1, 2)}  # type: ignore[dict-item]  # what workers do

    office = make_office(Worker(type="hitung", run=measure))
    office.deploy(WORK)

    case = office.start()

    assert office.case(case.key).variables == {"suhu": Decimal("165.5"), "daftar": [1, 2]}
    assert replay(office.kernel, case.key).parted_at is None
