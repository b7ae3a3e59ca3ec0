"""The officer guide's pictures, from what the browser tests last saw: `python -m tests.guide_pictures`.

Run the browser tests first: they leave build/screens. The pictures are cut to their upper part and
to 64 colours, so that the guide stays light.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PIL import Image

SCREENS: Final = Path("build/screens")
TARGET: Final = Path("docs/pictures/petugas")
#: picture of the guide: the screen it is made of, and how much of its height is shown
PICTURES: Final = {
    "daftar-kerja": ("daftar-kelompok-1366", 900),
    "kios": ("antrean-kios-1366", 900),
    "antrean": ("antrean-loket-1366", 1100),
    "papan": ("antrean-papan-1366", 800),
    "tugas": ("ektp-terima-permohonan-1366", 1200),
    "tugas-salah": ("ektp-terima-permohonan-salah-1366", 900),
    "berkas": ("tugas-berkas-kurang-1366", 1300),
    "perekaman": ("ektp-rekam-1366", 1100),
    "stok": ("stok-habis-1366", 1100),
    "alokasi": ("alokasi-1366", 1300),
    "cetak": ("cetak-tumpukan-1366", 1100),
    "serahkan": ("ektp-serahkan-1366", 1300),
    "kertas": ("kertas-1366", 1000),
    "eskalasi": ("eskalasi-1366", 1000),
}
_COLOURS: Final = 64


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (screen, height) in PICTURES.items():
        with Image.open(SCREENS / f"{screen}.png") as seen:
            upper = seen.convert("RGB").crop((0, 0, seen.width, min(height, seen.height)))
            upper.quantize(_COLOURS).save(TARGET / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
