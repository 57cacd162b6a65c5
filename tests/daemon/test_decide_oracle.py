"""decide() against an oracle that knows no order and no tables: granted iff all of ... hold."""

from datetime import UTC, datetime, timedelta
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.decide import (
    Attempt,
    DoorRules,
    PassbackRule,
    Pin,
    Side,
    Situation,
    Waiting,
    decide,
)
from hardware.readers import Assurance
from ledger.access import AccessKind, CardState, Entry, Hours
from ledger.events import Reason
from ledger.instant import ClockState, Instant
from tests.daemon.people import DAY, NOW, TICKS, S
from tests.examples import examples

HOUR: Final = 3_600_000
PEOPLE: Final = ["P-A", "P-B", "P-C"]
WEEKS: Final = {  # text to (ISO weekday, start minute, minutes)
    "always": [(day, 0, 1440) for day in range(1, 8)],
    "1-5 0730-1600": [(day, 450, 510) for day in range(1, 6)],
    "7 2200-0600,1 0900-0930": [(7, 1320, 480), (1, 540, 30)],
    "1 0600-0500": [(1, 360, 1380)],
    "2 0000-0001": [(2, 0, 1)],
}
DEMANDS: Final = ["", "always", "1-5 0730-1600", "2 0000-0001"]
HOLIDAYS: Final = ["2026-11-22", "2026-11-23", "2026-11-24"]

T = TypeVar("T")


def mostly(good: T, *others: T, times: int = 9) -> st.SearchStrategy[T]:
    """The good value, and now and then another: a grant must be common enough to be judged."""
    return st.sampled_from([good] * (times * len(others)) + list(others))


walls = st.one_of(
    mostly(NOW, NOW - 1, NOW + 1, NOW - DAY, NOW + DAY, 0, times=2),
    st.integers(NOW - 2 * DAY, NOW + 2 * DAY),
)
deadlines = mostly(TICKS + 5 * S, TICKS - 1, TICKS, TICKS + 1, times=3)
hours = st.builds(Hours, mostly("always", *WEEKS, times=1), st.sampled_from([True, True, False]))
doors = st.builds(
    lambda one, name: {name: one, "archive": one}, hours, mostly("server", "store", times=20)
)
entries = st.builds(
    Entry,
    card=st.integers(1, 4),
    cardholder=st.sampled_from(PEOPLE),
    state=mostly(CardState.ACTIVE, *CardState, times=6),
    kind=mostly(AccessKind.STANDING, *AccessKind, times=1),
    valid_from=mostly(0, NOW - DAY, NOW, NOW + 1, times=3),
    valid_until=mostly(NOW + 5 * DAY, NOW, NOW + 1, times=5),
    doors=doors,
    escort=mostly(None, *PEOPLE, times=4),
    pin_hash=mostly("h", None, times=9),
    duress_hash=st.none(),
    revision=mostly(7, 8, times=20),
)
visitors = st.builds(Entry._replace, entries, escort=st.sampled_from(PEOPLE))
escort_waits = st.builds(
    Waiting, visitors, st.just(Reason.WAITING_FOR_ESCORT), deadlines, st.none()
)
second_waits = st.builds(
    Waiting,
    entries,
    st.just(Reason.WAITING_FOR_SECOND_CARD),
    deadlines,
    st.one_of(st.none(), escort_waits),
)
company = st.one_of(st.none(), escort_waits, second_waits)
pin_waits = st.builds(Waiting, entries, st.just(Reason.WAITING_FOR_PIN), deadlines, company)
situations = st.builds(
    Situation,
    locked_down=st.sampled_from([False] * 20 + [True]),
    enrolling=st.booleans(),
    waiting=st.one_of(company, company, pin_waits),
    inside=st.dictionaries(
        st.sampled_from(PEOPLE), st.sampled_from([0, TICKS - 3 * S, TICKS]), max_size=2
    ),
    holidays=st.frozensets(st.sampled_from(HOLIDAYS), max_size=1),
    mark=mostly(0, NOW - DAY, NOW, times=4),
    backing_off=st.booleans(),
    throttled=st.dictionaries(st.integers(1, 4), deadlines, max_size=1),
)
rule_sets = st.builds(
    DoorRules,
    name=st.just("server"),
    minimum_assurance=mostly(Assurance.UID_ONLY, Assurance.SUN),
    technologies=mostly(frozenset[str](), frozenset({"em4100", "wiegand"})),
    passback=mostly(PassbackRule.OFF, *PassbackRule, times=1),
    passback_for=st.sampled_from([3.0, 43_200.0]),
    two_cards=mostly("", *DEMANDS, times=1),
    pin=mostly("", *DEMANDS, times=1),
    standing_opens_untrusted=st.sampled_from([True, True, False]),
    anyone_opens_untrusted=st.booleans(),
)
attempts = st.builds(
    Attempt,
    at=st.builds(Instant, walls, st.just(TICKS), mostly(ClockState.SYNCED, *ClockState, times=1)),
    side=mostly(Side.IN, Side.OUT, times=20),
    technology=st.sampled_from(["em4100", "iso14443a"]),
    assurance=st.sampled_from(Assurance),
    pin=mostly(Pin.RIGHT, *Pin, times=1),
)


def in_week(text: str, wall: int, holidays: frozenset[str]) -> bool:
    """Whether a moment lies in a window whose first day is no holiday, by plain dates."""
    zone = ZoneInfo("Asia/Jakarta")
    there = datetime.fromtimestamp(wall / 1000, tz=UTC).astimezone(zone)
    for back in (0, 1):
        first = there.date() - timedelta(days=back)
        for weekday, start, length in WEEKS.get(text, []):
            begins = datetime(first.year, first.month, first.day, tzinfo=zone)
            begins += timedelta(minutes=start)
            inside = begins <= there < begins + timedelta(minutes=length)
            if first.isoweekday() == weekday and inside and first.isoformat() not in holidays:
                return True
    return False


def entitled(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    """Everything that must hold of one person, with no card and no PIN in hand."""
    wall, lost = attempt.at.wall, attempt.at.clock == "untrusted"
    at_door = entry.doors.get("server")
    if at_door is None:
        return False
    shut = frozenset[str]() if at_door.on_holidays else now.holidays
    valid = entry.valid_from <= wall < entry.valid_until
    by_clock = valid and in_week(at_door.weekly, wall, shut)
    loosened = (
        rules.standing_opens_untrusted if entry.kind == "tetap" else rules.anyone_opens_untrusted
    )
    seconds_inside = (attempt.at.ticks - now.inside.get(entry.cardholder, -(10**18))) / S
    return (
        entry.state == "active"
        and entry.valid_until > now.mark
        and (loosened if lost else by_clock)
        and not now.locked_down
        and not (rules.passback == "hard" and seconds_inside < rules.passback_for)
    )


def demanded(text: str, attempt: Attempt) -> bool:
    lost = attempt.at.clock == "untrusted"
    return text != "" and (lost or in_week(text, attempt.at.wall, frozenset()))


def proven(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> bool:
    pin_good = (
        entry.pin_hash is not None
        and attempt.pin in {Pin.RIGHT, Pin.DURESS}
        and now.throttled.get(entry.card, 0) <= attempt.at.ticks
    )
    return (
        attempt.side == "in"
        and (not rules.technologies or attempt.technology in rules.technologies)
        and attempt.assurance >= rules.minimum_assurance
        and (pin_good or not demanded(rules.pin, attempt))
    )


def companions(entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation) -> list[Waiting]:
    """Who waits for another person now and is still entitled, all of them or nobody."""
    waiting, in_time = now.waiting, False
    if waiting is not None and waiting.reason == "waiting-for-pin":
        in_time = (
            waiting.entry.card == entry.card
            and attempt.pin != "not-asked"
            and waiting.until > attempt.at.ticks
        )
        waiting = waiting.behind
    if waiting is None or not (in_time or waiting.until > attempt.at.ticks):
        return []
    people = [waiting] if waiting.behind is None else [waiting, waiting.behind]
    same = all(one.entry.revision == entry.revision for one in people)
    good = all(entitled(one.entry, attempt, rules, now) for one in people)
    return people if same and good else []


def party(
    entry: Entry | None, attempt: Attempt, rules: DoorRules, now: Situation
) -> set[str] | None:
    """Who goes in, by the rules as the issue words them; None where nobody does."""
    if entry is None or entry.escort is not None:
        return None
    if not (proven(entry, attempt, rules, now) and entitled(entry, attempt, rules, now)):
        return None
    others = companions(entry, attempt, rules, now)
    names = {one.entry.cardholder for one in others}
    for_second = bool(others) and others[0].reason == "waiting-for-second-card"
    if for_second and entry.cardholder not in names:
        return {entry.cardholder} | names
    if for_second or demanded(rules.two_cards, attempt):
        return None
    mine = {one.entry.cardholder for one in others if one.entry.escort == entry.cardholder}
    return {entry.cardholder} | mine


@settings(max_examples=examples(700))
@given(st.one_of(entries, entries, entries, st.none()), attempts, rule_sets, situations)
def test_granted_if_and_only_if_all_conditions_hold(
    entry: Entry | None, attempt: Attempt, rules: DoorRules, now: Situation
) -> None:
    decision, wanted = decide(entry, attempt, rules, now), party(entry, attempt, rules, now)
    assert decision.granted is (wanted is not None)
    assert set(decision.party) == (wanted or set())
    assert decision.granted is decision.reason.name.startswith("GRANTED")
    assert decision.subject == (None if entry is None else entry.cardholder)


@given(entries, attempts, rule_sets, situations)
def test_no_situation_lets_in_what_is_revoked_expired_or_for_another_door(
    entry: Entry, attempt: Attempt, rules: DoorRules, now: Situation
) -> None:
    decision = decide(entry, attempt, rules, now)
    expired = now.mark >= entry.valid_until
    if entry.state is not CardState.ACTIVE or expired or "server" not in entry.doors:
        assert not decision.granted


@given(situations, st.sampled_from(list(PassbackRule)))
def test_no_situation_keeps_a_good_card_out_for_ever(
    now: Situation, passback: PassbackRule
) -> None:
    good = Entry(9, "P-A", CardState.ACTIVE, AccessKind.STANDING, 0, NOW + 9 * DAY,
                 {"server": Hours("always", on_holidays=True)}, None, "h", None, 7)  # fmt: skip
    rules = DoorRules(name="server", passback=passback)
    calm = Situation(  # an order ends by an order; everything else must end by itself
        enrolling=now.enrolling, waiting=now.waiting, inside=now.inside, holidays=now.holidays,
        mark=now.mark, backing_off=now.backing_off, throttled=now.throttled,
    )  # fmt: skip
    later = round(rules.passback_for + rules.second_card_within + 60) * S
    attempt = Attempt(at=Instant(NOW, TICKS + later, ClockState.SYNCED))
    assert decide(good, attempt, rules, calm).granted


@given(entries, attempts, rule_sets, situations, st.booleans(), st.booleans())
def test_what_is_told_to_strangers_changes_nothing_for_a_known_card(
    entry: Entry,
    attempt: Attempt,
    rules: DoorRules,
    now: Situation,
    backing_off: bool,  # noqa: FBT001 - drawn
    enrolling: bool,  # noqa: FBT001 - drawn
) -> None:
    other = Situation(
        locked_down=now.locked_down, waiting=now.waiting, inside=now.inside,
        holidays=now.holidays, mark=now.mark, throttled=now.throttled,
        backing_off=backing_off, enrolling=enrolling,
    )  # fmt: skip
    assert decide(entry, attempt, rules, now) == decide(entry, attempt, rules, other)
