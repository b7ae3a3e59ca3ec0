"""DMN XML made safe to walk, and the collecting of faults. Meaning is given elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from lxml import etree

from engine import feel
from engine.errors import Fault

#: the type lxml has no public name for
Element: TypeAlias = "etree._Element"  # noqa: SLF001 - see above

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_NESTING: Final = 100
NAMESPACES: Final = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
        "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
        "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
        "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
    }
)
_DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(content: bytes, file: str) -> tuple[Element | None, tuple[Fault, ...]]:
    """The root element, or None and why not."""
    if len(content) > MAX_BYTES:
        return _refused(file, "dmn-size", "The file is larger than 5 MB.", "Split it.")
    if _DOCTYPE.search(content):
        return _declares(file)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return _refused(
            file,
            "dmn-xml",
            "The file is no well-formed XML: %(why)s.",
            "Save it again with the modeler.",
            line=error.lineno or 0,
            why=str(error.msg),
        )
    if root.getroottree().docinfo.doctype:
        return _declares(file)
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        return _refused(
            file,
            "dmn-namespace",
            "The file is not DMN 1.2 to 1.5.",
            "Save it with a current modeler.",
            line=root.sourceline or 0,
        )
    return root, ()


def _declares(file: str) -> tuple[None, tuple[Fault, ...]]:
    return _refused(
        file, "dmn-doctype", "The file declares a document type or entities.", "Take them away."
    )


def _refused(
    file: str, rule: str, message: str, advice: str, line: int = 0, **params: str | int
) -> tuple[None, tuple[Fault, ...]]:
    fault = Fault(rule=rule, message=message, advice=advice, params=params, file=file, line=line)
    return None, (fault,)


class Reader:
    """Walks one document in its own namespace, and collects faults."""

    def __init__(self, root: Element, file: str) -> None:
        self.root = root
        self.file = file
        self.faults: list[Fault] = []
        self._space = etree.QName(root).namespace or ""
        self._members = self._item_members()

    # walking

    def children(self, element: Element, tag: str) -> Iterator[Element]:
        return element.iterchildren(f"{{{self._space}}}{tag}")

    def child(self, element: Element, tag: str) -> Element | None:
        return next(self.children(element, tag), None)

    def tag(self, element: Element) -> str:
        """The local name, "" for elements of other namespaces and for instructions."""
        if not isinstance(element.tag, str):
            return ""
        name = etree.QName(element)
        return name.localname if name.namespace == self._space else ""

    def text(self, element: Element | None) -> tuple[str, Element | None]:
        """The content of the `text` child, with the element that holds it."""
        holder = None if element is None else self.child(element, "text")
        return ("" if holder is None else holder.text or ""), holder

    @staticmethod
    def line(element: Element) -> int:
        return int(element.sourceline or 0)

    @staticmethod
    def identify(element: Element) -> str:
        """The id of the element, or of the nearest one above that has one."""
        at: Element | None = element
        while at is not None:
            if at.get("id"):
                return str(at.get("id"))
            at = at.getparent()
        return ""

    # item definitions

    def _item_members(self) -> frozenset[str]:
        tag = f"{{{self._space}}}itemComponent"
        return frozenset(str(one.get("name", "")) for one in self.root.iterdescendants(tag))

    def members_of(self, input_name: str) -> Iterator[str]:
        """Names of entries that may stand behind the input's name, as "input.entry"."""
        return (f"{input_name}.{member}" for member in self._members if member)

    # faults

    def fault(
        self, element: Element, rule: str, message: str, advice: str, **params: str | int
    ) -> None:
        """Add a fault at the element."""
        self.fault_at(self.identify(element), self.line(element), rule, message, advice, **params)

    def fault_at(
        self, element: str, line: int, rule: str, message: str, advice: str, **params: str | int
    ) -> None:
        self.faults.append(
            Fault(
                rule=rule,
                message=message,
                advice=advice,
                params=params,
                file=self.file,
                element=element,
                line=line,
            )
        )

    # FEEL

    def expression(
        self, element: Element | None, names: frozenset[str], *, owner: Element
    ) -> feel.Expression | None:
        """Compile the text of an element; an empty one is null."""
        text, holder = self.text(element)
        self._check_language(element)
        try:
            return feel.compile_expression(text if text.strip() else "null", names)
        except feel.FeelInvalid as error:
            self.feel_fault(error, owner if holder is None else holder)
            return None

    def tests(self, element: Element, names: frozenset[str]) -> feel.UnaryTests | None:
        """Compile the unary tests of an element; empty ones pass always."""
        text, holder = self.text(element)
        self._check_language(element)
        try:
            return feel.compile_unary(text if text.strip() else "-", names)
        except feel.FeelInvalid as error:
            self.feel_fault(error, element if holder is None else holder)
            return None

    def feel_fault(self, error: feel.FeelInvalid, element: Element) -> None:
        self.faults.append(
            error.located(file=self.file, element=self.identify(element), line=self.line(element))
        )

    def _check_language(self, element: Element | None) -> None:
        language = "" if element is None else element.get("expressionLanguage", "")
        if element is not None and language and "feel" not in language.lower():
            self.fault(
                element,
                "dmn-language",
                "The expression language %(language)s is not run.",
                "Use FEEL.",
                language=language,
            )
