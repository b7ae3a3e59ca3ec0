"""The one reader of the environment: frozen settings, validated at start with every fault at
once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import Fault, Invalid

_PREFIX = "ALUR_"
_KEY_DIGITS = 64
_SECRET_LENGTH = 32
_SCANNER = re.compile(r"tcp://[A-Za-z0-9.-]{1,253}:[0-9]{1,5}", re.ASCII)


class SettingsInvalid(Invalid):
    """The environment holds wrong settings; each fault's `element` is the variable's name."""

    code = "settings-invalid"
    message = "%(count)s settings are wrong; the system does not start. Mend them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that an administrator sets. Durations are seconds, sizes bytes."""

    #: SQLAlchemy address: sqlite:///file or postgresql+psycopg://user@host/database
    database_url: str = "sqlite:///alur.db"
    #: 32 bytes in hex; wraps every case's data keys. Kept apart from the database.
    master_key: str = ""
    #: signs sessions; at least 32 characters
    secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    #: address of the reverse proxy whose X-Forwarded-For and -Proto are believed; "" for none
    trusted_proxy: str = ""
    #: folder of the notices' file outbox
    outbox_dir: str = "outbox"
    #: WhatsApp Business Cloud API: address with version, id of our number, access token
    wa_base_url: str = "https://graph.facebook.com/v21.0"
    wa_phone_id: str = ""
    wa_token: str = ""
    #: signs what the API posts to us; and the word by which it asks whether we are we
    wa_app_secret: str = ""
    wa_verify_token: str = ""
    #: SMS gateway: its address, its body with {nomor} and {pesan}, its Authorization header
    sms_url: str = ""
    sms_body: str = "to={nomor}&text={pesan}"
    sms_authorization: str = ""
    #: seconds between two sweeps for due timers and jobs
    sweep_seconds: float = 1.0
    #: cookies only over TLS; off only for 127.0.0.1
    secure_cookies: bool = False
    default_locale: str = "id"
    #: largest body of a page sent with files; what one file may have is the office's policy
    max_upload_bytes: int = 10_485_760
    #: clamd: tcp://host:port or the path of its Unix socket; "" means that nothing is scanned
    virus_scanner: str = ""

    @property
    def outbox_path(self) -> Path:
        return Path(self.outbox_dir)


def from_environ(environ: Mapping[str, str] | None = None) -> Settings:
    """Read ALUR_* variables; unknown ALUR_* names and wrong values are all reported at once.

    Raises:
        SettingsInvalid: with one fault a variable.
    """
    source = os.environ if environ is None else environ
    values: dict[str, object] = {}
    faults: list[Fault] = []
    fields = Settings.__dataclass_fields__
    for name, text in sorted(source.items()):
        if not name.startswith(_PREFIX):
            continue
        known = fields.get(name.removeprefix(_PREFIX).lower())
        if known is None:
            faults.append(
                _fault(
                    "setting-unknown",
                    name,
                    "%(name)s is not a setting.",
                    "Remove it or correct its name.",
                )
            )
            continue
        try:
            values[known.name] = _convert(text, str(known.type))
        except ValueError:
            faults.append(
                _fault(
                    "setting-invalid",
                    name,
                    "%(name)s has a wrong value.",
                    "See docs/guides/settings.md.",
                )
            )
    faults += _check(values)
    if faults:
        raise SettingsInvalid(tuple(faults))
    return Settings(**values)  # type: ignore[arg-type]  # each read in its own type above


def _fault(rule: str, name: str, message: str, advice: str) -> Fault:
    return Fault(rule=rule, element=name, message=message, advice=advice, params={"name": name})


def _convert(text: str, kind: str) -> object:
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text)
    if kind == "bool":
        lowered = text.lower()
        if lowered not in {"1", "0", "true", "false", "yes", "no"}:
            raise ValueError(text)
        return lowered in {"1", "true", "yes"}
    return text


def _check(values: Mapping[str, object]) -> list[Fault]:
    faults = []
    key = str(values.get("master_key", ""))
    if key and (len(key) != _KEY_DIGITS or set(key.lower()) - set("0123456789abcdef")):
        faults.append(
            _fault(
                "setting-invalid",
                "ALUR_MASTER_KEY",
                "%(name)s is not 64 hex digits.",
                "Make one with: alur new-key.",
            )
        )
    if not _is_scanner(str(values.get("virus_scanner", ""))):
        faults.append(
            _fault(
                "setting-invalid",
                "ALUR_VIRUS_SCANNER",
                "%(name)s is neither tcp://host:port nor the path of a socket.",
                "Write for example tcp://127.0.0.1:3310.",
            )
        )
    secret = str(values.get("secret_key", ""))
    if secret and len(secret) < _SECRET_LENGTH:
        faults.append(
            _fault(
                "setting-invalid",
                "ALUR_SECRET_KEY",
                "%(name)s is shorter than 32 characters.",
                "Make one with: alur new-key.",
            )
        )
    return faults


def _is_scanner(address: str) -> bool:
    return not address or address.startswith("/") or bool(_SCANNER.fullmatch(address))
