"""What an officer may begin: the procedure from its beginning, never a part of it, never its middle."""

from __future__ import annotations

import pytest

from engine.errors import Forbidden
from engine.services import cases, messages
from engine.services.cases import Start
from engine.services.messages import Message
from engine.values import Variables
from tests.scenarios.kecamatan import ADMIN, CODE, KASI, LOKET, Kecamatan, by
from tests.scenarios.steps import SITI

PARTS = (
    "antrean",
    "beritahu_ambil",
    "cetak",
    "hentikan_permohonan",
    "penunggalan",
    "perekaman",
    "periksa_berkas",
)
ON_THE_SHELF: Variables = SITI | {"tahap": "SIAP_DIAMBIL", "rak": "A-1"}


def begin(office: Kecamatan, process: str, variables: Variables | None = None) -> None:
    what = Start(process_id=process, variables=variables or {}, office=CODE)
    cases.start(office.kernel, by(LOKET), what)


@pytest.mark.parametrize("process", PARTS)
def test_scenario_14_no_officer_starts_a_part_by_itself(office: Kecamatan, process: str) -> None:
    with pytest.raises(Forbidden):
        begin(office, process, {"no_register": "KRC-2611-00042-9"})


def test_no_officer_tells_the_procedure_where_the_case_stands(office: Kecamatan) -> None:
    with pytest.raises(Forbidden) as refused:
        begin(office, "ktp_utama", ON_THE_SHELF)

    assert "tahap" in str(refused.value)


def test_nobody_brings_in_a_paper_case_but_the_administrator(office: Kecamatan) -> None:
    message = Message(name="berkas_lama", variables=ON_THE_SHELF, office=CODE)
    with pytest.raises(Forbidden):
        messages.publish(office.kernel, by(KASI), message)

    assert messages.publish(office.kernel, by(ADMIN), message).cases


def test_an_officer_begins_with_a_ticket(office: Kecamatan) -> None:
    begin(office, "ktp_utama")
