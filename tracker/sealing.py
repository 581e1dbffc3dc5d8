"""Personal data at rest: sealed columns and the keyed hashes that find them again.

AES-256-GCM with a random 12-byte nonce; the first byte names the key generation, and ``table:row:column`` is
authenticated with the text, so that a value copied into another row does not open.
"""

import hashlib
import hmac
import os
import re
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_GENERATION = b"\x01"
NONCE_BYTES = 12


class SealBroken(RuntimeError):
    """A sealed value does not open with this installation's DATA_KEY, or was moved from another row."""


class Sealer:
    """Seals and opens text with keys derived from one DATA_KEY of 32 bytes."""

    def __init__(self, data_key: bytes) -> None:
        self._cipher = AESGCM(_derive(data_key, b"seal"))
        self._hash_key = _derive(data_key, b"look-up")

    def seal(self, place: str, text: str) -> bytes:
        """Encrypt ``text`` for ``place``, written ``table:row:column``."""
        nonce = os.urandom(NONCE_BYTES)
        return KEY_GENERATION + nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())

    def open(self, place: str, sealed: bytes) -> str:
        """Decrypt what ``seal`` made for the same place; raises SealBroken otherwise."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, body, place.encode()).decode()
        except InvalidTag as error:
            raise SealBroken(f"无法解密 {place}：密钥不符或数据被移动。") from error

    def look_up(self, column: str, text: str) -> str:
        """The keyed hash by which an equal value of ``column`` is found; ignores blanks and letter case."""
        plain = re.sub(r"[\s\-]", "", text).casefold()
        return hmac.new(self._hash_key, f"{column}:{plain}".encode(), hashlib.sha256).hexdigest()


def _derive(data_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"case-tracker " + purpose).derive(data_key)


_current: dict[str, Sealer] = {}


def install(data_key: bytes) -> None:
    """Make ``data_key`` the key of this process; called once by the application factory."""
    _current["sealer"] = Sealer(data_key)


def sealer() -> Sealer:
    """The sealer of this process."""
    return _current["sealer"]


class SealedText:
    """A model attribute stored as ``<name>_sealed`` and, when searched, ``<name>_hash``.

    The row's key (``row_attribute``) must be known before the value is set, because it is part of the seal.
    """

    def __init__(self, *, row_attribute: str, hashed: bool = False) -> None:
        self.row_attribute = row_attribute
        self.hashed = hashed

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _place(self, row: Any) -> str:
        key = getattr(row, self.row_attribute)
        if key is None:
            raise RuntimeError(f"{self.name} is set before {self.row_attribute} is known")
        return f"{row.__tablename__}:{key}:{self.name}"

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        sealed = getattr(row, f"{self.name}_sealed")
        return None if sealed is None else sealer().open(self._place(row), bytes(sealed))

    def __set__(self, row: Any, text: str | None) -> None:
        value = text.strip() if text else None
        setattr(row, f"{self.name}_sealed", sealer().seal(self._place(row), value) if value else None)
        if self.hashed:
            setattr(row, f"{self.name}_hash", sealer().look_up(self.name, value) if value else None)
