"""Deny by default: every route declares who may use it, or the application does not start.

Rules here are about routes only; whether an actor may touch one certain task or case is decided by
the services.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Flask

from engine.errors import Failed, Forbidden
from engine.values import Actor

View = TypeVar("View", bound=Callable[..., object])

_ATTRIBUTE: Final = "access_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may use a route: anybody (`public`), or any signed-in actor holding one of `rights`.

    Empty `rights` mean any signed-in actor; `services` lets actors of kind "service" in as well.
    """

    public: bool = False
    rights: frozenset[str] = frozenset()
    services: bool = False

    def admits(self, actor: Actor | None) -> bool:
        if self.public:
            return True
        if actor is None:
            return False
        if self.services and actor.kind == "service":
            return True
        return not self.rights or bool(self.rights & actor.rights)


class NotSignedIn(Forbidden):
    """The route needs a signed-in actor."""

    code = "not-signed-in"
    message = "Sign in first."


class RightMissing(Forbidden):
    """The actor is known but holds none of the rights the route asks for."""

    code = "route-forbidden"
    message = "You do not have the right to use this. Ask your supervisor for it."


class RouteWithoutRule(Failed):
    """A view was registered without `@public` or `@allow`."""

    code = "route-without-rule"
    message = "The route %(route)s does not say who may use it. Put @public or @allow on its view."


def public(view: View) -> View:
    """Let anybody use this view, signed in or not."""
    setattr(view, _ATTRIBUTE, Rule(public=True))
    return view


def allow(*rights: str, services: bool = False) -> Callable[[View], View]:
    """Let signed-in actors use this view who hold one of `rights`; without any, all of them.

    `services`: and actors of kind "service", whatever their rights.
    """

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, Rule(rights=frozenset(rights), services=services))
        return view

    return mark


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """The rule of the view behind an endpoint; None when it declares none."""
    rule = getattr(app.view_functions.get(endpoint), _ATTRIBUTE, None)
    return rule if isinstance(rule, Rule) else None


def require_rules(app: Flask) -> None:
    """Refuse an application of which any route lacks a rule.

    Raises:
        RouteWithoutRule: naming the first such route.
    """
    for route in app.url_map.iter_rules():
        if rule_of(app, route.endpoint) is None:
            raise RouteWithoutRule(route=route.rule)


def require_admission(rule: Rule | None, actor: Actor | None) -> None:
    """Raise unless `rule` admits `actor`; no rule admits nobody."""
    if rule is not None and rule.admits(actor):
        return
    raise NotSignedIn if actor is None else RightMissing
