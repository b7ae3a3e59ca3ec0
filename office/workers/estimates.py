"""Job types `estimasi.*` and `slip.cetak`: the promise to the citizen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import JsonValue, Variables
from office import applications, calendar, config, estimates, offices, recording_status, slips
from office.config import Policies
from office.estimates import Terms
from office.slips import Slip, SlipKind
from office.stock import ledger, line, rules
from office.stock.rules import Material
from office.timetable import ZONE
from office.workers.given import Given, instant


def facts(session: Session, job: JobContext) -> Variables:
    """`estimasi.fakta`: what DMN-2 needs to choose one of three dates."""
    given = Given(job)
    policies = config.effective(session, job.office, job.now)
    status, kind = given.maybe_text("siak_status"), given.text("jenis_permohonan")
    dates = estimates.dates(
        calendar.current(session, job.office),
        given.today,
        born=given.maybe_day("tgl_lahir"),
        married=given.maybe_text("status_kawin") not in {None, "BELUM_KAWIN"},
        terms=_terms(policies),
    )
    _, _, lacking = line.shortage(session, job.office, None)
    unregistered = status == recording_status.UNREGISTERED
    found: dict[str, JsonValue] = {
        "hari_cakupan": _days_of_cover(session, job, policies, given.today),
        "stok_cukup": not lacking,
        "prr": status == recording_status.PRINT_READY,
        "kartu_pertama": kind.startswith("BARU_") or (kind == "LUAR_DOMISILI" and unregistered),
        "mulai": dates.start.isoformat(),
        "hari_kerja_berikut": dates.next_working_day.isoformat(),
        "tujuh_hari_kerja": dates.first_card.isoformat(),
        "satu_bulan": dates.months_later.isoformat(),
    }
    return {"fakta_estimasi": found}


def promise(session: Session, job: JobContext) -> Variables:
    """`estimasi.catat`: keep the promise; the first one for ever."""
    row = applications.promise(session, job.root_key, Given(job).day("estimasi_tgl"))
    day, first = row.estimasi_tgl, row.estimasi_awal_tgl
    assert day is not None
    assert first is not None
    broken = estimates.last_instant(calendar.current(session, job.office), day)
    return {
        "estimasi_tgl": day.isoformat(),
        "estimasi_awal_tgl": first.isoformat(),
        "estimasi_batas": instant(broken),
    }


def print_slip(session: Session, job: JobContext) -> Variables:
    """`slip.cetak`: the lines of the slip, and on a register slip the name exactly as typed."""
    given = Given(job)
    kind = SlipKind(given.header("jenis", SlipKind.REGISTER))
    policies = config.effective(session, job.office, job.now)
    number = given.text("nomor_antrean" if kind is SlipKind.ANTREAN else "no_register")
    slip = Slip(
        kind=kind,
        office=offices.identity(session, job.office).title,
        number=number,
        title=job.headers.get("judul", ""),
        printed_on=given.today,
        estimate=given.maybe_day("estimasi_tgl") if kind is SlipKind.REGISTER else None,
        opening_hours=policies.text("pesan.jam"),
        served_on=_served_on(given) if kind is SlipKind.ANTREAN else None,
    )
    said: dict[str, JsonValue] = {
        "jenis": kind.value,
        "nomor": number,
        "nama": given.typed("nama") if kind is SlipKind.REGISTER else "",
        "baris": list[JsonValue](slips.lines(slip)),
        "dicetak_pada": instant(job.now),
    }
    return {"slip": said}


def _served_on(given: Given) -> date | None:
    """The day a ticket is for, when it is not today."""
    expected = given.maybe_day("perkiraan_dilayani")
    return expected if expected != given.today else None


def _terms(policies: Policies) -> Terms:
    return Terms(
        first_card_days=policies.number("estimasi.kartu_pertama_hari"),
        months=policies.number("estimasi.janji_bulan"),
        print_age=policies.number("perekaman.usia_cetak"),
    )


def _days_of_cover(
    session: Session, job: JobContext, policies: Policies, today: date
) -> int | None:
    window = policies.number("blanko.jendela_hari")
    first = estimates.working_days_before(calendar.current(session, job.office), today, window)
    used = ledger.used_since(session, job.office, datetime.combine(first, time(), ZONE))
    stock = ledger.balances(session, job.office)[Material.BLANKO]
    return rules.days_of_cover(stock.on_hand, used, window)


RUNS: Final[Mapping[str, Run]] = {
    "estimasi.fakta": facts,
    "estimasi.catat": promise,
    "slip.cetak": print_slip,
}
