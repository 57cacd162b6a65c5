"""The key under which a register's fields are sealed, and SQLite's functions that use it.

32 bytes in `register.key` beside the register, its owner's alone, in no backup. A value is clear in
the application and in no byte of the file: the column types of `register.models.sealed` call the
functions that each connection is given here.
"""

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag

from register.errors import KeyWanted
from register.sealing import KEY_BYTES, Sealer

MODE: Final = 0o600
PROOF: Final = "bukti"  # the field that tells whether a key is this register's


def beside(register: Path) -> Path:
    """Return where the key of a register lies."""
    return register.with_suffix(".key")


class Seals:
    """The key of one register: read at the first connection, held against the register's proof."""

    def __init__(self, file: Path) -> None:
        """Take the key's file; it need not be there before the first migration."""
        self._file = file
        self._sealer: Sealer | None = None

    def install(self, connection: sqlite3.Connection) -> None:
        """Give a connection the functions; KeyWanted where the key is missing or another's.

        A register of before the seals has no proof, and gets none of them.
        """
        proof = _proof(connection)
        if proof is not None:
            self._sealer = self._sealer or self._proved(proof)
            _give(connection, self._sealer)

    def begin(self, connection: sqlite3.Connection) -> bool:
        """Make the key where the register has none yet, and install; False: it had one."""
        if _proof(connection) is not None:
            return False
        _make(self._file)
        self._sealer = Sealer(_read(self._file))
        _give(connection, self._sealer)
        return True

    def _proved(self, proof: str) -> Sealer:
        sealer = Sealer(_read(self._file))
        try:
            sealer.open_text(proof, PROOF)
        except InvalidTag as error:
            raise KeyWanted(self._file, "is another register's key") from error
        return sealer


def _proof(connection: sqlite3.Connection) -> str | None:
    table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sealing'"
    if connection.execute(table).fetchone() is None:
        return None
    return str(connection.execute("SELECT proof FROM sealing").fetchone()[0])


def _give(connection: sqlite3.Connection, sealer: Sealer) -> None:
    functions: dict[str, tuple[int, Callable[..., bytes | str]]] = {
        "seal": (2, sealer.seal),
        "unseal": (2, sealer.open),
        "seal_text": (2, sealer.seal_text),
        "unseal_text": (2, sealer.open_text),
        "seal_answers": (1, sealer.seal_answers),
        "unseal_answers": (1, sealer.open_answers),
    }
    for name, (count, function) in functions.items():
        connection.create_function(name, count, _null_stays(function))


def _null_stays(function: Callable[..., bytes | str]) -> Callable[..., bytes | str | None]:
    def called(value: object, *field: object) -> bytes | str | None:
        return None if value is None else function(value, *field)

    return called


def _make(file: Path) -> None:
    """Write a key where there is none: flushed before anything is sealed under it."""
    with suppress(FileExistsError):
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE)
        try:
            os.write(made, secrets.token_bytes(KEY_BYTES))
            os.fsync(made)
        finally:
            os.close(made)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _read(file: Path) -> bytes:
    try:
        key = file.read_bytes()
    except OSError as error:
        raise KeyWanted(file, f"cannot be read: {error.strerror}") from error
    if len(key) != KEY_BYTES:
        raise KeyWanted(file, f"has {len(key)} bytes, {KEY_BYTES} are wanted")
    return key
