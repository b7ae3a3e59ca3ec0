from __future__ import annotations

import pytest

from engine.store.sealing import DataKey, Sealer, Unsealable

SEALER = Sealer(bytes(32))
KEY = DataKey(bytes(range(32)))


def test_sealed_text_opens_at_its_place() -> None:
    assert KEY.open(KEY.seal(b"Asep", b"variable:1"), b"variable:1") == b"Asep"


def test_equal_texts_are_sealed_differently() -> None:
    assert KEY.seal(b"Asep", b"x") != KEY.seal(b"Asep", b"x")


def test_sealed_text_does_not_open_at_another_place() -> None:
    with pytest.raises(Unsealable):
        KEY.open(KEY.seal(b"Asep", b"variable:1"), b"variable:2")


@pytest.mark.parametrize("position", [0, 11, 12, 20])
def test_one_changed_byte_is_noticed(position: int) -> None:
    sealed = bytearray(KEY.seal(b"Asep Sunandar", b"x"))
    sealed[position] ^= 1

    with pytest.raises(Unsealable):
        KEY.open(bytes(sealed), b"x")


def test_wrapped_key_opens_for_its_office_alone() -> None:
    wrapped = SEALER.wrap(KEY, "3273", b"case:1")

    assert SEALER.unwrap(wrapped, "3273", b"case:1") == KEY
    with pytest.raises(Unsealable):
        SEALER.unwrap(wrapped, "9999", b"case:1")


def test_another_master_key_opens_nothing() -> None:
    wrapped = SEALER.wrap(KEY, "3273", b"case:1")

    with pytest.raises(Unsealable):
        Sealer(bytes([1]) * 32).unwrap(wrapped, "3273", b"case:1")


def test_index_is_equal_for_equal_text_and_purpose_only() -> None:
    assert SEALER.index("nik", "1") == SEALER.index("nik", "1")
    assert SEALER.index("nik", "1") != SEALER.index("kk", "1")


def test_keys_are_not_shown() -> None:
    assert "\\x" not in repr(SEALER) + repr(KEY)
