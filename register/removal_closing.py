"""What becomes of a card whose access was removed (form 4, D).

Back with the office, or gone: nothing else accounts for it.
"""

from collections.abc import Mapping
from typing import Final

from ledger.access import CardState
from register.errors import CardRefused
from register.forms.removal import BACK
from register.forms.values import Values, text
from register.models import Card

FATES: Final[Mapping[str, CardState]] = {
    BACK: CardState.RETURNED,
    "hilang": CardState.REVOKED,
    "tidak-kembali": CardState.REVOKED,
}
HELD: Final = frozenset({CardState.RETURNED, CardState.DESTROYED})  # back with the office


def after(card: Card, closing: Values) -> CardState:
    """Return what a card becomes; one that came back stays so, and is at most destroyed."""
    fate = FATES[text(closing, "kartu")]
    if card.state in HELD and fate is not CardState.RETURNED:
        number = card.printed or card.last_four
        raise CardRefused(
            f"Kartu {number} sudah tercatat dikembalikan; pilih Dikembalikan.",
            f"card {number} is recorded as returned already; choose Returned",
        )
    destroyed = closing.get("dimusnahkan") is True or card.state is CardState.DESTROYED
    return CardState.DESTROYED if destroyed else fate
