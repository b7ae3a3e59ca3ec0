"""Event definitions and events as text; what they name is declared at the root by `document`."""

# ruff: noqa: A002 - id and type are BPMN's own attribute names

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from tests.bpmn.markup import element, extended, zeebe


def start(id: str = "s", on: str = "", *extensions: str, **attributes: str | bool | None) -> str:
    """A start event; `on` is an event definition (`message`, `timer`, …)."""
    return element("startEvent", id, extended(*extensions) + on, **attributes)


def end(id: str = "e", on: str = "", *extensions: str) -> str:
    return element("endEvent", id, extended(*extensions) + on)


def catch(id: str, on: str, *extensions: str) -> str:
    return element("intermediateCatchEvent", id, extended(*extensions) + on)


def throw(id: str, on: str = "", *extensions: str) -> str:
    return element("intermediateThrowEvent", id, extended(*extensions) + on)


def boundary(id: str, host: str, on: str, *extensions: str, interrupting: bool = True) -> str:
    body = extended(*extensions) + on
    return element("boundaryEvent", id, body, attachedToRef=host, cancelActivity=interrupting)


def timer(duration: str = "", *, date: str = "", cycle: str = "") -> str:
    """A timer by exactly one of the three; texts as they stand, "=" before FEEL."""
    given = {"timeDuration": duration, "timeDate": date, "timeCycle": cycle}
    tag, text = next((tag, text) for tag, text in given.items() if text)
    inside = f"<bpmn:{tag}>{escape(text)}</bpmn:{tag}>"
    return f"<bpmn:timerEventDefinition>{inside}</bpmn:timerEventDefinition>"


def message(
    name: str, key: str = "", *, publish_key: str = "", message_id: str = "", ttl: str = ""
) -> str:
    """A message by name; `key` the subscription's correlation key (FEEL without "=")."""
    publish = ""
    if publish_key or message_id or ttl:
        publish = extended(
            zeebe(
                "publishMessage",
                correlationKey=f"={publish_key}" if publish_key else None,
                messageId=message_id or None,
                timeToLive=ttl or None,
            )
        )
    reference = message_root(name, key)
    return (
        f'{reference[1]}<bpmn:messageEventDefinition messageRef="{reference[0]}">'
        f"{publish}</bpmn:messageEventDefinition>"
    )


def message_root(name: str, key: str) -> tuple[str, str]:
    root = _identifier("message", name, key)
    subscription = extended(zeebe("subscription", correlationKey=f"={key}")) if key else ""
    return root, f"<!--root:{element('message', root, subscription, name=name)}-->"


def signal(name: str) -> str:
    return _referring("signal", name, name=name)


def error(code: str = "") -> str:
    """An error by code; without one it catches all."""
    return _referring("error", code, name=code, errorCode=code)


def escalation(code: str = "") -> str:
    return _referring("escalation", code, name=code, escalationCode=code)


def link(name: str) -> str:
    return f"<bpmn:linkEventDefinition name={quoteattr(name)}/>"


def terminate() -> str:
    return "<bpmn:terminateEventDefinition/>"


def _referring(tag: str, given: str, **attributes: str) -> str:
    if not given:
        return f"<bpmn:{tag}EventDefinition/>"
    root = _identifier(tag, given)
    written = element(tag, root, **attributes)
    return f'<!--root:{written}--><bpmn:{tag}EventDefinition {tag}Ref="{root}"/>'


def _identifier(*parts: str) -> str:
    return re.sub(r"\W", "_", "_".join(part for part in parts if part))
