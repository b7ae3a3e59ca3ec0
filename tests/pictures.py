"""Draws every diagram of workflows/ into docs/pictures: `python -m tests.pictures [process ...]`.

With the bpmn-js of `web/` in Chromium, as a reader of Camunda Modeler would see it. Each picture ends
with the digest of its diagram, so that a test finds a picture that was left behind.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
_LIBRARY: Final = ROOT / "web/node_modules/bpmn-js/dist/bpmn-viewer.production.min.js"
_DIGEST: Final = "<!-- diagram sha256 {} -->\n"
_DRAW: Final = """async (xml) => {
  const viewer = new BpmnJS({ container: document.body.firstElementChild });
  const { warnings } = await viewer.importXML(xml);
  if (warnings.length) throw new Error(warnings.map(String).join('; '));
  const { svg } = await viewer.saveSVG();
  viewer.destroy();
  return svg;
}"""


def diagrams() -> tuple[Path, ...]:
    """Every diagram that ships, of every procedure."""
    return tuple(sorted(ROOT.glob("workflows/*/*.bpmn")))


def picture_of(diagram: Path) -> Path:
    return PICTURES / f"{diagram.stem}.svg"


def mark(diagram: Path) -> str:
    """The last line of a picture: which diagram it shows."""
    return _DIGEST.format(hashlib.sha256(diagram.read_bytes()).hexdigest())


def is_current(diagram: Path) -> bool:
    picture = picture_of(diagram)
    return picture.exists() and picture.read_text(encoding="utf-8").endswith(mark(diagram))


def _draw(page: Page, diagram: Path) -> None:
    svg: str = page.evaluate(_DRAW, diagram.read_text(encoding="utf-8"))
    # bpmn-js numbers its arrow heads at random: the same diagram shall give the same picture
    names = dict.fromkeys(re.findall(r'<marker id="([^"]+)"', svg))
    for number, name in enumerate(names):
        svg = svg.replace(name, f"arrow-{number}")
    picture_of(diagram).write_text(f"{svg.rstrip()}\n{mark(diagram)}", encoding="utf-8")


def main(wanted: list[str]) -> None:
    """Draw the diagrams named, or all that changed."""
    chosen = [d for d in diagrams() if (d.stem in wanted if wanted else not is_current(d))]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        page.set_content("<div style='width:1200px;height:800px'></div>")
        page.add_script_tag(path=_LIBRARY)
        for diagram in chosen:
            _draw(page, diagram)
            sys.stdout.write(f"{picture_of(diagram).relative_to(ROOT)}\n")
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
