"""The journal: append, flush, chain, read. Written by the daemon only."""

import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Final, Self

from ledger.backlog import Backlog
from ledger.body import body
from ledger.disk import LOG, Disk
from ledger.errors import JournalBroken, JournalUnwritable
from ledger.events import Event, Kind
from ledger.flusher import Flusher
from ledger.instant import Instant
from ledger.reserve import Reserve
from ledger.schema import LOCK_WAIT, connect
from ledger.tail import Found, read_tail

log = logging.getLogger(__name__)

INSERT: Final = "INSERT INTO event VALUES (?, ?, ?)"
DATED: Final = (
    "SELECT json_extract(body, '$.wall') FROM event WHERE seq <= ? AND seq > ? - 1000"
    " AND json_extract(body, '$.clock') = 'synced' ORDER BY seq DESC LIMIT 1"
)
ROOT: Final = (
    "SELECT chain FROM event WHERE seq = ? AND seq > (SELECT coalesce(max(upto), 0) FROM pruned)"
)
NO_ROOM: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
BUSY: Final = "the journal's storage was busy for 250 ms"
RESERVE_IN_USE: Final = "the disk is full: the journal runs on its reserve"
LATE_AT_ONCE: Final = 100  # events written by one `retry`: the loop has a door to serve


class Journal:
    """The journal open for writing; `record` on one thread, flushing on another of its own.

    Attributes:
        last: the newest event committed; the flusher reads it at any moment.
        found: the last event of the run before, None for a new journal.
        synced_wall: the clock's high-water mark, UTC ms, or None; see `ledger.tail.Tail`.
        config: the digest of the configuration of the run before, or None; likewise.
    """

    def __init__(self, path: Path, boot: str, lock: Lock, disk: Disk) -> None:
        """See `open`."""
        self._boot, self._lock, self._disk = boot, lock, disk
        self._acquire = partial(lock.acquire, True, LOCK_WAIT)  # noqa: FBT003 - a name doubles its time
        self._writing = connect(path, synchronous="OFF")
        self._insert = self._writing.cursor().execute
        tail = read_tail(self._writing)
        self.last, self._root = tail.seq, tail.root
        self.found: Found | None = tail.found
        self.synced_wall, self.config = tail.synced_wall, tail.config
        disk.last = lambda: self.last
        disk.sync()
        self._flusher = Flusher(self._disk, self.last)
        self._backlog = Backlog()
        self._unwritable: str | None = None
        self._told = False  # whether the journal knows of the trouble
        self._flusher.start()

    @classmethod
    def open(cls, path: Path, *, boot: str, reserve: int = 8 << 20, log_bytes: int = LOG) -> Self:
        """Open or make the journal, check its tail, start the flusher.

        Args:
            path: `journal.db`; its directory is ours.
            boot: this boot's id, 32 hex digits.
            reserve: bytes of the file that is unlinked when the disk is full.
            log_bytes: the log's size at which it is copied into the database.

        Raises:
            JournalBroken: the tail does not verify.
            JournalUnwritable: the file cannot be opened for writing.
        """
        try:
            lock = Lock()
            room = Reserve(path.with_name(f"{path.name}.reserve"), reserve)
            disk = Disk(path, room, lock, log_bytes=log_bytes)
            try:
                return cls(path, boot, lock, disk)
            except BaseException:
                disk.close()
                raise
        except (OSError, sqlite3.OperationalError) as error:
            raise JournalUnwritable(f"{path} cannot be opened for writing: {error}") from error
        except sqlite3.DatabaseError as error:
            raise JournalBroken(1, f"{path} is damaged: {error}") from error

    @property
    def crashed(self) -> bool:
        """Whether the run before ended without saying STOPPED."""
        return self.found is not None and self.found.kind is not Kind.STOPPED

    @property
    def failing(self) -> str | None:
        """What is wrong with the storage now, or None."""
        in_use = None if self._disk.reserve.held else RESERVE_IN_USE
        return self._unwritable or self._flusher.failing or self._disk.broken or in_use

    def record(self, event: Event) -> int:
        """Commit one event and return its sequence; it is visible, and not yet flushed.

        Calls nothing that can fsync. Raises JournalUnwritable, after 250 ms at most.
        """
        if not self._acquire():
            raise JournalUnwritable(BUSY)
        try:
            if self._unwritable is None:
                return self._append(event)
            self._find_end()
            seq = self._append(event)
            self._unwritable = None
        except sqlite3.Error as error:
            return self._append_again(event, error)
        else:
            return seq
        finally:
            self._lock.release()

    def flush(self, seq: int) -> None:
        """Ask for everything up to `seq` to reach the disk; returns at once."""
        if seq > self._flusher.durable:
            self._flusher.ask()

    def flushed(self, seq: int, wait: float | None) -> bool:
        """Ask as `flush` does and wait; True once `seq` is on the disk.

        A disk that answers with an error ends the waiting too; see `failing`.

        Args:
            seq: an event of `record`.
            wait: seconds at most; None waits for ever.
        """
        return self._flusher.wait(seq, wait)

    def keep(self, event: Event) -> None:
        """Keep in memory an event that could not be recorded, until `retry` can write it."""
        self._backlog.keep(event)

    def note(self, event: Event) -> int | None:
        """Record an event that nobody waits for, or keep it; return its sequence if recorded."""
        try:
            return self.record(event)
        except JournalUnwritable:
            self.keep(event)
            return None

    def retry(self, at: Instant) -> bool:
        """Write what was kept, in its order and marked `late`, and say what the storage does.

        For the loop's housekeeping, about once a second; up to 100 events a call. STORAGE_FAILED
        is recorded once for each trouble, STORAGE_BACK when it is over and nothing is kept.

        Returns:
            True once nothing is kept and nothing is wrong.
        """
        try:
            if self.failing is not None and not self._told:
                self.record(Event(kind=Kind.STORAGE_FAILED, at=at, detail={"why": self.failing}))
                self._told = True
            if late := self._backlog.oldest(LATE_AT_ONCE):
                self.record_all(late, late=True)
                self._backlog.forget(len(late))
            if self._told and not self._backlog and self.failing is None:
                detail = {"dropped": self._backlog.dropped}
                self.record(Event(kind=Kind.STORAGE_BACK, at=at, detail=detail))
                self._told = False
        except JournalUnwritable:
            return False
        return not self._told and not self._backlog

    def record_all(self, events: Iterable[Event], *, late: bool = False) -> int:
        """Commit events in one transaction, all or none, and return the last one's sequence.

        Raises JournalUnwritable, as `record` does.
        """
        with self._transaction():
            self._insert_all(events, late=late)
        return self.last

    def can_prune(self, upto: int) -> bool:
        """Whether event `upto` is there to be dropped; JournalUnwritable where none can tell."""
        with self._transaction():
            return self._root_to_keep(upto) is not None

    def dated(self, upto: int) -> int | None:
        """Return UTC ms of the newest event up to `upto` with a synced clock, of 1,000; or None."""
        with self._transaction():
            row: tuple[int] | None = self._insert(DATED, (upto, upto)).fetchone()
        return None if row is None else row[0]

    def prune(self, upto: int, *, at: Instant, order: int) -> int:
        """Drop all up to event `upto` behind a recorded root; return the PRUNED event's sequence.

        The rows go little by little, on the flusher's thread.

        Args:
            upto: an event that is there.
            at: now.
            order: the order that is obeyed.

        Raises:
            JournalUnwritable: there is no such event, or it could not be committed.
        """
        with self._transaction():
            root = self._root_to_keep(upto)
            if root is None:
                raise JournalUnwritable(f"nothing can be dropped up to {upto}: no such event")
            detail: dict[str, str | int] = {"upto": upto, "root": root.hex()}
            seq = self._insert_all([Event(kind=Kind.PRUNED, at=at, order=order, detail=detail)])
            self._insert("INSERT INTO pruned VALUES (?, ?, ?)", (upto, root, seq))
        return self.last

    def close(self) -> None:
        """Flush, checkpoint, stop the flusher; a disk that stalls is waited for 3 s."""
        if not self._flusher.stop():
            return
        try:
            self._disk.checkpoint()
        except OSError as error:
            log.warning("the journal's log could not be left empty: %s", error)
        self._writing.close()
        self._disk.close()

    def _append(self, event: Event) -> int:
        """Commit the event behind the last one; the caller holds the lock."""
        seq = self.last + 1
        text = body(seq, self._boot, event)
        root = sha256(self._root + text.encode()).digest()
        self._insert(INSERT, (seq, text, root))
        self.last, self._root = seq, root
        return seq

    def _append_again(self, event: Event, error: sqlite3.Error) -> int:
        """Give up the reserve and try once more where the disk is full; raise otherwise."""
        if error.sqlite_errorcode in NO_ROOM and self._disk.reserve.give_up():
            try:
                return self._append(event)
            except sqlite3.Error as again:
                error = again
        raise self._refused(error) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Hold the lock and a transaction; nothing of it stays where anything fails.

        The end moves once all is committed: what the flusher counts is in the file.
        """
        if not self._acquire():
            raise JournalUnwritable(BUSY)
        try:
            self._find_end()
            self._insert("BEGIN IMMEDIATE")
            yield
            self._insert("COMMIT")
            self._find_end()
            self._unwritable = None
        except sqlite3.Error as error:
            raise self._refused(error) from error
        finally:
            try:
                if self._writing.in_transaction:
                    self._insert("ROLLBACK")
            finally:
                self._lock.release()

    def _insert_all(self, events: Iterable[Event], *, late: bool = False) -> int:
        """Insert events behind the end, in a transaction; return the last one's sequence."""
        seq, root = self.last, self._root
        for event in events:
            seq += 1
            text = body(seq, self._boot, event, late=late)
            root = sha256(root + text.encode()).digest()
            self._insert(INSERT, (seq, text, root))
        return seq

    def _root_to_keep(self, upto: int) -> bytes | None:
        """Return where the chain stood at an event that may be dropped, or None."""
        row: tuple[bytes] | None = self._insert(ROOT, (upto,)).fetchone()
        return None if row is None else row[0]

    def _find_end(self) -> None:
        """Take the end from the file: an insert that failed may still have got there."""
        row = self._insert("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        if row is not None:
            self.last, self._root = row

    def _refused(self, error: sqlite3.Error) -> JournalUnwritable:
        """Remember the trouble and return the error that says it."""
        self._unwritable = f"the event could not be committed: {error}"
        return JournalUnwritable(self._unwritable)
