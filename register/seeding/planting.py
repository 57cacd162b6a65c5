"""Invented people with cards that open: for a demonstration and for tests, and nowhere else.

There is no other way, before a request has been approved, to write an active allowlist entry;
and this one refuses every register that was not made as a demonstration's, which in turn the
daemon refuses outside the demonstration.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from argon2 import PasswordHasher
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ledger.access import CardState
from ledger.credential import fingerprint, last_four
from register import store
from register.errors import OrderRefused, SeedRefused
from register.models import (
    LIVE,
    Card,
    Cardholder,
    Door,
    Grant,
    GrantDoor,
    Schedule,
    milliseconds,
)
from register.orders import place
from register.pseudonym import pseudonym
from register.seeding.file import Seed, SeedCard, SeedGrant, SeedPerson, read

PIN_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's
MANY_DOOR: Final = "server"
BATCH: Final = 50_000
MANY_FROM: Final = 1 << 49  # pseudonyms of a crowd
PEOPLE: Final = "INSERT INTO cardholder (id, public_id, name, kind) VALUES (?, ?, ?, 'lainnya')"
GRANTS: Final = (
    "INSERT INTO access_grant (id, cardholder_id, kind, valid_from, valid_until, request_number,"
    " sop_version, granted_at) VALUES (?, ?, 'tetap', ?, ?, ?, '2019', ?)"
)
DOORS: Final = "INSERT INTO grant_door (grant_id, door_id, schedule_id) VALUES (?, ?, ?)"
CARDS: Final = (
    "INSERT INTO card (id, fingerprint, technology, last_four, state, cardholder_id, grant_id,"
    " issued_at, handed_over_at, changed_at)"
    " VALUES (?, ?, 'iso14443a', ?, 'active', ?, ?, ?, ?, ?)"
)

Row = TypeVar("Row")


def plant(path: Path, seed: Path, key: bytes, at: datetime) -> None:
    """Fill a demonstration's register from a seed file, whole or not at all.

    Args:
        path: of the register; made where there is none.
        seed: the file, as register.seeding.file says.
        key: the 32 bytes that card numbers are fingerprinted with.
        at: the moment that the seed's offsets count from.

    Raises:
        SeedRefused: the register is a real one or not empty, or the seed says something impossible.
    """
    plan = read(seed, at)
    with _demonstration(path) as register:
        try:
            with register.session() as session:
                _Planting(session, plan, key, at).all()
        except (IntegrityError, OrderRefused) as error:
            raise SeedRefused(f"{seed}: {getattr(error, 'orig', error)}") from error


def _demonstration(path: Path) -> store.Store:
    if not path.exists():
        return store.create(path, demo=True)
    register = store.Store(path)
    with register.reading() as session:
        empty = session.scalar(select(Cardholder.id).limit(1)) is None if register.demo else False
    if register.demo and empty:
        return register
    why = "is not empty" if register.demo else "is a real register, not a demonstration's"
    register.close()
    raise SeedRefused(f"{path}: {why}; nothing was planted")


class _Planting:
    """One seed on its way into one transaction."""

    def __init__(self, session: Session, seed: Seed, key: bytes, at: datetime) -> None:
        self._session, self._seed, self._key, self._at = session, seed, key, at
        self._people: Mapping[str, Cardholder] = {
            name: _cardholder(person) for name, person in seed.people.items()
        }
        self._doors = {name: Door(name=name, label=door.label) for name, door in seed.doors.items()}
        self._schedules = {
            name: Schedule(name=name, weekly=hours.weekly, on_holidays=hours.on_holidays)
            for name, hours in seed.schedules.items()
        }

    def all(self) -> None:
        """Plant everything."""
        for rows in (self._people, self._doors, self._schedules):
            self._session.add_all(rows.values())
        for name, person in self._seed.people.items():
            for grant in person.grants:
                self._grant(grant, self._people[name])
        self._session.flush()
        self._orders()

    def _grant(self, plan: SeedGrant, holder: Cardholder) -> None:
        grant = Grant(
            cardholder=holder,
            kind=plan.kind,
            valid_from=plan.valid_from,
            valid_until=plan.valid_until,
            escort=_known(self._people, plan.escort) if plan.escort else None,
            request_number=plan.request,
            sop_version=self._seed.sop_version,
            granted_at=min(plan.valid_from, self._at),
            frozen_at=plan.frozen,
            revoked_at=plan.revoked,
        )
        for door, schedule in plan.doors.items():
            self._session.add(
                GrantDoor(
                    grant=grant,
                    door=_known(self._doors, door),
                    schedule=_known(self._schedules, schedule),
                )
            )
        self._session.add(grant)
        self._session.flush()
        self._session.add_all(self._card(card, grant) for card in plan.cards)

    def _card(self, plan: SeedCard, grant: Grant) -> Card:
        handed_over = plan.state is not CardState.NOT_HANDED_OVER
        since = plan.since or grant.granted_at
        return Card(
            fingerprint=fingerprint(plan.number, self._key),
            technology=plan.number.partition(":")[0],
            last_four=last_four(plan.number),
            printed=plan.printed,
            assurance=plan.assurance,
            state=plan.state,
            cardholder_id=grant.cardholder_id,
            grant_id=grant.id,
            pin_hash=PIN_HASHER.hash(plan.pin) if plan.pin else None,
            duress_hash=PIN_HASHER.hash(plan.duress) if plan.duress else None,
            issued_at=grant.granted_at,
            handed_over_at=grant.granted_at if handed_over else None,
            changed_at=since,
            ended_at=None if plan.state in LIVE else since,
        )

    def _orders(self) -> None:
        for plan in self._seed.orders:
            new = replace(
                plan,
                by=_known(self._people, plan.by).public_id,
                second=_known(self._people, plan.second).public_id if plan.second else None,
            )
            place(self._session, new, self._at)


def _known(rows: Mapping[str, Row], name: str) -> Row:
    if name not in rows:
        raise SeedRefused(f"{name!r} is named and stands nowhere; known are {', '.join(rows)}")
    return rows[name]


def _cardholder(person: SeedPerson) -> Cardholder:
    return Cardholder(
        public_id=person.id or pseudonym(),
        name=person.name,
        nip=person.nip,
        unit=person.unit,
        kind=person.kind,
        keyholder=person.keyholder,
    )


def many_number(n: int) -> str:
    """Return the card number of the n-th of a crowd, a 7-byte one."""
    return f"iso14443a:04{n:012X}"


def plant_many(
    path: Path, n: int, key: bytes, at: datetime, progress: Callable[[int], None] = lambda _: None
) -> None:
    """Add n people, each with a grant for the door `server` at any hour and an active card.

    For measuring. One transaction of plain executemany, its indexes and triggers made again at
    the end; `progress` is told the count so far.
    Raises SeedRefused for a real register or one that is not empty.
    """
    since, until = milliseconds(at - timedelta(days=30)), milliseconds(at + timedelta(days=365))
    with _demonstration(path) as register, register.making() as session:
        door, hours = (
            Door(name=MANY_DOOR, label=MANY_DOOR),
            Schedule(name="always", weekly="always"),
        )
        session.add_all((door, hours))
        session.flush()
        connection = session.connection()
        taken_off = _take_off(connection)
        for first in range(1, n + 1, BATCH):
            batch = range(first, min(first + BATCH, n + 1))
            rows = (
                (PEOPLE, [(i, pseudonym(MANY_FROM + i), f"Orang {i}") for i in batch]),
                (GRANTS, [(i, i, since, until, f"R/{i}", since) for i in batch]),
                (DOORS, [(i, door.id, hours.id) for i in batch]),
                (CARDS, [_many_card(i, key, since) for i in batch]),
            )
            for statement, values in rows:
                connection.exec_driver_sql(statement, values)
            progress(batch[-1])
        for statement in (*taken_off, "UPDATE register_revision SET revision = revision + 1"):
            connection.exec_driver_sql(statement)


def _take_off(connection: Connection) -> list[str]:
    """Drop indexes and triggers, which cost a crowd most of its time; return what makes them."""
    found = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_schema"
        " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
    ).all()
    for kind, name, _ in found:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _many_card(i: int, key: bytes, since: int) -> tuple[int | bytes | str, ...]:
    number = many_number(i)
    return i, fingerprint(number, key), last_four(number), i, i, since, since, since
