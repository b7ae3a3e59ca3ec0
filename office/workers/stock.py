"""Job types `stok.*` of a case: the line for a blanko, the reservation, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.values import JsonValue, Variables
from office import cards, printers
from office.stock import allocations, line, requests, rules
from office.stock.line import Joining, Movements, Place, StockShort
from office.stock.priorities import Priorities
from office.stock.rules import Material, Movement, Waiting
from office.workers.given import Given, VariableWrong, instant

#: how much of the line U10 shows
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """The jobs that ask whose turn it is, and so need the DMN-3 deployed last."""

    priorities: Priorities

    def join(self, session: Session, job: JobContext) -> Variables:
        """`stok.antre`: enter the line, or change class."""
        given = Given(job)
        number, criteria = given.text("no_register"), given.entries("blanko_kriteria")
        place = line.join(
            session,
            Joining(
                office=job.office,
                no_register=number,
                case=job.root_key,
                priority_class=given.number("kelas_blanko"),
                print_ready_at=given.maybe_instant("siap_cetak_pada") or job.now,
                at=job.now,
                criteria=self.priorities.seal(session, job.root_key, number, criteria, job.now)
                if criteria
                else None,
            ),
        )
        requests.watch(session, job.office, job.now)
        return {
            "posisi_blanko": rules.position(line.waiting(session, job.office), number) or 0,
            "siap_cetak_pada": instant(place.siap_cetak_pada),
        }

    def look(self, session: Session, job: JobContext) -> Variables:
        """`stok.cek`: what G7 asks."""
        number = Given(job).maybe_text("no_register")
        if number is not None:
            allocations.order_now(session, self.priorities, job.office, job.now)
        stock, before, lacking = line.shortage(session, job.office, number)
        up = printers.is_any_up(session, job.office)
        found: dict[str, JsonValue] = {
            material.value.lower(): {
                "ada": balance.on_hand,
                "direservasi": balance.reserved,
                "tersedia": balance.available,
            }
            for material, balance in stock.items()
        }
        found |= {
            "printer_siap": up,
            "di_depan": before,
            "cukup": up and not lacking,
            "kurang": [*map(str, lacking), *([] if up else ["PRINTER"])],
            "direservasi": line.holds(session, number),
            "urutan": _shown(line.waiting(session, job.office)),
        }
        return {"stok": found}

    def reserve(self, session: Session, job: JobContext) -> Variables:
        """`stok.reservasi`: one of each material, if it is the case's turn or it is overridden."""
        try:
            place = self._reserve(session, job)
        except StockShort as short:
            raise BpmnError(
                "STOK_HABIS", str(short), {"kurang": _names(short.materials)}
            ) from short
        requests.watch(session, job.office, job.now)
        return {
            "direservasi_pada": instant(place.direservasi_pada or job.now),
            "posisi_blanko": 0,
        }

    def _reserve(self, session: Session, job: JobContext) -> Place:
        given, movements = Given(job), _movements(job)
        if not (given.flag("override") or job.headers.get("override") == "true"):
            return allocations.reserve_one(session, self.priorities, movements)
        return allocations.reserve_out_of_turn(
            session,
            self.priorities,
            movements,
            why=given.maybe_text("alasan") or "",
            approved_by=given.maybe_text("disetujui_oleh") or job.actor.id,
        )


def release(session: Session, job: JobContext) -> Variables:
    """`stok.lepas`: leave the line, giving back what was reserved."""
    if Given(job).maybe_text("no_register") is None:
        return {"reservasi_dilepas": False}
    return {"reservasi_dilepas": line.release(session, _movements(job))}


def use(session: Session, job: JobContext) -> Variables:
    """`stok.pakai`: the card is good; counted once."""
    movements = _movements(job)
    line.use(session, movements)
    cards.end_print(session, movements.no_register, "BERHASIL", job.now)
    return {"blanko_dipakai_pada": instant(job.now)}


def write_off(session: Session, job: JobContext) -> Variables:
    """`stok.gagal`: the blanko is spoilt; the case heads its class again."""
    given = Given(job)
    reason = _reason(given)
    movements = _movements(job)
    failed = line.write_off(session, movements, reason)
    cards.end_print(session, movements.no_register, reason.value, job.now)
    return {"gagal_sebab": reason.value, "percobaan_cetak": failed}


def _reason(given: Given) -> Movement:
    named = given.job.headers.get("sebab")
    if named in rules.WRITE_OFFS:
        return Movement(named)
    reason = rules.write_off_reason(given.maybe_text("hasil_cetak"), given.entries("uji_mutu"))
    if reason is None:
        kind = "a failed result"
        raise VariableWrong(type=given.job.type, name="hasil_cetak or uji_mutu", kind=kind)
    return reason


def _movements(job: JobContext) -> Movements:
    given = Given(job)
    return Movements(
        office=job.office,
        no_register=given.text("no_register"),
        by=given.by(),
        at=job.now,
        serial=given.maybe_text("blanko_id"),
    )


def _shown(waiting: tuple[Waiting, ...]) -> list[JsonValue]:
    """The head of the line as U10 shows it."""
    return [
        {
            "posisi": place,
            "no_register": case.no_register,
            "kelas": case.priority_class,
            "alasan": "CETAK_ULANG" if case.returned else "KELAS",
            "siap_cetak_pada": instant(case.print_ready_at),
        }
        for place, case in enumerate(waiting[:_SHOWN], start=1)
    ]


def _names(materials: tuple[Material, ...]) -> list[JsonValue]:
    return [material.value for material in materials]


def runs(priorities: Priorities) -> Mapping[str, Run]:
    """Give the jobs of this module."""
    waiting = Line(priorities)
    return {
        "stok.antre": waiting.join,
        "stok.cek": waiting.look,
        "stok.reservasi": waiting.reserve,
        "stok.lepas": release,
        "stok.pakai": use,
        "stok.gagal": write_off,
    }
