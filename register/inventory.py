"""Every card that there ever was, as a list."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from register.models import Card, Grant

AT_ONCE = 500  # rows


def cards(session: Session) -> Iterator[Card]:
    """Yield the cards with their grants and holders, oldest first, some at a time."""
    after = 0
    while page := session.scalars(
        select(Card)
        .where(Card.id > after)
        .options(joinedload(Card.grant).joinedload(Grant.cardholder))
        .order_by(Card.id)
        .limit(AT_ONCE)
    ).all():
        yield from page
        after = page[-1].id
        session.expunge_all()
