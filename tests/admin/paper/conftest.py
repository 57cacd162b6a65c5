"""An office with a story: a card that was issued, fetched and given back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.access import CardState
from register import cards, removals
from register.models import Dossier
from tests.admin.office import Office
from tests.register import test_removals
from tests.register.test_requests import issued


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


@pytest.fixture(scope="module")
def storied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office in which a card was issued (1), fetched, and removed again (2)."""
    made = Office(Path(tmp_path_factory.mktemp("office")))
    bureau = made.bureau
    issued(bureau)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, 1)
        cards.hand_over(session, dossier, bureau.signs("siti"), bureau.by("siti"), bureau.now)
    asked = test_removals.asked(bureau)
    test_removals.act(bureau, asked, "kasi", "confirm")
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier, by = session.get_one(Dossier, asked), bureau.by("operator")
        removals.revoke(session, dossier, bureau.signs("operator"), by, bureau.now)
        back = {"kartu": "dikembalikan", "tanggal": "2026-11-24", "penerima": "Operator",
                "kondisi": "baik", "dimusnahkan": "tidak"}  # fmt: skip
        removals.account(session, dossier, 1, back, by, bureau.now)
        removals.close(session, dossier, bureau.signs("operator"), by, bureau.now)
        assert cards.find(session, 1).state is CardState.RETURNED
    yield made
    bureau.store.close()
