"""How far the wall clock can be believed, and the high-water mark (pure; DESIGN section 2).

A Pi has no clock of its own and boots with a plausible wrong date. Only a time server's word
moves the mark, and never backward; what expired before the mark stays expired whatever the clock
says later. A jump that no time server stands behind makes the clock doubtful until one does.
"""

from typing import Final, NamedTuple

from ledger.instant import ClockState

NS_PER_MS: Final = 1_000_000
STEP_MS: Final = 2_000  # a larger jump between two looks is a step; slewing is 0.5 ms a second
SLACK_MS: Final = 2_000  # so far behind the mark a clock may be by its crystal alone


class Mark(NamedTuple):
    """A moment that has certainly passed.

    Attributes:
        wall: UTC ms; this is what is kept across restarts.
        ticks: monotonic ns at which it was known.
    """

    wall: int
    ticks: int

    def floor(self, ticks: int) -> int:
        """Return the UTC ms that have certainly passed by now: the mark and the time since."""
        return self.wall + max(0, ticks - self.ticks) // NS_PER_MS


class Look(NamedTuple):
    """What the machine shows at one moment.

    Attributes:
        synced: the kernel says that a time source steers the clock (adjtimex(2)).
        rtc: a battery-backed clock is fitted and set the time at boot.
        wall: UTC ms.
        ticks: monotonic ns.
    """

    synced: bool
    rtc: bool
    wall: int
    ticks: int


class Timekeeping(NamedTuple):
    """What is known of time in this boot.

    Attributes:
        offset: wall minus monotonic at the last look, ms; None before the first.
        synced_before: a time source steered the clock earlier in this boot.
        doubted: the clock jumped, and no time source has spoken since.
    """

    mark: Mark
    state: ClockState = ClockState.UNTRUSTED
    offset: int | None = None
    synced_before: bool = False
    doubted: bool = False


class Step(NamedTuple):
    """The wall clock jumped.

    Attributes:
        before: UTC ms that it would show had it not.
        after: UTC ms that it shows.
    """

    before: int
    after: int


def look(known: Timekeeping, seen: Look) -> tuple[Timekeeping, Step | None]:
    """Take one look at the clocks; return what is known now, and the step if there was one."""
    step = _step(known, seen)
    doubted = not seen.synced and (known.doubted or step is not None)
    after = known._replace(
        state=_state(known, seen, doubted=doubted),
        offset=seen.wall - seen.ticks // NS_PER_MS,
        synced_before=known.synced_before or seen.synced,
        doubted=doubted,
    )
    if seen.synced and seen.wall > known.mark.floor(seen.ticks):
        after = after._replace(mark=Mark(seen.wall, seen.ticks))
    return after, step


def reset(known: Timekeeping, seen: Look, *, by: str, second: str | None) -> Timekeeping:
    """Set the mark to what the clock shows, on the word of two persons; ValueError for fewer.

    The one way back after a time source lied about the future.
    """
    if second is None or second == by:
        raise ValueError(f"clock mark: reset by {by!r} and {second!r}; two persons are wanted")
    return known._replace(mark=Mark(seen.wall, seen.ticks))


def _step(known: Timekeeping, seen: Look) -> Step | None:
    if known.offset is None:
        return None
    expected = known.offset + seen.ticks // NS_PER_MS
    return Step(expected, seen.wall) if abs(seen.wall - expected) > STEP_MS else None


def _state(known: Timekeeping, seen: Look, *, doubted: bool) -> ClockState:
    if seen.synced:
        return ClockState.SYNCED
    held = (seen.rtc or known.synced_before) and not doubted
    behind = seen.wall < known.mark.floor(seen.ticks) - SLACK_MS
    return ClockState.HOLDOVER if held and not behind else ClockState.UNTRUSTED
