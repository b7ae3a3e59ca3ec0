"""Job types `cetak.*`, `kartu.*` and `kode_ambil.*`: from the printer to the hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from engine.errors import NotFound
from engine.services.workers import BpmnError, JobContext, Run
from engine.store.sealing import Sealer
from engine.values import JsonValue, Variables
from office import cards, condemned, config, handover, handovers, officers, pickup
from office.cards import Blocking, Card, CardBlocked, CardIssued, Finished, Start
from office.condemned import Condemning, Thing
from office.config import Policies
from office.handover import Claim, CodeCheck, Recipient
from office.handovers import OldCard, Proof
from office.officers import Officer
from office.stock import ledger
from office.workers.given import Given, VariableWrong, instant

#: the recipient cannot sign; a second officer saw the handover
_WITNESSED: Final = "SAKSI"


def runs(sealer: Sealer) -> Mapping[str, Run]:
    """Give the workers by job type; pickup codes hang on the sealer's keys."""

    def hand_over_(session: Session, job: JobContext) -> Variables:
        return hand_over(session, job, sealer)

    def make_code_(session: Session, job: JobContext) -> Variables:
        return make_code(session, job, sealer)

    def check_code_(session: Session, job: JobContext) -> Variables:
        return check_code(session, job, sealer)

    return {
        "cetak.mulai": start_print,
        "cetak.putuskan": is_printing,
        "kartu.siap": shelve,
        "kartu.serahkan": hand_over_,
        "kartu.blokir": block,
        "kode_ambil.buat": make_code_,
        "kode_ambil.periksa": check_code_,
    }


def start_print(session: Session, job: JobContext) -> Variables:
    """`cetak.mulai`: CETAK_DIMULAI, written before the printer starts."""
    given = Given(job)
    policies = config.effective(session, job.office, job.now)
    heat = given.maybe_number("suhu_printer")
    low, high = policies.number("cetak.suhu_min"), policies.number("cetak.suhu_maks")
    number = cards.start_print(
        session,
        Start(
            office=job.office,
            no_register=given.text("no_register"),
            serial=given.maybe_text("blanko_id"),
            temperature=heat,
            by=given.by(),
            at=job.now,
        ),
    )
    odd = heat is not None and not low <= heat <= high
    return {
        "cetak_dimulai_pada": instant(job.now),
        "percobaan_ke": number,
        "peringatan_cetak": ["SUHU"] if odd else [],
    }


def shelve(session: Session, job: JobContext) -> Variables:
    """`kartu.siap`: the card passed QC, whose officer set this off, and lies on its shelf."""
    given = Given(job)
    number = given.text("no_register")
    card = cards.shelve(
        session,
        Finished(
            office=job.office,
            no_register=number,
            serial=given.maybe_text("blanko_id"),
            shelf=given.maybe_text("rak"),
            printed_by=given.maybe_text("dicetak_oleh") or cards.printer_of(session, number),
            checked_by=given.maybe_text("qc_oleh") or given.job.actor.id,
            request=given.maybe_text("permintaan_nomor"),
            at=job.now,
        ),
    )
    return {"siap_ambil_pada": instant(card.siap_pada), "kartu_status": card.status}


def hand_over(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`kartu.serahkan`: CARD_ISSUED once, or the error with every reason why not."""
    given = Given(job)
    number = given.text("no_register")
    card = _ready(session, given, number)
    policies = config.effective(session, job.office, job.now)
    code, wrong = _typed(session, given, sealer, policies)
    claim = _claim(session, given, code, policies)
    if wrong >= policies.number("penyerahan.kode_salah_maks"):
        claim = replace(claim, unsupervised=not _is_supervised(session, given))
    reasons = handover.refusals(claim, frozenset(policies.words("penyerahan.kartu_lama")))
    if reasons:
        raise _refused(reasons, wrong)
    cards.hand_over(session, card, claim.recipient, given.by(), job.now)
    handovers.write(session, sealer, _line(given, claim))
    pickup.spend(session, number, job.now)
    if given.flag("kartu_lama_ditarik"):
        _condemn_old(session, job, claim, number)
    return {"diserahkan_pada": instant(job.now), "kartu_status": card.status}


def _line(given: Given, claim: Claim) -> handovers.Given:
    """What the register says of this handover."""
    old = OldCard.DITARIK if given.flag("kartu_lama_ditarik") else OldCard.TIDAK_ADA
    if given.flag("pernyataan_hilang") and old is OldCard.TIDAK_ADA:
        old = OldCard.HILANG
    himself = claim.recipient is Recipient.SENDIRI
    return handovers.Given(
        office=given.job.office,
        no_register=given.text("no_register"),
        case=given.job.root_key,
        kind=claim.kind,
        recipient=claim.recipient,
        name=given.maybe_text("nama" if himself else "nama_penerima") or "",
        proof=Proof.IDENTITAS if claim.code is None else Proof.KODE,
        old_card=old,
        suket_returned=given.flag("suket_ditarik"),
        signature=given.maybe_text("tanda_tangan_cara") or "",
        witness=given.maybe_text("saksi_serah"),
        by=given.by(),
        at=given.job.now,
    )


def _condemn_old(session: Session, job: JobContext, claim: Claim, number: str) -> None:
    """The old card that was withdrawn is destroyed, for the reason of the application."""
    old = Condemning(
        office=job.office,
        thing=Thing.KARTU_LAMA,
        no_register=number,
        serial=None,
        cause=claim.kind,
        at=job.now,
    )
    condemned.enlist(session, old)


def block(session: Session, job: JobContext) -> Variables:
    """`kartu.blokir`: not given out any more, and on the list for destruction."""
    given = Given(job)
    number = given.maybe_text("no_register")
    if number is None:
        return {"kartu_status": None}
    blocking = Blocking(
        office=job.office,
        no_register=number,
        reason=given.header("alasan", "BATAL"),
        made=ledger.has_used(session, job.office, number),
        serial=given.maybe_text("blanko_id"),
        at=job.now,
    )
    return {"kartu_status": cards.block(session, blocking)}


def is_printing(session: Session, job: JobContext) -> Variables:
    """`cetak.putuskan`: does a print run, or wait for QC, that must not be killed?"""
    number = Given(job).maybe_text("no_register")
    attempt = cards.open_attempt(session, number) if number else None
    if attempt is None:
        return {"sedang_dicetak": False}
    return {
        "sedang_dicetak": True,
        "blanko_id": attempt.blanko_seri,
        "cetak_dimulai_pada": instant(attempt.dimulai_pada),
        "percobaan_ke": attempt.ke,
    }


def make_code(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`kode_ambil.buat`: a fresh code; only its hash and a nonce are kept."""
    policies = config.effective(session, job.office, job.now)
    pickup.renew(
        session,
        sealer,
        job.office,
        Given(job).text("no_register"),
        digits=policies.number("penyerahan.kode_digit"),
        now=job.now,
    )
    return {"kode_ambil_dibuat_pada": instant(job.now), "kode_salah": 0}


def check_code(session: Session, job: JobContext, sealer: Sealer) -> Variables:
    """`kode_ambil.periksa`: compare and count a wrong try; spends nothing."""
    given = Given(job)
    policies = config.effective(session, job.office, job.now)
    found, wrong = _typed(session, given, sealer, policies)
    return {"kode_ambil_hasil": found or CodeCheck.TIDAK_ADA, "kode_salah": wrong}


def _typed(
    session: Session, given: Given, sealer: Sealer, policies: Policies
) -> tuple[CodeCheck | None, int]:
    """Judge the typed code (None: none was typed) and count the wrong tries with this one."""
    typed, wrong = given.maybe_text("kode_ambil"), given.maybe_number("kode_salah") or 0
    if typed is None:
        return None, wrong
    left = policies.number("penyerahan.kode_salah_maks") - wrong
    code = pickup.check(session, sealer, given.text("no_register"), typed, tries_left=left)
    return code, wrong + (code is CodeCheck.SALAH)


def _ready(session: Session, given: Given, number: str) -> Card:
    wrong = given.maybe_number("kode_salah") or 0
    try:
        return cards.ready_card(session, number)
    except CardIssued as error:
        raise _refused(("KARTU_SUDAH_DISERAHKAN",), wrong) from error
    except CardBlocked as error:
        raise _refused(("KARTU_TERBLOKIR",), wrong) from error
    except NotFound as error:
        raise _refused(("KARTU_TIDAK_ADA",), wrong) from error


def _refused(reasons: tuple[str, ...], wrong: int) -> BpmnError:
    said: dict[str, JsonValue] = {
        "alasan_ditolak": list[JsonValue](reasons),
        "kode_salah": wrong,
    }
    return BpmnError("PENYERAHAN_DITOLAK", ", ".join(reasons), said)


def _claim(session: Session, given: Given, code: CodeCheck | None, policies: Policies) -> Claim:
    recipient = given.text("penerima")
    if recipient not in set(Recipient):
        raise VariableWrong(type=given.job.type, name="penerima", kind="one of the known")
    return Claim(
        recipient=Recipient(recipient),
        kind=given.text("jenis_permohonan"),
        code=code,
        identity_checked=given.flag("identitas_diperiksa"),
        named=given.is_given("nama_penerima") and given.is_given("nik_penerima"),
        has_kk=given.flag("ada_kk"),
        has_letter=given.is_given("surat_kuasa"),
        has_identity=given.flag("identitas_penerima"),
        admitted=recipient in policies.words("penyerahan.penerima"),
        old_card_returned=given.flag("kartu_lama_ditarik") or given.flag("pernyataan_hilang"),
        suket_returned=not given.flag("punya_suket") or given.flag("suket_ditarik"),
        attested=given.maybe_text("tanda_tangan_cara") != _WITNESSED
        or _is_attested(session, given),
    )


def _is_attested(session: Session, given: Given) -> bool:
    """Tell whether another officer of the office, who may work, is named as the witness."""
    return _witness(session, given) is not None


def _is_supervised(session: Session, given: Given) -> bool:
    """Tell whether who hands over supervises, or a witness who does."""
    witness = _witness(session, given)
    rights = officers.actor_for(witness).rights if witness is not None else frozenset()
    return "supervise" in rights | given.job.actor.rights


def _witness(session: Session, given: Given) -> Officer | None:
    """The other officer of the office who is named as witness and may work; else None."""
    job, witness = given.job, given.maybe_text("saksi_serah")
    if witness is None or witness == job.actor.id:
        return None
    try:
        row = officers.officer(session, witness)
    except NotFound:
        return None
    return row if row.aktif and row.kantor in {job.office, "*"} else None
