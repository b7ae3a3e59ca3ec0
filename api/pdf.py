"""HTML to PDF by WeasyPrint, dressed by our print.css alone. What a page says is the pages' own.

Nothing is fetched but `data:` addresses, so no text in a page can make the server ask anybody for
anything. The same HTML gives the same bytes on the same machine: no clock, no chance goes in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from engine.errors import Failed

_DRESS: Final = Path(__file__).parent / "static" / "print.css"
#: archival, tagged for screen readers, text that can be searched
_VARIANT: Final = "pdf/a-3a"


class PdfUnavailable(Failed):
    """WeasyPrint cannot load the system's libraries for setting text."""

    code = "pdf-unavailable"
    message = (
        "PDF cannot be made on this server. Ask the administrator to install the packages "
        "libpango-1.0-0 and libpangoft2-1.0-0; printing from the browser works meanwhile."
    )


def render(html: str, *, title: str) -> bytes:
    """Set a whole page (`print_base.html` with `as_pdf`) as PDF/A.

    `title` stands in the reader's window. Images come as `data:` addresses; any other is left out.

    Raises:
        PdfUnavailable: the pango libraries are missing.
    """
    weasyprint = _weasyprint()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(stylesheets=[_dress()])
    document.metadata.title = title
    made: bytes = document.write_pdf(pdf_variant=_VARIANT)
    return made


@cache
def _dress() -> Any:  # noqa: ANN401  # WeasyPrint's own sheet, which nobody else looks into
    return _weasyprint().CSS(filename=_DRESS)


def _weasyprint() -> Any:  # noqa: ANN401  # loaded late: it takes half a second and C libraries
    try:
        import weasyprint
    except OSError as error:  # cffi found no libpango
        raise PdfUnavailable from error
    return weasyprint
