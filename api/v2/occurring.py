"""`occurredAt`, Alur's own member of requests that write: when it really happened.

What an office wrote down during a power cut is entered later; Camunda 8 has no such member.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final

from marshmallow import ValidationError, fields
from typing_extensions import override

_MEANING: Final = (
    "When it really happened, with offset; not in the future. A late entry: history keeps this "
    "instant and that of recording. Alur's extension, not in Camunda 8"
)


class _Occurred(fields.AwareDateTime):
    """An instant in UTC; one whose UTC lies outside the calendar is refused."""

    @override
    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super()._deserialize(*args, **kwargs).astimezone(UTC)
        except OverflowError as error:
            raise ValidationError("Not a valid aware datetime.") from error


def occurred_field() -> fields.AwareDateTime:
    """ISO 8601 with offset, read as UTC; None when it is not sent: then it is now."""
    return _Occurred(
        load_default=None, allow_none=True, format="iso", metadata={"description": _MEANING}
    )
