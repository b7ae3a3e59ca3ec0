"""One POST to a gateway: no redirect is followed, no answer is read without end. Logs nothing."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_SECONDS: Final = 20
_LONGEST_ANSWER: Final = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """A gateway's answer; the body is cut at 64 KiB."""

    status: int
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004  # RFC 9110 §15.3


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a body and give the answer, whatever its status.

    Raises:
        OSError: the gateway cannot be reached, or does not speak HTTP.
    """
    place = urlsplit(url)
    secure = place.scheme == "https"
    if not place.hostname or place.scheme not in {"http", "https"}:
        raise OSError("the address of the gateway is wrong")
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(place.hostname, place.port, timeout=_SECONDS)
    target = f"{place.path or '/'}{'?' + place.query if place.query else ''}"
    try:
        connection.request("POST", target, body, dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(_LONGEST_ANSWER))
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        connection.close()
