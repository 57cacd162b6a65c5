"""The demonstration's people as the door's page names them: whoever the register knows now."""

from collections.abc import Iterator, Mapping

from admin.journal_lines import Person
from register import people
from register.store import Store


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
