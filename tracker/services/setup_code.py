"""一次性代码: what the server prints while an installation has no account, and asks for on its first page.

Only its hash is kept, readable by the owner alone, inside INSTANCE_DIR; the first administrator ends it.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

FILE = "setup_code.txt"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 3, 4


def issue(folder: Path) -> str:
    """Make a new code, forget the one before, return it to be printed once."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    handle = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(digest(code))
    return code


def digest(code: str) -> str:
    """The hash of a code as typed: case, blanks and hyphens do not matter."""
    plain = "".join(letter for letter in code.lower() if letter in ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest()


def stands(folder: Path, found: str) -> bool:
    """Whether ``found`` is the hash of the code issued last."""
    try:
        kept = (folder / FILE).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept, found)


def discard(folder: Path) -> None:
    """Forget the code for good."""
    (folder / FILE).unlink(missing_ok=True)
