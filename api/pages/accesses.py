"""The access log: who looked at whose personal data, what was unusual, and who read this log."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from api import asking, auth, officers
from api.access import allow
from api.pages import posting, telling
from engine.errors import Fault, Invalid
from office import access_log, timetable
from office.access_log import LogQuery
from office.disclosures import Disclosure, Way

blueprint = Blueprint("accesses", __name__)

#: how a look came about, in words
WAYS: Final = {
    Way.KASUS: lazy_gettext("asked for with a reason"),
    Way.TUGAS: lazy_gettext("form of a task"),
    Way.SLIP: lazy_gettext("paper to print"),
    Way.BERKAS: lazy_gettext("opened a paper"),
    Way.BALASAN: lazy_gettext("a citizen's reply"),
    Way.API: lazy_gettext("read by a program"),
}
_READERS: Final = ("audit", "supervise", "administer")
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_LONGEST: Final = 256
#: what a spreadsheet would take for a formula
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/akses")
@allow(*_READERS)
def show() -> ResponseReturnValue:
    """The newest looks, or those asked for: officer, case, way, first and last day."""
    kernel = asking.kernel()
    page = access_log.read(kernel, asking.as_posted(), _query())
    return render_template(
        "pages/accesses.html",
        page=page,
        ways=WAYS,
        states=telling.STATES,
        offices=officers.offices_of(kernel, auth.actor()),
        names=officers.names(kernel),
        asked=request.args,
        arguments={name: value for name, value in request.args.items() if name != "sebelum"},
    )


@blueprint.get("/akses.csv")
@allow(*_READERS)
def export() -> Response:
    """The same as a file; that it was taken stands in the log."""
    looks = access_log.export(asking.kernel(), asking.as_posted(), _query())
    response = make_response("\ufeff" + _rows(looks))  # a spreadsheet then reads UTF-8
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=catatan-akses.csv"
    return response


def _query() -> LogQuery:
    """What is asked for.

    Raises:
        Invalid: a case or a place that is no number, a way that is none, days that are none.
    """
    faults: list[Fault] = []
    first, last = _day("dari", faults), _day("hingga", faults)
    way = request.args.get("cara", "")
    if way and way not in set(Way):
        faults.append(posting.fault("cara", "Choose one of the list."))
    query = LogQuery(
        office=request.args.get("kantor", "")[:_LONGEST],
        officer=request.args.get("petugas", "")[:_LONGEST],
        case=_number("kasus", faults),
        way=way,
        since=timetable.start_of(first) if first else None,
        until=timetable.start_of(last + timedelta(days=1)) if last else None,
        before=_number("sebelum", faults),
        origin=auth.origin(),
    )
    if faults:
        raise Invalid(tuple(faults))
    return query


def _number(name: str, faults: list[Fault]) -> int:
    text = request.args.get(name, "").strip()
    if text and not _NUMBER.fullmatch(text):
        faults.append(posting.fault(name, "This is no number."))
        return 0
    return int(text) if text else 0


def _day(name: str, faults: list[Fault]) -> date | None:
    day = posting.day(name, request.args)
    if isinstance(day, Fault):
        faults.append(day)
        return None
    return day


def _rows(looks: Iterable[Disclosure]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            gettext("When"),
            gettext("Office"),
            gettext("Who"),
            gettext("Case"),
            gettext("How"),
            gettext("Fields"),
            gettext("Reason"),
            gettext("From where"),
        ]
    )
    for look in looks:
        when = look.pada.astimezone(timetable.ZONE).isoformat(timespec="seconds")
        how = str(WAYS.get(Way(look.cara), look.cara))
        what = " ".join(look.fields)
        cells = [when, look.kantor, look.petugas, str(look.kasus), how, what]
        writer.writerow([*cells, _harmless(look.alasan), look.dari])
    return out.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
