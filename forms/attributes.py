"""Reads the attributes of one JSON object of a form file and notes every fault. Builds nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from engine import feel
from engine.errors import Fault
from engine.values import JsonValue
from forms import templates
from forms.messages import N_
from forms.model import Bound, Template

_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}(?:\.[A-Za-z_][A-Za-z0-9_]{0,99}){0,9}")


class Faults:
    """Everything found wrong in one file, in the order it was found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(
        self, rule: str, element: str, message: str, advice: str = "", **params: str | int
    ) -> None:
        """Note a fault at an element (a component's key, else its id)."""
        self.found.append(
            Fault(
                rule=rule,
                message=message,
                advice=advice,
                params={"element": element, **params},
                file=self.file,
                element=element,
            )
        )


class Attributes:
    """One JSON object. Every getter gives the default when the attribute is missing or wrong."""

    def __init__(self, data: Mapping[str, JsonValue], element: str, faults: Faults) -> None:
        self.data = data
        self.element = element
        self.faults = faults

    def text(self, name: str, default: str = "") -> str:
        value = self.data.get(name)
        if value is None or isinstance(value, str):
            return default if value is None else value
        self._wrong(name, "a text")
        return default

    def flag(self, name: str) -> bool:
        value = self.data.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._wrong(name, "true or false")
        return False

    def whole(self, name: str) -> int | None:
        value = self.data.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self._wrong(name, "a whole number")
        return None

    def inner(self, name: str) -> Attributes:
        """Give the object of that name, an empty one when there is none; faults stay here."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, dict):
            self._wrong(name, "an object")
        return Attributes(value if isinstance(value, dict) else {}, self.element, self.faults)

    def items(self, name: str) -> list[Attributes]:
        """Give the objects of a list."""
        value = self.data.get(name)
        listed = value if isinstance(value, list) else []
        objects = [item for item in listed if isinstance(item, dict)]
        if value is not None and (value is not listed or len(objects) != len(listed)):
            self._wrong(name, "a list of objects")
        return [Attributes(item, self.element, self.faults) for item in objects]

    def key(self, name: str) -> str:
        """Give a dotted path, "" when it is missing or wrong."""
        value = self.text(name)
        if value and not _KEY.fullmatch(value):
            self.faults.add(
                "form-key",
                self.element,
                N_("%(name)s of %(element)s is no path of letters, digits and _."),
                N_("Write for example pemohon.nama, without spaces."),
                name=name,
            )
            return ""
        return value

    def expression(self, name: str) -> feel.Expression | None:
        """Compile a FEEL text, with or without its leading "="."""
        value = self.text(name).strip()
        return self.compile(feel.strip(value), name) if value else None

    def template(self, name: str) -> Template:
        """Read a text that may hold FEEL."""
        try:
            return templates.parse(self.text(name), lambda text: self._must(text, name))
        except templates.TemplateRefused as refused:
            self.faults.add(
                "form-text",
                self.element,
                N_("%(name)s of %(element)s cannot be read: %(why)s."),
                name=name,
                why=str(refused),
            )
        except feel.FeelInvalid:
            pass  # noted by _must
        return Template()

    def bound(self, name: str) -> Bound | None:
        """Read a limit: a number, a number in a text, or FEEL."""
        value = self.data.get(name)
        if isinstance(value, str) and feel.is_expression(value):
            return self.compile(feel.strip(value), name)
        if value is None or value == "":
            return None
        try:
            number = Decimal(value) if isinstance(value, (int, Decimal, str)) else None
        except InvalidOperation:
            number = None
        if number is None or isinstance(value, bool) or not number.is_finite():
            self._wrong(name, "a number or FEEL")
            return None
        return number

    def compile(self, text: str, name: str) -> feel.Expression | None:
        """Compile FEEL, noting the fault with line and column when it is wrong."""
        try:
            return self._must(text, name)
        except feel.FeelInvalid:
            return None

    def _must(self, text: str, name: str) -> feel.Expression:
        try:
            return feel.compile_expression(text)
        except feel.FeelInvalid as invalid:
            self.faults.add(
                "form-feel",
                self.element,
                N_("%(name)s of %(element)s is wrong at column %(column)s: %(why)s"),
                name=name,
                column=invalid.column,
                why=invalid.why,
            )
            raise

    def _wrong(self, name: str, wanted: str) -> None:
        self.faults.add(
            "form-attribute",
            self.element,
            N_("%(name)s of %(element)s must be %(wanted)s."),
            name=name,
            wanted=wanted,
        )
