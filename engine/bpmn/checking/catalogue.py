"""Rules about what a diagram names outside itself: processes, decisions, forms, job types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.checking.sites import Finding, NodeCheck, Site, node_check
from engine.bpmn.model import Node
from engine.bpmn.rule import Rule
from engine.errors import Severity


def _missing(name: str, known: frozenset[str] | None) -> bool:
    """Whether a literal name is looked up and not found; FEEL is known only when running."""
    plain = name.strip()
    return bool(plain) and not plain.startswith("=") and known is not None and plain not in known


@node_check(
    Rule(
        id="unknown-process",
        section="Camunda 8",
        message="“%(element)s” calls the process “%(name)s”, which does not exist.",
        advice="Deploy that process first or together with this one.",
    )
)
def unknown_process(node: Node, site: Site) -> Iterator[Finding]:
    called = node.extensions.called
    if called is not None and _missing(called.id, site.known.process_ids):
        yield {"name": called.id}


@node_check(
    Rule(
        id="unknown-decision",
        section="Camunda 8",
        message="“%(element)s” asks the decision “%(name)s”, which does not exist.",
        advice="Deploy that decision first or together with this process.",
    )
)
def unknown_decision(node: Node, site: Site) -> Iterator[Finding]:
    decision = node.extensions.decision
    if decision is not None and _missing(decision.id, site.known.decision_ids):
        yield {"name": decision.id}


@node_check(
    Rule(
        id="unknown-form",
        section="Camunda 8",
        message="“%(element)s” shows the form “%(name)s”, which does not exist.",
        advice="Deploy that form first or together with this process.",
    )
)
def unknown_form(node: Node, site: Site) -> Iterator[Finding]:
    form = node.extensions.form_id
    if _missing(form, site.known.form_ids):
        yield {"name": form}


@node_check(
    Rule(
        id="unknown-job-type",
        section="Alur",
        message="No worker is known for the job type “%(name)s” of “%(element)s”.",
        advice="Check the spelling, or connect a worker of this type.",
        severity=Severity.WARNING,
    )
)
def unknown_job_type(node: Node, site: Site) -> Iterator[Finding]:
    if _missing(node.extensions.job_type, site.known.job_types):
        yield {"name": node.extensions.job_type}


CHECKS: Final[tuple[NodeCheck, ...]] = (
    unknown_process,
    unknown_decision,
    unknown_form,
    unknown_job_type,
)
