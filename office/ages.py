"""Ages and birthdays; somebody born on 29 February has it on 1 March in a common year (G6)."""

from __future__ import annotations

from datetime import date


def birthday(born: date, years: int) -> date:
    """Give the day on which somebody born on `born` becomes `years` old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age_on(born: date, day: date) -> int:
    """Count the whole years lived on `day`; the birthday itself counts. Negative before birth."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1
