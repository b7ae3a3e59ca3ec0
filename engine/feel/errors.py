"""What can go wrong with a FEEL text: it cannot be read, or it asks for too much."""

from __future__ import annotations

from engine.errors import Failed, Fault, Invalid


class FeelInvalid(Invalid):
    """The text is not FEEL. `line` and `column` count from 1 within the text itself.

    `why` is the English sentence; `faults[0]` the same as a translatable Fault.
    """

    code = "feel-invalid"
    message = "The expression is wrong at line %(line)s, column %(column)s: %(why)s"

    def __init__(self, line: int, column: int, message: str, **params: str | int) -> None:
        self.line = line
        self.column = column
        self.why = message % params if params else message
        fault = Fault(
            rule="feel-syntax", message=message, params=dict(params), line=line, column=column
        )
        super().__init__((fault,), line=line, column=column, why=self.why)

    def located(self, *, file: str, element: str, line: int = 0) -> Fault:
        """The fault as seen in `file`; `line` is the element's line there (0: not known)."""
        fault = self.faults[0]
        return Fault(
            rule=fault.rule,
            message="FEEL: " + fault.message,
            params=fault.params,
            file=file,
            element=element,
            line=line + self.line - 1 if line else self.line,
            column=self.column,
        )


class FeelLimit(Failed):
    """The evaluation was stopped: it takes too many steps, or makes too large a value."""

    code = "feel-limit"
    message = (
        "The expression was stopped: %(what)s exceeds the limit of %(limit)s. Make it simpler."
    )
