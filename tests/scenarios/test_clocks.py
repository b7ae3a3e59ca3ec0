"""Both clocks of real cases: what they count, and why the standard clock stands."""

from __future__ import annotations

from datetime import timedelta

from engine.services import signals
from office import applications, progress
from office.clocks import Cause, Clocks
from tests.scenarios.kecamatan import ADMIN, CODE, LOKET, Kecamatan, Perkara, by
from tests.scenarios.steps import apply, check_papers, look_up

HOUR = timedelta(hours=1)


def clocks_of(case: Perkara) -> Clocks:
    kernel = case.office.kernel
    with kernel.reads.begin() as session:
        application = applications.of_case(session, case.key)
        return progress.clocks_of(session, application, kernel.clock.now())


def test_scenario_35_siak_down_all_morning_pauses_the_clock_with_its_cause(
    office: Kecamatan,
) -> None:
    case = apply(office)
    check_papers(case)
    case.do("U5_cek_siak", LOKET, siak_tidak_tersedia=True)
    office.pass_time(3 * HOUR)
    assert clocks_of(case).paused_by is Cause.SIAK

    signals.broadcast(office.kernel, by(ADMIN), "siak_pulih", {}, office=CODE)
    look_up(case)
    office.pass_time(HOUR)

    found = clocks_of(case)
    assert found.waited == {Cause.SIAK: 3 * HOUR}
    assert (found.paused_by, found.started is not None) == (None, True)


def test_a_missed_recording_stops_the_standard_clock(office: Kecamatan) -> None:
    case = apply(office)
    check_papers(case)
    look_up(case)
    assert clocks_of(case).paused_by is None

    office.move_to(case.timers()["T5b_ingatkan"] + HOUR)

    assert clocks_of(case).paused_by is Cause.PEMOHON
