"""`gapura send`: send what is due, once; a timer calls it each minute.

A timer and not a thread of `gapura admin`: the pages run without any network, and stay so. The
network's slowness, and a gateway's secrets, are this process's alone.
"""

import fcntl
import os
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gapura.sending.config import MessagesConfig
from gapura.sending.gateway import Gateway
from gapura.sending.mail import Mail
from gapura.sending.way import NotSent, Send, Way
from register.audit import By
from register.messaging import outbox
from register.store import Store

BY: Final = By(source="send")
Now = Callable[[], datetime]


def ways(config: MessagesConfig) -> Mapping[str, Way]:
    """Return the senders that the file configures, by their channel."""
    found: dict[str, Way] = {}
    if config.email is not None:
        found["email"] = Mail(config.email, config.password, config.origin)
    if config.http is not None:
        found["http"] = Gateway(config.http, config.secret, config.origin)
    return found


def run(register: Path, config: MessagesConfig) -> tuple[int, int]:
    """Send what is due; return how many were sent and how many failed. Two runs never overlap."""
    with _alone(register) as alone, Store(register) as store:
        if not alone:
            return 0, 0
        return send(store, ways(config), _now)


def send(store: Store, ways: Mapping[str, Way], now: Now) -> tuple[int, int]:
    """Send what is due by these ways; return how many were sent and how many failed."""
    with store.reading() as session:
        known = outbox.known_senders(session)
    if known != frozenset(ways):
        with store.session() as session:
            outbox.senders(session, frozenset(ways), BY, now())
    done = failed = 0
    for channel, way in ways.items():
        with store.reading() as session:
            rows = outbox.due(session, channel, now())
        if rows:
            taken = _by(store, way, rows, now)
            done, failed = done + taken, failed + len(rows) - taken
    return done, failed


def _by(store: Store, way: Way, rows: Sequence[int], now: Now) -> int:
    """Send some rows by one way; return how many the other side took."""
    done, waiting = 0, list(rows)
    try:
        with way.open() as out:
            while waiting:
                done += _one(store, out, waiting[0], now)
                waiting.pop(0)
    except NotSent as error:  # nobody is there: what is left is put off, untried
        for row in waiting:
            _put_off(store, row, error, now())
        sys.stderr.write(f"gapura send: {len(waiting)} put off: {error}\n")
    return done


def _one(store: Store, out: Send, row: int, now: Now) -> bool:
    """Send one row; raises NotSent where the next would fare no better."""
    with store.session() as session:
        letter = outbox.letter(session, row, now())
    if letter is None:
        return False
    try:
        out(letter)
    except NotSent as error:
        if error.nobody:
            raise
        _put_off(store, row, error, now())
        sys.stderr.write(f"gapura send: message {row} failed\n")
        return False
    with store.session() as session:
        outbox.sent(session, row, now())
    return True


def _put_off(store: Store, row: int, error: NotSent, at: datetime) -> None:
    with store.session() as session:
        chance = random.random()  # noqa: S311 - spreads retries, guards nothing
        outbox.failed(session, row, str(error), at, chance=chance, final=error.final)


@contextmanager
def _alone(register: Path) -> Iterator[bool]:
    """Hold the lock beside the register; False where another run holds it."""
    with ExitStack() as held:
        file = os.open(f"{register}-sending", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        held.callback(os.close, file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _now() -> datetime:
    return datetime.now(UTC)
