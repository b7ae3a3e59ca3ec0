"""Built-in functions on contexts (DMN 1.5 §10.3.4.12)."""

from __future__ import annotations

from engine.feel.functions.registry import builtin
from engine.feel.running import Run, Undefined
from engine.feel.values import FeelValue

Context = dict[str, FeelValue]


@builtin("get value", "m: context, key: string")
@builtin("get value", "context: context, key: string")
def _get_value(_run: Run, context: Context, key: str) -> FeelValue:
    if key not in context:
        raise Undefined("The context has no such entry.")
    return context[key]


@builtin("get value", "context: context, keys: list")
def _get_value_at(_run: Run, context: Context, keys: list[FeelValue]) -> FeelValue:
    value: FeelValue = context
    for key in keys:
        if not isinstance(value, dict) or not isinstance(key, str) or key not in value:
            raise Undefined("The context has no such entry.")
        value = value[key]
    return value


@builtin("get entries", "m: context")
@builtin("get entries", "context: context")
def _get_entries(_run: Run, context: Context) -> FeelValue:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def _context(run: Run, entries: list[FeelValue]) -> FeelValue:
    made: Context = {}
    for pair in entries:
        run.tick()
        if not isinstance(pair, dict) or not isinstance(key := pair.get("key"), str):
            raise Undefined("Every entry needs a key that is a string.")
        if "value" not in pair or key in made:
            raise Undefined("Every entry needs a value, and no key may stand twice.")
        made[key] = pair["value"]
    return made


@builtin("context put", "context: context, key: string, value: any")
def _put(_run: Run, context: Context, key: str, value: FeelValue) -> FeelValue:
    return context | {key: value}


@builtin("context put", "context: context, keys: list, value: any")
def _put_at(_run: Run, context: Context, keys: list[FeelValue], value: FeelValue) -> FeelValue:
    if not keys or len(keys) > 100:  # noqa: PLR2004 - deeper contexts are no data
        raise Undefined("The path of keys is empty or too long.")
    key, *rest = keys
    if not isinstance(key, str):
        raise Undefined("A key must be a string.")
    if not rest:
        return context | {key: value}
    inner = context.get(key)
    return context | {key: _put_at(_run, inner if isinstance(inner, dict) else {}, rest, value)}


@builtin("context merge", "contexts: list")
@builtin("context merge", "contexts: context*")
def _merge(run: Run, contexts: list[FeelValue]) -> FeelValue:
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise Undefined("Only contexts can be merged.")
        run.tick(len(context))
        merged |= context
    return merged
