"""BPMN elements and zeebe: extensions as text. Knows nothing of what belongs where."""

# ruff: noqa: A002 - id and type are BPMN's own attribute names

from __future__ import annotations

from xml.sax.saxutils import quoteattr

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
)


def element(tag: str, id: str, body: str = "", /, **attributes: str | bool | None) -> str:
    """Write any BPMN element; True and False become "true" and "false", None leaves out."""
    given = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in attributes.items()
        if value is not None
    }
    written = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
    return f'<bpmn:{tag} id="{id}"{written}>{body}</bpmn:{tag}>'


def zeebe(tag: str, **attributes: str | bool | None) -> str:
    return element(tag, "", **attributes).replace(' id=""', "").replace("bpmn:", "zeebe:")


def extended(*extensions: str) -> str:
    """Wrap zeebe: elements into extensionElements; nothing when there are none."""
    body = "".join(extensions)
    return f"<bpmn:extensionElements>{body}</bpmn:extensionElements>" if body else ""


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """zeebe:ioMapping from target -> source."""
    lines = [
        f"<zeebe:{tag} source={quoteattr(source)} target={quoteattr(target)}/>"
        for tag, pairs in (("input", inputs), ("output", outputs))
        for target, source in (pairs or {}).items()
    ]
    return f"<zeebe:ioMapping>{''.join(lines)}</zeebe:ioMapping>" if lines else ""


def properties(**pairs: str) -> str:
    lines = [f'<zeebe:property name="{name}" value={quoteattr(pairs[name])}/>' for name in pairs]
    return f"<zeebe:properties>{''.join(lines)}</zeebe:properties>" if lines else ""


def headers(**pairs: str) -> str:
    lines = [f'<zeebe:header key="{name}" value={quoteattr(pairs[name])}/>' for name in pairs]
    return f"<zeebe:taskHeaders>{''.join(lines)}</zeebe:taskHeaders>" if lines else ""
