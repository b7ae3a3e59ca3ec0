"""Records variables, sealed, and what happened, with keyed digests of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.store import coding, log, variables
from engine.store.recording.entries import Entry, bound, of, process
from engine.store.sealing import Sealer
from engine.values import Effect, HistoryEvent, JsonValue, VariableWritten


def write_variables(entry: Entry, effects: Sequence[Effect]) -> None:
    written = {(write.scope, write.name): write.value for write in of(effects, VariableWritten)}
    if not written:
        return
    root = entry.case.key
    sealed = [
        {
            "root_key": root,
            "scope": scope,
            "name": name,
            "value": entry.key.seal(coding.to_bytes(value), bound("variable", root, scope, name)),
        }
        for (scope, name), value in written.items()
    ]
    variables.write(entry.session, sealed)
    hashes = [
        {
            "root_key": root,
            "scope": scope,
            "name": name,
            "hash": search_hash(entry.sealer, name, value),
        }
        for (scope, name), value in written.items()
        if name in entry.searchable
    ]
    if hashes:
        variables.write_index(entry.session, hashes)
    words = {
        (scope, name): word_hashes(entry.sealer, name, entry.wordings[name](value))
        for (scope, name), value in written.items()
        if name in entry.wordings
    }
    if words:
        variables.write_words(entry.session, root, words)


def search_hash(sealer: Sealer, name: str, value: JsonValue) -> bytes:
    """What a searchable variable's value is found by."""
    return sealer.index(f"variable:{name}", coding.to_text(value))


def word_hashes(sealer: Sealer, name: str, words: Iterable[str]) -> tuple[bytes, ...]:
    """What a variable is found by whose value has these words.

    That of a value without words is kept too: that it has none was found out once.
    """
    found = dict.fromkeys(words) or {"": None}
    return tuple(sealer.index(f"word:{name}", word) for word in found)


def write_history(entry: Entry, effects: Sequence[Effect]) -> None:
    values: dict[tuple[int, str], JsonValue] = {
        (write.scope, write.name): write.value for write in of(effects, VariableWritten)
    }
    rows = [
        _event_row(entry, ordinal, event, values)
        for ordinal, event in enumerate(of(effects, HistoryEvent), 1)
    ]
    if rows:
        log.append_events(entry.session, rows)


def _event_row(
    entry: Entry,
    ordinal: int,
    event: HistoryEvent,
    values: Mapping[tuple[int, str], JsonValue],
) -> dict[str, object]:
    digests = {
        name: entry.key.digest(coding.to_bytes(values.get((scope, name)))).hex()
        for name, scope in event.variables.items()
    }
    place = bound("history", entry.case.key, entry.seq, ordinal)
    detail = entry.key.seal(coding.to_bytes(dict(event.detail)), place) if event.detail else None
    return {
        "root_key": entry.case.key,
        "seq": entry.seq,
        "ordinal": ordinal,
        "created_month": entry.case.created_month,
        "case_key": process(entry, event.process).case_key,
        "at": entry.at,
        "happened": event.happened.value,
        "element": event.element,
        "type": event.type,
        "instance": event.instance,
        "scope": event.scope,
        "flow": event.flow,
        "variables": coding.to_text(digests),
        "detail": detail,
    }
