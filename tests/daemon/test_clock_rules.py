"""The clock's three states, its mark that only rises, and its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from daemon.clock_rules import SLACK_MS, STEP_MS, Look, Mark, Step, Timekeeping, look, reset
from ledger.instant import ClockState

MS = 1_000_000  # ns
BUILT = 1_790_000_000_000  # UTC ms of the release
YEAR = 365 * 86_400_000


def seen(after: int, *, synced: bool = False, rtc: bool = False, jump: int = 0) -> Look:
    """A look so many ms after the start; the clock starts at the build date plus one day."""
    return Look(synced=synced, rtc=rtc, wall=BUILT + 86_400_000 + after + jump, ticks=after * MS)


def start() -> Timekeeping:
    return Timekeeping(mark=Mark(BUILT, 0))


def after(*looks: Look) -> Timekeeping:
    known = start()
    for one in looks:
        known, _ = look(known, one)
    return known


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ([seen(0)], ClockState.UNTRUSTED),
        ([seen(0, rtc=True)], ClockState.HOLDOVER),
        ([seen(0, synced=True)], ClockState.SYNCED),
        ([seen(0, synced=True), seen(500)], ClockState.HOLDOVER),
        ([seen(0), seen(500, synced=True), seen(1000)], ClockState.HOLDOVER),
        ([seen(0, rtc=True), seen(500, rtc=True, jump=3000)], ClockState.UNTRUSTED),
        ([seen(0, synced=True), seen(500, jump=YEAR)], ClockState.UNTRUSTED),
        ([seen(0, synced=True), seen(500, jump=YEAR), seen(900, jump=YEAR)], ClockState.UNTRUSTED),
        ([seen(0), seen(500, synced=True, jump=YEAR)], ClockState.SYNCED),
        ([seen(0), seen(500, jump=9000), seen(900, synced=True, jump=9000),
          seen(1000, jump=9000)], ClockState.HOLDOVER),
    ],
)  # fmt: skip
def test_the_state_follows_from_what_was_seen(looks: list[Look], state: ClockState) -> None:
    assert after(*looks).state is state


@pytest.mark.parametrize(
    ("behind", "state"), [(SLACK_MS, ClockState.HOLDOVER), (SLACK_MS + 1, ClockState.UNTRUSTED)]
)
def test_a_battery_clock_behind_the_mark_is_not_believed(behind: int, state: ClockState) -> None:
    known, _ = look(start(), Look(synced=False, rtc=True, wall=BUILT - behind, ticks=0))
    assert known.state is state


@pytest.mark.parametrize("rtc", [False, True])
@pytest.mark.parametrize("jump", [0, YEAR, 10 * YEAR])
def test_only_a_time_source_moves_the_mark(jump: int, rtc: bool) -> None:  # noqa: FBT001 - drawn
    assert after(seen(0, rtc=rtc), seen(500, rtc=rtc, jump=jump)).mark == Mark(BUILT, 0)


def test_a_time_source_moves_the_mark_to_what_it_says() -> None:
    one = seen(500, synced=True)
    assert after(seen(0), one).mark == Mark(one.wall, one.ticks)


def test_a_time_source_in_the_past_of_the_mark_does_not_move_it() -> None:
    known = after(seen(0, synced=True), seen(500, synced=True, jump=-YEAR))
    assert (known.mark, known.state) == (after(seen(0, synced=True)).mark, ClockState.SYNCED)


def test_the_floor_is_the_mark_and_the_time_since() -> None:
    mark = Mark(BUILT, 5 * MS)
    assert [mark.floor(ticks) for ticks in (0, 5 * MS, 6 * MS - 1, 6 * MS, 1005 * MS)] == [
        BUILT, BUILT, BUILT, BUILT + 1, BUILT + 1000,
    ]  # fmt: skip


@pytest.mark.parametrize("jump", [-STEP_MS - 1, STEP_MS + 1, 3_600_000, -10 * YEAR, 10 * YEAR])
@pytest.mark.parametrize("synced", [False, True])
def test_a_step_is_told_with_what_the_clock_would_have_shown(jump: int, synced: bool) -> None:  # noqa: FBT001 - drawn
    known = after(seen(0, synced=True))
    moved, step = look(known, seen(500, synced=synced, jump=jump))
    assert step == Step(before=seen(500).wall, after=seen(500).wall + jump)
    assert look(moved, seen(1000, synced=synced, jump=jump))[1] is None  # told once


@pytest.mark.parametrize("jump", [-STEP_MS, -1, 0, 1, STEP_MS])
def test_slewing_is_no_step(jump: int) -> None:
    assert look(after(seen(0)), seen(500, jump=jump))[1] is None


def test_a_clock_that_runs_on_is_no_step_however_long_between_looks() -> None:
    assert look(after(seen(86_400_000)), seen(9 * 86_400_000))[1] is None


def test_the_first_look_is_no_step() -> None:
    assert look(start(), seen(0, jump=-YEAR))[1] is None


def test_two_persons_reset_a_mark_that_a_lying_time_source_left_in_the_future() -> None:
    lied = after(seen(0, synced=True, jump=20 * YEAR))
    now = seen(500, synced=True)
    mended = reset(lied, now, by="P-A", second="P-B")
    assert mended.mark == Mark(now.wall, now.ticks)
    assert look(mended, now)[0].state is ClockState.SYNCED


@pytest.mark.parametrize("second", [None, "P-A"])
def test_one_person_does_not(second: str | None) -> None:
    with pytest.raises(ValueError, match=r"by 'P-A' and .*; two persons are wanted"):
        reset(start(), seen(0), by="P-A", second=second)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(-20 * YEAR, 20 * YEAR))))
def test_nothing_that_is_seen_lowers_what_has_certainly_passed(
    looks: list[tuple[bool, bool, int]],
) -> None:
    known, floor = start(), BUILT
    for number, (synced, rtc, jump) in enumerate(looks):
        one = seen(number * 500, synced=synced, rtc=rtc, jump=jump)
        known, _ = look(known, one)
        assert known.mark.floor(one.ticks) >= floor
        assert known.state is not ClockState.SYNCED or synced
        floor = known.mark.floor(one.ticks)


class Boots(RuleBasedStateMachine):
    """A clock that runs, jumps, is synced and loses its source; the mark is what stays."""

    def __init__(self) -> None:
        super().__init__()
        self.known, self.ticks, self.wall = start(), 0, BUILT
        self.highest_synced = BUILT

    def _look(self, *, synced: bool) -> None:
        self.known, _ = look(
            self.known, Look(synced=synced, rtc=False, wall=self.wall, ticks=self.ticks)
        )

    @rule(ms=st.integers(1, 10_000))
    def passes(self, ms: int) -> None:
        self.ticks, self.wall = self.ticks + ms * MS, self.wall + ms
        self._look(synced=False)

    @rule(ms=st.sampled_from([-1000, 1000, -3_600_000, 3_600_000, -10 * YEAR, 10 * YEAR]))
    def jumps(self, ms: int) -> None:
        self.wall += ms
        self._look(synced=False)

    @rule()
    def syncs(self) -> None:
        self.highest_synced = max(self.highest_synced, self.wall)
        self._look(synced=True)

    @rule()
    def restarts(self) -> None:
        """A new boot: monotonic begins anew, and the mark is what the journal kept."""
        self.ticks = 0
        self.known = Timekeeping(mark=Mark(self.known.mark.wall, 0))

    @invariant()
    def the_mark_is_the_highest_synced_time_but_for_what_passed_since(self) -> None:
        assert self.known.mark.wall <= self.highest_synced
        assert self.known.mark.floor(self.ticks) >= self.known.mark.wall


TestBoots = Boots.TestCase
