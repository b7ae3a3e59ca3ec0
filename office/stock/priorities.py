"""The class of every waiting case by the DMN-3 deployed last, and what that table reads of a case.

A case brings its criteria when it enters the line; they are sealed under the case's own key and
opened only here. Days waited and the office's policies are added at the moment of asking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dmn
from engine.dmn.model import Table
from engine.errors import NotFound
from engine.feel import FeelValue
from engine.rules import calendars
from engine.services import deciding, vaults
from engine.services.catalogue import Catalogue
from engine.store import coding
from engine.store.cases import Case, CaseKey
from engine.store.sealing import DataKey, RetentionClass, Sealer
from engine.values import Calendar, JsonValue
from office import calendar, config, offices
from office.stock import line
from office.stock.line import Place
from office.stock.ranking import Candidate

DECISION: Final = "prioritas_blanko"
OUTPUT: Final = "kelas_blanko"
_POLICY: Final = "blanko.rentan_aktif"
#: said of a case whose class is the one it entered the line with
KEPT: Final = "Kelas saat masuk antrean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The line as it is judged now. `decision`: key of the DMN-3 asked, None when none is there."""

    candidates: tuple[Candidate, ...]
    modified: bool
    decision: int | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """DMN-3 with the office's context under both policies."""

    model: dmn.DecisionModel
    plain: Mapping[str, object]
    modified: Mapping[str, object]
    now: datetime

    def classes(self, criteria: Mapping[str, JsonValue], waited: int) -> tuple[_Class, _Class]:
        facts = {**criteria, "hari_kerja_menunggu": waited}
        return self._class(facts, self.plain), self._class(facts, self.modified)

    def _class(self, facts: Mapping[str, object], kantor: Mapping[str, object]) -> _Class:
        found = dmn.evaluate(self.model, DECISION, {**facts, "kantor": kantor}, now=self.now)
        rule = found.rules[0] if found.rules else ""
        return _Class(number=_whole(found.value), rule=rule, reason=_said(self.model, rule))


@dataclass(frozen=True, slots=True)
class _Class:
    """DMN-3's answer: None when it is no whole number from 0."""

    number: int | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """By what one judging is done: the calendar, the instant, the policy and the table."""

    hours: Calendar
    now: datetime
    modified: bool
    asked: _Asked | None


@dataclass(frozen=True, slots=True)
class Priorities:
    """Asks DMN-3 about the line. Holds no state of its own."""

    sealer: Sealer
    catalogue: Catalogue

    def seal(
        self,
        session: Session,
        case: int,
        no_register: str,
        criteria: Mapping[str, JsonValue],
        at: datetime,
    ) -> bytes:
        """Seal what DMN-3 reads of a case, for its place in the line."""
        key = self._key(session, case, at)
        return key.seal(coding.to_bytes(dict(criteria)), _bound(no_register))

    def judge(self, session: Session, office: str, now: datetime) -> Judged:
        """Class everybody who waits, and note the class in force with each place.

        The caller holds the balances' lock. What `look` says of the classes holds here.
        """
        judged = self.look(session, office, now)
        classes = {
            case.no_register: case.modified if judged.modified else case.plain
            for case in judged.candidates
        }
        for place in line.places(session, office):
            place.kelas = classes[place.no_register]
        session.flush()
        return judged

    def look(self, session: Session, office: str, now: datetime) -> Judged:
        """Class everybody who waits and note nothing: how it would be judged now.

        A case without criteria, or one for which the table gives no class, keeps the class it has.
        """
        policies = config.effective(session, office, now)
        asked, decision = self._asked(session, office, policies, now)
        scale = _Scale(
            hours=calendar.current(session, office),
            now=now,
            modified=policies.values[_POLICY] is True,
            asked=asked,
        )
        places = line.places(session, office)
        held = _keys_of(session, places)
        candidates = tuple(self._candidate(session, place, scale) for place in places)
        del held
        return Judged(candidates=candidates, modified=scale.modified, decision=decision)

    def _candidate(self, session: Session, place: Place, scale: _Scale) -> Candidate:
        waited = _days_waited(scale, place)
        kept = Candidate(
            no_register=place.no_register,
            case=place.kasus,
            print_ready_at=place.siap_cetak_pada,
            returned=place.gagal > 0,
            plain=place.kelas,
            modified=place.kelas,
            waited=waited,
            reason=KEPT,
        )
        if scale.asked is None or place.kriteria is None:
            return kept
        key = self._key(session, place.kasus, scale.now)
        criteria = coding.mapping(key.open(place.kriteria, _bound(place.no_register)))
        plain, changed = scale.asked.classes(criteria, waited)
        if plain.number is None or changed.number is None:
            return kept
        force = changed if scale.modified else plain
        return replace(
            kept,
            plain=plain.number,
            modified=changed.number,
            rule=force.rule,
            reason=force.reason,
        )

    def _asked(
        self, session: Session, office: str, policies: config.Policies, now: datetime
    ) -> tuple[_Asked | None, int | None]:
        try:
            decision = deciding.newest(self.catalogue, session, DECISION)
        except NotFound:
            return None, None
        identity = offices.identity(session, office)
        plain, modified = (
            config.Policies({**policies.values, _POLICY: switch}).context(identity)
            for switch in (False, True)
        )
        return _Asked(decision.model, plain, modified, now), decision.key

    def _key(self, session: Session, case: int, at: datetime) -> DataKey:
        return vaults.data_key(self.sealer, session, case, RetentionClass.CASE, at=at)


def _keys_of(session: Session, places: tuple[Place, ...]) -> list[object]:
    """Read what the data keys need for everybody at once; the session finds it while it is held."""
    cases = [place.kasus for place in places]
    held: list[object] = [*session.execute(select(Case).where(Case.key.in_(cases))).scalars()]
    wanted = select(CaseKey).where(
        CaseKey.root_key.in_(cases), CaseKey.retention_class == RetentionClass.CASE.value
    )
    return [*held, *session.execute(wanted).scalars()]


def _days_waited(scale: _Scale, place: Place) -> int:
    zone = ZoneInfo(scale.hours.zone)
    since, today = (at.astimezone(zone).date() for at in (place.siap_cetak_pada, scale.now))
    return calendars.working_days_between(scale.hours, since, today)


def _bound(no_register: str) -> bytes:
    return f"blanko_antrean:{no_register}".encode()


def _said(model: dmn.DecisionModel, rule: str) -> str:
    logic = model.decisions[DECISION].logic
    rows = logic.rules if isinstance(logic, Table) else ()
    said = next((row.annotations for row in rows if row.id == rule), ())
    return said[0] if said else ""


def _whole(value: FeelValue) -> int | None:
    """A class of DMN-3's answer, whether the bare number or one output column of several."""
    if isinstance(value, dict):
        value = value.get(OUTPUT)
    if not isinstance(value, Decimal) or value != value.to_integral_value() or value < 0:
        return None
    return int(value)
