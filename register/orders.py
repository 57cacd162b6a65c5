"""Orders to the door, the writing half: who, why and until when, as a row that is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.orders import OrderKind
from register.errors import OrderRefused
from register.messaging.message_texts import Words, both
from register.models import Door, DoorOrder

NAMES: Final[Mapping[OrderKind, Words]] = {
    OrderKind.LOCKDOWN: both("penutupan total", "lockdown"),
    OrderKind.UNLOCK: both("buka sesaat", "unlock once"),
    OrderKind.HOLD: both("tahan terbuka", "hold unlocked"),
    OrderKind.ENROL: both("pendaftaran kartu", "enrolment of a card"),
    OrderKind.TEST_TAP: both("uji kartu", "test of a card"),
    OrderKind.LOCATE: both("kedipkan pembaca", "blink a reader"),
    OrderKind.RESET_CLOCK_MARK: both("setel ulang batas jam", "reset of the clock mark"),
    OrderKind.PRUNE: both("pemangkasan jurnal", "pruning of the journal"),
}
PARTS: Final = {"door": "pintunya", "reader": "pembacanya", "second": "orang keduanya",
                "upto": "peristiwa terakhirnya"}  # fmt: skip
FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What an order of one kind must say.

    Attributes:
        lasts: how long it stands where no end is given; None: the end must be given.
        at_most: its longest.
    """

    door: bool = False
    reader: bool = False
    second: bool = False
    upto: bool = False
    lasts: timedelta | None = timedelta(seconds=10)
    at_most: timedelta = timedelta(days=1)


NEEDS: Final[Mapping[OrderKind, Needs]] = {
    OrderKind.LOCKDOWN: Needs(lasts=timedelta.max, at_most=timedelta.max),
    OrderKind.UNLOCK: Needs(door=True, at_most=timedelta(seconds=30)),
    OrderKind.HOLD: Needs(door=True, lasts=None),
    OrderKind.ENROL: Needs(reader=True, lasts=timedelta(seconds=60), at_most=timedelta(minutes=5)),
    OrderKind.TEST_TAP: Needs(
        reader=True, lasts=timedelta(seconds=60), at_most=timedelta(minutes=5)
    ),
    OrderKind.LOCATE: Needs(reader=True, at_most=timedelta(minutes=5)),
    OrderKind.RESET_CLOCK_MARK: Needs(second=True, at_most=timedelta(minutes=15)),
    OrderKind.PRUNE: Needs(upto=True, lasts=timedelta(hours=1)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What is ordered, before it has a number.

    Attributes:
        by: pseudonymous id of who orders it; `second` of who stands behind it with him.
        until: its end; None: what its kind lasts by itself.
        upto: for PRUNE, the last event to drop.
    """

    kind: OrderKind
    by: str
    why: str
    until: datetime | None = None
    door: str | None = None
    reader: str | None = None
    second: str | None = None
    upto: int | None = None


def place(session: Session, new: NewOrder, at: datetime) -> DoorOrder:
    """Place an order as of `at`, which is now; the door obeys it when the session commits.

    Raises OrderRefused: it lacks what its kind needs, or ends too early or too late.
    """
    needs = NEEDS[new.kind]
    _complete(session, new, needs)
    order = DoorOrder(
        kind=new.kind,
        ordered_by=new.by,
        second_by=new.second,
        why=new.why.strip(),
        issued=at,
        until=_end(new, needs, at),
        door=new.door,
        reader=new.reader,
        upto=new.upto,
    )
    session.add(order)
    session.flush()
    return order


def cancel(session: Session, order: int, at: datetime) -> None:
    """Cancel an order that stands; OrderRefused where there is none or it is over."""
    found = session.get(DoorOrder, order)
    if found is None:
        raise OrderRefused(f"Tidak ada perintah {order}.", f"there is no order {order}")
    if found.cancelled is not None:
        raise OrderRefused(
            f"Perintah {order} sudah diakhiri.",
            f"order {order} was cancelled already, at {found.cancelled}",
        )
    if found.until <= at:
        raise OrderRefused(
            f"Perintah {order} sudah lewat masanya.", f"order {order} was over at {found.until}"
        )
    found.cancelled = at
    session.flush()


def _complete(session: Session, new: NewOrder, needs: Needs) -> None:
    if not new.why.strip():
        raise _refused(
            new, "alasannya belum diisi", "no reason is given; an order to a door says why"
        )
    for name, said in PARTS.items():
        if getattr(needs, name) and getattr(new, name) is None:
            raise _refused(new, f"{said} belum diisi", f"its {name} is missing")
    if new.second == new.by:
        raise _refused(
            new, "orang kedua harus orang lain",
            f"{new.by} cannot be his own second; two people are wanted",
        )  # fmt: skip
    if new.upto is not None and not needs.upto:
        raise _refused(new, "tidak memangkas jurnal", f"upto is for {OrderKind.PRUNE} alone")
    if new.door is not None and not _is_door(session, new.door):
        raise _refused(
            new, f"tidak ada pintu {new.door!r} di daftar",
            f"the register has no door {new.door!r}",
        )  # fmt: skip


def _refused(new: NewOrder, why_id: str, why_en: str) -> OrderRefused:
    return OrderRefused(f"{NAMES[new.kind]['id'].capitalize()}: {why_id}.", f"{new.kind}: {why_en}")


def _is_door(session: Session, name: str) -> bool:
    return session.scalar(select(Door.id).where(Door.name == name)) is not None


def _end(new: NewOrder, needs: Needs, at: datetime) -> datetime:
    if new.until is None and needs.lasts is None:
        raise _refused(
            new, "waktu berakhirnya belum diisi", "its end is missing; it cannot last for ever"
        )
    room = FOREVER - at
    end = new.until if new.until is not None else at + min(needs.lasts or room, room)
    if end <= at:
        raise _refused(
            new, "waktu berakhirnya sudah lewat", f"it would end at {end}, which is not after {at}"
        )
    if end > at + min(needs.at_most, room):
        raise _refused(
            new, f"terlalu lama, paling lama {_span(needs.at_most)}",
            f"until {end} is too long; {needs.at_most} is the longest",
        )  # fmt: skip
    return end


def _span(longest: timedelta) -> str:
    hours, seconds = divmod(longest // timedelta(seconds=1), 3600)
    return f"{hours} jam" if hours else f"{seconds} detik"
