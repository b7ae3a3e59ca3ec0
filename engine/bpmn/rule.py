"""What a rule is: an id that stays, where it is written, and the words for whoever broke it.

The rules themselves stand in `grammar` (what reading needs) and in `checking` (what running needs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import Fault, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a diagram. `id` is kebab-case and never changes its meaning.

    `section` names the source ("BPMN 2.0.2 §10.5.2", "Camunda 8", "Alur"). `message` says what is
    wrong, `advice` what to do: English gettext templates with %(name)s parameters.
    """

    id: str
    section: str
    message: str
    advice: str
    severity: Severity = Severity.ERROR

    def fault(
        self,
        found: Mapping[str, str | int] | None = None,
        /,
        *,
        file: str = "",
        element: str = "",
        line: int = 0,
        **params: str | int,
    ) -> Fault:
        """Fill the rule in for one place; `element` is a parameter of the words as well."""
        return Fault(
            rule=self.id,
            message=self.message,
            advice=self.advice,
            params={"element": element, **(found or {}), **params},
            file=file,
            element=element,
            line=line,
            severity=self.severity,
        )
