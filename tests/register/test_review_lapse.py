"""The deadline of a review: warnings, one extension, and the lapse that nobody does by hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.access import CardState
from register import card_life, cards, requests, settings
from register.errors import Incomplete, ReviewRefused
from register.models import AuditLine, Cardholder, Dossier, Grant, Notice, Review
from register.reviewing import deciding, lapsing, opening, timer
from register.reviewing.opening import Log
from register.reviewing.timer import Done
from register.reviewing.usage import Period
from register.workflow import State
from tests.register.bureau import Bureau
from tests.register.reviews import (
    UNUSED,
    countersigned,
    decided,
    drawn,
    holder,
    opened,
    signed,
    three_holders,
    used,
)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Bureau, str]]:
    made, regular = three_holders(tmp_path / "register.db")
    yield made, regular
    made.store.close()


@pytest.fixture
def bureau(three: tuple[Bureau, str]) -> Bureau:
    """Five holders: of Siti, Dina and Eko somebody's lapse leaves Fani and Gita at the door."""
    for name in ("fani", "gita"):
        holder(three[0], name)
    return three[0]


def run(bureau: Bureau, at: datetime) -> Done:
    with bureau.session() as session:
        return timer.run(session, lambda _: UNUSED, bureau.by("admin"), at)


def frozen(bureau: Bureau) -> set[str]:
    names = {person: name for name, person in bureau.people.items()}
    with bureau.store.reading() as session:
        found = session.scalars(select(Grant.cardholder_id).where(Grant.frozen_at.is_not(None)))
        return {names[each] for each in found}


def due(bureau: Bureau, review: int) -> datetime:
    with bureau.store.reading() as session:
        return session.get_one(Review, review).due_at


def named(bureau: Bureau, *names: str) -> None:
    with bureau.session() as session:
        for name in names:
            session.get_one(Cardholder, bureau.people[name]).keyholder = True


def test_the_timer_opens_a_review_that_is_due_and_only_once(bureau: Bureau) -> None:
    assert run(bureau, bureau.now) == Done()
    later = bureau.now + timedelta(days=93)
    assert run(bureau, later).opened is not None
    assert run(bureau, later) == Done()
    with bureau.store.reading() as session:
        found = opening.running(session)
        assert found is not None
        assert found.state is State.DRAFT
        told = session.scalars(select(Notice.person_id).where(Notice.template == "review-opened"))
        assert set(told) == {bureau.people["kasi"], bureau.people["kabid"]}


def test_the_timer_asks_the_log_only_when_a_review_is_due(bureau: Bureau) -> None:
    asked: list[Period] = []

    def log(period: Period) -> Log:
        asked.append(period)
        return UNUSED

    for days in (1, 93, 94):
        with bureau.session() as session:
            at = bureau.now + timedelta(days=days)
            timer.run(session, log, bureau.by("admin"), at)
    assert len(asked) == 1


def test_it_warns_14_7_and_1_days_before_and_each_time_once(bureau: Bureau) -> None:
    review = drawn(bureau)
    end = due(bureau, review)
    warned = []
    for days in (15, 14, 13, 8, 7, 6.5, 2, 1, 0.5):
        at = end - timedelta(days=days)
        warned += [days] * run(bureau, at).warned
        assert run(bureau, at) == Done()
    assert warned == [14, 7, 1]
    with bureau.store.reading() as session:
        told = session.scalar(
            select(func.count()).select_from(Notice).where(Notice.template == "review-due")
        )
    assert told == 2 * 3


def test_who_is_not_decided_on_lapses_at_the_deadline_and_not_a_moment_before(
    bureau: Bureau,
) -> None:
    named(bureau, "fani", "gita")
    review = opened(bureau)
    decided(bureau, review, "siti", "tetap")
    end = due(bureau, review)
    assert run(bureau, end - timedelta(milliseconds=1)).lapsed == 0
    assert frozen(bureau) == set()
    assert run(bureau, end).lapsed == 2
    assert frozen(bureau) == {"dina", "eko"}


def test_to_run_again_changes_nothing(bureau: Bureau) -> None:
    review = opened(bureau)
    end = due(bureau, review)
    run(bureau, end)
    before = frozen(bureau)
    for more in (0, 1, 30):
        with bureau.store.reading() as session:
            lines = session.scalar(select(func.count()).select_from(AuditLine))
        assert run(bureau, end + timedelta(days=more)).lapsed == 0
        with bureau.store.reading() as session:
            assert session.scalar(select(func.count()).select_from(AuditLine)) == lines
    assert frozen(bureau) == before


def test_named_keyholders_never_lapse(bureau: Bureau) -> None:
    named(bureau, "dina", "eko", "gita")
    review = opened(bureau)
    run(bureau, due(bureau, review))
    assert frozen(bureau) == {"siti", "fani"}


@pytest.mark.parametrize("keyholders", [(), ("eko",)])
def test_where_too_few_are_named_two_can_open_the_door_still(
    three: tuple[Bureau, str], keyholders: tuple[str, ...]
) -> None:
    bureau, regular = three
    named(bureau, *keyholders)
    review = opened(bureau, used(bureau, regular))
    run(bureau, due(bureau, review))
    left = {"siti", "dina", "eko"} - frozen(bureau)
    assert len(left) == 2
    assert "siti" in left  # who came last
    assert set(keyholders) <= left


def test_an_office_may_switch_it_off(bureau: Bureau) -> None:
    review = opened(bureau)
    with bureau.session() as session:
        settings.change(session, {"lapse": False}, bureau.by("admin"), bureau.now)
    assert run(bureau, due(bureau, review)).lapsed == 0


def test_a_review_that_is_signed_lets_nobody_lapse(bureau: Bureau) -> None:
    review = opened(bureau)
    for name in ("siti", "dina", "eko", "fani", "gita"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    assert run(bureau, due(bureau, review)).lapsed == 0


def test_the_kabid_gives_14_days_more_once(bureau: Bureau) -> None:
    review = opened(bureau)
    end = due(bureau, review)

    def extend(who: str, at: datetime) -> None:
        with bureau.session() as session:
            lapsing.extend(session, deciding.find(session, review), bureau.by(who), at)

    with pytest.raises(ReviewRefused):
        extend("kasi", bureau.now)
    with pytest.raises(ReviewRefused):
        extend("kabid", end)
    extend("kabid", bureau.now)
    assert due(bureau, review) == end + timedelta(days=14)
    with pytest.raises(ReviewRefused):
        extend("kabid", bureau.now)
    assert run(bureau, end).lapsed == 0


def test_who_lapsed_is_frozen_or_revoked_by_the_review_and_comes_back_by_a_request(
    bureau: Bureau,
) -> None:
    named(bureau, "siti", "fani")
    review = opened(bureau)
    for name in ("siti", "fani", "gita", "eko"):
        decided(bureau, review, name, "tetap")
    bureau.now = due(bureau, review)
    run(bureau, bureau.now)
    assert frozen(bureau) == {"dina"}
    with pytest.raises(Incomplete):
        decided(bureau, review, "dina", "tetap")
    signed(bureau, review)  # a row that lapsed needs no decision
    countersigned(bureau, review)
    with bureau.session() as session:
        by, me = bureau.by("dina"), bureau.people["dina"]
        card = cards.live(session, me)
        assert card is not None
        number = card_life.ask_thaw(session, card, "Masih bertugas", by, bureau.now).id
    with bureau.session() as session:
        found = session.get_one(Dossier, number)
        by = bureau.by("kasi")
        requests.verify(session, found, None, bureau.signs("kasi"), by, bureau.now)
        by = bureau.by("operator")
        signature = bureau.signs("operator")
        card = cards.issue(session, found, None, None, signature, by, bureau.now)
        assert card.state is CardState.ACTIVE
    assert frozen(bureau) == set()
