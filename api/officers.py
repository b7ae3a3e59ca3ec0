"""The officers' register as sign-in sees it. Passwords and locks are `office.credentials`' own."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final

from engine.errors import Forbidden, NotFound
from engine.services.kernel import Kernel
from engine.values import Actor
from office import candidates as offered
from office import credentials, duties, officers, offices, second_steps, sessions

_REMEMBERED: Final = 256
_TRUSTED_FOR: Final = timedelta(minutes=1)


class Duty(StrEnum):
    """What an officer must do before anything else."""

    NOTHING = ""
    PASSWORD = "sandi"  # noqa: S105 - a stage; an administrator's password is for once only
    CODE = "kode"  # the office requires a second step of who supervises or administers


class SignInUnfinished(Forbidden):
    """The officer must change the password or set up codes first, or has codes and gave none."""

    code = "sign-in-unfinished"
    message = "This account signs in on the pages first: change the password, or give the code."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody who signed in. `office` is its title for the page's head, "" for all offices.

    `stamp` changes with the password and with signing out everywhere: older sessions end. `must`
    says what comes before anything else. `has_code`: signs in with a second step.
    """

    actor: Actor
    name: str
    office: str
    stamp: str
    must: Duty = Duty.NOTHING
    has_code: bool = False


def check(kernel: Kernel, login: str, password: str) -> SignedIn:
    """Who signs in with these.

    Raises:
        SignInRefused: for every reason alike.
    """
    return _signed_in(kernel, credentials.authenticate(kernel, login, password))


def check_code(kernel: Kernel, login: str, code: str) -> SignedIn:
    """Who signs in with this second step, the password being right already.

    Raises:
        SignInRefused: for every reason alike.
    """
    return _signed_in(kernel, second_steps.verify(kernel, login, code))


def find(kernel: Kernel, login: str, session_number: str = "") -> SignedIn | None:
    """Who signed in before; None when the officer is gone or deactivated, or the session ended."""
    with kernel.reads() as session:
        row = sessions.holder(session, login, session_number)
    return None if row is None else _signed_in(kernel, row)


def is_code_required(kernel: Kernel, who: SignedIn) -> bool:
    """Whether the office requires a second step of this officer, who has none yet."""
    if who.has_code:
        return False
    with kernel.reads() as session:
        return second_steps.is_required(session, who.actor, kernel.clock.now())


def _signed_in(kernel: Kernel, row: officers.Officer) -> SignedIn:
    with kernel.reads() as session:
        actor = duties.actor_at(session, row, kernel.clock.now())
    return SignedIn(
        actor=actor,
        name=row.nama,
        office=office_title(kernel, row.kantor),
        stamp=sessions.stamp(row),
        must=Duty.PASSWORD if row.ganti_sandi else Duty.NOTHING,
        has_code=row.pakai_kode,
    )


def office_title(kernel: Kernel, code: str) -> str:
    """How an office calls itself; "" for one that is not registered, and for all of them."""
    with kernel.reads() as session:
        try:
            return offices.identity(session, code).title
        except NotFound:
            return ""


def offices_of(kernel: Kernel, actor: Actor) -> dict[str, str]:
    """The offices an actor serves, by code: how each calls itself."""
    with kernel.reads() as session:
        known = offices.titles(session)
    serves_all = "*" in actor.offices
    return {code: title for code, title in known.items() if serves_all or code in actor.offices}


def names(kernel: Kernel) -> dict[str, str]:
    """Sign-in name to the officer's own name, deactivated ones too."""
    with kernel.reads() as session:
        return {row.nama_masuk: row.nama for row in officers.officers(session)}


def candidates(
    kernel: Kernel, office: str, groups: Iterable[str], users: Iterable[str]
) -> dict[str, str]:
    """Sign-in name to name of the officers a task can be given to."""
    with kernel.reads() as session:
        now = kernel.clock.now()
        rows = offered.candidates(session, office, frozenset(groups), frozenset(users), now)
        return {row.nama_masuk: row.nama for row in rows}


def _finished(who: SignedIn) -> SignedIn:
    if who.must or who.has_code:
        raise SignInUnfinished
    return who


class Credentials:
    """Checks the credentials that services send with every call.

    A password is argon2id's work once a minute, not at every call; that the officer is still active
    and the password still the same is looked up each time. Only a keyed hash is remembered.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, tuple[str, datetime]] = OrderedDict()
        self._lock = Lock()

    def check(self, login: str, password: str) -> SignedIn:
        """Who calls.

        Raises:
            SignInRefused: for every reason alike.
            SignInUnfinished: a password alone is not how this officer signs in.
        """
        digest = self._digest(login, password)
        now = self._kernel.clock.now()
        with self._lock:
            stamp, until = self._known.get(digest, ("", now))
        if now < until:
            who = find(self._kernel, login)
            if who is not None and who.stamp == stamp:
                return _finished(who)
        who = _finished(check(self._kernel, login, password))
        with self._lock:
            self._known[digest] = (who.stamp, now + _TRUSTED_FOR)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return who

    def _digest(self, login: str, password: str) -> bytes:
        text = f"{len(login)}:{login}{password}".encode()
        return hmac.new(self._key, text, hashlib.sha256).digest()
