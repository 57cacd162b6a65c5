"""Cards as a list to search, and one card's history as it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from ledger.access import CardState
from register.card_life import ACTS
from register.models import (
    Card,
    CardAct,
    CardChange,
    Cardholder,
    Grant,
    GrantDoor,
    RemovalItem,
    SignedStep,
)

MOST: Final = 200  # cards on a page; a search narrows what is more


def cards(
    session: Session, words: str = "", state: CardState | None = None, *, ended: bool = False
) -> Sequence[Card]:
    """Return cards, newest first, at most `MOST`.

    Args:
        session: to read.
        words: each of them is in the holder's name, his unit or the printed number.
        state: only these.
        ended: those too that have ended, where no state is asked for.
    """
    wanted = (
        select(Card)
        .join(Card.grant)
        .join(Grant.cardholder)
        .options(contains_eager(Card.grant).contains_eager(Grant.cardholder))
        .order_by(Card.changed_at.desc(), Card.id.desc())
        .limit(MOST)
    )
    for word in words.split():
        wanted = wanted.where(
            or_(
                *(
                    column.icontains(word, autoescape=True)
                    for column in (Cardholder.name, Cardholder.unit, Card.printed)
                )
            )
        )
    if state is not None:
        wanted = wanted.where(Card.state == state)
    elif not ended:
        wanted = wanted.where(Card.ended_at.is_(None))
    return session.scalars(wanted).all()


def find(session: Session, card: int) -> Card | None:
    """Return a card with its holder and its right, or None."""
    grant = joinedload(Card.grant)
    return session.scalar(
        select(Card)
        .where(Card.id == card)
        .options(
            grant.joinedload(Grant.cardholder),
            grant.selectinload(Grant.doors).joinedload(GrantDoor.door),
        )
    )


def made_by(session: Session, dossier: int) -> Card | None:
    """Return the newest card that a dossier made or brought back, or None."""
    return session.scalar(
        select(Card).where(Card.dossier_id == dossier).order_by(Card.id.desc()).limit(1)
    )


def of_person(session: Session, person: int) -> Sequence[Card]:
    """Return every card that a person ever had, newest first."""
    return session.scalars(
        select(Card)
        .where(Card.cardholder_id == person)
        .options(joinedload(Card.grant))
        .order_by(Card.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a card's history.

    Attributes:
        state: what the card became; None where it stayed as it was.
        who: name of who did it, where the register knows.
        act: the act at the desk behind it, with its record.
        dossier: id of the dossier behind it.
    """

    at: datetime
    state: CardState | None
    who: str | None = None
    act: CardAct | None = None
    dossier: int | None = None


def history(session: Session, card: Card) -> tuple[Moment, ...]:
    """Return what happened to a card, newest first."""
    acts = session.scalars(
        select(CardAct).where(CardAct.card_id == card.id).options(joinedload(CardAct.person))
    ).all()
    steps = _steps(session, card)
    told, moments = set(), []
    for change in session.scalars(select(CardChange).where(CardChange.card_id == card.id)):
        act = next((each for each in acts if _made(each, change)), None)
        if act is not None:
            told.add(act.id)
            moments.append(Moment(change.at, change.after, act.person.name, act))
            continue
        step = steps.get(change.at)
        who, dossier = (step.person.name, step.dossier_id) if step else (None, None)
        moments.append(Moment(change.at, change.after, who, None, dossier))
    moments += [Moment(a.at, None, a.person.name, a) for a in acts if a.id not in told]
    return tuple(sorted(moments, key=lambda moment: moment.at, reverse=True))


def _made(act: CardAct, change: CardChange) -> bool:
    """Say whether an act at the desk is what made a change."""
    rule = ACTS.get(act.act)
    return rule is not None and (act.at, rule.after) == (change.at, change.after)


def _steps(session: Session, card: Card) -> dict[datetime, SignedStep]:
    """Return the signed steps that can have moved a card, by their moment."""
    removals = select(RemovalItem.dossier_id).where(RemovalItem.card_id == card.id)
    theirs = select(CardChange.at).where(CardChange.card_id == card.id)
    found = session.scalars(
        select(SignedStep)
        .where(
            or_(SignedStep.dossier_id == card.dossier_id, SignedStep.dossier_id.in_(removals)),
            SignedStep.at.in_(theirs),
        )
        .options(joinedload(SignedStep.person))
    )
    return {step.at: step for step in found}
