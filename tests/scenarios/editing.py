"""Edits a timer in the text of a shipped diagram, deploys it, and sees when it fires."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from engine.rules import calendars, iso8601
from engine.services import deployments
from office import calendar
from tests.scenarios.kecamatan import ADMIN, CODE, Kecamatan, Perkara, by, procedure

_MOMENT = timedelta(seconds=1)


def edit_timer(office: Kecamatan, element: str, text: str) -> None:
    """Write `text` (ISO 8601, or FEEL with "=") as the timer of an element, and deploy its file.

    Only cases that start afterwards follow the edited diagram.
    """
    file, content = _edited(element, text)
    deployments.deploy(office.kernel, by(ADMIN), {file: content})


def working(office: Kecamatan, since: datetime, span: str) -> datetime:
    """When an ISO 8601 duration that starts at `since` is over, in the office's working time."""
    with office.kernel.reads.begin() as session:
        hours = calendar.current(session, CODE)
    return calendars.due(hours, since, iso8601.parse_duration(span))


def assert_fires_at(case: Perkara, element: str, instant: datetime) -> None:
    """The timer waits for exactly this instant: not a second before it, and then at once."""
    assert case.timers()[element] == instant
    case.office.move_to(instant - _MOMENT)
    assert element not in case.passed()
    case.office.move_to(instant)
    assert element in case.passed()


def _edited(element: str, text: str) -> tuple[str, bytes]:
    written = re.compile(
        rf'(<bpmn:timerEventDefinition id="{element}_def">\s*<bpmn:time(?:Duration|Date)[^>]*>)[^<]*'
    )
    for file, content in procedure().items():
        changed, count = written.subn(lambda found: found.group(1) + text, content.decode())
        if count:
            assert count == 1
            return file, changed.encode()
    raise AssertionError(f"no diagram has a timer at {element}")
