"""Who is inside, by what was tapped."""

from typing import Final

from ledger.events import Kind, Reason
from ledger.reading import Recorded
from register.door_log.presence import LONG_MS, Inside, Presence, inside, two_sided

SITI, RUDI = "P-S1T1RAHMA1", "P-R0D1HART0N"
DOORS: Final = frozenset({"server"})
NOW: Final = 1_800_000_000_000


def event(seq: int, kind: Kind, **more: object) -> Recorded:
    plain: dict[str, object] = {"door": "server", "wall": NOW - 1000 + seq}
    return Recorded(seq, "0" * 32, ticks=0, clock="synced", kind=kind, **(plain | more))  # type: ignore[arg-type]


def came(seq: int, subject: str = SITI, **more: object) -> list[Recorded]:
    return [event(seq, Kind.GRANTED, subject=subject, **more), event(seq + 1, Kind.DOOR_OPENED)]


def went(seq: int, subject: str = SITI) -> Recorded:
    return event(seq, Kind.EXIT, subject=subject)


def there(*events: Recorded, now: int = NOW) -> Presence:
    return inside(events, DOORS, now)


def who(*events: Recorded) -> list[str]:
    return [each.subject for each in there(*events).people]


def test_who_came_is_inside_until_a_tap_on_the_way_out() -> None:
    assert there(*came(1)).people == (Inside(SITI, "server", NOW - 999, 1),)
    assert who(*came(1), went(5)) == []
    assert who(*came(1), went(5, RUDI)) == [SITI]
    assert who(went(1), *came(2)) == [SITI]


def test_the_room_was_empty_when_the_last_one_went() -> None:
    assert there(*came(1)).empty_at is None
    two = (*came(1), *came(3, RUDI), went(5))
    assert there(*two).empty_at is None
    assert there(*two, went(6, RUDI)).empty_at == NOW - 994
    assert there(*two, went(6, RUDI), *came(7)).empty_at == NOW - 994


def test_who_was_let_in_and_did_not_open_is_not_inside() -> None:
    stayed = [event(1, Kind.GRANTED, subject=SITI), event(2, Kind.NOT_OPENED)]
    assert who(*stayed) == []
    assert who(*came(1), event(4, Kind.NOT_OPENED)) == [SITI]


def test_a_denial_a_wait_and_a_test_tap_let_nobody_in() -> None:
    kinds = (Kind.DENIED, Kind.WAITING, Kind.TEST_TAP)
    assert who(*(event(n, kind, subject=SITI) for n, kind in enumerate(kinds))) == []


def test_a_visitor_comes_with_his_escort_and_is_told_when_he_is_left_alone() -> None:
    both = came(1, reason=Reason.GRANTED_WITH_ESCORT, detail={"companion": RUDI})
    visitor = {each.subject: each for each in there(*both).people}[RUDI]
    assert (visitor.escort, visitor.escort_left) == (SITI, False)
    (alone,) = there(*both, went(5)).people
    assert (alone.subject, alone.escort_left) == (RUDI, True)


def test_of_two_cards_neither_is_the_others_escort() -> None:
    both = came(1, reason=Reason.GRANTED_TWO_CARDS, detail={"companion": RUDI})
    assert [each.escort for each in there(*both).people] == [None, None]


def test_twelve_hours_inside_are_long() -> None:
    (short,) = there(*came(1), now=NOW - 999 + LONG_MS - 1).people
    (long,) = there(*came(1), now=NOW - 999 + LONG_MS).people
    assert (short.long, long.long) == (False, True)


def test_another_door_tells_nothing() -> None:
    assert who(*came(1, door="rack")) == []


def test_a_door_needs_a_reader_on_each_side() -> None:
    sides = [("server", "in"), ("server", "out"), ("rack", "in"), ("exit", "out")]
    assert two_sided(sides) == {"server"}
    assert two_sided([]) == frozenset()
