"""A local gateway: the published schema of the WhatsApp Business Cloud API, and a plain SMS one.

It keeps what it was sent, and answers what the test says: ids (`wamid.1`, …), or an error by code.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from typing_extensions import override

TOKEN = "token-rahasia"
PHONE_ID = "106540352242922"


@dataclass
class Gateway:
    """`trouble` are the answers of the next calls: (status, body); then all is well again."""

    url: str = ""
    calls: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    trouble: list[tuple[int, object]] = field(default_factory=list)
    always: tuple[int, object] | None = None

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.calls]

    def answer(self, path: str, headers: dict[str, str], body: str) -> tuple[int, object]:
        self.calls.append((path, headers, body))
        if self.trouble:
            return self.trouble.pop(0)
        if self.always:
            return self.always
        return 200, self._accepted(body)

    def _accepted(self, body: str) -> object:
        if "messaging_product" not in body:
            return "ok"
        number = json.loads(body)["to"]
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": number, "wa_id": number}],
            "messages": [{"id": f"wamid.{len(self.calls)}", "message_status": "accepted"}],
        }


def refusal(code: int, status: int = 400) -> tuple[int, object]:
    """An error as the Cloud API tells it."""
    error = {"message": f"(#{code}) refused", "type": "OAuthException", "code": code}
    return status, {"error": error}


@contextmanager
def serve() -> Iterator[Gateway]:
    """The gateway on a port of its own."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            status, said = gateway.answer(self.path, dict(self.headers), body)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:  # its own name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
