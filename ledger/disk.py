"""The journal's write-ahead log on the disk: synced, copied into the database, begun again.

The loop's commits never fsync (docs/adr/0002); all that does happens here, on the flusher's thread.
"""

import logging
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Final

from ledger.guard import Guard
from ledger.reserve import Reserve
from ledger.schema import FILE_MODE, connect, make, wal
from ledger.tail import read_tail

log = logging.getLogger(__name__)

LOG: Final = 4 << 20  # bytes: some 1,600 events
WHEN_IDLE: Final = 4  # the fraction of it at which a quiet second is used
AT_ANY_PRICE: Final = 16  # the multiple of it at which the loop waits: it never paused
AT_ONCE: Final = 1 << 20  # bytes read and written back at a time
PRUNED_AT_ONCE: Final = 100  # events, about a millisecond
PRUNINGS: Final = 20  # in one quiet second: who asks for a flush waits behind them
PRUNE: Final = """
DELETE FROM event WHERE seq <= (SELECT max(upto) FROM pruned)
AND seq < (SELECT min(seq) FROM event) + ?
"""

WAITS: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})


class Disk:
    """Everything of the journal that waits for the disk.

    Attributes:
        broken: why no checkpoint is made any more, or None: after an error of the disk the kernel
            may count pages as written that are not, so the log keeps every event until a restart.
        reserve: the room kept for a full disk.
        last: returns the newest event committed, which changes under the lock only.
    """

    def __init__(self, path: Path, reserve: Reserve, lock: Lock, *, log_bytes: int = LOG) -> None:
        """Open what the flusher needs, and lay out the journal if it is new.

        Args:
            path: `journal.db`.
            reserve: the room kept.
            lock: held by whoever commits.
            log_bytes: the log's size at which it is copied though events keep coming.

        Raises:
            JournalUnwritable: another program's file, or one of another version.
        """
        self.broken: str | None = None
        self.last: Callable[[], int] = lambda: 0
        self.reserve, self._lock = reserve, lock
        self._limit = log_bytes
        _touch(path)
        self._syncing = connect(path, synchronous="FULL")
        make(self._syncing)
        self._truncating = connect(path, synchronous="OFF", wait=0)
        self._truncating.execute("PRAGMA secure_delete = ON")
        self._truncating.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # opens the files
        self._guard = Guard(path)
        self._wal = os.open(wal(path), os.O_RDWR | os.O_CLOEXEC)
        _sync_directory(path.parent)
        self._synced = 0  # bytes of the log that are known to be on the disk
        self._suspect = self.size() > 0  # left by a crash: whether it was synced is not known

    def size(self) -> int:
        """Return the bytes of the log."""
        return os.fstat(self._wal).st_size

    def sync(self) -> None:
        """Put the log on the disk.

        After a failed sync Linux counts the pages as clean (fsyncgate): they are written again.

        Raises:
            OSError: the disk refuses.
            JournalBroken: what was written again is not what was recorded.
        """
        suspect, size = self._suspect, self.size()
        if suspect:
            self._write_again(size)
        self._suspect = True
        os.fdatasync(self._wal)
        if suspect:
            read_tail(self._syncing)
        self._suspect, self._synced = False, size

    def tidy(self, *, idle: bool) -> None:
        """Do what may wait; see the constants."""
        early = idle or not self.reserve.held  # a full disk: the log must not eat the reserve
        if self.size() >= (self._limit // WHEN_IDLE if early else self._limit):
            self.checkpoint()
        if idle:
            self.reserve.make()
            self._prune()

    def checkpoint(self) -> bool:
        """Copy the log into the database and begin it anew; False where that must wait.

        The copying is synced and hinders nobody: the guard keeps a commit from beginning the log
        again meanwhile. Only when nothing was committed since is the log cut to nothing, under the
        lock and without a sync: the next commit finds an empty file, no old frames behind a header.
        On a full disk, and with a log that the loop never lets go of, the loop waits for it.
        """
        if self.broken is not None:
            return False
        before = self.last()
        try:
            done = self._copy()
            if self.size() >= self._limit * AT_ANY_PRICE or not self.reserve.held:
                with self._lock:
                    done = self._copy() and self._cut()
            elif done:
                with self._lock:
                    done = self.last() == before and self._cut()
        except sqlite3.Error as error:
            self._refused(error)
            return False
        if done:
            self.sync()
        return done

    def close(self) -> None:
        """Close every connection, then what must outlive them; `-wal` and `-shm` stay."""
        self._truncating.close()
        self._syncing.close()
        os.close(self._wal)
        self._guard.close()

    def _copy(self) -> bool:
        """Sync the log, copy it into the database, sync that; True if nothing is left to copy."""
        busy, frames, copied = self._syncing.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return not busy and frames == copied

    def _cut(self) -> bool:
        """Cut the log to nothing; False while a reader still reads from it."""
        self._guard.release()
        try:
            (busy, *_) = self._truncating.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._guard.hold()
        if not busy:
            self._synced = 0
        return not busy

    def _refused(self, error: sqlite3.Error) -> None:
        """Wait where another has the lock or the disk is full; checkpoint no more otherwise."""
        if error.sqlite_errorcode & 0xFF not in WAITS:
            self.broken = f"the journal's log cannot be copied: {error}"
            log.warning("%s; no checkpoint until a restart", self.broken)

    def _write_again(self, size: int) -> None:
        """Make the kernel write what it may have dropped: the same bytes, in the same place."""
        with self._lock:
            for start in range(self._synced, size, AT_ONCE):
                part = os.pread(self._wal, min(AT_ONCE, size - start), start)
                os.pwrite(self._wal, part, start)

    def _prune(self) -> None:
        """Delete what a recorded pruning dropped: a little under the lock, and not all at once."""
        for _ in range(PRUNINGS):
            with self._lock:
                dropped = self._truncating.execute(PRUNE, (PRUNED_AT_ONCE,)).rowcount
            if dropped < PRUNED_AT_ONCE:
                return


def _touch(path: Path) -> None:
    """Make the file if there is none; what SQLite puts beside it takes its mode."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, FILE_MODE))


def _sync_directory(path: Path) -> None:
    """Make what is in a directory durable: a file's own sync does not."""
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
