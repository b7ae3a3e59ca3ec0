"""Job types `musnah.daftar` and `kartu.musnahkan`: the list, and the report that empties it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.values import JsonValue, Variables
from office import condemned, destruction
from office.condemned import Condemned
from office.destruction import DestructionRefused, Signed
from office.workers.given import Given, VariableWrong, instant


def list_condemned(session: Session, job: JobContext) -> Variables:
    """`musnah.daftar`: what awaits destruction now."""
    rows = condemned.awaiting(session, job.office)
    return {"daftar_musnah": [_shown(row) for row in rows], "jumlah_musnah": len(rows)}


def destroy(session: Session, job: JobContext) -> Variables:
    """`kartu.musnahkan`: MUSNAH under a report, or the error with every reason why not."""
    given = Given(job)
    signed = Signed(
        office=job.office,
        case=job.root_key,
        number=given.text("no_berita_acara"),
        manner=given.text("cara"),
        witnesses=tuple(str(row.get("nama_saksi") or "") for row in _list(given, "saksi")),
        things={
            _key(given, row): str(row.get("alasan"))
            for row in _list(given, "daftar_musnah")
            if row.get("dimusnahkan") is True
        },
        by=given.by(),
        at=job.now,
    )
    try:
        count = destruction.destroy(session, signed)
    except DestructionRefused as error:
        reasons = list[JsonValue](error.reasons)
        raise BpmnError("PEMUSNAHAN_DITOLAK", str(error), {"alasan_ditolak": reasons}) from error
    return {"dimusnahkan_jumlah": count, "dimusnahkan_pada": instant(job.now)}


def _shown(row: Condemned) -> JsonValue:
    return {
        "kunci": str(row.key),
        "jenis": row.jenis,
        "no_register": row.no_register,
        "blanko_seri": row.blanko_seri,
        "sebab": row.sebab,
        "alasan": row.alasan,
        "sejak": instant(row.masuk_pada),
        "dimusnahkan": True,
    }


def _list(given: Given, name: str) -> list[dict[str, JsonValue]]:
    value = given.job.variables.get(name)
    if not isinstance(value, list):
        raise VariableWrong(type=given.job.type, name=name, kind="a list")
    return [row for row in value if isinstance(row, dict)]


def _key(given: Given, row: Mapping[str, JsonValue]) -> int:
    written = row.get("kunci")
    if isinstance(written, str) and written.isascii() and written.isdigit():
        return int(written)
    raise VariableWrong(type=given.job.type, name="daftar_musnah", kind="a list with kunci")


RUNS: Final[Mapping[str, Run]] = {
    "musnah.daftar": list_condemned,
    "kartu.musnahkan": destroy,
}
