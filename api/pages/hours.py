"""How a time of day is told to citizens: "16.00", and the day with it unless it is today."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import format_date, format_datetime, get_locale, gettext

from api import asking

_FIVE: Final = timedelta(minutes=5)


def clock(value: datetime) -> str:
    """Hour and minute of the office's clock."""
    return str(format_datetime(value, "HH.mm" if str(get_locale()) == "id" else "HH:mm"))


def roughly(value: datetime) -> str:
    """Hour and minute, up to the next five minutes: nobody knows it better."""
    local = value.astimezone(ZoneInfo(asking.kernel().zone))
    past = timedelta(minutes=local.minute % 5, seconds=local.second, microseconds=local.microsecond)
    return clock(value - past + (_FIVE if past else timedelta()))


def opens(value: datetime) -> str:
    """When an office opens: "at 13.00" for today, else with weekday and date."""
    zone = ZoneInfo(asking.kernel().zone)
    local, today = value.astimezone(zone), asking.kernel().clock.now().astimezone(zone)
    if local.date() == today.date():
        return str(gettext("at %(time)s", time=clock(value)))
    day = str(format_date(local.date(), "EEEE d MMM"))
    return str(gettext("%(day)s at %(time)s", day=day, time=clock(value)))
