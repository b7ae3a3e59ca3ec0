"""The default connector: one file a notice, whole or none, for whoever sends it by hand."""

from __future__ import annotations

import os
from pathlib import Path

from engine.store import coding
from office.notices.letters import Letter, Send


def into_files(folder: Path) -> Send:
    """Send by writing `<channel>/<notice key>.json` into a folder, which is made when missing.

    The file holds what a gateway would get: number, text, channel, register number. Written again
    it is the same file. Nobody tells later whether it arrived.
    """

    def send(letter: Letter) -> str:
        content = coding.to_text(
            {
                "id": str(letter.key),
                "saluran": letter.channel,
                "templat": letter.template,
                "no_register": letter.no_register,
                "tujuan": letter.number,
                "isi": letter.text,
                "dibuat_pada": letter.made_at.isoformat(),
            }
        )
        _write(folder / letter.channel.lower() / f"{letter.key}.json", content)
        return ""

    return send


def _write(file: Path, content: str) -> None:
    """Put a whole file in place: readers see it complete or not at all, also after a power cut."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_suffix(f".{os.getpid()}.part")
    with fresh.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
