"""Bytes to a BPMN document, hardened, and the small questions asked of XML. Builds no model."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from engine.bpmn import grammar
from engine.errors import DeploymentRefused, Fault

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"
#: Namespaces in which other engines write what they execute, and the prefix we call them by.
FOREIGN: Final = {
    "http://camunda.org/schema/1.0/bpmn": "camunda",
    "http://activiti.org/bpmn": "activiti",
    "http://flowable.org/bpmn": "flowable",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "spiffworkflow",
    "http://www.jboss.org/drools": "drools",
}
_TRUE: Final = frozenset({"true", "1"})


def parse(content: bytes, file: str) -> Element:
    """Parse a BPMN file and give its definitions element.

    Entities are never resolved, nothing is fetched, depth and expansion are bounded by libxml2.

    Raises:
        DeploymentRefused: not XML, not BPMN, too large or with a document type: one fault.
    """
    if len(content) > grammar.MAX_BYTES:
        limit = grammar.MAX_BYTES
        raise DeploymentRefused(
            (grammar.TOO_LARGE.fault(file=file, bytes=len(content), limit=limit),)
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DeploymentRefused((_syntax_fault(error, file),)) from error
    fault = _judge(root, file)
    if fault is not None:
        raise DeploymentRefused((fault,))
    return root


def _judge(root: Element, file: str) -> Fault | None:
    if root.getroottree().docinfo.internalDTD is not None:
        return grammar.DOCUMENT_TYPE.fault(file=file, line=1)
    if root.tag != f"{{{BPMN}}}definitions":
        return grammar.NOT_BPMN.fault(file=file, line=line(root), root=str(root.tag))
    beyond = next(islice(root.iter(f"{{{BPMN}}}*"), grammar.MAX_ELEMENTS, None), None)
    if beyond is not None:
        limit = grammar.MAX_ELEMENTS
        return grammar.TOO_MANY.fault(file=file, line=line(beyond), limit=limit)
    return None


def _syntax_fault(error: etree.XMLSyntaxError, file: str) -> Fault:
    line = error.lineno or 0
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        if "depth" in (error.msg or ""):
            return grammar.TOO_DEEP.fault(file=file, line=line, limit=grammar.MAX_NESTING)
        return grammar.DOCUMENT_TYPE.fault(file=file, line=line)
    reason = (error.msg or "it is empty").partition(", line ")[0]
    return grammar.NOT_XML.fault(file=file, line=line, reason=reason)


def local(element: Element) -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def bpmn_children(element: Element, *tags: str) -> Iterator[Element]:
    """The BPMN children in document order: all, or those of the given tags."""
    wanted = [f"{{{BPMN}}}{tag}" for tag in tags or ("*",)]
    return element.iterchildren(*wanted)


def bpmn_child(element: Element, *tags: str) -> Element | None:
    return next(bpmn_children(element, *tags), None)


def zeebe_child(element: Element | None, tag: str) -> Element | None:
    """The zeebe: extension of this tag directly on the element."""
    if element is None:
        return None
    for container in bpmn_children(element, "extensionElements"):
        found = container.find(f"{{{ZEEBE}}}{tag}")
        if found is not None:
            return found
    return None


def attribute(element: Element | None, name: str, default: str = "") -> str:
    return default if element is None else element.get(name, default)


def is_true(element: Element, name: str, *, default: bool = False) -> bool:
    value = element.get(name)
    return default if value is None else value.strip() in _TRUE


def text(element: Element | None) -> str:
    """All text inside, without blanks at the ends; "" when there is no such element."""
    return "" if element is None else "".join(element.itertext()).strip()


def reference(value: str) -> str:
    """The id named by an IDREF or QName attribute (a prefix says nothing to us)."""
    return value.strip().rpartition(":")[2]


def line(element: Element) -> int:
    return element.sourceline or 0
