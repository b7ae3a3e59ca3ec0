"""Who works in the demo office. Every lane has somebody; `cetak` has two, for the quality check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: the same for everybody, printed at start: a demo is no place for secrets
PASSWORD: Final = "alur-demo-2026"  # noqa: S105 - shown to whoever starts the demo


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An officer of the demo; `task` says in Indonesian what he or she does."""

    username: str
    name: str
    roles: frozenset[str]
    task: str


def _member(username: str, name: str, task: str, *roles: str) -> Member:
    return Member(username=username, name=name, roles=frozenset(roles), task=task)


STAFF: Final = (
    _member("siti", "Siti Rahmawati", "loket 1", "loket"),
    _member("asep", "Asep Sunandar", "loket 2", "loket"),
    _member("dewi", "Dewi Lestari", "perekaman", "perekaman"),
    _member("agus", "Agus Hermawan", "Kasi, verifikator", "verifikator"),
    _member("budi", "Budi Santosa", "gudang blanko", "gudang_blanko"),
    _member("rina", "Rina Marlina", "cetak", "cetak"),
    _member("yusuf", "Yusuf Maulana", "cetak, uji mutu", "cetak"),
    _member("wawan", "Wawan Setiawan", "penyerahan", "penyerahan"),
    _member("camat", "Endang Suryana", "camat", "camat"),
    _member("auditor", "Nur Hidayati", "auditor", "auditor"),
    _member("admin", "Admin Kantor", "administrator", "admin"),
)
