"""Each rule about events and times: its right twin passes, its wrong twin breaks just it."""

import pytest

from engine.bpmn import checks
from engine.errors import Severity
from tests.bpmn.drawing import (
    boundary,
    catch,
    chain,
    draw,
    element,
    end,
    error,
    escalation,
    event_sub,
    flow,
    link,
    message,
    path,
    properties,
    receive,
    service,
    signal,
    start,
    sub,
    task,
    terminate,
    throw,
    timer,
    user,
    zeebe,
)
from tests.bpmn.judging import Twin, faults, line, rules

LINE = chain(start(), task("t"), end())
NAMELESS = "<bpmn:messageEventDefinition/>"
CODELESS = '<bpmn:error id="er"/>'
BY_ER = '<bpmn:errorEventDefinition errorRef="er"/>'


def on_task(event: str, *, interrupting: bool = True) -> bytes:
    return draw(*LINE, boundary("b", "t", event, interrupting=interrupting), flow("b", "e"))


def reacting(event: str, *, interrupting: bool = True) -> bytes:
    begin = start("s1", event, isInterrupting=interrupting)
    return draw(*LINE, event_sub("esp", *chain(begin, end("e1"))))


def caught(event: str) -> bytes:
    return line(catch("c", event))


def by(kind: str, text: str) -> bytes:
    """A non-interrupting boundary timer of this kind."""
    return on_task(
        f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>",
        interrupting=False,
    )


def linked(*parts: str) -> bytes:
    out = chain(start(), throw("t1", link("L")))
    back = chain(catch("c1", link("L")), end())
    return draw(*out, *back, *parts)


def sending(event: str, *extensions: str) -> bytes:
    return line(throw("th", event, *extensions))


def due(text: str) -> bytes:
    return line(user("u", zeebe("taskSchedule", dueDate=text), groups="g"))


def counted(calendar: str) -> bytes:
    return line(catch("c", timer("P3D"), properties(calendar=calendar)))


OFFICE = checks.Known(calendars=frozenset({"kantor"}))

TWINS = [
    Twin(
        rule="event-position",
        right=line(task("t")),
        wrong=draw(*chain(start("s", error("E")), end())),
    ),
    Twin(
        rule="event-position",
        right=line(sub("sp", *chain(start("s1"), end("e1")))),
        wrong=line(sub("sp", *chain(start("s1", signal("g")), end("e1")))),
    ),
    Twin(rule="event-position", right=reacting(signal("g")), wrong=reacting("")),
    Twin(rule="event-position", right=caught(signal("g")), wrong=caught("")),
    Twin(rule="event-position", right=on_task(signal("g")), wrong=on_task("")),
    Twin(rule="event-position", right=line(throw("x")), wrong=line(throw("x", timer("PT1H")))),
    Twin(
        rule="event-position",
        right=draw(*chain(start(), end("e", terminate()))),
        wrong=draw(*chain(start(), end("e", timer("PT1H")))),
    ),
    Twin(
        rule="must-interrupt",
        right=on_task(error("E")),
        wrong=on_task(error("E"), interrupting=False),
    ),
    Twin(
        rule="must-interrupt",
        right=reacting(escalation("X"), interrupting=False),
        wrong=reacting(error("X"), interrupting=False),
    ),
    Twin(rule="message-missing", right=caught(message("m")), wrong=caught(NAMELESS)),
    Twin(
        rule="message-missing",
        right=sending(NAMELESS, zeebe("taskDefinition", type="kirim")),
        wrong=sending(NAMELESS),
    ),
    Twin(
        rule="message-missing",
        right=line(receive("r", "m")),
        wrong=line(element("receiveTask", "r")),
    ),
    Twin(rule="message-missing", right=line(receive("r", "m")), wrong=line(receive("r", " "))),
    Twin(
        rule="signal-missing",
        right=caught(signal("g")),
        wrong=caught("<bpmn:signalEventDefinition/>"),
    ),
    Twin(
        rule="start-name-expression",
        right=draw(*chain(start("s", message("m")), end())),
        wrong=draw(*chain(start("s", message("=m")), end())),
    ),
    Twin(
        rule="code-missing",
        right=draw(*chain(start(), end("e", error("E")))),
        wrong=draw(*chain(start(), end("e", error()))),
    ),
    Twin(
        rule="code-missing",
        right=on_task(error()),
        wrong=draw(*LINE, boundary("b", "t", BY_ER), flow("b", "e"), extra=CODELESS),
    ),
    Twin(
        rule="code-expression",
        right=draw(*chain(start(), end("e", error("=kode")))),
        wrong=on_task(error("=kode")),
    ),
    Twin(
        rule="caught-twice",
        right=draw(*LINE, *(boundary(b, "t", error(b)) + flow(b, "e") for b in ("E1", "E2"))),
        wrong=draw(*LINE, *(boundary(b, "t", error("E")) + flow(b, "e") for b in ("b1", "b2"))),
    ),
    Twin(
        rule="link-partner",
        right=linked(),
        wrong=draw(*LINE, throw("t2", link("M")), flow("t", "t2")),
    ),
    Twin(
        rule="link-partner",
        right=linked(),
        wrong=draw(*LINE, catch("c2", link("M")), flow("c2", "t")),
    ),
    Twin(
        rule="link-target-twice",
        right=linked(),
        wrong=linked(catch("c2", link("L")), flow("c2", "e")),
    ),
    Twin(rule="link-connected", right=linked(), wrong=linked(flow("t1", "e"))),
    Twin(
        rule="link-connected",
        right=linked(task("t"), path("c1", "t")),
        wrong=linked(task("t"), path("c1", "t", "c1")),
    ),
    Twin(
        rule="timer-missing",
        right=caught(timer("PT1H")),
        wrong=caught("<bpmn:timerEventDefinition/>"),
    ),
    *(
        Twin(rule="bad-timer", right=by(kind, right), wrong=by(kind, wrong))
        for kind, right, wrong in (
            ("timeDuration", "PT1H", '"PT1H"'),
            ("timeDuration", "P3D", "-P3D"),
            ("timeDuration", "=tenggang", "tenggang"),
            ("timeDuration", "P1W", "P"),
            ("timeDuration", "PT0S", "1 jam"),
            ("timeDate", "2026-11-24T08:00:00+07:00", "2026-11-24T08:00:00"),
            ("timeDate", "2026-11-24T08:00Z", "24-11-2026"),
            ("timeDate", "2024-02-29T08:00Z", "2026-02-29T08:00Z"),
            ("timeCycle", "R/P1D", "P1D"),
            ("timeCycle", "R3/PT10M", "R3/-PT10M"),
            ("timeCycle", "R/2026-11-27T14:00:00+07:00/P1W", "R0/P1D"),
        )
    ),
    *(
        Twin(rule="cron-timer", right=by("timeCycle", "R/P1D"), wrong=by("timeCycle", cron))
        for cron in ("0 0 9-17 * * MON-FRI", "* * * * *", "@daily")
    ),
    Twin(
        rule="cycle-not-here",
        right=on_task(timer(cycle="R/P1D"), interrupting=False),
        wrong=on_task(timer(cycle="R/P1D")),
    ),
    Twin(
        rule="cycle-not-here",
        right=draw(*chain(start("s", timer(cycle="R/P1D")), end())),
        wrong=caught(timer(cycle="R/P1D")),
    ),
    Twin(
        rule="cycle-not-here",
        right=reacting(timer(cycle="R/P1D"), interrupting=False),
        wrong=reacting(timer(cycle="R/P1D")),
    ),
    Twin(rule="bad-due-date", right=due("2026-11-24T08:00:00+07:00"), wrong=due("besok")),
    Twin(rule="bad-due-date", right=due("PT4H"), wrong=due("2026-11-24")),
    Twin(
        rule="bad-time-to-live",
        right=sending(message("m", ttl="PT1H")),
        wrong=sending(message("m", ttl="1h")),
    ),
    Twin(rule="unknown-calendar", right=counted("kantor"), wrong=counted("libur"), known=OFFICE),
]


def name(twin: Twin) -> str:
    return twin.rule


@pytest.mark.parametrize("twin", TWINS, ids=name)
def test_the_right_twin_breaks_no_rule(twin: Twin) -> None:
    assert rules(twin.right, twin.known) == []


@pytest.mark.parametrize("twin", TWINS, ids=name)
def test_the_wrong_twin_breaks_just_the_rule(twin: Twin) -> None:
    assert rules(twin.wrong, twin.known) == [twin.rule]


def test_catching_twice_is_only_a_warning() -> None:
    twin = next(twin for twin in TWINS if twin.rule == "caught-twice")

    assert [fault.severity for fault in faults(twin.wrong)] == [Severity.WARNING]


@pytest.mark.parametrize(
    "definition",
    [
        message("m"),
        message("m", "kunci"),
        timer("PT1H"),
        timer(date="=tanggal"),
        signal("g"),
        error("E"),
        error(),
        escalation("X"),
    ],
)
def test_these_events_may_sit_on_activities_and_start_event_sub_processes(definition: str) -> None:
    assert rules(on_task(definition)) == []
    assert rules(reacting(definition)) == []


def test_calendars_are_not_looked_up_when_none_are_known() -> None:
    assert rules(counted("libur")) == []


def test_service_tasks_take_boundary_events_too() -> None:
    content = draw(
        *chain(start(), service("t"), end()), boundary("b", "t", error("E")), flow("b", "e")
    )

    assert rules(content) == []
