"""Scenarios 24, 25 and 30: what is destroyed, under a report, and never by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import TaskNotOpen
from engine.services import reading, tasks
from engine.services.reading import CaseQuery
from engine.values import JsonValue
from office import cards, reconciliation
from tests.scenarios.kecamatan import ADMIN, CETAK, CODE, KASI, Kecamatan, Perkara, by
from tests.scenarios.steps import begin_print, end_print, lost_card, ready

GOOD: dict[str, JsonValue] = {
    "cara": "BAKAR",
    "saksi": [{"nama_saksi": "Budi Santoso"}, {"nama_saksi": "Wati Lestari"}],
    "no_berita_acara": "BA-01/XI/2026",
}


def weeks(office: Kecamatan, state: str) -> list[Perkara]:
    found = reading.cases(office.kernel, ADMIN, CaseQuery(process_id="pemusnahan")).items
    return [Perkara(office, row.key) for row in found if row.state == state]


def friday(office: Kecamatan) -> Perkara:
    """This week's destruction, open."""
    office.pass_time(timedelta(days=7))
    return weeks(office, "ACTIVE")[-1]


def sign(case: Perkara, **other: JsonValue) -> None:
    rows = case.see("U16_pemusnahan")["daftar_musnah"]
    case.do("U16_pemusnahan", KASI, **(GOOD | {"daftar_musnah": rows} | other))


def card_state(case: Perkara) -> str | None:
    with case.office.kernel.reads.begin() as session:
        card = session.get(cards.Card, case.number)
        return None if card is None else card.status


def test_a_week_with_nothing_to_destroy_is_noted_as_empty(office: Kecamatan) -> None:
    office.pass_time(timedelta(days=7))
    (week,) = weeks(office, "COMPLETED")
    assert "Minggu_kosong" in week.passed()


def test_scenario_24_a_dead_persons_card_is_destroyed_with_a_report(office: Kecamatan) -> None:
    case = ready(office)
    case.tell("meninggal")
    week = friday(office)
    rows = week.see("U16_pemusnahan")["daftar_musnah"]
    assert isinstance(rows, list)
    assert isinstance(rows[0], dict)
    assert (rows[0]["no_register"], rows[0]["alasan"]) == (case.number, "MENINGGAL")
    assert card_state(case) == "TERBLOKIR"
    sign(week)
    assert (card_state(case), week.view.row.state) == ("MUSNAH", "COMPLETED")


def test_scenario_25_a_print_that_runs_is_finished_counted_and_destroyed(
    office: Kecamatan,
) -> None:
    case = lost_card(office)
    begin_print(case)
    case.tell("batal")
    assert case.view.row.state == "ACTIVE"
    (task,) = case.rows()
    tasks.complete(office.kernel, by(CETAK), task.key, {"hasil": "BERHASIL"})
    assert (office.movements(case.number), card_state(case)) == (["PAKAI"], "TERBLOKIR")
    sign(friday(office))
    assert (card_state(case), case.keadaan()) == ("MUSNAH", "BATAL")
    with office.kernel.reads.begin() as session:
        assert reconciliation.reconcile(session, CODE).holds


def test_scenario_25_a_print_that_failed_wastes_its_blanko(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    case.tell("batal")
    (task,) = case.rows()
    tasks.complete(office.kernel, by(CETAK), task.key, {"hasil": "GAGAL_CETAK"})
    assert (office.movements(case.number), card_state(case)) == (["GAGAL_CETAK"], None)
    with pytest.raises(TaskNotOpen):
        tasks.complete(office.kernel, by(CETAK), task.key, {"hasil": "BERHASIL"})


def test_scenario_30_an_old_card_stays_until_somebody_signs(office: Kecamatan) -> None:
    case = ready(office)
    office.pass_time(timedelta(days=92))
    assert card_state(case) == "SIAP"
    assert weeks(office, "ACTIVE") == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"saksi": [{"nama_saksi": "Budi"}]}, "SAKSI_KURANG"),
        ({"saksi": [{"nama_saksi": "Budi"}, {"nama_saksi": "kasi"}]}, "SAKSI_PENANGGUNG_JAWAB"),
    ],
)
def test_scenario_30_without_two_other_witnesses_nothing_is_destroyed(
    office: Kecamatan, wrong: dict[str, JsonValue], reason: str
) -> None:
    case = ready(office)
    case.tell("meninggal")
    week = friday(office)
    sign(week, **wrong)
    refused = week.see("U16_pemusnahan")["alasan_ditolak"]
    assert isinstance(refused, list)
    assert reason in refused
    assert card_state(case) == "TERBLOKIR"


def test_what_is_not_ticked_stays_on_the_list(office: Kecamatan) -> None:
    case = lost_card(office)
    begin_print(case)
    end_print(case, "GAGAL_CETAK")
    week = friday(office)
    rows = week.see("U16_pemusnahan")["daftar_musnah"]
    assert isinstance(rows, list)
    kept: list[JsonValue] = [{**row, "dimusnahkan": False} for row in rows if isinstance(row, dict)]
    sign(week, daftar_musnah=kept)
    assert week.see("U16_pemusnahan")["alasan_ditolak"] == ["KOSONG"]
