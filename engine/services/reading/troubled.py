"""What read sides answer of jobs and incidents, and how they are asked: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.values import Variables


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    key: int
    case_key: int
    root_key: int
    business_key: str
    office: str
    process_id: str
    definition_key: int
    element: str
    code: str
    message: str
    job_key: int | None
    state: str
    raised_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """A job; `variables` is filled only for the worker that activated it."""

    key: int
    case_key: int
    root_key: int
    business_key: str
    office: str
    process_id: str
    definition_key: int
    definition_version: int
    element: str
    type: str
    state: str
    retries: int
    worker: str
    locked_until: datetime | None
    retry_at: datetime | None
    headers: Mapping[str, str]
    created_at: datetime
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentQuery:
    state: str = "ACTIVE"
    case_key: int | None = None
    process_id: str = ""
    element: str = ""
    code: str = ""
    size: int = 50
    after: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    state: str = ""
    type: str = ""
    case_key: int | None = None
    size: int = 50
    after: str = ""
    skip: int = 0
