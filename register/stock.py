"""The stock of blank cards: received, issued, given back, spoiled, destroyed; never below nought.

An office that records no delivery of a kind of card does not count that kind: issuing goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from register import audit, posts, settings
from register.audit import By
from register.errors import CardRefused, Incomplete
from register.forms.check import Checked, check
from register.forms.choices import Choice
from register.forms.context import Context
from register.forms.fields import Form
from register.forms.stock import LOSS, RECEIPT
from register.forms.values import text
from register.models import Card, CardBatch, StockMove
from register.workflow import Role

KEEPERS: Final = frozenset({Role.OPERATOR, Role.KASI})


@dataclass(frozen=True, slots=True)
class Level:
    """What became of one batch's cards."""

    batch: CardBatch
    issued: int
    spoiled: int
    destroyed: int

    @property
    def left(self) -> int:
        """How many are in the drawer."""
        return self.batch.count - self.issued - self.spoiled - self.destroyed

    @property
    def received(self) -> date:
        """When the batch came."""
        return date.fromisoformat(self.batch.received_on)


def levels(session: Session) -> tuple[Level, ...]:
    """Return every batch, newest first."""
    batches = session.scalars(
        select(CardBatch)
        .options(selectinload(CardBatch.moves))
        .order_by(CardBatch.id.desc())
        .execution_options(populate_existing=True)
    )
    return tuple(_level(batch) for batch in batches)


def left(found: Sequence[Level]) -> dict[str, int]:
    """Return how many cards of each kind are left, of the kinds that are counted."""
    counted: dict[str, int] = {}
    for level in found:
        kind = level.batch.technology
        counted[kind] = counted.get(kind, 0) + level.left
    return counted


def context(session: Session, at: datetime) -> Context:
    """Return what the stock's forms offer: the batches of which some are left."""
    today = at.astimezone(ZoneInfo(settings.read(session).zone)).date()
    return Context(today=today, choices={"kiriman": tuple(_offered(session))})


def receive(session: Session, answers: Mapping[str, Any], by: By, at: datetime) -> CardBatch:
    """Record a delivery. Raises Incomplete, CardRefused."""
    values = _checked(session, RECEIPT, answers, by, at).values
    batch = CardBatch(
        technology=text(values, "jenis"),
        count=cast("int", values["jumlah"]),
        first=text(values, "dari") or None,
        last=text(values, "sampai") or None,
        supplier=text(values, "pemasok") or None,
        received_on=text(values, "tanggal"),
        person_id=by.person or 0,
        at=at,
    )
    session.add(batch)
    session.flush()
    what = {"batch": batch.id, "kind": batch.technology, "count": batch.count}
    audit.write(session, "stock.receive", by, at, what)
    return batch


def lose(session: Session, answers: Mapping[str, Any], by: By, at: datetime) -> StockMove:
    """Record blanks that were spoiled or destroyed. Raises Incomplete, CardRefused."""
    values = _checked(session, LOSS, answers, by, at).values
    batch = session.get_one(CardBatch, int(text(values, "kiriman")))
    count, rest = cast("int", values["jumlah"]), _level(batch).left
    if count > rest:
        raise CardRefused(
            f"Kiriman ini tinggal {rest} kartu; {count} tidak dapat dikeluarkan.",
            f"{rest} cards are left of this batch; {count} cannot be taken out",
        )
    move = StockMove(
        batch_id=batch.id, kind=text(values, "sebab"), count=count, why=text(values, "alasan")
    )
    return _moved(session, move, by, at)


def take(session: Session, card: Card, by: By, at: datetime) -> None:
    """Take the blank that a card was made of; CardRefused where none is left of a counted kind.

    A card that is issued again without having gone back into the stock is none of the blanks.
    """
    if _issued_of(session, card.fingerprint) is not None:
        return
    kind = card.technology.partition(":")[0]
    mine = [level for level in levels(session) if level.batch.technology == kind]
    if not mine:
        return
    some = [level.batch for level in reversed(mine) if level.left > 0]
    if not some:
        raise CardRefused(
            f"Persediaan kartu {kind} menurut catatan sudah habis; catat dahulu kiriman yang"
            " diterima.",
            f"by the record no {kind} card is left; record the delivery first",
        )
    batch = next((each for each in some if _within(each, card.printed)), some[0])
    _moved(session, StockMove(batch_id=batch.id, kind="terbit", card_id=card.id), by, at)


def put_back(session: Session, card: Card, by: By, at: datetime) -> None:
    """Put a returned card back into the batch that it came from, if that is known."""
    batch = _issued_of(session, card.fingerprint)
    if batch is not None:
        _moved(session, StockMove(batch_id=batch, kind="kembali", card_id=card.id), by, at)


def _checked(
    session: Session, form: Form, answers: Mapping[str, Any], by: By, at: datetime
) -> Checked:
    if not KEEPERS & posts.roles(session, by.person or 0, at):
        raise CardRefused(
            "Hanya operator atau Kasi yang mencatat persediaan kartu.",
            "only an operator or the Kasi records the stock of cards",
        )
    found = check(form, answers, context(session, at))
    if found.complaints:
        raise Incomplete(found.complaints)
    return found


def _moved(session: Session, move: StockMove, by: By, at: datetime) -> StockMove:
    move.count, move.person_id, move.at = move.count or 1, by.person or 0, at
    session.add(move)
    session.flush()
    what = {"batch": move.batch_id, "count": move.count, "card": move.card_id}
    audit.write(session, f"stock.{move.kind}", by, at, what)
    return move


def _level(batch: CardBatch) -> Level:
    gone = dict.fromkeys(("terbit", "kembali", "rusak", "musnah"), 0)
    for move in batch.moves:
        gone[move.kind] += move.count
    return Level(batch, gone["terbit"] - gone["kembali"], gone["rusak"], gone["musnah"])


def _issued_of(session: Session, fingerprint: bytes) -> int | None:
    """Return the batch that a number's card came from, while it has not gone back."""
    last = session.scalar(
        select(StockMove)
        .join(Card, Card.id == StockMove.card_id)
        .where(Card.fingerprint == fingerprint)
        .order_by(StockMove.id.desc())
        .limit(1)
    )
    return last.batch_id if last is not None and last.kind == "terbit" else None


def _within(batch: CardBatch, printed: str | None) -> bool:
    if printed is None or batch.first is None or batch.last is None:
        return False
    return len(printed) == len(batch.first) and batch.first <= printed <= batch.last


def _offered(session: Session) -> Sequence[Choice]:
    found = [level for level in levels(session) if level.left > 0]
    said = [(level, f"{level.batch.received_on} · {level.batch.technology}") for level in found]
    return [
        Choice(str(level.batch.id), f"{words} · sisa {level.left}", f"{words} · {level.left} left")
        for level, words in said
    ]
