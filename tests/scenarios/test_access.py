"""Scenario 33: whoever opens personal data more often than the office allows is noticed."""

from __future__ import annotations

from datetime import timedelta

from engine.services import reading
from engine.services.reading import CaseQuery
from engine.values import Actor
from office import disclosures
from tests.scenarios.kecamatan import ADMIN, KASI, LOKET, LOKET_2, Kecamatan, Perkara, by
from tests.scenarios.steps import apply

WHY = "Data pribadi dibuka: warga bertanya di loket"


def limit(office: Kecamatan, most: int = 2, span: str = "PT1H") -> None:
    office.rule("privasi.buka_maks", most)
    office.rule("privasi.buka_rentang", span)


def look(case: Perkara, actor: Actor = LOKET, times: int = 1) -> None:
    for _ in range(times):
        disclosures.disclose(case.office.kernel, by(actor), case.key, WHY)


def alarms(office: Kecamatan) -> list[Perkara]:
    page = reading.cases(office.kernel, ADMIN, CaseQuery(process_id="peringatan_akses", size=50))
    return sorted((Perkara(office, row.key) for row in page.items), key=lambda case: case.key)


def test_scenario_33_more_looks_than_the_limit_are_the_kasis_to_judge(office: Kecamatan) -> None:
    limit(office)
    case = apply(office)
    look(case, times=2)
    assert alarms(office) == []
    look(case)
    (alarm,) = alarms(office)
    assert alarm.see("Periksa_akses", KASI)["petugas_akses"] == LOKET.id
    alarm.do("Periksa_akses", KASI, penilaian_akses="WAJAR", catatan_akses="Hari ramai")
    assert alarm.view.row.state == "COMPLETED"


def test_scenario_33_one_alarm_a_span_and_officer(office: Kecamatan) -> None:
    limit(office)
    case = apply(office)
    look(case, times=6)
    look(case, LOKET_2, times=3)
    assert [one.view.variables["petugas_akses"] for one in alarms(office)] == ["rina", "dewi"]
    office.pass_time(timedelta(hours=1, minutes=1))
    look(case, times=3)
    assert [one.view.variables["petugas_akses"] for one in alarms(office)][2:] == ["rina"]


def test_scenario_33_looks_far_apart_raise_no_alarm(office: Kecamatan) -> None:
    limit(office)
    case = apply(office)
    for _ in range(4):
        look(case)
        office.pass_time(timedelta(minutes=40))
    assert alarms(office) == []


def test_scenario_33_without_a_limit_looks_are_kept_and_nobody_is_alarmed(
    office: Kecamatan,
) -> None:
    case, since = apply(office), office.clock.now()
    look(case, times=5)
    office.pass_time(timedelta(minutes=1))
    with office.kernel.reads.begin() as session:
        counted = disclosures.looks(session, "327316", since, office.clock.now())
    assert (alarms(office), counted) == ([], {"rina": 5})


def test_scenario_33_every_look_is_a_note_in_the_case_with_its_reason(office: Kecamatan) -> None:
    case = apply(office)
    look(case)
    assert [note.text for note in case.view.notes] == [WHY]


def test_scenario_33_the_alarm_names_no_citizen(office: Kecamatan) -> None:
    limit(office, most=1)
    look(apply(office), times=2)
    (alarm,) = alarms(office)
    said = str(alarm.view.variables)
    assert "SITI" not in said
    assert "3273164107900001" not in said
