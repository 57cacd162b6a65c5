"""decide() and time: first and last instants, nights, zones, and a clock not to be believed."""

from dataclasses import replace

import pytest

from daemon.decide import (
    DoorRules,
    Situation,
    decide,
)
from ledger.access import AccessKind, Hours
from ledger.events import Reason
from ledger.instant import ClockState
from tests.daemon.people import CALM, DAY, NOW, RULES, R, person, tap, wall

# instants


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOW - DAY - 1, R.NOT_YET_VALID),
        (NOW - DAY, R.GRANTED),  # inclusive
        (NOW + DAY - 1, R.GRANTED),
        (NOW + DAY, R.EXPIRED),  # exclusive
    ],
)
def test_validity_begins_with_its_first_millisecond_and_ends_before_its_last(
    at: int, reason: Reason
) -> None:
    always = person("A", doors={"server": Hours("always", on_holidays=True)})
    assert decide(always, tap(at=at), RULES, CALM).reason is reason


@pytest.mark.parametrize(
    ("at", "granted"),
    [
        ("2026-11-23 07:29:59.999", False),
        ("2026-11-23 07:30", True),
        ("2026-11-23 15:59:59.999", True),
        ("2026-11-23 16:00", False),
    ],
)
def test_hours_begin_and_end_to_the_millisecond(at: str, granted: bool) -> None:  # noqa: FBT001 - a table's column
    assert decide(person("A"), tap(at=wall(at)), RULES, CALM).granted is granted


@pytest.mark.parametrize(
    ("at", "granted"),
    [
        ("2026-11-22 21:59:59.999", False),
        ("2026-11-22 22:00", True),
        ("2026-11-22 23:59:59.999", True),
        ("2026-11-23 00:00", True),  # Sunday's window goes on into Monday
        ("2026-11-23 05:59:59.999", True),
        ("2026-11-23 06:00", False),
    ],
)
def test_a_night_goes_over_midnight_and_over_the_end_of_the_week(at: str, granted: bool) -> None:  # noqa: FBT001 - a table's column
    night = person("A", doors={"server": Hours("7 2200-0600", on_holidays=False)})
    assert decide(night, tap(at=wall(at)), RULES, CALM).granted is granted


def test_hours_are_meant_in_the_zone_of_the_door() -> None:
    early = tap(at=wall("2026-11-23 06:00"))  # 08:00 in Jayapura
    assert decide(person("A"), early, RULES, CALM).reason is R.OUTSIDE_SCHEDULE
    assert decide(person("A"), early, replace(RULES, zone="Asia/Jayapura"), CALM).granted


@pytest.mark.parametrize("damaged", ["1 0800-2500", "whenever"])
def test_hours_that_cannot_be_read_never_grant(damaged: str) -> None:
    broken = person("A", doors={"server": Hours(damaged, on_holidays=True)})
    with pytest.raises(ValueError, match="wanted is"):
        decide(broken, tap(), RULES, CALM)


# the clock

LOST = ClockState.UNTRUSTED


@pytest.mark.parametrize("clock", [ClockState.SYNCED, ClockState.HOLDOVER])
def test_a_clock_that_is_held_over_decides_as_a_synced_one(clock: ClockState) -> None:
    assert decide(person("A"), tap(clock=clock), RULES, CALM).reason is R.GRANTED


@pytest.mark.parametrize("at", [0, NOW, NOW + 10 * 365 * DAY])
@pytest.mark.parametrize("kind", AccessKind)
def test_with_an_untrusted_clock_only_standing_staff_goes_in_at_any_hour_and_is_flagged(
    kind: AccessKind, at: int
) -> None:
    entry = person("A", kind=kind, doors={"server": Hours("6 0000-0001", on_holidays=False)})
    decision = decide(entry, tap(at=at, clock=LOST), RULES, Situation(mark=NOW))
    standing = kind is AccessKind.STANDING
    assert decision.granted is standing
    assert decision.reason is (R.GRANTED_CLOCK_UNTRUSTED if standing else R.CLOCK_UNTRUSTED)


@pytest.mark.parametrize(
    ("standing", "anyone", "kind", "granted"),
    [
        (False, False, AccessKind.STANDING, False),
        (False, True, AccessKind.STANDING, False),
        (True, True, AccessKind.TEMPORARY, True),
        (True, True, AccessKind.VISITOR, True),
        (True, False, AccessKind.VISITOR, False),
    ],
)
def test_settings_loosen_or_tighten_an_untrusted_clock(
    standing: bool,  # noqa: FBT001 - a table's column
    anyone: bool,  # noqa: FBT001 - a table's column
    kind: AccessKind,
    granted: bool,  # noqa: FBT001 - a table's column
) -> None:
    rules = replace(RULES, standing_opens_untrusted=standing, anyone_opens_untrusted=anyone)
    assert decide(person("A", kind=kind), tap(clock=LOST), rules, CALM).granted is granted


@pytest.mark.parametrize("clock", ClockState)
@pytest.mark.parametrize("at", [0, NOW - DAY, NOW + DAY])
def test_what_had_expired_by_the_mark_stays_expired_whatever_the_clock_says(
    clock: ClockState, at: int
) -> None:
    entry = person("A", kind=AccessKind.STANDING, valid_from=0, valid_until=NOW)
    assert decide(entry, tap(at=at, clock=clock), RULES, Situation(mark=NOW)).reason is R.EXPIRED


def test_the_last_millisecond_before_the_mark_is_not_expired() -> None:
    entry = person("A", kind=AccessKind.STANDING, valid_until=NOW + 1)
    assert decide(entry, tap(clock=LOST), RULES, Situation(mark=NOW)).granted


def test_an_untrusted_wall_expires_nobody() -> None:
    entry = person("A", kind=AccessKind.STANDING)
    far = tap(at=NOW + 10 * 365 * DAY, clock=LOST)
    assert decide(entry, far, RULES, Situation(mark=NOW)).granted


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (replace(RULES, pin="6 0000-0001"), R.PIN_NOT_SET),
        (replace(RULES, two_cards="6 0000-0001"), R.WAITING_FOR_SECOND_CARD),
    ],
)
def test_a_demand_with_hours_stands_while_the_hour_is_unknown(
    rules: DoorRules, reason: Reason
) -> None:
    entry = person("A", kind=AccessKind.STANDING)
    assert decide(entry, tap(), rules, CALM).reason is R.GRANTED
    assert decide(entry, tap(clock=LOST), rules, CALM).reason is reason
