"""Records scopes and called cases."""

from __future__ import annotations

from collections.abc import Sequence

from engine.store import cases
from engine.store.recording.entries import Called, Entry, of, process
from engine.values import CaseState, Effect, ScopeClosed, ScopeOpened


def write_scopes(entry: Entry, effects: Sequence[Effect]) -> None:
    opened = of(effects, ScopeOpened)
    ends = {end.scope: end.state.value for end in of(effects, ScopeClosed) if end.scope != 1}
    if opened:
        _open_scopes(entry, opened)
    if ends:
        cases.close_scopes(entry.session, entry.case.key, ends)
        cases.close_called(entry.session, entry.case.key, ends, entry.at)


def _open_scopes(entry: Entry, opened: Sequence[ScopeOpened]) -> None:
    root = entry.case.key
    owners = {0: root, 1: root}
    strangers = {scope.parent or 0 for scope in opened} - {new.scope for new in opened} - {0, 1}
    if strangers:
        owners |= cases.scope_cases(entry.session, root, strangers)
    rows, called = [], []
    for scope in opened:
        parent = owners[scope.parent or 0]
        is_called = scope.definition is not None and scope.scope != 1
        owners[scope.scope] = entry.key_of(scope.scope) if is_called else parent
        if is_called:
            called.append(_called_case(entry, scope, parent))
        rows.append(
            {
                "root_key": root,
                "scope": scope.scope,
                "parent": scope.parent,
                "element": scope.element,
                "case_key": owners[scope.scope],
                "state": CaseState.ACTIVE.value,
            }
        )
    cases.add_scopes(entry.session, rows)
    if called:
        cases.add_called(entry.session, called)


def _called_case(entry: Entry, scope: ScopeOpened, parent: int) -> dict[str, object]:
    case = entry.case
    definition = scope.definition or 0
    process_id = entry.process_ids[definition]
    process(entry, 1)
    entry.processes[scope.scope] = Called(
        case_key=entry.key_of(scope.scope), definition_key=definition, process_id=process_id
    )
    return {
        "key": entry.key_of(scope.scope),
        "root_key": case.key,
        "parent_key": parent,
        "definition_key": definition,
        "process_id": process_id,
        "business_key": case.business_key,
        "office": case.office,
        "state": CaseState.ACTIVE.value,
        "version": 1,
        "seq": 0,
        "semantics": case.semantics,
        "created_month": case.created_month,
        "last_instant": entry.at,
        "started_at": entry.at,
    }
