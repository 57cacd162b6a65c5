"""How a card's state shows: words, tone and a sign, never colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from admin.access import site
from ledger.access import CardState
from register.forms.choices import Choice
from register.forms.register_list import EXPIRED, STATUSES
from register.models import Card

TONES: Final[Mapping[str, tuple[str, str]]] = {
    CardState.NOT_HANDED_OVER: ("wait", "clock"),
    CardState.ACTIVE: ("good", "check"),
    CardState.FROZEN: ("bad", "lock"),
    EXPIRED: ("plain", "clock"),
    CardState.LOST: ("bad", "bell"),
    CardState.REVOKED: ("plain", "cross"),
    CardState.RETURNED: ("plain", "leave"),
    CardState.DAMAGED: ("bad", "cross"),
    CardState.DESTROYED: ("plain", "cross"),
}
WORDS: Final[Mapping[str, Choice]] = {each.value: each for each in STATUSES}


@dataclass(frozen=True, slots=True)
class CardLook:
    """One state as it is drawn; `words` has both languages."""

    words: Choice
    tone: str
    icon: str


def look(state: str) -> CardLook:
    """Return how a state of a card, or `expired`, shows."""
    return CardLook(WORDS[state], *TONES[state])


def state_of(card: Card) -> str:
    """Return what a card is to whoever looks at it now: its own state, or what its grant says.

    A grant that is frozen, revoked or over keeps an active card from opening.
    """
    if card.state is not CardState.ACTIVE:
        return card.state
    if card.grant.revoked_at is not None:
        return CardState.REVOKED
    if card.grant.frozen_at is not None:
        return CardState.FROZEN
    return EXPIRED if card.grant.valid_until <= site().now() else CardState.ACTIVE


def card_look(card: Card) -> CardLook:
    """Return how a card shows."""
    return look(state_of(card))
