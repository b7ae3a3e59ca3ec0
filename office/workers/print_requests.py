"""Job types `permintaan.*`: cards that Disdukcapil prints for this office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import JobContext, Run
from engine.values import JsonValue, Variables
from office import cards, print_requests
from office.cards import Blocking
from office.print_requests import Answer, RequestLine
from office.stock import rules
from office.workers.given import Given, VariableWrong, instant

CAME: Final = "DATANG"
FAILED: Final = "GAGAL"
#: not answered yet: it stays open in the request
OPEN: Final = "BELUM"


def join(session: Session, job: JobContext) -> Variables:
    """`permintaan.masuk`: the case waits for the next request."""
    number = Given(job).text("no_register")
    was_empty = print_requests.is_empty(session, job.office)
    row = print_requests.join(session, job.office, number, job.root_key, job.now)
    return {"diminta_pada": instant(row.masuk_pada), "daftar_baru": was_empty}


def compose(session: Session, job: JobContext) -> Variables:
    """`permintaan.susun`: everything that waits becomes one numbered request."""
    by = Given(job).by()
    request = print_requests.compose(session, job.office, by, job.now, job.root_key)
    if request is None:
        return {"permintaan_nomor": None, "permintaan_jumlah": 0, "permintaan_isi": []}
    rows = print_requests.lines_of(session, request.nomor)
    return {
        "permintaan_nomor": request.nomor,
        "permintaan_jumlah": request.jumlah,
        "permintaan_isi": _open_rows(rows),
        "permintaan_csv": print_requests.listing(session, request.nomor),
    }


def take_back(session: Session, job: JobContext) -> Variables:
    """`permintaan.terima`: cards that came or failed, and what is still open."""
    given = Given(job)
    number = given.text("permintaan_nomor")
    back = print_requests.take_back(session, number, _answers(given), job.now)
    for row in back.orphans:
        if row.keadaan == CAME:
            _block(session, job, row)
    rows = print_requests.lines_of(session, number)
    return {
        "kartu_kembali": _rows(back.told),
        "tanpa_perkara": [row.no_register for row in back.orphans],
        "permintaan_isi": _open_rows(rows),
        "permintaan_sisa": back.open,
    }


def fail(session: Session, job: JobContext) -> Variables:
    """`permintaan.gagal`: Disdukcapil could not print it, or what came failed QC here."""
    given = Given(job)
    number = given.text("no_register")
    checked = rules.write_off_reason(None, given.entries("uji_mutu"))
    came = given.maybe_text("hasil_dinas") == CAME
    if came and checked is None:
        raise VariableWrong(type=job.type, name="uji_mutu", kind="a failed result")
    reason = checked.value if came and checked is not None else None
    return {"percobaan_dinas": print_requests.fail(session, number, reason, job.now)}


def _block(session: Session, job: JobContext, row: RequestLine) -> None:
    """A card whose case has ended is never given out."""
    blocking = Blocking(
        office=job.office,
        no_register=row.no_register,
        reason="BATAL",
        made=True,
        serial=None,
        request=row.permintaan,
        at=job.now,
    )
    cards.block(session, blocking)


def _answers(given: Given) -> tuple[Answer, ...]:
    listed = given.job.variables.get("permintaan_isi")
    if not isinstance(listed, list):
        raise VariableWrong(type=given.job.type, name="permintaan_isi", kind="a list")
    found = [row for row in listed if isinstance(row, dict)]
    return tuple(
        Answer(
            no_register=str(row.get("no_register")),
            came=row.get("hasil") == CAME,
            reason=str(row["sebab"]) if row.get("sebab") else None,
        )
        for row in found
        if row.get("hasil") in {CAME, FAILED}
    )


def _open_rows(rows: Iterable[RequestLine]) -> list[JsonValue]:
    return [
        {"no_register": row.no_register, "hasil": OPEN} for row in rows if row.keadaan == "DIMINTA"
    ]


def _rows(rows: Iterable[RequestLine]) -> list[JsonValue]:
    return [
        {"no_register": row.no_register, "hasil": row.keadaan, "sebab": row.sebab} for row in rows
    ]


RUNS: Final[Mapping[str, Run]] = {
    "permintaan.masuk": join,
    "permintaan.susun": compose,
    "permintaan.terima": take_back,
    "permintaan.gagal": fail,
}
