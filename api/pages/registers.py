"""The handover register of a day: on the screen, on paper and as PDF.

Names are masked unless a reason is given, which every case of that day keeps; with it, signatures
that were kept as pictures are shown too.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, get_locale, gettext, lazy_gettext

from api import asking, auth, pdf
from api.access import allow
from api.pages import destroying, posting, whereabouts
from engine.errors import AlurError, Fault, Invalid
from engine.services import documents, reading
from engine.services.kernel import Request
from office import handovers, timetable
from office.handovers import Line, Refused

blueprint = Blueprint("registers", __name__)

_READERS: Final = ("work", "supervise", "administer", "audit")
_SHORTEST_REASON: Final = 5
_PICTURES: Final = ("image/jpeg", "image/png")
#: what the codes of the register read as
WORDS: Final[Mapping[str, str]] = {
    "SENDIRI": lazy_gettext("owner"),
    "KELUARGA_SATU_KK": lazy_gettext("family, same KK"),
    "KUASA": lazy_gettext("proxy"),
    "KODE": lazy_gettext("code"),
    "IDENTITAS": lazy_gettext("identity checked"),
    "DITARIK": lazy_gettext("withdrawn"),
    "HILANG": lazy_gettext("declared lost"),
    "TIDAK_ADA": "–",
    "BUKU": lazy_gettext("in the book"),
    "PINDAIAN": lazy_gettext("signature kept"),
    "SAKSI": lazy_gettext("witness"),
    "KODE_SALAH": lazy_gettext("wrong code"),
    "KODE_TERPAKAI": lazy_gettext("code used before"),
    "KODE_TERKUNCI": lazy_gettext("code locked"),
}


class DayInvalid(Invalid):
    """The day asked for is none, or has not come yet."""

    code = "day-invalid"
    message = "Choose a day up to today, written as 2026-11-24."


class LookReasonMissing(Invalid):
    """Names in full need a reason."""

    code = "look-reason-missing"
    message = "Say in a few words why you need the names in full; every case keeps it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A day's register. `pictures`: a signature by register number, as a data: address."""

    lines: tuple[Line, ...]
    refused: tuple[Refused, ...]
    in_full: bool = False
    pictures: Mapping[str, str] = field(default_factory=dict)


def day_asked() -> date:
    """The local day that the page is about, by `tanggal`; today without.

    Raises:
        DayInvalid: it is no day, or none up to today.
    """
    today = timetable.day_of(asking.kernel().clock.now())
    text = request.values.get("tanggal", "")
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise DayInvalid from None
    if day > today or len(text) not in {0, 10}:
        raise DayInvalid
    return day


def seen(office: str, day: date) -> Seen:
    """The register of a day with names masked."""
    kernel, actor = asking.kernel(), auth.actor()
    return Seen(
        lines=handovers.of_day(kernel, actor, office, day),
        refused=handovers.refused(kernel, actor, office, day),
    )


def days(office: str) -> Mapping[date, int]:
    """The days that have a register, the newest first."""
    return handovers.days(asking.kernel(), auth.actor(), office)


@blueprint.app_template_filter("hour")
def hour(value: datetime) -> str:
    """The minute of the day as a person writes it: "13.05"."""
    return str(format_datetime(value, "HH.mm" if str(get_locale()) == "id" else "HH:mm"))


@blueprint.get("/penyerahan/daftar")
@allow(*_READERS)
def paper() -> ResponseReturnValue:
    """The register of a day as it prints; names masked."""
    office, day = whereabouts.office(), day_asked()
    return _written(office, day, seen(office, day), as_pdf=False)


@blueprint.get("/penyerahan/daftar/pdf")
@allow(*_READERS)
def download() -> ResponseReturnValue:
    """The register of a day as PDF; names masked."""
    office, day = whereabouts.office(), day_asked()
    return _file(office, day, seen(office, day))


@blueprint.post("/penyerahan/buka")
@allow(*_READERS)
def unmask() -> ResponseReturnValue:
    """The register with names in full, once, as `bentuk` says: on paper or as `pdf`."""
    office, day, why = whereabouts.office(), day_asked(), posting.text("alasan")
    if len(why) < _SHORTEST_REASON:
        fault = Fault(
            rule=LookReasonMissing.code, element="alasan", message=LookReasonMissing.message
        )
        raise LookReasonMissing((fault,))
    text = gettext("The handover register was shown in full. Reason: %(reason)s", reason=why)
    asked = Request(actor=auth.actor())
    lines = handovers.in_full(asking.kernel(), asked, office, day, text, origin=auth.origin())
    whole = Seen(
        lines=lines,
        refused=handovers.refused(asking.kernel(), auth.actor(), office, day),
        in_full=True,
        pictures=_pictures(lines),
    )
    if posting.text("bentuk") == "pdf":
        return _file(office, day, whole)
    return _written(office, day, whole, as_pdf=False)


def _file(office: str, day: date, register: Seen) -> ResponseReturnValue:
    title = gettext("Handover register %(day)s", day=day.isoformat())
    made = pdf.render(_written(office, day, register, as_pdf=True), title=title)
    return destroying.as_file(made, f"serah-terima-{day.isoformat()}")


def _written(office: str, day: date, register: Seen, *, as_pdf: bool) -> str:
    return render_template(
        "pages/handover_register.html",
        office=office,
        day=day,
        seen=register,
        words=WORDS,
        as_pdf=as_pdf,
    )


def _pictures(lines: tuple[Line, ...]) -> dict[str, str]:
    """Signatures that were kept as pictures; who opened the names in full sees them too."""
    found: dict[str, str] = {}
    for line in lines:
        if line.signature == "PINDAIAN" and (picture := _picture(line.case)):
            found[line.no_register] = picture
    return found


def _picture(case: int) -> str:
    kernel, actor = asking.kernel(), auth.actor()
    try:
        value = reading.case(kernel, actor, case).variables.get("tanda_tangan")
        ids = value if isinstance(value, list) else [value]
        views = documents.listed(kernel, actor, [one for one in ids if isinstance(one, str)])
        for view in views.values():
            if view.media_type in _PICTURES:
                content = documents.opened(kernel, actor, view.key)[1]
                return f"data:{view.media_type};base64,{base64.b64encode(content).decode()}"
    except AlurError:  # erased meanwhile, or closed to this reader: the word stands instead
        return ""
    return ""
