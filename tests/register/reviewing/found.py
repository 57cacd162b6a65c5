"""What a review changed."""

import pytest

from register import (
    cards,
)
from register.errors import (
    Incomplete,
)
from register.models import Card, Grant
from tests.register.bureau import Bureau


def card(bureau: Bureau, name: str) -> Card:
    with bureau.store.reading() as session:
        found = cards.live(session, bureau.people[name])
        assert found is not None
        return found


def grant(bureau: Bureau, name: str) -> Grant:
    with bureau.store.reading() as session:
        found = cards.live(session, bureau.people[name])
        assert found is not None
        _ = [(each.door.name, each.schedule.weekly) for each in found.grant.doors]
        return found.grant


def complaints(error: pytest.ExceptionInfo[Incomplete]) -> set[str]:
    return {each.field for each in error.value.complaints}
