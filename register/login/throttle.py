"""Guessing made slow: whoever fails waits longer each time, and nobody is ever locked out.

A try is counted before it is looked at, so that many at once are not free; it is taken back when it
was right. What is kept of a login is a digest: people type passwords into the wrong field.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from register.models import Throttle

FREE: Final = 5  # failures of a login before it waits
FREE_OF_SOURCE: Final = 20  # a whole office may stand behind one address
LONGEST: Final = timedelta(minutes=15)
FORGOTTEN: Final = timedelta(hours=1)
SITE_PREFIX: Final = 64  # bits of an IPv6 address that a network gives to one subscriber
DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class Key:
    """What is counted, and how often it may fail before it waits."""

    text: str
    free: int


@dataclass(frozen=True, slots=True)
class Try:
    """A try as it was counted.

    Attributes:
        wait: how long until one is looked at; zero where this one may be.
        before: when each key was last tried before.
    """

    wait: timedelta
    at: datetime
    before: tuple[tuple[str, datetime], ...]


def keys(login: str, source: str) -> tuple[Key, Key]:
    """Return what a try of a login from a source is counted under."""
    digest = sha256(login.encode()).hexdigest()[:DIGITS]
    return Key(f"login {digest}", FREE), Key(f"source {_network(source)}", FREE_OF_SOURCE)


def wait(failures: int, free: int) -> timedelta:
    """Return how long to wait after so many failures: nothing, then 1 s, 2 s, 4 s to 15 min."""
    if failures < free:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(failures - free, 10)))


def take(session: Session, counted: Iterable[Key], at: datetime) -> Try:
    """Count a try; where one has to wait, nothing is to be looked at, and it is not counted."""
    session.execute(delete(Throttle).where(Throttle.at < at - FORGOTTEN))
    rows = [(_row(session, key, at), key) for key in counted]
    left = max(row.at + wait(row.failures, key.free) - at for row, key in rows)
    if left > timedelta(0):
        return Try(left, at, ())
    before = tuple((key.text, row.at) for row, key in rows)
    for row, _ in rows:
        row.failures, row.at = row.failures + 1, at
    session.flush()
    return Try(timedelta(0), at, before)


def give_back(session: Session, right: Try) -> None:
    """Take a try back that was right: it makes nobody wait, himself least of all."""
    for key, before in right.before:
        if (row := session.get(Throttle, key)) is not None:
            row.failures = max(0, row.failures - 1)
            row.at = before if row.at <= right.at else row.at  # kept to the millisecond


def forget(session: Session, key: Key) -> None:
    """Begin anew: somebody got in whole."""
    session.execute(delete(Throttle).where(Throttle.key == key.text))


def _row(session: Session, key: Key, at: datetime) -> Throttle:
    row = session.get(Throttle, key.text)
    if row is None:
        row = Throttle(key=key.text, failures=0, at=at)
        session.add(row)
    row.at = min(row.at, at)  # a clock that was set back makes nobody wait for it
    return row


def _network(source: str) -> str:
    try:
        address = ip_address(source)
    except ValueError:
        return source  # a Unix socket has no address
    if isinstance(address, IPv6Address):
        return f"{int(address) >> (128 - SITE_PREFIX):x}/{SITE_PREFIX}"
    return source
