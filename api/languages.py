"""Which language a reader gets, and how instants and spans are written. The texts themselves are in
the catalogues (translations/, made by `python -m api.catalogues`).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from babel.dates import format_timedelta
from flask import Flask, request, session
from flask_babel import Babel, format_date, format_datetime, get_locale, gettext

from engine.clock import Clock
from engine.settings import Settings

LANGUAGES: Final = {"id": "Bahasa Indonesia", "en": "English"}
_ZONE: Final = "Asia/Jakarta"
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?", re.ASCII)
KEPT: Final = "language"


def keep(language: str) -> None:
    """Remember the reader's choice in the session; an unknown language is ignored."""
    if language in LANGUAGES:
        session[KEPT] = language


def register(app: Flask, settings: Settings, clock: Clock) -> None:
    def choose() -> str:
        if request.path.startswith("/v2/"):
            return request.accept_languages.best_match(list(LANGUAGES), "en") or "en"
        kept = session.get(KEPT)
        return kept if kept in LANGUAGES else settings.default_locale

    app.config["BABEL_DEFAULT_LOCALE"] = settings.default_locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = _ZONE
    Babel(app, locale_selector=choose)
    app.jinja_env.globals["language"] = lambda: str(get_locale())
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.filters["instant"] = instant
    app.jinja_env.filters["since"] = lambda value: since(value, clock.now())
    app.jinja_env.filters["due"] = lambda value: due(value, clock.now())
    app.jinja_env.filters["worked"] = worked
    app.jinja_env.filters["day"] = lambda value: str(format_date(value, "d MMM y"))
    app.jinja_env.filters["is_late"] = lambda value: value is not None and value < clock.now()


def instant(value: datetime | None) -> str:
    """Date and minute as a person writes them: "24 Nov 2026 13.05"; "" for none."""
    if value is None:
        return ""
    pattern = "d MMM y HH.mm" if str(get_locale()) == "id" else "d MMM y HH:mm"
    return str(format_datetime(value, pattern))


def moment(text: str) -> str:
    """An ISO date or instant as a person writes it; any other text as it is."""
    if not _ISO.fullmatch(text):
        return text
    try:
        if "T" in text:
            return instant(datetime.fromisoformat(text))
        return str(format_date(date.fromisoformat(text), "d MMM y"))
    except ValueError:
        return text


def since(value: datetime | None, now: datetime) -> str:
    """How long ago in words: "3 jam"; "" for none."""
    if value is None:
        return ""
    return format_timedelta(now - value, threshold=1.2, locale=get_locale())


def worked(span: timedelta) -> str:
    """A span of service hours in words: "12 h 30 min"; under a minute "0 min"."""
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if not hours:
        return str(gettext("%(minutes)s min", minutes=minutes))
    if not minutes:
        return str(gettext("%(hours)s h", hours=hours))
    return str(gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))


def due(value: datetime | None, now: datetime) -> str:
    """A due instant in words, by the clock: "2 hari lagi" or "terlambat 3 jam"; "" for none."""
    if value is None:
        return ""
    span = format_timedelta(abs(value - now), threshold=1.2, locale=get_locale())
    if value < now:
        return str(gettext("late by %(span)s", span=span))
    return str(gettext("in %(span)s", span=span))
