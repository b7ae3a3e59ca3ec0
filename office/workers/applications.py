"""Job types `permohonan.*`, `register.*`, `usia.*` and `status_pusat.*`."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.store.sealing import Sealer
from engine.values import JsonValue, Variables
from office import ages, applications, calendar, config, estimates, nik, phone, recording_status
from office.applications import Application, NikBusy, Opening
from office.notices import contacts, rows
from office.notices.contacts import Numbers
from office.timetable import ZONE
from office.workers.given import Given, instant

_RENEWAL_DAYS = 30  # UU 23/2006 art. 63(4): at the latest 30 days before expiry
_UNMARRIED = "BELUM_KAWIN"
#: outcomes after which a notice that still waits is not sent (scenario 24)
_SILENT = frozenset({"BATAL", "MENINGGAL"})


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; NIK are found by the sealer's keyed hash."""

    def open_(session: Session, job: JobContext) -> Variables:
        return open_application(session, job, sealer)

    return {
        "permohonan.buka": open_,
        "permohonan.periksa": check,
        "permohonan.hentikan": halt,
        "permohonan.tutup": close,
        "register.nomor": number,
        "usia.hitung": age,
        "status_pusat.catat": note_status,
    }


def open_application(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`permohonan.buka`: one open case a NIK; allots the register number."""
    given = Given(job)
    opening = Opening(
        case=job.root_key,
        office=job.office,
        kind=given.text("jenis_permohonan"),
        nik_index=applications.index_of(sealer, given.text("nik")),
        now=job.now,
    )
    row = open_or_refuse(session, opening)
    _note_numbers(session, given, sealer)
    return {"no_register": row.no_register, "diterima_pada": instant(row.diterima_pada)}


def _note_numbers(session: Session, given: Given, sealer: Sealer) -> None:
    """From now on a reply from these numbers is known to be this case's."""
    own, family = (
        phone.normalise(given.maybe_text(name) or "") or "" for name in ("no_hp", "hp_kontak_lain")
    )
    job = given.job
    numbers = Numbers(office=job.office, case=job.root_key, own=own, family=family, at=job.now)
    contacts.note(session, sealer, numbers)


def open_or_refuse(session: Session, opening: Opening) -> Application:
    """Open an application.

    Raises:
        BpmnError: NIK_TERBUKA, with the number of the case that is open already.
    """
    try:
        return applications.open_application(session, opening)
    except NikBusy as busy:
        number_ = str(busy.params["no_register"])
        raise BpmnError(
            "NIK_TERBUKA",
            f"An open application exists: {number_}.",
            {"no_register_terbuka": number_},
        ) from busy


def number(session: Session, job: JobContext) -> Variables:
    """`register.nomor`: the case's number; allots one for a case without NIK."""
    row = session.get(applications.Application, job.root_key)
    if row is None:
        opening = Opening(
            case=job.root_key,
            office=job.office,
            kind=Given(job).maybe_text("jenis_permohonan") or "",
            nik_index=None,
            now=job.now,
        )
        row = applications.open_application(session, opening)
    return {"no_register": row.no_register}


def check(session: Session, job: JobContext) -> Variables:
    """`permohonan.periksa`: warnings W1, W2, W3 and WILAYAH; whether U6 is needed."""
    given = Given(job)
    born, sex = given.day("tgl_lahir"), given.text("jenis_kelamin")
    kind = given.text("jenis_permohonan")
    home = "" if kind == "LUAR_DOMISILI" else job.office
    warned = nik.warnings(given.text("nik"), born=born, sex=sex, home=home)
    found = [fault.rule for fault in warned]
    permit_ends = given.maybe_day("itap_berlaku_sampai")
    renews = kind == "PERPANJANG_OA"
    if renews and permit_ends and (permit_ends - given.today).days < _RENEWAL_DAYS:
        found.append("W3")
    policies = config.effective(session, job.office, job.now)
    young = ages.age_on(born, given.today) < policies.number("perekaman.usia_cetak")
    by_marriage = young and given.maybe_text("status_kawin") not in {None, _UNMARRIED}
    return {
        "peringatan": list[JsonValue](found),
        "perlu_verifikasi": by_marriage or not {"W1", "W2"}.isdisjoint(found),
    }


def halt(session: Session, job: JobContext) -> Variables:
    """`permohonan.hentikan`: nobody is written to any more; the case is closed later."""
    rows.cancel_pending(session, job.root_key)
    return {}


def close(session: Session, job: JobContext) -> Variables:
    """`permohonan.tutup`: the NIK is free again; nobody writes to who has died or withdrawn."""
    outcome = Given(job).header("hasil")
    applications.close(session, job.root_key, outcome, job.now)
    if outcome in _SILENT:
        rows.cancel_pending(session, job.root_key)
    return {"hasil_permohonan": outcome}


def age(session: Session, job: JobContext) -> Variables:
    """`usia.hitung`: may be recorded, may be printed, and from when (G6)."""
    given = Given(job)
    policies = config.effective(session, job.office, job.now)
    born = given.day("tgl_lahir")
    married = given.maybe_text("status_kawin") not in {None, _UNMARRIED}
    print_age = policies.number("perekaman.usia_cetak")
    birthday = ages.birthday(born, print_age)
    years = ages.age_on(born, given.today)
    opens = estimates.local_midnight(calendar.current(session, job.office), birthday)
    return {
        "usia": years,
        "boleh_rekam": married or years >= policies.number("perekaman.usia_rekam"),
        "cukup_usia": married or years >= print_age,
        "ulang_tahun_cetak": birthday.isoformat(),
        "buka_cetak_pada": instant(opens),
        "data_anak": years < print_age,
    }


def note_status(session: Session, job: JobContext) -> Variables:
    """`status_pusat.catat`: what the centre says, checked against the status machine (2.8)."""
    given = Given(job)
    table = config.effective(session, job.office, job.now).lists("perekaman.status_pusat")
    before = given.maybe_text("siak_status")
    after = recording_status.name(given.text("status"), table)
    told = given.maybe_instant("tgl_status")
    if told is None or told.astimezone(ZONE).date() == given.today:
        told = job.now
    return {
        "siak_status": after,
        "siak_status_pada": instant(told),
        "status_dikenal": recording_status.is_known(after, table),
        "transisi_sah": recording_status.may_follow(before, after, table),
    }
