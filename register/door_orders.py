"""What people order a door to do: who may, who may end it, and what takes a second person.

What an enrolment, a test tap or retention orders of a reader is the affair of that act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from ledger.orders import OrderKind
from register import audit, orders, posts, settings
from register.audit import By
from register.door_log.findings import doors, named
from register.errors import NotFound, OrderRefused
from register.messaging.message_texts import both, reason
from register.messaging.messages import settle_one, tell
from register.models import Cardholder, DoorOrder, ProposedOrder
from register.orders import NAMES, NewOrder
from register.workflow import Role

OFFICIALS: Final = frozenset({Role.KASI, Role.KABID, Role.KADIS})
LASTING: Final = frozenset({OrderKind.LOCKDOWN, OrderKind.HOLD})
STANDS: Final = timedelta(minutes=15)  # so long a proposal waits for its second person
UNLOCKS: Final = 5  # of one door
UNLOCKS_WITHIN: Final = timedelta(minutes=10)
SHOWN: Final = 20
WHY_MOST: Final = 300  # letters


@dataclass(frozen=True, slots=True)
class Rule:
    """Who orders what.

    Attributes:
        gives: who may order, or propose it.
        ends: who may end it before its time.
        two: a second person stands behind it: always, or where the office set it so (None).
    """

    gives: frozenset[Role]
    ends: frozenset[Role] = frozenset()
    two: bool | None = False


RULES: Final[Mapping[OrderKind, Rule]] = {
    # Shutting is anybody's on duty at once; opening is an official's to answer for.
    OrderKind.UNLOCK: Rule(gives=OFFICIALS, two=None),
    OrderKind.HOLD: Rule(gives=OFFICIALS, ends=OFFICIALS | {Role.OPERATOR}, two=None),
    OrderKind.LOCKDOWN: Rule(gives=OFFICIALS | {Role.OPERATOR}, ends=OFFICIALS),
    OrderKind.LOCATE: Rule(gives=frozenset({Role.OPERATOR, Role.KASI, Role.ADMINISTRATOR})),
    OrderKind.RESET_CLOCK_MARK: Rule(gives=OFFICIALS | {Role.ADMINISTRATOR}, two=True),
}
GIVERS: Final = frozenset().union(*(rule.gives for rule in RULES.values()))


@dataclass(frozen=True, slots=True)
class Overview:
    """What a page shows.

    Attributes:
        standing: holds and lockdowns that last now, the oldest first.
        proposed: what waits for a second person.
        recent: the newest orders, these and what is over.
        people: by pseudonymous id.
    """

    standing: Sequence[DoorOrder]
    proposed: Sequence[ProposedOrder]
    recent: Sequence[DoorOrder]
    people: Mapping[str, str]


def overview(session: Session, at: datetime) -> Overview:
    """Return what stands, what waits, and what was ordered of late."""
    given = select(DoorOrder).where(DoorOrder.kind.in_(RULES))
    lasting = given.where(DoorOrder.kind.in_(LASTING), DoorOrder.until > at)
    standing = session.scalars(lasting.where(DoorOrder.cancelled.is_(None))).all()
    recent = session.scalars(given.order_by(DoorOrder.id.desc()).limit(SHOWN)).all()
    ids = {each.ordered_by for each in (*standing, *recent)}
    ids |= {each.second_by for each in recent if each.second_by}
    people = {key: found.name or key for key, found in named(session, ids).items()}
    return Overview(standing, proposals(session, at), recent, people)


def proposals(session: Session, at: datetime) -> Sequence[ProposedOrder]:
    """Return what still waits for a second person, the oldest first."""
    return session.scalars(
        select(ProposedOrder)
        .where(ProposedOrder.settled_at.is_(None), ProposedOrder.at > at - STANDS)
        .options(joinedload(ProposedOrder.proposer))
    ).all()


def one(session: Session, number: int) -> DoorOrder:
    """Return an order that somebody gave; NotFound for any other."""
    found = session.get(DoorOrder, number)
    if found is None or found.kind not in RULES:
        raise NotFound(f"Tidak ada perintah {number}.", f"there is no order {number}")
    return found


def give(session: Session, new: NewOrder, by: By, at: datetime) -> DoorOrder | ProposedOrder:
    """Order a door; or propose it, where a second person is to stand behind it.

    Raises OrderRefused: it is not his to give, or lacks something, or too many doors were opened.
    """
    _check(session, new, by, at)
    two = new.kind in by_two(session)
    return _propose(session, new, by, at) if two else _place(session, new, by, at)


def by_two(session: Session) -> frozenset[OrderKind]:
    """Return what takes a second person in this office."""
    set_so = settings.read(session).unlock_two
    return frozenset(
        kind for kind, rule in RULES.items() if (set_so if rule.two is None else rule.two)
    )


def confirm(session: Session, number: int, by: By, at: datetime) -> DoorOrder:
    """Stand behind what another proposed: it is ordered now.

    Raises NotFound, OrderRefused: it waits no longer, or he proposed it, or it is not his to give.
    """
    found = _waiting(session, number, at)
    if found.proposed_by == by.person:
        raise OrderRefused(
            "Yang mengusulkan tidak menyetujui usulnya sendiri; mintalah orang kedua.",
            "who proposed it does not confirm it himself; ask a second person",
        )
    _must(session, found.kind, OFFICIALS, by, at)
    second = session.get_one(Cardholder, by.person).public_id
    new = NewOrder(
        kind=found.kind, by=found.proposer.public_id, second=second, why=found.why,
        door=found.door, until=found.lasts_until,
    )  # fmt: skip
    order = _place(session, new, by, at)
    found.settled_by, found.settled_at, found.order_id = by.person, at, order.id
    session.flush()
    settle_one(session, "door-order-proposed", number, at)
    return order


def decline(session: Session, number: int, by: By, at: datetime) -> None:
    """Take a proposal back, or refuse it; nothing is ordered. Raises NotFound, OrderRefused."""
    found = _waiting(session, number, at)
    if found.proposed_by != by.person:
        _must(session, found.kind, OFFICIALS, by, at)
    found.settled_by, found.settled_at = by.person, at
    session.flush()
    settle_one(session, "door-order-proposed", number, at)
    audit.write(session, "door.decline", by, at, {"proposal": found.id, "what": found.kind})


def end(session: Session, number: int, by: By, at: datetime) -> DoorOrder:
    """End a hold or a lockdown before its time. Raises NotFound, OrderRefused."""
    found = one(session, number)
    if found.kind not in LASTING:
        raise OrderRefused("Perintah itu berakhir sendiri.", "that order ends by itself")
    _must(session, found.kind, RULES[found.kind].ends, by, at)
    orders.cancel(session, number, at)
    audit.write(session, "door.end", by, at, {"order": number, "what": found.kind})
    _inform(session, "door-order-ended", found, by, at)
    return found


def _check(session: Session, new: NewOrder, by: By, at: datetime) -> None:
    _must(session, new.kind, RULES[new.kind].gives if new.kind in RULES else frozenset(), by, at)
    if len(new.why.strip()) > WHY_MOST:
        raise OrderRefused(
            f"Alasan terlalu panjang; paling panjang {WHY_MOST} huruf.",
            f"the reason is too long; {WHY_MOST} letters at most",
        )
    if new.kind is OrderKind.UNLOCK and _unlocked(session, new.door, at) >= UNLOCKS:
        raise OrderRefused(
            f"Pintu ini sudah dibuka dari kantor {UNLOCKS} kali dalam"
            f" {UNLOCKS_WITHIN // timedelta(minutes=1)} menit. Tunggu, atau pakai kartu.",
            f"this door was unlocked {UNLOCKS} times within {UNLOCKS_WITHIN}; wait, or use a card",
        )


def _unlocked(session: Session, door: str | None, at: datetime) -> int:
    lately = DoorOrder.issued > at - UNLOCKS_WITHIN
    mine = (DoorOrder.kind == OrderKind.UNLOCK) & (DoorOrder.door == door)
    return session.scalar(select(func.count()).where(mine, lately)) or 0


def _must(session: Session, kind: OrderKind, roles: frozenset[Role], by: By, at: datetime) -> None:
    if not roles & posts.roles(session, by.person or 0, at):
        raise OrderRefused(
            f"Perintah {NAMES[kind]['id']} bukan wewenang Anda.",
            f"the order to {NAMES[kind]['en']} is not yours",
        )


def _place(session: Session, new: NewOrder, by: By, at: datetime) -> DoorOrder:
    order = orders.place(session, new, at)
    what = {"order": order.id, "what": order.kind, "door": order.door, "reader": order.reader}
    audit.write(session, "door.order", by, at, {k: v for k, v in what.items() if v is not None})
    if order.kind is not OrderKind.LOCATE:
        _inform(session, "door-order", order, by, at)
    return order


def _propose(session: Session, new: NewOrder, by: By, at: datetime) -> ProposedOrder:
    with session.begin_nested() as trial:  # what it lacks is said now, not to the second person
        orders.place(session, replace(new, second="-"), at)
        trial.rollback()
    made = ProposedOrder(
        kind=new.kind, door=new.door, why=new.why.strip(), lasts_until=new.until,
        proposed_by=by.person or 0, at=at,
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.write(session, "door.propose", by, at, {"proposal": made.id, "what": made.kind})
    _inform(session, "door-order-proposed", made, by, at)
    return made


def _waiting(session: Session, number: int, at: datetime) -> ProposedOrder:
    found = session.get(ProposedOrder, number)
    if found is None:
        raise NotFound(f"Tidak ada usul perintah {number}.", f"there is no proposal {number}")
    if found.settled_at is not None or found.at <= at - STANDS:
        raise OrderRefused(
            "Usul ini sudah diselesaikan atau lewat masanya. Usulkan lagi bila masih perlu.",
            "this proposal is settled or over; propose it again if it is still needed",
        )
    return found


def _inform(
    session: Session, template: str, about: DoorOrder | ProposedOrder, by: By, at: datetime
) -> None:
    """Tell the officials, save who did it: a door that is opened by hand is nobody's secret."""
    every = both("semua pintu", "every door")
    fields = {
        "nomor": about.id,
        "perintah": NAMES[about.kind],
        "pintu": every if about.door is None else doors(session).get(about.door, about.door),
        "alasan": reason(about.why),
    }
    told = {each.person_id for role in OFFICIALS for each in posts.holders(session, role, at)}
    for person in sorted(told - {by.person}):
        tell(session, person, template, fields, at)
