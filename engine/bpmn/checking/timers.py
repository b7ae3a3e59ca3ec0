"""Rules about texts that say when: timers, due dates, times to live; and about calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from engine.bpmn.checking.sites import Finding, NodeCheck, Site, is_event, node_check
from engine.bpmn.model import EventKind, Kind, Node, TimerKind
from engine.bpmn.rule import Rule
from engine.rules import iso8601

_CRON: Final = re.compile(r"@\w+( .*)?|[\d*/,?L#A-Za-z-]+( +[\d*/,?L#A-Za-z-]+){4,6}")
_PARSERS: Final[Mapping[TimerKind, Callable[[str], object]]] = {
    TimerKind.DATE: iso8601.parse_instant,
    TimerKind.DURATION: iso8601.parse_duration,
    TimerKind.CYCLE: iso8601.parse_cycle,
}
_EXAMPLES: Final = {
    TimerKind.DATE: "2026-11-24T08:00:00+07:00",
    TimerKind.DURATION: "PT4H or P3D",
    TimerKind.CYCLE: "R/P1D or R3/PT10M",
}


def _literal_timer(node: Node) -> tuple[TimerKind, str] | None:
    event = node.event
    if event is None or event.timer is None or event.value.startswith("="):
        return None
    return event.timer, event.value


def _complaint(parser: Callable[[str], object], text: str) -> str:
    """What is wrong with a text, "" when nothing is."""
    try:
        parser(text)
    except iso8601.TextInvalid as invalid:
        return str(invalid)
    return ""


def _is_cron(text: str) -> bool:
    return _CRON.fullmatch(text) is not None


@node_check(
    Rule(
        id="timer-missing",
        section="BPMN 2.0.2 §10.5.5",
        message="Timer “%(element)s” does not say when.",
        advice="Give it a date, a duration or a cycle.",
    )
)
def timer_missing(node: Node, _: Site) -> Iterator[Finding]:
    if is_event(node, EventKind.TIMER) and node.event and not node.event.value:
        yield {}


@node_check(
    Rule(
        id="bad-timer",
        section="ISO 8601-1:2019 §5.4, §5.5",
        message="Timer “%(element)s”: %(why)s",
        advice="Write it as %(example)s without quotes, or as FEEL with “=” in front.",
    )
)
def bad_timer(node: Node, _: Site) -> Iterator[Finding]:
    found = _literal_timer(node)
    if found is None or not found[1] or _is_cron(found[1]):
        return
    kind, text = found
    why = _complaint(_PARSERS[kind], text)
    if why:
        yield {"why": why, "example": _EXAMPLES[kind]}


@node_check(
    Rule(
        id="cron-timer",
        section="Alur",
        message="Timer “%(element)s” is a cron text: “%(text)s”. Alur does not read cron.",
        advice="Write a cycle, for example R/2026-11-27T14:00:00+07:00/P1W for every Friday.",
    )
)
def cron_timer(node: Node, _: Site) -> Iterator[Finding]:
    found = _literal_timer(node)
    if found is not None and _is_cron(found[1]):
        yield {"text": found[1]}


@node_check(
    Rule(
        id="cycle-not-here",
        section="Camunda 8",
        message="Timer “%(element)s” repeats, but can fire only once.",
        advice="Use a duration or date, or make the event non-interrupting.",
    )
)
def cycle_not_here(node: Node, site: Site) -> Iterator[Finding]:
    if node.event is None or node.event.timer is not TimerKind.CYCLE:
        return
    starts_cases = node.kind is Kind.START and not site.in_event_sub_process
    if node.kind is Kind.CATCH or (node.interrupting and not starts_cases):
        yield {}


@node_check(
    Rule(
        id="bad-due-date",
        section="ISO 8601-1:2019 §5.4, §5.5",
        message="“%(element)s” has the %(place)s “%(text)s”, which is no instant or duration.",
        advice="Write an instant with offset, a duration, or FEEL with “=” in front.",
    )
)
def bad_due_date(node: Node, _: Site) -> Iterator[Finding]:
    given = node.extensions
    for place, text in (("dueDate", given.due_date), ("followUpDate", given.follow_up_date)):
        plain = text.strip()
        if not plain or plain.startswith("="):
            continue
        parsers = (iso8601.parse_instant, iso8601.parse_duration)
        if all(_complaint(parser, plain) for parser in parsers):
            yield {"place": place, "text": text}


@node_check(
    Rule(
        id="bad-time-to-live",
        section="ISO 8601-1:2019 §5.5",
        message="timeToLive of “%(element)s”: %(why)s",
        advice="Write a duration such as PT1H, or FEEL with “=” in front.",
    )
)
def bad_time_to_live(node: Node, _: Site) -> Iterator[Finding]:
    text = node.event.time_to_live.strip() if node.event is not None else ""
    if text and not text.startswith("="):
        why = _complaint(iso8601.parse_duration, text)
        if why:
            yield {"why": why}


@node_check(
    Rule(
        id="unknown-calendar",
        section="Alur",
        message="“%(element)s” counts by the calendar “%(calendar)s”, which does not exist.",
        advice="Create the calendar, or name another.",
    )
)
def unknown_calendar(node: Node, site: Site) -> Iterator[Finding]:
    calendar = node.extensions.properties.get("calendar", "")
    known = site.known.calendars
    if calendar and known is not None and calendar not in known:
        yield {"calendar": calendar}


CHECKS: Final[tuple[NodeCheck, ...]] = (
    timer_missing,
    bad_timer,
    cron_timer,
    cycle_not_here,
    bad_due_date,
    bad_time_to_live,
    unknown_calendar,
)
