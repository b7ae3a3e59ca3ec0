"""The rules a file must keep to be read at all. What must hold to run is `checking`."""

from __future__ import annotations

from typing import Final

from engine.bpmn.rule import Rule

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ELEMENTS: Final = 40_000
MAX_NESTING: Final = 32

TOO_LARGE: Final = Rule(
    id="file-too-large",
    section="Alur",
    message="The file has %(bytes)s bytes; %(limit)s are allowed.",
    advice="Split the process with call activities, or remove pictures from the file.",
)
NOT_XML: Final = Rule(
    id="not-xml",
    section="BPMN 2.0.2 §15.1",
    message="The file is not well-formed XML: %(reason)s.",
    advice="Export the diagram from the modeler again.",
)
DOCUMENT_TYPE: Final = Rule(
    id="document-type",
    section="Alur",
    message="The file declares a document type or entities.",
    advice="Remove the <!DOCTYPE …> declaration; a diagram needs none.",
)
NOT_BPMN: Final = Rule(
    id="not-bpmn",
    section="BPMN 2.0.2 §15.3",
    message="The file is XML but not BPMN 2.0: its root is %(root)s.",
    advice="Export the diagram as BPMN 2.0; its root is <bpmn:definitions>.",
)
TOO_MANY: Final = Rule(
    id="too-many-elements",
    section="Alur",
    message="The file has more than %(limit)s BPMN elements.",
    advice="Split the process with call activities.",
)
TOO_DEEP: Final = Rule(
    id="nesting-too-deep",
    section="Alur",
    message="Elements are nested more than %(limit)s levels deep.",
    advice="Move inner sub-processes into processes of their own and call them.",
)
MISSING_ID: Final = Rule(
    id="missing-id",
    section="BPMN 2.0.2 §8.2.1",
    message="A %(tag)s has no id.",
    advice="Give it an id that is unique in the file.",
)
BAD_ID: Final = Rule(
    id="bad-id",
    section="BPMN 2.0.2 §8.2.1",
    message="The id “%(element)s” is not allowed.",
    advice=(
        "Begin an id with a letter or “_”; go on with letters, digits, “_”, “-” and “.”;"
        " at most %(limit)s characters."
    ),
)
DUPLICATE_ID: Final = Rule(
    id="duplicate-id",
    section="BPMN 2.0.2 §8.2.1",
    message="The id “%(element)s” was already used in line %(first)s.",
    advice="Give one of the two elements another id.",
)
DANGLING: Final = Rule(
    id="dangling-reference",
    section="BPMN 2.0.2 §8.2",
    message="%(attribute)s of “%(element)s” names “%(target)s”, which is no %(wanted)s here.",
    advice="Point it to an element of this file, or remove it.",
)
CROSSING: Final = Rule(
    id="flow-crosses-border",
    section="BPMN 2.0.2 §7.6.1",
    message="Sequence flow “%(element)s” leads across the border of a pool or sub-process.",
    advice="Connect elements of the same level; use messages between pools.",
)
NOT_OUTGOING: Final = Rule(
    id="default-not-outgoing",
    section="BPMN 2.0.2 §8.4.13",
    message="The default flow “%(target)s” of “%(element)s” does not leave it.",
    advice="Choose one of the element's own outgoing flows as default, or none.",
)
NOT_ATTACHED: Final = Rule(
    id="not-attached",
    section="BPMN 2.0.2 §10.5.4",
    message="Boundary event “%(element)s” sits on “%(target)s”, which is no activity beside it.",
    advice="Attach it to a task, sub-process or call activity of the same level.",
)
UNKNOWN: Final = Rule(
    id="unknown-element",
    section="BPMN 2.0.2 §10",
    message="<%(tag)s> (%(element)s) is not known inside a process.",
    advice="Remove it or draw it with an element of chapter 10 of BPMN 2.0.",
)

RULES: Final = (
    TOO_LARGE,
    NOT_XML,
    DOCUMENT_TYPE,
    NOT_BPMN,
    TOO_MANY,
    TOO_DEEP,
    MISSING_ID,
    BAD_ID,
    DUPLICATE_ID,
    DANGLING,
    CROSSING,
    NOT_OUTGOING,
    NOT_ATTACHED,
    UNKNOWN,
)
