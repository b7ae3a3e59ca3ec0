"""Job types of stock that belongs to no case: deliveries, allocation, counts, requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from engine.services.workers import BpmnError, JobContext, Run
from engine.store import coding
from engine.values import JsonValue, Variables
from office.stock import allocations, arrivals, countings, ledger, requests, status
from office.stock.allocations import Occurrence
from office.stock.arrivals import Counted, NoteUsed, Receipt
from office.stock.countings import Count
from office.stock.ledger import Entry, StockRefused
from office.stock.priorities import Priorities
from office.stock.rankings import Occasion
from office.stock.requests import RequestState
from office.stock.rules import Balance, Material, Movement
from office.workers.given import Given, VariableWrong, instant

_USED: Final = "SURAT_JALAN_TERPAKAI"
_IMPOSSIBLE: Final = "STOK_TIDAK_CUKUP"
_COUNT: Final = "OPNAME"
_WITHOUT_CASE: Final = (
    Movement.HILANG,
    Movement.KEMBALI_KE_DINAS,
    Movement.PINJAM_MASUK,
    Movement.PINJAM_KELUAR,
)
#: where a delivery's form has the numbers of each material: (on the note, counted)
_FIELDS: Final[Mapping[Material, tuple[str, str]]] = {
    Material.BLANKO: ("jumlah_dokumen", "jumlah_fisik"),
    Material.RIBBON: ("ribbon_dokumen", "ribbon_fisik"),
    Material.FILM: ("film_dokumen", "film_fisik"),
}


def check_note(session: Session, job: JobContext) -> Variables:
    """`stok.periksa_kiriman`: is the note new; who counted, and which way the count differs."""
    given = Given(job)
    document = given.text("no_surat_jalan")
    if arrivals.is_used(session, job.office, document):
        raise _used(document)
    differences = {
        material.value: counted.found - counted.noted
        for material, counted in _counted(given).items()
        if counted.found != counted.noted
    }
    return {
        "dihitung_oleh": job.actor.id,
        "dihitung_pada": instant(job.now),
        "selisih": dict[str, JsonValue](differences),
        "surat_terpakai": None,
    }


def receive(session: Session, job: JobContext) -> Variables:
    """`stok.terima`: book the delivery that two officers counted."""
    given = Given(job)
    receipt = Receipt(
        office=job.office,
        document=given.text("no_surat_jalan"),
        day=given.maybe_day("tgl") or given.today,
        counted=_counted(given),
        by=given.text("dihitung_oleh"),
        at=job.now,
        approved_by=job.actor.id,
        why=given.maybe_text("alasan_selisih") or "",
    )
    try:
        balances = arrivals.book(session, receipt)
    except NoteUsed as used:
        raise _used(receipt.document) from used
    arrived: dict[str, JsonValue] = {
        material.value.lower(): counted.found for material, counted in receipt.counted.items()
    }
    return {"diterima": arrived, "saldo": _shown(balances)}


def count(session: Session, job: JobContext) -> Variables:
    """`stok.hitung`: what the ledger says at the moment of a count, and who counted."""
    given = Given(job)
    material = _material(given)
    booked = countings.on_hand(session, job.office, material)
    difference = given.number("jumlah") - booked if _is_count(given) else None
    return {
        "dihitung_oleh": job.actor.id,
        "dihitung_pada": instant(job.now),
        "menurut_buku": booked,
        "selisih": difference,
        "saldo_kurang": None,
    }


def settle(session: Session, job: JobContext) -> Variables:
    """`stok.mutasi`: book a count's difference, or another movement that two officers signed."""
    given = Given(job)
    try:
        balance = _book(session, given)
    except StockRefused as refused:
        raise BpmnError(_IMPOSSIBLE, str(refused), {"saldo_kurang": True}) from refused
    requests.watch(session, job.office, job.now)
    return {"saldo": _shown({_material(given): balance})}


def begin_request(session: Session, job: JobContext) -> Variables:
    """`pasokan.buka`: what lacks, and how much to ask for."""
    row = requests.begin(session, Given(job).text("nomor_permintaan"), job.root_key)
    return {
        "bahan_kurang": [*coding.texts(row.bahan)],
        "tersedia": row.tersedia,
        "titik_pesan_ulang": row.titik_pesan_ulang,
        "jumlah_disarankan": row.jumlah_disarankan,
    }


def look(session: Session, job: JobContext) -> Variables:
    """`pasokan.periksa`: is the stock still at or below the reorder point (T8)."""
    low = status.read(session, job.office, job.now).low
    return {"stok_rendah": bool(low), "bahan_kurang": [material.value for material in low]}


def end_request(session: Session, job: JobContext) -> Variables:
    """`pasokan.tutup`: delivered (header `hasil` TERPENUHI) or answered (DIJAWAB)."""
    given = Given(job)
    state = RequestState(given.header("hasil"))
    again: date | None = None
    if state is RequestState.DIJAWAB:
        again = given.day("minta_lagi_tgl")
    requests.close(session, given.text("nomor_permintaan"), state, job.now, again)
    return {"hasil_permintaan": state.value}


@dataclass(frozen=True, slots=True)
class Allocating:
    """The job that needs the DMN-3 deployed last."""

    priorities: Priorities

    def allocate(self, session: Session, job: JobContext) -> Variables:
        """`stok.alokasi`: reserve for those who wait, at most so many as arrived."""
        given = Given(job)
        arrived = given.entries("diterima")
        allocated = allocations.reserve_for_all(
            session,
            self.priorities,
            Occurrence(
                office=job.office,
                by=given.by(),
                at=job.now,
                occasion=Occasion.KIRIMAN if arrived is not None else Occasion.TANGAN,
                cap=None if arrived is None else _most(arrived),
                document=given.maybe_text("no_surat_jalan"),
            ),
        )
        found: dict[str, JsonValue] = {
            "nomor": None if allocated.key is None else str(allocated.key),
            "direservasi": allocated.granted,
            "menunggu": allocated.waiting - allocated.granted,
            "rentan_aktif": allocated.modified,
        }
        return {"alokasi": found}


def runs(priorities: Priorities) -> Mapping[str, Run]:
    """Give the jobs of this module."""
    return {
        "stok.periksa_kiriman": check_note,
        "stok.terima": receive,
        "stok.alokasi": Allocating(priorities).allocate,
        "stok.hitung": count,
        "stok.mutasi": settle,
        "pasokan.buka": begin_request,
        "pasokan.periksa": look,
        "pasokan.tutup": end_request,
    }


def _used(document: str) -> BpmnError:
    return BpmnError(_USED, "The delivery note was booked before.", {"surat_terpakai": document})


def _counted(given: Given) -> dict[Material, Counted]:
    found: dict[Material, Counted] = {}
    for material, (noted, counted) in _FIELDS.items():
        on_note, there = given.maybe_number(noted), given.maybe_number(counted)
        if on_note is None and there is None:
            continue
        serials = material is Material.BLANKO
        found[material] = Counted(
            noted=given.number(noted),
            found=given.number(counted),
            first_serial=(given.maybe_text("nomor_seri_awal") or "") if serials else "",
            last_serial=(given.maybe_text("nomor_seri_akhir") or "") if serials else "",
        )
    if not found:
        given.number("jumlah_dokumen")
    return found


def _most(arrived: Mapping[str, JsonValue]) -> int:
    return max((amount for amount in arrived.values() if isinstance(amount, int)), default=0)


def _book(session: Session, given: Given) -> Balance:
    job, material = given.job, _material(given)
    if _is_count(given):
        counted = Count(
            office=job.office,
            material=material,
            booked=given.number("menurut_buku"),
            found=given.number("jumlah"),
            counted_at=given.maybe_instant("dihitung_pada") or job.now,
            by=given.text("dihitung_oleh"),
            approved_by=job.actor.id,
            why=given.maybe_text("alasan") or "",
            document=given.maybe_text("dokumen") or "",
        )
        return countings.settle(session, counted, job.now)
    ledger.lock(session, job.office)
    ledger.book(session, [_movement(given, material)])
    return ledger.balances(session, job.office)[material]


def _movement(given: Given, material: Material) -> Entry:
    return Entry(
        office=given.job.office,
        movement=Movement(given.text("jenis")),
        material=material,
        amount=given.number("jumlah"),
        document=given.maybe_text("dokumen"),
        by=given.text("dihitung_oleh"),
        approved_by=given.job.actor.id,
        at=given.job.now,
    )


def _is_count(given: Given) -> bool:
    kind = given.text("jenis")
    if kind == _COUNT:
        return True
    if kind in _WITHOUT_CASE:
        return False
    raise VariableWrong(type=given.job.type, name="jenis", kind="a movement without a case")


def _material(given: Given) -> Material:
    name = given.text("bahan")
    if name not in set(Material):
        raise VariableWrong(type=given.job.type, name="bahan", kind="a material")
    return Material(name)


def _shown(balances: Mapping[Material, Balance]) -> dict[str, JsonValue]:
    return {
        material.value.lower(): {
            "ada": balance.on_hand,
            "direservasi": balance.reserved,
            "tersedia": balance.available,
        }
        for material, balance in balances.items()
    }
