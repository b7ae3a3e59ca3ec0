"""Reads event definitions and resolves what they name: messages, signals, errors, escalations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from engine.bpmn import grammar
from engine.bpmn.documents import (
    attribute,
    bpmn_child,
    bpmn_children,
    is_true,
    line,
    local,
    reference,
    text,
    zeebe_child,
)
from engine.bpmn.model import Event, EventKind, Kind, TimerKind
from engine.errors import Fault

_SUFFIX: Final = "EventDefinition"
_BARE: Final = {
    "terminate": EventKind.TERMINATE,
    "cancel": EventKind.CANCEL,
    "compensate": EventKind.COMPENSATION,
}
EVENTS: Final = frozenset({Kind.START, Kind.END, Kind.CATCH, Kind.THROW, Kind.BOUNDARY})
_MESSAGING: Final = frozenset({Kind.SEND_TASK, Kind.RECEIVE_TASK})


def definitions(element: Element) -> list[Element]:
    """The event definitions written inside an event, in document order."""
    return [child for child in bpmn_children(element) if local(child).endswith(_SUFFIX)]


@dataclass(slots=True)
class EventReader:
    """Reads events against the root elements of their file; dangling ones go to `faults`."""

    by_id: Mapping[str, Element]
    file: str
    faults: list[Fault] = field(default_factory=list)

    def read(self, element: Element, kind: Kind) -> Event | None:
        """Read the event of a node; None for nodes that are no events and name no message."""
        if kind in _MESSAGING:
            named = element.get("messageRef") is not None
            return self._message(element, element) if named else None
        if kind not in EVENTS:
            return None
        found = [*definitions(element), *self._referenced(element)]
        if not found:
            return Event(kind=EventKind.NONE)
        if len(found) > 1:
            parallel = is_true(element, "parallelMultiple")
            return Event(kind=EventKind.PARALLEL_MULTIPLE if parallel else EventKind.MULTIPLE)
        return self._definition(element, found[0])

    def _definition(self, element: Element, definition: Element) -> Event:
        name = local(definition).removesuffix(_SUFFIX)
        match name:
            case "message":
                return self._message(element, definition)
            case "signal" | "error" | "escalation":
                return self._named(element, definition, name)
            case "timer":
                child = bpmn_child(definition, *TimerKind)
                timer = None if child is None else TimerKind(local(child))
                return Event(kind=EventKind.TIMER, timer=timer, value=text(child))
            case "link":
                return Event(kind=EventKind.LINK, name=attribute(definition, "name"))
            case "conditional":
                condition = text(bpmn_child(definition, "condition"))
                return Event(kind=EventKind.CONDITIONAL, value=condition)
            case _:
                return self._bare(definition, name)

    def _bare(self, definition: Element, name: str) -> Event:
        """Read a definition that says nothing but its kind."""
        if name not in _BARE:
            fault = grammar.UNKNOWN.fault(
                file=self.file,
                element=attribute(definition, "id"),
                line=line(definition),
                tag=local(definition),
            )
            self.faults.append(fault)
        return Event(kind=_BARE.get(name, EventKind.NONE))

    def _referenced(self, element: Element) -> list[Element]:
        """Event definitions that stand at the root of the file and are named by reference."""
        found = []
        for child in bpmn_children(element, "eventDefinitionRef"):
            wanted = reference(text(child))
            target = self.by_id.get(wanted)
            if target is not None and local(target).endswith(_SUFFIX):
                found.append(target)
            else:
                self._dangling(element, "eventDefinitionRef", wanted, "event definition")
        return found

    def _resolve(self, element: Element, holder: Element, tag: str) -> tuple[str, Element | None]:
        """Give the id named by `<tag>Ref` of `holder`, and the root element it names."""
        name = f"{tag}Ref"
        wanted = reference(attribute(holder, name))
        if not wanted:
            return "", None
        target = self.by_id.get(wanted)
        if target is None or local(target) != tag:
            self._dangling(element, name, wanted, tag)
            return wanted, None
        return wanted, target

    def _dangling(self, element: Element, name: str, target: str, wanted: str) -> None:
        self.faults.append(
            grammar.DANGLING.fault(
                file=self.file,
                element=attribute(element, "id"),
                line=line(element),
                attribute=name,
                target=target,
                wanted=wanted,
            )
        )

    def _message(self, element: Element, holder: Element) -> Event:
        wanted, message = self._resolve(element, holder, "message")
        publish = zeebe_child(holder, "publishMessage")
        for other in (element, message):
            publish = publish if publish is not None else zeebe_child(other, "publishMessage")
        subscribed = attribute(zeebe_child(message, "subscription"), "correlationKey")
        return Event(
            kind=EventKind.MESSAGE,
            name=attribute(message, "name", "" if message is not None else wanted),
            key=attribute(publish, "correlationKey") or subscribed,
            message_id=attribute(publish, "messageId"),
            time_to_live=attribute(publish, "timeToLive"),
            reference=wanted,
        )

    def _named(self, element: Element, definition: Element, tag: str) -> Event:
        """Read a signal by its name, an error or escalation by its code."""
        wanted, target = self._resolve(element, definition, tag)
        fallback = "" if target is not None else wanted
        if tag == EventKind.SIGNAL:
            name = attribute(target, "name", fallback)
            return Event(kind=EventKind.SIGNAL, name=name, reference=wanted)
        code = attribute(target, f"{tag}Code", fallback)
        return Event(kind=EventKind(tag), code=code, reference=wanted)
