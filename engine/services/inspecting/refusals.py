"""Why a file is not taken, in sentences for the officer. Which file it is the page says."""

from __future__ import annotations

from typing import Final

from engine.errors import Fault
from forms.messages import N_

_WHY: Final = {
    "file-empty": (N_("%(file)s is empty."), N_("Choose the file again.")),
    "file-large": (
        N_("%(file)s is larger than %(most)s MB."),
        N_("Scan it in grey at 200 dpi, or page by page."),
    ),
    "file-kind": (
        N_("%(file)s is none of the kinds taken here: %(kinds)s."),
        N_("Scan the paper or save it as one of them."),
    ),
    "file-name": (
        N_("The name of %(file)s says another kind than what is in it: %(kind)s."),
        N_("Give it the right ending, or scan the paper again."),
    ),
    "file-damaged": (
        N_("%(file)s is damaged or not complete."),
        N_("Scan or copy it again."),
    ),
    "file-mixed": (
        N_("%(file)s holds something else besides a picture or pages."),
        N_("Do not use this file; scan the paper again."),
    ),
    "file-active": (
        N_("%(file)s holds a program, an attachment or a form that acts by itself."),
        N_("Print it to PDF or scan the paper."),
    ),
    "file-locked": (
        N_("%(file)s is locked by a password."),
        N_("Take the lock off, or scan the paper."),
    ),
    "file-unclear": (
        N_("%(file)s is built in a way that cannot be checked."),
        N_("Print it to PDF or scan the paper."),
    ),
    "file-points": (
        N_("%(file)s has too many points: at most %(most)s million are taken."),
        N_("Scan it at 200 dpi."),
    ),
    "file-virus": (
        N_("The virus scanner found something in %(file)s."),
        N_("Do not open it. Tell the administrator."),
    ),
    "file-unscanned": (
        N_("%(file)s could not be checked for viruses and was not taken."),
        N_("Try again in a minute; tell the administrator if it stays."),
    ),
    "file-many": (
        N_("So many files cannot be kept with one task: %(file)s was not taken."),
        N_("Put pages together into one PDF."),
    ),
}


class FileRefused(Exception):
    """A file is not taken; `rule` says why, `params` fill its sentence."""

    def __init__(self, rule: str, **params: str | int) -> None:
        self.rule = rule
        self.params = params
        super().__init__(rule)


def fault(refused: FileRefused, *, element: str, file: str) -> Fault:
    """The fault at a field; `file` is what the officer's file is called."""
    message, advice = _WHY[refused.rule]
    params: dict[str, str | int] = {"file": file, **refused.params}
    return Fault(rule=refused.rule, message=message, advice=advice, element=element, params=params)
