"""Answers that no log may hold, by the name a form gives them (`conceal`)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.services.concealing import Concealer
from engine.store.sealing import Sealer
from engine.values import JsonValue
from office import pickup

_NUMBER = "no_register"


def build(sealer: Sealer) -> Mapping[str, Concealer]:
    """Give all rules: `kode_ambil` turns a typed pickup code into its keyed hash."""

    def kode_ambil(value: JsonValue, known: Mapping[str, JsonValue]) -> JsonValue:
        return pickup.conceal(sealer, str(known.get(_NUMBER) or ""), str(value))

    return {"kode_ambil": kode_ambil}
