"""A step that is late is known: to him with whom it waits, and to who is above him."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from register import settings
from register.deadlines import ABOVE, days_late, due, reminds, rungs
from register.errors import SettingRefused
from register.messaging.reminding import remind
from register.models import Notice
from register.ways import STEPS
from register.workflow import Role
from tests.register.bureau import AT, Bureau
from tests.register.test_requests import act, approved, submitted

KASI = next(step for step in STEPS["permintaan:-:kabid:kasi"] if step.act == "verify")
DAY = timedelta(days=1)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def limit(bureau: Bureau, **days: int) -> None:
    limits = {number.removeprefix("s"): count for number, count in days.items()}
    with bureau.session() as session:
        settings.change(session, {"step_days": limits}, bureau.by("admin"), bureau.now)


def run(bureau: Bureau) -> tuple[int, int]:
    with bureau.session() as session:
        return remind(session, bureau.now)


def told(bureau: Bureau, template: str) -> list[str]:
    names = {person: name for name, person in bureau.people.items()}
    with bureau.store.reading() as session:
        found = session.scalars(
            select(Notice.person_id).where(Notice.template == template).order_by(Notice.id)
        )
        return [names[person] for person in found]


def test_without_a_limit_nobody_is_reminded_of_anything(bureau: Bureau) -> None:
    submitted(bureau)
    bureau.wait(days=400)
    assert run(bureau) == (0, 0)


def test_who_is_nearly_late_is_reminded_once_a_day_and_nobody_above_yet(bureau: Bureau) -> None:
    limit(bureau, s2=3)
    submitted(bureau)
    bureau.wait(days=1, hours=23)
    assert run(bureau) == (0, 0)
    bureau.wait(hours=2)
    assert run(bureau) == (1, 0)
    assert run(bureau) == (0, 0)
    assert told(bureau, "reminder") == ["atasan"]


def test_past_due_the_next_above_knows_and_each_limit_later_the_one_above_him(
    bureau: Bureau,
) -> None:
    dossier = submitted(bureau)
    for who, what in (("atasan", "endorse"), ("kadis", "dispose"), ("kabid", "forward")):
        act(bureau, dossier, who, what)
    limit(bureau, s5=2)
    bureau.wait(days=2)
    assert run(bureau) == (1, 1)
    assert told(bureau, "escalated") == ["kabid"]
    bureau.wait(days=1)
    assert run(bureau) == (1, 0)  # known already; the reminder is the day's
    bureau.wait(days=1)
    assert run(bureau) == (1, 1)
    assert told(bureau, "escalated") == ["kabid", "kadis"]


def test_both_operators_are_reminded_and_their_kasi_knows(bureau: Bureau) -> None:
    approved(bureau)
    limit(bureau, s7=1)
    bureau.wait(days=1)
    assert run(bureau) == (2, 1)
    assert told(bureau, "reminder") == ["operator", "deputi"]
    assert told(bureau, "escalated") == ["kasi"]


def test_a_step_that_was_made_is_late_no_more(bureau: Bureau) -> None:
    limit(bureau, s2=1, s3=30)
    dossier = submitted(bureau)
    bureau.wait(days=5)
    act(bureau, dossier, "atasan", "endorse")
    assert run(bureau) == (0, 0)


def test_who_does_not_correct_what_was_sent_back_is_reminded_too(bureau: Bureau) -> None:
    limit(bureau, s1=1, s2=1)
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", "return", "Lengkapi")
    bureau.wait(days=3)
    reminded, _ = run(bureau)
    assert reminded == 1
    assert told(bureau, "reminder") == ["siti"]


@pytest.mark.parametrize(
    ("days", "late", "reminded", "above"),
    [
        (0, 0, False, 0), (1, 0, True, 0), (2, 1, True, 1),
        (3, 2, True, 1), (4, 3, True, 2), (40, 39, True, 3),
    ],
)  # fmt: skip
def test_the_limit_counts_in_days_from_the_step_before(
    days: int,
    late: int,
    reminded: bool,  # noqa: FBT001 - a case
    above: int,
) -> None:
    at, limits = AT + days * DAY, {"5": 2}
    assert days_late(KASI, AT, limits, at) == late
    assert reminds(KASI, AT, limits, at) is reminded
    assert rungs(KASI, AT, limits, at) == above


def test_every_role_that_is_ever_awaited_has_somebody_above() -> None:
    awaited = {step.role for steps in STEPS.values() for step in steps} - {Role.SYSTEM}
    assert awaited <= ABOVE.keys()
    assert all(above is not role for role, above in ABOVE.items())


def test_no_limit_is_due_never() -> None:
    assert due(KASI, AT, None) is None
    assert due(KASI, AT, {"6": 1}) is None


@pytest.mark.parametrize("wrong", [{"11": 1}, {"5": 0}, {"5": "2"}, {"5": 366}, 5, {"5": True}])
def test_an_impossible_limit_is_refused(bureau: Bureau, wrong: object) -> None:
    with bureau.session() as session, pytest.raises(SettingRefused):
        settings.change(session, {"step_days": wrong}, bureau.by("admin"), bureau.now)
