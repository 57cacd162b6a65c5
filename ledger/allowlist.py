"""The reading half of the register: one prepared, indexed read of the allowlist view a tap.

What would read a revoked card as active is kept out by construction: no BEGIN (autocommit), no
half-read cursor (a unique key, `fetchone`, closed), no cache of rows.
"""

import json
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ledger.access import AccessKind, CardState, Entry, Hours
from ledger.errors import RegisterUnreadable
from ledger.orders import ORDERS_STATEMENT, Order, OrderKind, recent

CONTRACT: Final = 1  # `user_version` of the registers that this code reads
REAL: Final = 0x47415055  # `application_id` of a real register, "GAPU"
DEMO: Final = 0x47415044  # and of a demonstration's, "GAPD"; neither is ever taken for the other
BUSY: Final = 0.2  # seconds; a lock held longer denies the tap (DESIGN section 1: 250 ms in all)

VIEW_STATEMENT: Final = (
    "SELECT card, cardholder, state, kind, valid_from, valid_until, doors, escort,"
    " pin_hash, duress_hash, revision FROM allowlist WHERE fingerprint = ?"
)
REVISION_STATEMENT: Final = "SELECT revision FROM register_revision WHERE id = 1"
NEWEST_ORDER_STATEMENT: Final = "SELECT coalesce(max(id), 0) FROM door_order"
HOLIDAY_STATEMENT: Final = "SELECT date FROM holiday"

States: Final = {state.value: state for state in CardState}  # a dict asks a third of Enum's call
Kinds: Final = {kind.value: kind for kind in AccessKind}


@lru_cache(maxsize=256)  # of pure text to values: what was read is never remembered by card
def doors(text: str) -> Mapping[str, Hours]:
    """Return the view's `doors` column, `{door: [weekly, on_holidays]}`, as hours by door."""
    return MappingProxyType(
        {door: Hours(weekly, bool(on)) for door, (weekly, on) in json.loads(text).items()}
    )


class Allowlist:
    """The register open for reading, by one thread at a time.

    Opened at its first use and again after every failure, so that a register that was missing or
    damaged is read as soon as it is back. A replaced file (another inode) is noticed by `changed`,
    which the loop calls every 50 ms, not by `find`: a restore goes through SQLite's backup into
    the live file, and a stat at each tap would guard only against the wrong way to do it.
    """

    def __init__(self, path: Path, *, demo: bool | None = None) -> None:
        """Take the file, and which kind is wanted: a demonstration's, a real one, or None: any."""
        self.path, self._wanted = path, demo
        self._connection: sqlite3.Connection | None = None
        self._file = (0, 0)  # device and inode
        self._demo = False
        self._data_version = -1
        self._revision = -1
        self._holidays: tuple[int, frozenset[str]] = (-1, frozenset())

    def find(self, fingerprint: bytes) -> Entry | None:
        """Return what the register says of a card at this instant, or None for an unknown one.

        Raises RegisterUnreadable within 250 ms.
        """
        try:
            cursor = (self._connection or self._open()).execute(VIEW_STATEMENT, (fingerprint,))
            row = cursor.fetchone()
            cursor.close()
            if row is None:
                return None
            card, holder, state, kind, since, until, text, escort, pin, duress, revision = row
            return Entry(
                card, holder, States[state], Kinds[kind], since, until, doors(text), escort,
                pin, duress, revision,
            )  # fmt: skip
        except (sqlite3.Error, KeyError, TypeError, ValueError) as error:
            raise self._unreadable(error) from error

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration's register; raises RegisterUnreadable."""
        if self._connection is None:
            self._read("PRAGMA user_version")
        return self._demo

    def changed(self) -> bool:
        """Whether the register's revision is new since the last call.

        True at the first call, and at the first after a failure, which may have kept the caller
        from acting on it. 8 us where nothing was committed. Raises RegisterUnreadable.
        """
        if self._connection is not None and self._stat() != self._file:
            self.close()  # another file: nothing that was read of the first one counts
            self._holidays = (-1, frozenset())
        version = int(self._read("PRAGMA data_version")[0][0])
        if version == self._data_version:
            return False
        self._check()  # a migration may have run since
        revision = self.revision()
        self._data_version = version
        before, self._revision = self._revision, revision
        return revision != before

    def revision(self) -> int:
        """Return the register's revision now; raises RegisterUnreadable."""
        return int(self._read(REVISION_STATEMENT)[0][0])

    def holidays(self) -> frozenset[str]:
        """Return the ISO dates of all holidays, read again when the revision is new.

        Raises RegisterUnreadable.
        """
        revision = self.revision()
        if self._holidays[0] != revision:
            dates = frozenset(date for (date,) in self._read(HOLIDAY_STATEMENT))
            self._holidays = (revision, dates)
        return self._holidays[1]

    def orders(self, now: int) -> tuple[Order, ...]:
        """Return the orders that stand at `now` (UTC ms) and those cancelled or over just now.

        Raises RegisterUnreadable.
        """
        try:
            return tuple(
                Order(id_, OrderKind(kind), *rest)
                for id_, kind, *rest in self._read(ORDERS_STATEMENT, recent(now))
            )
        except ValueError as error:
            raise self._unreadable(error) from error

    def newest_order(self) -> int:
        """Return the id of the newest order of all, 0 where there is none; RegisterUnreadable."""
        return int(self._read(NEWEST_ORDER_STATEMENT)[0][0])

    def close(self) -> None:
        """Close the file; the next read opens it again and the next `changed` tells again."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._data_version, self._revision = None, -1, -1

    def _read(self, statement: str, values: tuple[int, ...] = ()) -> list[Any]:
        try:
            return (self._connection or self._open()).execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _open(self) -> sqlite3.Connection:
        self._file = self._stat()
        self._connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY,
            isolation_level=None,  # autocommit: an open BEGIN would read the past
            check_same_thread=False,  # built by main, then the loop's alone
        )
        self._check()
        return self._connection

    def _check(self) -> None:
        contract = self._read("PRAGMA user_version")[0][0]
        if contract != CONTRACT:
            raise self._refused(f"is of version {contract}, version {CONTRACT} is wanted")
        mark = self._read("PRAGMA application_id")[0][0]
        if mark not in (REAL, DEMO):
            raise self._refused(f"has application_id {mark}, which is no register's")
        self._demo = mark == DEMO
        if self._wanted not in (None, self._demo):
            kind = "a demonstration's" if self._demo else "a real one"
            raise self._refused(f"is {kind}, and another kind is wanted here")

    def _stat(self) -> tuple[int, int]:
        try:
            found = self.path.stat()
        except OSError as error:
            raise self._unreadable(error) from error
        return found.st_dev, found.st_ino

    def _unreadable(self, error: Exception) -> RegisterUnreadable:
        return self._refused(f"cannot be read: {error}")

    def _refused(self, why: str) -> RegisterUnreadable:
        self.close()
        return RegisterUnreadable(f"the register {self.path} {why}")
