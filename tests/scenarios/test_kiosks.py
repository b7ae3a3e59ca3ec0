"""Kiosks against both databases: one number a press, whatever happens at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import NotFound
from engine.services.rights import OfficeForbidden, RightMissing
from engine.values import Actor
from office import attending, board, kiosks, tickets, timetable, windows
from office.attending import MayNotReturn
from office.kiosks import Device, TooManyNumbers, Wish
from tests.scenarios.kecamatan import CODE, LOKET, LOKET_2, Kecamatan, Perkara, by

WISH = Wish(service="INFO", priority="TIDAK")


@pytest.fixture
def device(office: Kecamatan) -> Device:
    secret = kiosks.open_kiosk(office.kernel, by(LOKET), CODE, "Pintu", 80)
    found = kiosks.recognise(office.kernel, secret)
    assert found is not None
    return found


def line(office: Kecamatan) -> list[str]:
    with office.kernel.reads.begin() as session:
        day = timetable.day_of(office.clock.now())
        return [row.nomor for row in tickets.line_of(session, CODE, day)]


def test_four_presses_of_one_button_at_once_give_one_number(
    office: Kecamatan, device: Device
) -> None:
    with ThreadPoolExecutor(4) as fingers:
        drawn = list(fingers.map(lambda _: kiosks.draw(office.kernel, device, WISH, "k"), range(4)))

    assert {one.number for one in drawn} == {"A-001"}
    assert line(office) == ["A-001"]


def test_two_kiosks_at_once_share_no_number(office: Kecamatan, device: Device) -> None:
    secret = kiosks.open_kiosk(office.kernel, by(LOKET), CODE, "Belakang", 58)
    other = kiosks.recognise(office.kernel, secret)
    assert other is not None

    def press(number: int) -> str:
        at = device if number % 2 else other
        return kiosks.draw(office.kernel, at, WISH, f"k{number}").number

    with ThreadPoolExecutor(4) as fingers:
        drawn = sorted(fingers.map(press, range(6)))

    assert drawn == [f"A-00{number}" for number in range(1, 7)] == line(office)


def test_the_case_says_that_a_kiosk_answered(office: Kecamatan, device: Device) -> None:
    kiosks.draw(office.kernel, device, WISH, "")

    with office.kernel.reads.begin() as session:
        day = timetable.day_of(office.clock.now())
        (row,) = tickets.line_of(session, CODE, day)
    assert Perkara(office, row.kasus).waiting() == {"U2_panggil"}


def test_too_many_numbers_leave_no_case_behind(office: Kecamatan, device: Device) -> None:
    office.rule("antrean.kios_per_menit", 1)
    kiosks.draw(office.kernel, device, WISH, "a")

    with pytest.raises(TooManyNumbers):
        kiosks.draw(office.kernel, device, WISH, "b")

    assert kiosks.draw(office.kernel, device, WISH, "a").number == "A-001"
    assert line(office) == ["A-001"]


def test_a_closed_kiosk_is_known_no_more(office: Kecamatan, device: Device) -> None:
    stranger = Actor(id="x", offices=frozenset({"999999"}), rights=frozenset({"work"}))
    with pytest.raises(OfficeForbidden):
        kiosks.close_kiosk(office.kernel, by(stranger), device.key)
    with pytest.raises(RightMissing):
        kiosks.open_kiosk(office.kernel, by(device.actor), CODE, "Anak", 80)

    kiosks.close_kiosk(office.kernel, by(LOKET_2), device.key)

    assert kiosks.open_kiosks(office.kernel, LOKET, CODE) == ()
    with pytest.raises(NotFound):
        kiosks.draw(office.kernel, device, WISH, "c")


def test_a_number_that_waits_cannot_be_brought_back(office: Kecamatan, device: Device) -> None:
    kiosks.draw(office.kernel, device, WISH, "")
    windows.open_window(office.kernel, by(LOKET), CODE, "1")

    with pytest.raises(MayNotReturn):
        attending.bring_back(office.kernel, by(LOKET), CODE, "A-001")

    assert [one.number for one in board.read(office.kernel, LOKET, CODE).waiting] == ["A-001"]
