"""How calls are written on the board and spoken by a voice."""

from __future__ import annotations

import pytest

from office import speech


@pytest.mark.parametrize(
    ("window", "place"),
    [
        ("2", "loket dua"),
        ("Loket 2", "loket dua"),
        ("loket12", "loket dua belas"),
        ("20", "loket dua puluh"),
        ("31", "loket tiga puluh satu"),
        ("10", "loket sepuluh"),
        ("11", "loket sebelas"),
        ("0", "loket nol"),
        ("105", "loket 105"),
        ("²", "loket ²"),
        ("Perekaman", "loket Perekaman"),
        ("", "loket"),
    ],
)
def test_a_call_says_where_to_go(window: str, place: str) -> None:
    assert speech.call_text("A-017", window) == f"Nomor A-017, silakan ke {place}"


@pytest.mark.parametrize(
    ("number", "said"),
    [("A-017", "Nomor A, nol satu tujuh"), ("P-1024", "Nomor P, satu nol dua empat")],
)
def test_a_voice_spells_the_number(number: str, said: str) -> None:
    assert speech.call_speech(number, "2") == f"{said}, silakan ke loket dua"
