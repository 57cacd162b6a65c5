"""What follows by itself on a dossier's way is told with its moment, or is not called for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register import cards, removals, unsigned
from register.models import Dossier
from register.reviewing import signing
from register.unsigned import Moments
from tests.register.bureau import Bureau
from tests.register.reviews import countersigned, decided, opened, signed, three_holders, used
from tests.register.test_removals import ASKED, act
from tests.register.test_requests import act as sign
from tests.register.test_requests import issued, submitted


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def came(bureau: Bureau, dossier: int) -> Moments:
    with bureau.store.reading() as session:
        return unsigned.moments(session, session.get_one(Dossier, dossier))


def test_the_pemohon_is_informed_when_his_request_is_rejected(bureau: Bureau) -> None:
    dossier = submitted(bureau)
    assert came(bureau, dossier) == {"inform": None}
    sign(bureau, dossier, "atasan", "reject", "Tidak perlu")
    assert came(bureau, dossier) == {"inform": bureau.now}


@pytest.mark.parametrize(("freeze", "waits"), [("ya", True), ("tidak", False)])
def test_a_removal_freezes_at_once_unless_that_was_declined(
    bureau: Bureau, freeze: str, *, waits: bool
) -> None:
    request = issued(bureau)
    with bureau.session() as session:
        found = session.get_one(Dossier, request)
        cards.hand_over(session, found, bureau.signs("siti"), bureau.by("siti"), bureau.now)
        answers = {**ASKED, "bekukan": freeze, "pemegang": ["1"]}
        by = bureau.by("kasi")
        dossier = removals.ask(session, answers, bureau.signs("kasi"), by, bureau.now).id
    frozen = {"freeze": bureau.now} if waits else {}
    assert came(bureau, dossier) == {"inform": None, **frozen}
    act(bureau, dossier, "kasi", "confirm")
    assert came(bureau, dossier) == {"inform": None, **frozen}


def test_a_review_tells_what_was_frozen_and_waits_for_the_door(tmp_path: Path) -> None:
    bureau, regular = three_holders(tmp_path / "register.db")
    review = opened(bureau, used(bureau, regular))
    assert came(bureau, review) == dict.fromkeys(("need", "freeze", "seen", "keep"))
    decided(bureau, review, "dina", "cabut")
    for name in ("siti", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    at = bureau.now
    assert came(bureau, review) == {"freeze": at, "seen": None, "keep": None}
    countersigned(bureau, review)
    end = bureau.now
    assert came(bureau, review) == {"freeze": at, "seen": None, "keep": end}
    with bureau.session() as session:
        waits = signing.unconfirmed(session, review)
        assert waits is not None
        signing.confirmed(session, review, waits, end)
    assert came(bureau, review)["seen"] == end
    bureau.store.close()
