"""A card that was tapped to be issued: what is known of it, and whether it may be."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register.errors import CardRefused
from register.forms.register_list import SAYS
from register.models import LIVE, Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A card that was tapped to be issued, as the reader or the desk gave it.

    Attributes:
        fingerprint: 32 bytes; the number itself is never kept.
        last_four: what an operator may see of it.
        assurance: 0 to 3, as `hardware.readers.Assurance` counts.
    """

    fingerprint: bytes
    technology: str
    last_four: str
    assurance: int = 0


def with_fingerprint(session: Session, fingerprint: bytes) -> Card | None:
    """Return the newest card of a number, live or not: what `find this card` shows."""
    return session.scalar(
        select(Card).where(Card.fingerprint == fingerprint).order_by(Card.id.desc()).limit(1)
    )


def check(session: Session, offered: Offered) -> Card | None:
    """Return the ended card of before that this number was, or None; CardRefused if it is live."""
    before = with_fingerprint(session, offered.fingerprint)
    if before is not None and before.state in LIVE:
        state_id, state_en = SAYS[before.state]
        raise CardRefused(
            f"Kartu {before.printed or before.last_four} sedang dipakai: statusnya {state_id}. "
            "Hanya kartu yang sudah berakhir yang dapat diterbitkan lagi.",
            f"card {before.printed or before.last_four} is in use: it is {state_en} "
            "in the register; only an ended card can be issued again",
        )
    return before


def check_printed(session: Session, printed: str | None, besides: Card | None = None) -> None:
    """Raise CardRefused where a live card bears a printed number, other than the one replaced."""
    number = (printed or "").strip()
    using = select(Card.id).where(
        func.lower(Card.printed) == number.lower(), Card.ended_at.is_(None)
    )
    if besides is not None:
        using = using.where(Card.id != besides.id)
    if number and session.scalar(using.limit(1)) is not None:
        raise CardRefused(
            f"Nomor tercetak {number} sedang dipakai kartu lain; periksa nomor pada kartu.",
            f"the printed number {number} is in use by another card; check the one on the card",
        )
