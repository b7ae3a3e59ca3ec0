"""A case's slip to print on paper 80 mm wide. What it says is the job `slip.cetak`'s to decide."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from api import asking, auth
from api.access import allow
from api.pages import revealing
from engine.errors import NotFound
from engine.services import reading
from engine.values import JsonValue
from office.disclosures import Way

blueprint = Blueprint("slips", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is printed, in order. `name` is "" on a slip that names nobody."""

    number: str
    name: str
    lines: tuple[str, ...]

    @property
    def qr(self) -> Markup:
        """The number as a QR code: an SVG that needs neither script nor style."""
        code = segno.make_qr(self.number, error="m")
        drawn = code.svg_inline(border=4, light="#fff", omitsize=True, title=self.number)
        return Markup(drawn)  # noqa: S704 - segno draws it, and escapes the title


@blueprint.get("/kasus/<key:case>/slip")
@allow("work")
def show(case: int) -> ResponseReturnValue:
    """The slip with the name in full: for who works on cases, and may see this one."""
    kernel, actor = asking.kernel(), auth.actor()
    root = reading.case(kernel, actor, case).row.root_key
    slip = _read(reading.case(kernel, actor, root).variables.get("slip"))
    if slip is None:
        raise NotFound(kind="slip", key=str(case))
    if slip.name:
        revealing.brought_along(root, ("nama",), Way.SLIP)
    return render_template("pages/slip.html", slip=slip, case=root)


def _read(value: JsonValue) -> Slip | None:
    """A slip as the job wrote it; None for anything else, or without a number."""
    if not isinstance(value, dict):
        return None
    number, name, lines = value.get("nomor"), value.get("nama"), value.get("baris")
    if not isinstance(number, str) or not number or not isinstance(lines, list):
        return None
    return Slip(
        number=number,
        name=name if isinstance(name, str) else "",
        lines=tuple(str(line) for line in lines),
    )
