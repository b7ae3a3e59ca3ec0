"""`alur serve` and `alur demo`: a server that answers and a clockwork beside it."""

from __future__ import annotations

import argparse
import logging
import signal
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Final

from api.commands.opening import DatabaseOutdated
from engine.settings import Settings, from_environ

_THREADS: Final = 8
_log = logging.getLogger(__name__)


def serve(args: argparse.Namespace) -> int:
    """Serve until stopped by a signal."""
    run_server(from_environ(), clockwork=not args.no_clockwork)
    return 0


def demo(args: argparse.Namespace) -> int:
    """Make the demo office where it is missing, say how to sign in, and serve it."""
    from api.demo import making

    scale = making.YEAR if args.year else making.USUAL
    if args.cases:
        scale = replace(scale, cases=args.cases)
    folder = args.folder or ("var/demo-year" if args.year else "var/demo")
    settings = making.make(Path(folder), fresh=args.fresh, scale=scale)
    if not args.no_serve:
        run_server(settings)
    return 0


def run_server(settings: Settings, *, clockwork: bool = True) -> None:
    """Answer requests on the settings' address until the process is told to stop.

    Raises:
        DatabaseOutdated: migrations are missing; they are never applied unasked.
    """
    import waitress

    from api import composition
    from api.app import create_app
    from engine.jobs.sweeping import Sweeper

    composition.require_secrets(settings)
    if not composition.is_migrated(settings):
        raise DatabaseOutdated
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # else two lines a sweep
    if not settings.virus_scanner:
        _log.info("no virus scanner is set (ALUR_VIRUS_SCANNER): uploads are not scanned")
    kernel = composition.build_kernel(settings)
    app = create_app(settings, kernel)
    sweeper = Sweeper(kernel, settings.sweep_seconds, composition.office_sweeps(settings))
    signal.signal(signal.SIGTERM, _stop)
    if clockwork:
        sweeper.start()
    try:
        waitress.serve(
            app,
            host=settings.host,
            port=settings.port,
            threads=_THREADS,
            ident=None,
            **_proxy(settings),
            # what is not far too large is refused by the application, which says it in words
            max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
            # citizens' papers pass through memory only, never through a temporary file
            inbuf_overflow=2 * app.config["MAX_CONTENT_LENGTH"],
            outbuf_overflow=app.config["MAX_CONTENT_LENGTH"],
        )
    finally:
        if clockwork:
            sweeper.stop()
        kernel.close()


def _proxy(settings: Settings) -> dict[str, object]:
    """Whose word on a request's real address and scheme is taken; nobody's by default."""
    if not settings.trusted_proxy:
        return {}
    return {
        "trusted_proxy": settings.trusted_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(0)
