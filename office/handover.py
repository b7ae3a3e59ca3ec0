"""May this person take this card now? Gateways G11 and G12 and the U14 rules. Pure.

Who may collect is local policy; with which papers: KK for KELUARGA_SATU_KK, letter and id for
KUASA, name and NIK of the recipient for both (domain.md, note at U14). Who cannot sign has a second
officer as witness; no thumbprint (section 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Recipient(StrEnum):
    SENDIRI = "SENDIRI"
    KELUARGA_SATU_KK = "KELUARGA_SATU_KK"
    KUASA = "KUASA"


class CodeCheck(StrEnum):
    """What became of the pickup code that was typed."""

    BENAR = "BENAR"
    SALAH = "SALAH"
    TERPAKAI = "TERPAKAI"
    TERKUNCI = "TERKUNCI"
    TIDAK_ADA = "TIDAK_ADA"


#: kinds of application that require the old card back (configurable)
OLD_CARD_KINDS: Final = frozenset({"RUSAK", "UBAH_DATA", "PINDAH_DATANG", "PERPANJANG_OA"})
_REFUSED: Final = {
    CodeCheck.SALAH: "KODE_SALAH",
    CodeCheck.TERPAKAI: "KODE_TERPAKAI",
    CodeCheck.TERKUNCI: "KODE_TERKUNCI",
    CodeCheck.TIDAK_ADA: "KODE_SALAH",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who stands at the counter with what. `code` is None when none was typed."""

    recipient: Recipient
    kind: str
    code: CodeCheck | None = None
    identity_checked: bool = False
    named: bool = False
    has_kk: bool = False
    has_letter: bool = False
    #: the proxy's own identity card was seen
    has_identity: bool = True
    #: the office hands cards to such recipients at all
    admitted: bool = True
    #: the suket came back, or none was given
    suket_returned: bool = True
    #: signed; or a second officer saw it
    attested: bool = True
    #: withdrawn, or its loss declared in writing (G12)
    old_card_returned: bool = False
    #: the tries of the code are used up, and who supervises was not there either
    unsupervised: bool = False


def refusals(claim: Claim, old_card_kinds: frozenset[str] = OLD_CARD_KINDS) -> tuple[str, ...]:
    """Name every reason not to hand the card over; none means: hand it over.

    A wrong code is not made good by an identity check: somebody has tried. When the tries are used
    up, an identity check needs somebody who supervises.
    """
    return (
        *_without_proof(claim),
        *_without_papers(claim),
        *_not_returned(claim, old_card_kinds),
    )


def _without_proof(claim: Claim) -> Iterator[str]:
    if claim.code is not None and claim.code is not CodeCheck.BENAR:
        yield _REFUSED[claim.code]
    if claim.code is None and not claim.identity_checked:
        yield "TANPA_BUKTI"
    if claim.unsupervised and claim.code is None:
        yield "PERLU_PENGAWAS"
    if not claim.attested:
        yield "TANPA_SAKSI"


def _without_papers(claim: Claim) -> Iterator[str]:
    if not claim.admitted:
        yield "PENERIMA_TIDAK_DILAYANI"
    if claim.recipient is not Recipient.SENDIRI and not claim.named:
        yield "TANPA_NAMA"
    if claim.recipient is Recipient.KELUARGA_SATU_KK and not claim.has_kk:
        yield "TANPA_KK"
    if claim.recipient is Recipient.KUASA and not claim.has_letter:
        yield "TANPA_SURAT_KUASA"
    if claim.recipient is Recipient.KUASA and not claim.has_identity:
        yield "TANPA_IDENTITAS"


def _not_returned(claim: Claim, old_card_kinds: frozenset[str]) -> Iterator[str]:
    if claim.kind in old_card_kinds and not claim.old_card_returned:
        yield "KARTU_LAMA"
    if not claim.suket_returned:
        yield "SUKET"
