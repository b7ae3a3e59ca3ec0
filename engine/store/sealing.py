"""Seals what is personal: AES-GCM, key wrapping and keyed hashes. Touches no table.

Every case has one data key a retention class, wrapped by a key of its office that is derived from
the installation's master key. Destroying the wrapped key makes everything under it unreadable for
good.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import Conflict, Failed

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class Unsealable(Failed):
    """A sealed value does not open: wrong master key, or the bytes were changed."""

    code = "unsealable"
    message = "A sealed record cannot be opened. Tell the administrator: key or data are damaged."


class KeyDestroyed(Conflict):
    """The case's data were erased by destroying their key."""

    code = "key-destroyed"
    message = "The data of case %(case)s were erased after their time. Only the record remains."


class RetentionClass(StrEnum):
    """What a data key protects, by how long it is kept."""

    CASE = "case"
    DOCUMENT = "document"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class DataKey:
    """An opened data key of one (case, retention class)."""

    material: bytes = field(repr=False)

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Nonce and ciphertext; opens only together with the same `bound_to`."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.material).encrypt(nonce, plain, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """The plain bytes.

        Raises:
            Unsealable: the bytes, the place or the key are not those of the sealing.
        """
        try:
            return AESGCM(self.material).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to
            )
        except (InvalidTag, ValueError) as error:
            raise Unsealable from error

    def digest(self, content: bytes) -> bytes:
        """HMAC-SHA-256 under this key: equal content, equal digest, and nothing to guess from."""
        return hmac.digest(self.material, b"digest\x00" + content, sha256)

    def commitment(self) -> bytes:
        """Ties a log to this key without giving it away; kept when the key is destroyed."""
        return hmac.digest(self.material, b"commitment\x00", sha256)


@dataclass(frozen=True, slots=True)
class Sealer:
    """Works with the installation's master key of 32 bytes."""

    master: bytes = field(repr=False)

    def new_key(self) -> DataKey:
        return DataKey(os.urandom(KEY_BYTES))

    def wrap(self, key: DataKey, office: str, bound_to: bytes) -> bytes:
        """The data key sealed by the office's key."""
        return self._derived("office:" + office).seal(key.material, bound_to)

    def unwrap(self, wrapped: bytes, office: str, bound_to: bytes) -> DataKey:
        """Open a wrapped data key.

        Raises:
            Unsealable: another master key wrapped it, or it was changed.
        """
        return DataKey(self._derived("office:" + office).open(wrapped, bound_to))

    def index(self, purpose: str, text: str) -> bytes:
        """Keyed hash for searching by equality; `purpose` keeps indexes apart."""
        return hmac.digest(self._derived("index").material, f"{purpose}\x00{text}".encode(), sha256)

    def installation_key(self, purpose: str) -> DataKey:
        """A key for what belongs to no case yet: buffered messages, kept answers."""
        return self._derived(purpose)

    def _derived(self, purpose: str) -> DataKey:
        derive = HKDF(
            algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"alur:" + purpose.encode()
        )
        return DataKey(derive.derive(self.master))
