"""Built-in functions on dates, times, durations (DMN 1.5 §10.3.4.13, §10.3.4.14; Camunda's)."""

from __future__ import annotations

from calendar import day_name, month_name, monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal

from engine.feel.functions.registry import builtin
from engine.feel.running import Run
from engine.feel.values import FeelValue, YearsMonths


@builtin("now")
def _now(run: Run) -> FeelValue:
    return run.now.astimezone(run.zone)


@builtin("today")
def _today(run: Run) -> FeelValue:
    return run.now.astimezone(run.zone).date()


@builtin("day of year", "date: moment")
def _day_of_year(_run: Run, day: date) -> FeelValue:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", "date: moment")
def _day_of_week(_run: Run, day: date) -> FeelValue:
    return day_name[day.weekday()]


@builtin("month of year", "date: moment")
def _month_of_year(_run: Run, day: date) -> FeelValue:
    return month_name[day.month]


@builtin("week of year", "date: moment")
def _week_of_year(_run: Run, day: date) -> FeelValue:
    return Decimal(day.isocalendar().week)


@builtin("last day of month", "date: moment")
def _last_day_of_month(_run: Run, day: date) -> FeelValue:
    last = day.replace(day=monthrange(day.year, day.month)[1])
    return last.date() if isinstance(last, datetime) else last


@builtin("abs", "n: duration")
def _abs(_run: Run, duration: timedelta | YearsMonths) -> FeelValue:
    if isinstance(duration, YearsMonths):
        return YearsMonths(abs(duration.months))
    return abs(duration)
