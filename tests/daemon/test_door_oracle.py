"""The door against its oracle: whatever is signalled, what it says and does is what must be."""

from hypothesis import given

from daemon.door import Door, DoorTiming, Effect, Move, RelockOn, Signal
from ledger.events import Kind
from tests.daemon.door_oracle import FAR, NS, Oracle, each, live, timings, traces


@given(timings, traces)
def test_an_opening_is_forced_exactly_where_nothing_explains_it(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, _ in each(timing, live(timing, trace)):
        first = said.signal is Signal.OPENED and not before.open
        assert (Kind.FORCED_OPEN in said.effects) is (first and not before.explained(said.at))
        assert (Kind.DOOR_OPENED in said.effects) is (first and before.explained(said.at))


@given(timings, traces)
def test_no_release_lasts_longer_than_what_was_asked_for(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    began = 0
    for before, said, after in each(timing, live(timing, trace)):
        if Move.RELEASE not in said.effects:
            continue
        began = began if before.released and not before.held else said.at
        assert said.until is not None
        assert said.at <= said.until <= max(after.latest_end, said.at)
        if timing.one_shot:
            assert said.until <= began + round(timing.one_shot * NS)


@given(timings, traces)
def test_a_release_ends_at_its_time_with_one_word_and_no_release_is_left(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    history = live(timing, trace)
    until = None
    for before, said, _ in each(timing, history):
        secured = Move.SECURE in said.effects
        assert (Kind.RELOCKED in said.effects) is (secured and before.released)
        if until is not None and before.released and not before.held:
            assert said.at <= until
            assert secured or said.at < until
        until = said.until
    assert Oracle(timing, history).strike[0] in {Move.SECURE, Move.HOLD}


@given(timings, traces)
def test_every_grant_to_a_closed_door_is_used_once_or_said_not_to_be(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    pending = False
    for before, said, _ in each(timing, live(timing, trace)):
        ended = [kind for kind in said.effects if kind in {Kind.NOT_OPENED, Kind.DOOR_OPENED}]
        assert len(ended) <= 1
        assert pending or Kind.NOT_OPENED not in ended
        pending = pending and not ended
        if said.signal is Signal.GRANT and not before.open:
            assert (Move.RELEASE in said.effects) is not (before.locked_down or before.held)
            if Move.RELEASE in said.effects:  # one that moves nothing (a lockdown) ends no other
                assert not pending or before.released  # else the one before it was told first
            pending = pending or Move.RELEASE in said.effects
    assert not pending


@given(timings, traces)
def test_an_exit_is_always_recorded_and_never_denied(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, after in each(timing, live(timing, trace)):
        assert said.effects.count(Kind.EXIT_REQUESTED) == (said.signal is Signal.EXIT)
        if said.signal is Signal.EXIT and timing.rex_releases:
            assert after.released
            wanted = said.at + round(timing.shunt_time * NS)
            assert before.held or (said.until or 0) >= (wanted if not timing.one_shot else said.at)
        if said.signal is Signal.EXIT and not timing.rex_releases:
            assert said.effects == (Kind.EXIT_REQUESTED,)  # never an entry grant


@given(timings, traces)
def test_lockdown_moves_the_strike_for_an_exit_alone(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    for before, said, after in each(timing, live(timing, trace)):
        if not before.locked_down:
            continue
        assert Move.HOLD not in said.effects
        asked = Move.RELEASE in said.effects and not before.released
        assert not asked or (said.signal is Signal.EXIT and timing.rex_releases)
        if timing.relock_on is RelockOn.OPENING and Move.RELEASE in said.effects:
            assert after.latest_end >= (said.until or 0)
            assert timing.rex_releases


@given(timings, traces)
def test_held_open_is_said_after_its_time_and_only_then(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    patience = round(timing.held_open_after * NS)
    warning = min(round(timing.held_open_warning * NS), patience)
    since: int | None = None  # since when somebody answers for the door's standing open
    for before, said, after in each(timing, live(timing, trace)):
        assert (Kind.HELD_OPEN in said.effects) is (
            since is not None and said.at == since + patience
        )
        if since is not None and Kind.HELD_OPEN_SOON in said.effects:
            assert said.at == since + patience - warning
        if Kind.HELD_OPEN in said.effects:
            since = None
        granted = said.signal is Signal.GRANT and Move.RELEASE in said.effects
        unheld = before.held and not after.held
        if not after.open or after.held:
            since = None
        elif granted or unheld or Kind.DOOR_OPENED in said.effects:
            since = said.at


@given(timings, traces)
def test_every_alarm_has_one_end_and_every_end_its_alarm(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    history = live(timing, [*trace, (NS, Signal.CLOSED)])
    kinds = [effect for said in history for effect in said.effects]
    for begins, ends in (
        ({Kind.FORCED_OPEN}, {Kind.FORCED_OPEN_ENDED}),
        ({Kind.HELD_OPEN}, {Kind.HELD_OPEN_ENDED}),
        ({Kind.FORCED_OPEN, Kind.DOOR_OPENED}, {Kind.DOOR_CLOSED}),
    ):
        told = [kind in begins for kind in kinds if kind in begins | ends]
        assert told == [True, False] * (len(told) // 2)


@given(timings, traces)
def test_a_loop_that_is_late_with_timeouts_hears_the_same_in_the_same_order(
    timing: DoorTiming, trace: list[tuple[int, Signal]]
) -> None:
    prompt = [effect for said in live(timing, trace) for effect in said.effects]
    door, at = Door(timing), 0
    late: list[Effect] = []
    for gap, signal in [*trace, (FAR, Signal.TIMEOUT)]:
        at += gap
        late += door.feed(signal, at)
    assert late == prompt
