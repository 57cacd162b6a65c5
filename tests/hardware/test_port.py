from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

import pytest

from hardware.errors import ReaderOffline
from hardware.readers import Assurance, CardRead
from hardware.readers.port import (
    BITS_PER_BYTE,
    TRANSFER,
    FramedReader,
    Id12laReader,
    Rdm6300Reader,
    SerialReader,
)
from hardware.readers.presentation import QUIET
from hardware.wiring import FramedWiring, SerialWiring
from tests.hardware.wires import (
    FOB,
    FOB_ID12LA,
    MS,
    NUMBER,
    OTHER_FOB,
    OTHER_NUMBER,
    SOON,
    Clock,
    Inbox,
    Port,
    WatchedClock,
)


@pytest.fixture
def clock() -> WatchedClock:
    return WatchedClock()


@contextmanager
def running(reader: SerialReader, inbox: Inbox) -> Iterator[Thread]:
    """Run a reader from where it is ready until the block ends."""
    ready, ends = Event(), SimpleQueue[ReaderOffline | None]()

    def run() -> None:
        try:
            reader.run(inbox.put, ready.set)
        except ReaderOffline as offline:
            ends.put(offline)
        else:
            ends.put(None)

    thread = Thread(target=run)
    thread.start()
    assert ready.wait(SOON)
    try:
        yield thread
    finally:
        reader.close()
        thread.join(SOON)
        assert not thread.is_alive()


def rdm6300(port: Port, clock: Clock) -> Rdm6300Reader:
    return Rdm6300Reader("in", SerialWiring(port=str(port.link)), clock)


def test_a_fob_is_one_read_of_lowest_assurance(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    with running(rdm6300(port, clock), inbox):
        port.send(FOB)
        read = inbox.next_of(CardRead)
    assert (read.reader, read.number.text) == ("in", NUMBER)
    assert (read.assurance, read.ticks) == (Assurance.UID_ONLY, clock.now)


@pytest.mark.parametrize(
    ("make", "frame"),
    [
        (lambda port, clock: Id12laReader("in", SerialWiring(port=port), clock), FOB_ID12LA),
        (
            lambda port, clock: FramedReader(
                "in",
                FramedWiring(port=port, frame=r"<(?P<number>[0-9A-F]{10})>", technology="em4100"),
                clock,
            ),
            b"<62E3086CED>",
        ),
    ],
)
def test_the_other_serial_kinds_read_the_same_fob(
    port: Port,
    inbox: Inbox,
    clock: WatchedClock,
    make: Callable[[str, Clock], SerialReader],
    frame: bytes,
) -> None:
    with running(make(str(port.link), clock), inbox):
        port.send(frame)
        assert inbox.next_of(CardRead).number.text == NUMBER


def test_a_bad_pattern_stops_the_making_of_the_reader(clock: WatchedClock) -> None:
    with pytest.raises(ValueError, match="has no group"):
        FramedReader("in", FramedWiring(port="/dev/null", frame="x"), clock)


def test_a_read_is_stamped_with_its_first_byte(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    began = clock.now
    with running(rdm6300(port, clock), inbox):
        port.send(FOB[:1])
        clock.seen()
        clock.now += 14 * MS
        port.send(FOB[1:])
        assert inbox.next_of(CardRead).ticks == began


def test_what_is_left_of_a_torn_frame_makes_the_next_read_no_older(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    with running(rdm6300(port, clock), inbox):
        port.send(FOB[:7])
        clock.seen()
        clock.now += 3_600_000 * MS
        port.send(FOB)
        read = inbox.next_of(CardRead)
    assert clock.now - read.ticks <= 14 * BITS_PER_BYTE * 1_000 * MS // 9600 + TRANSFER


def test_a_fob_that_rests_on_the_reader_is_presented_once(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    with running(rdm6300(port, clock), inbox):
        for _ in range(30):  # two seconds, as an RDM6300 repeats
            port.send(FOB)
            clock.seen()
            clock.now += 65 * MS
        port.send(OTHER_FOB)
        told = [inbox.next_of(CardRead).number.text for _ in range(2)]
    assert told == [NUMBER, OTHER_NUMBER]
    assert inbox.empty


def test_a_fob_taken_away_and_brought_back_is_presented_again(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    with running(rdm6300(port, clock), inbox):
        for _ in range(2):
            port.send(FOB)
            assert inbox.next_of(CardRead).number.text == NUMBER
            clock.now += QUIET


def test_what_lay_in_the_port_before_it_was_opened_is_no_tap(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    port.send(FOB)
    with running(rdm6300(port, clock), inbox):
        port.send(OTHER_FOB)
        assert inbox.next_of(CardRead).number.text == OTHER_NUMBER


def test_what_was_torn_by_a_lost_connection_joins_nothing_that_comes_after(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    reader = rdm6300(port, clock)
    with running(reader, inbox):
        port.send(FOB[:7])
        clock.seen()
    with running(reader, inbox):
        port.send(FOB[7:] + OTHER_FOB)
        assert inbox.next_of(CardRead).number.text == OTHER_NUMBER


def test_closing_wakes_a_blocked_read_and_the_reader_runs_again(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    reader = rdm6300(port, clock)
    for _ in range(3):
        with running(reader, inbox) as thread:
            reader.close()
            reader.close()
            thread.join(SOON)
            assert not thread.is_alive()
    with running(reader, inbox):
        port.send(FOB)
        inbox.next_of(CardRead)


def test_closing_from_many_threads_does_no_harm(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    reader = rdm6300(port, clock)
    with running(reader, inbox):
        closers = [Thread(target=reader.close) for _ in range(20)]
        for closer in closers:
            closer.start()
        for closer in closers:
            closer.join(SOON)


def test_a_port_is_held_by_one_reader_alone(port: Port, inbox: Inbox, clock: WatchedClock) -> None:
    with (
        running(rdm6300(port, clock), inbox),
        pytest.raises(ReaderOffline, match="exclusively lock"),
    ):
        rdm6300(port, clock).run(inbox.put, pytest.fail)


def test_a_port_is_given_back_after_each_run(port: Port, inbox: Inbox, clock: WatchedClock) -> None:
    with running(rdm6300(port, clock), inbox):
        pass
    with running(rdm6300(port, clock), inbox):
        port.send(FOB)
        inbox.next_of(CardRead)


def test_an_unplugged_reader_is_offline(port: Port, inbox: Inbox, clock: WatchedClock) -> None:
    with pytest.raises(ReaderOffline, match="reader in is offline: "):
        rdm6300(port, clock).run(inbox.put, port.unplug)


@pytest.mark.parametrize("what", ["nothing", "file", "folder"])
def test_what_is_no_serial_port_is_offline(
    tmp_path: Path, inbox: Inbox, clock: WatchedClock, what: str
) -> None:
    path = tmp_path / "reader"
    if what == "file":
        path.write_bytes(FOB)
    if what == "folder":
        path.mkdir()
    reader = Rdm6300Reader("in", SerialWiring(port=str(path)), clock)
    with pytest.raises(ReaderOffline):
        reader.run(inbox.put, pytest.fail)


def test_an_error_of_the_one_who_is_told_is_not_the_readers_and_the_port_is_given_back(
    port: Port, inbox: Inbox, clock: WatchedClock
) -> None:
    def deliver(event: object) -> None:
        raise TypeError(f"cannot take {type(event).__name__}")

    with pytest.raises(TypeError, match="cannot take CardRead") as kept:
        rdm6300(port, clock).run(deliver, lambda: port.send(FOB))
    with running(rdm6300(port, clock), inbox):
        assert kept.tb is not None  # what failed still holds its frames, and no port
