"""The paper backlog at go-live: a dry run that lists everything, an import that does it once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.services import messages
from engine.services.messages import Message
from engine.services.rights import RightMissing
from office.backlog import checking, importing, workbook
from office.backlog.checking import Checked
from office.backlog.importing import BacklogUnclean
from tests.office.backlog_files import SOUND, person, save
from tests.scenarios.kecamatan import ADMIN, CODE, LOKET, Kecamatan, Perkara, by
from tests.scenarios.steps import apply


def check(office: Kecamatan, folder: Path, *rows: dict[str, object]) -> Checked:
    return checking.check(office.kernel, CODE, workbook.read(save(folder, *rows)))


def bring_in(office: Kecamatan, found: Checked, *, valid_rows_only: bool = False) -> int:
    return importing.bring_in(
        office.kernel, by(ADMIN), CODE, found, valid_rows_only=valid_rows_only
    )


def located(found: Checked) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in found.faults]


def test_every_row_becomes_a_case_at_its_stage(office: Kecamatan, tmp_path: Path) -> None:
    rows = (
        person(1),
        person(2, tahap="SIAP_DIAMBIL", rak="A-3", siap_ambil_pada="20-10-2026"),
        person(3, tahap="MENUNGGU_REKAM", siap_cetak_pada=None),
    )

    assert bring_in(office, check(office, tmp_path, *rows)) == 3

    found = cases_of(office)
    states = [case.keadaan() for case in found]
    assert states == ["MENUNGGU_BLANKO", "SIAP_DIAMBIL", "MENUNGGU_REKAM"]
    assert [case.incidents() for case in found] == [[], [], []]


def test_the_same_list_again_brings_nothing_in_twice(office: Kecamatan, tmp_path: Path) -> None:
    bring_in(office, check(office, tmp_path, person(1), person(2)))

    again = check(office, tmp_path, person(2), person(1), person(3))

    assert (len(again.ready), again.done, again.faults) == (1, 2, ())


def test_an_import_stopped_after_a_message_goes_on_with_the_same_case(
    office: Kecamatan, tmp_path: Path
) -> None:
    found = check(office, tmp_path, person(1))
    (row,) = found.ready
    stopped = Message(
        name="berkas_lama",
        variables=row.variables,
        message_id=f"impor:{CODE}:{row.mark.hex()}",
        office=CODE,
    )
    first = messages.publish(office.kernel, by(ADMIN), stopped).cases

    bring_in(office, found)

    with office.kernel.reads.begin() as session:
        rows = session.connection().exec_driver_sql("SELECT kasus FROM impor_berkas").all()
    assert [int(one[0]) for one in rows] == list(first)


def test_every_fault_of_every_row_is_listed_and_nothing_is_imported(
    office: Kecamatan, tmp_path: Path
) -> None:
    rows = [person(n, nama=None, tgl_lahir="31-02-1990") for n in range(1, 101)]

    found = check(office, tmp_path, *rows)

    assert len(found.faults) == 200
    assert located(found)[:2] == [(2, "Nama"), (2, "Tanggal lahir")]
    with pytest.raises(BacklogUnclean):
        bring_in(office, found)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"nik": "3273168107900001"}, "NIK"),
        ({"no_hp": "12"}, "Telepon"),
        ({"tahap": "SELESAI"}, "Tahap"),
        ({"punya_wa": "mungkin"}, "Memakai WhatsApp"),
        ({"siap_cetak_pada": None}, "Tanggal PRR"),
        ({"diterima_pada": "25-11-2026"}, "Tanggal terima"),
        ({"lengkap_pada": "01-09-2026"}, "Tanggal lengkap"),
        ({"siak_status": "UNREGISTERED"}, "Tahap"),
        ({"tgl_lahir": "02-07-1990"}, "Alasan peringatan"),
    ],
)
def test_what_is_wrong_in_a_row_is_named_by_its_column(
    office: Kecamatan, tmp_path: Path, wrong: dict[str, object], column: str
) -> None:
    found = check(office, tmp_path, SOUND | wrong)

    assert (2, column) in located(found)
    assert found.ready == ()


def test_a_warning_with_its_reason_is_no_fault(office: Kecamatan, tmp_path: Path) -> None:
    odd = SOUND | {"tgl_lahir": "02-07-1990", "alasan_peringatan": "Penetapan pengadilan."}

    assert check(office, tmp_path, odd).faults == ()


def test_a_person_in_two_rows_or_with_an_open_case_is_named(
    office: Kecamatan, tmp_path: Path
) -> None:
    apply(office)

    found = check(office, tmp_path, SOUND, person(7), person(7, no_lama="470/9/2026"))

    assert {(row, column) for row, column in located(found)} == {(2, "NIK"), (3, "NIK"), (4, "NIK")}


def test_no_fault_tells_what_is_in_the_cell(office: Kecamatan, tmp_path: Path) -> None:
    found = check(office, tmp_path, person(1, nik="3273168107900001", no_kk="32731601"))

    assert found.faults
    assert not any(re.search(r"\d{8,}", fault.fault.text()) for fault in found.faults)


def cases_of(office: Kecamatan) -> list[Perkara]:
    with office.kernel.reads.begin() as session:
        rows = session.connection().exec_driver_sql("SELECT kasus FROM impor_berkas ORDER BY baris")
        return [Perkara(office, int(row[0])) for row in rows]


def test_who_waited_long_on_paper_comes_before_a_first_card(
    bare_office: Kecamatan, tmp_path: Path
) -> None:
    long_ago = {"jenis_permohonan": "UBAH_DATA", "siap_cetak_pada": "02-10-2026"}
    rows = (person(1, siap_cetak_pada="20-11-2026"), person(2, **long_ago))
    bring_in(bare_office, check(bare_office, tmp_path, *rows))
    first_card, long_waiting = cases_of(bare_office)

    bare_office.deliver(1, "SJ-001")

    stock = long_waiting.see("U10_alokasi")["stok"]
    assert isinstance(stock, dict)
    assert isinstance(stock["urutan"], list)
    line = [(row["no_register"], row["kelas"]) for row in stock["urutan"] if isinstance(row, dict)]
    assert line == [(long_waiting.number, 0), (first_card.number, 1)]


def test_imported_cases_wait_in_the_work_list_of_their_lane(
    office: Kecamatan, tmp_path: Path
) -> None:
    rows = (
        person(1, tahap="MENUNGGU_PUSAT", siap_cetak_pada=None),
        person(2, tahap="SIAP_DIAMBIL", rak="A-3", siap_ambil_pada="20-10-2026"),
    )
    bring_in(office, check(office, tmp_path, *rows))

    at_centre, on_shelf = cases_of(office)

    assert at_centre.waiting() == {"U8_catat_status"}
    on_shelf.tell("diambil")
    assert on_shelf.waiting() == {"U14_serahkan"}


def test_a_card_on_the_shelf_used_no_blanko_of_this_office(
    office: Kecamatan, tmp_path: Path
) -> None:
    shelf = person(1, tahap="SIAP_DIAMBIL", rak="A-3", siap_ambil_pada="20-10-2026")
    bring_in(office, check(office, tmp_path, shelf))

    (case,) = cases_of(office)

    assert office.movements(case.number) == []


def test_only_an_administrator_imports(office: Kecamatan, tmp_path: Path) -> None:
    found = check(office, tmp_path, person(1))

    with pytest.raises(RightMissing):
        importing.bring_in(office.kernel, by(LOKET), CODE, found)


def test_the_sound_rows_alone_are_imported_on_request(office: Kecamatan, tmp_path: Path) -> None:
    found = check(office, tmp_path, person(1), person(2, nama=None))

    assert bring_in(office, found, valid_rows_only=True) == 1
