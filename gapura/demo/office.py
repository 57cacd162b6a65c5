"""The demonstration's people as the door's page names them: whoever the register knows now."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from admin.journal_lines import Person
from ledger.access import CardState
from register import offers, people
from register.models import Cardholder
from register.store import Store

PARTS: Final[Mapping[CardState, str]] = {  # what a card of the hand shows by then
    CardState.ACTIVE: "granted",
    CardState.NOT_HANDED_OVER: "not-handed-over",
    CardState.FROZEN: "frozen",
    CardState.LOST: "lost",
}


REVOKED: Final = "revoked"  # or ended some other way


class Held(NamedTuple):
    """A card that is somebody's."""

    person: Person
    printed: str
    state: CardState


class Everybody(Mapping[str, Person]):
    """Whom the register knows now, by pseudonymous id: who has just been given a card too."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, public_id: str) -> Person:
        with self._store.reading() as session:
            found = people.find(session, public_id)
            if found is None:
                raise KeyError(public_id)
            return Person(found.name or public_id, found.unit or "")

    def __iter__(self) -> Iterator[str]:
        with self._store.reading() as session:
            return iter(people.public_ids(session))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def holding(self, fingerprint: bytes) -> Held | None:
        """Return whose a card is by now, or None."""
        with self._store.reading() as session:
            card = offers.with_fingerprint(session, fingerprint)
            if card is None:
                return None
            holder = session.get_one(Cardholder, card.cardholder_id)
            person = Person(holder.name or holder.public_id, holder.unit or "")
            return Held(person, card.printed or "", card.state)
