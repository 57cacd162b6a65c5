import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, active_count
from time import monotonic_ns

import pytest

from hardware.errors import ReaderOffline
from hardware.readers import CardRead, Deliver, ReaderBack, ReaderLost
from hardware.readers.lifeline import STEADY, Lifeline, Pauses
from hardware.readers.port import Rdm6300Reader
from hardware.wiring import SerialWiring
from tests.hardware.wires import (
    FOB,
    NUMBER,
    OTHER_FOB,
    OTHER_NUMBER,
    SOON,
    Clock,
    Inbox,
    Port,
    plugged,
)


class Staged:
    """A reader whose every run is one step of a script."""

    def __init__(self, *script: Callable[[Callable[[], None]], None]) -> None:
        self.name = "in"
        self.runs = 0
        self.tried_often = Event()
        self._script = iter(script)
        self._closed = Event()

    def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
        del deliver
        self.runs += 1
        if self.runs == 3:
            self.tried_often.set()
        step = next(self._script, None)
        if step is not None:
            step(ready)
            return
        self._closed.wait(SOON)

    def close(self) -> None:
        self._closed.set()


def offline(ready: Callable[[], None]) -> None:
    del ready
    raise ReaderOffline("in", "no such device")


def broken(ready: Callable[[], None]) -> None:
    del ready
    raise ZeroDivisionError("a driver of ours")


def answering(ready: Callable[[], None]) -> None:
    ready()


@pytest.fixture
def live(inbox: Inbox) -> Iterator[Callable[..., Lifeline]]:
    lines: list[Lifeline] = []

    def start(reader: Staged | Rdm6300Reader) -> Lifeline:
        lines.append(Lifeline(reader, inbox.put, Clock()))
        lines[-1].start()
        return lines[-1]

    yield start
    for line in lines:
        line.close()


def serial_reader(port: Path, name: str = "in") -> Rdm6300Reader:
    return Rdm6300Reader(name, SerialWiring(port=str(port)), monotonic_ns)


def test_a_fob_on_a_running_reader_is_delivered(
    port: Port, inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    reader = serial_reader(port.link)
    opened = Event()
    run = reader.run

    class Watched:
        name = "in"
        close = staticmethod(reader.close)

        def run(self, deliver: Deliver, ready: Callable[[], None]) -> None:
            del ready
            run(deliver, opened.set)

    live(Watched())
    assert opened.wait(SOON)
    port.send(FOB)
    assert inbox.next_of(CardRead).number.text == NUMBER


def test_a_reader_missing_at_the_start_is_lost_at_once_and_back_when_plugged_in(
    tmp_path: Path, inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    link = tmp_path / "reader"
    live(serial_reader(link))
    assert str(link) in inbox.next_of(ReaderLost).why
    with plugged(link) as port:
        inbox.next_of(ReaderBack)
        port.send(FOB)
        assert inbox.next_of(CardRead).number.text == NUMBER


def test_unplugging_and_plugging_back_under_another_name_is_survived(
    tmp_path: Path, inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    port = Port(tmp_path / "reader")
    live(serial_reader(port.link))
    inbox.next_of(ReaderLost)
    for fob, number in ((FOB, NUMBER), (OTHER_FOB, OTHER_NUMBER)):
        port.plug()
        inbox.next_of(ReaderBack)
        port.send(fob)
        assert inbox.next_of(CardRead).number.text == number
        port.unplug()
        inbox.next_of(ReaderLost)


def test_a_loss_is_said_once_however_many_tries_fail(
    inbox: Inbox, live: Callable[..., Lifeline], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    reader = Staged(offline, offline, offline)
    live(reader)
    assert inbox.next_of(ReaderLost).why == "no such device"
    assert reader.tried_often.wait(SOON)
    assert inbox.empty
    levels = [record.levelname for record in caplog.records]
    assert levels == ["WARNING", "INFO"]


def test_a_reader_that_breaks_in_an_unforeseen_way_is_lost_and_tried_again(
    inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    live(Staged(broken, answering))
    assert inbox.next_of(ReaderLost).why == "ZeroDivisionError: a driver of ours"
    inbox.next_of(ReaderBack)


def test_a_reader_that_stops_by_itself_is_lost(inbox: Inbox, live: Callable[..., Lifeline]) -> None:
    live(Staged(answering))
    assert inbox.next_of(ReaderLost).why == "it stopped by itself"


def test_a_reader_that_answers_at_the_first_try_says_nothing(
    inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    reader = Staged()
    line = live(reader)
    line.close()
    assert inbox.empty


def test_closing_ends_the_wait_between_two_tries_and_leaves_no_thread(
    inbox: Inbox, live: Callable[..., Lifeline]
) -> None:
    before = active_count()
    line = live(Staged(*[offline] * 99))
    inbox.next_of(ReaderLost)
    line.close()
    assert active_count() == before


def test_closing_before_the_start_and_twice_does_no_harm(inbox: Inbox) -> None:
    line = Lifeline(Staged(), inbox.put, Clock())
    line.close()
    line.close()
    assert inbox.empty


@pytest.mark.parametrize("neighbour", [offline, broken, None])
def test_one_reader_that_fails_or_hangs_delays_no_other(
    port: Port,
    inbox: Inbox,
    live: Callable[..., Lifeline],
    neighbour: Callable[[Callable[[], None]], None] | None,
) -> None:
    """The neighbour fails at each try, or (None) hangs without ever answering."""
    live(Staged(*[neighbour] * 99) if neighbour else Staged())
    if neighbour:
        inbox.next_of(ReaderLost)
    live(serial_reader(port.link, "out"))
    # Until the port is open its bytes may be flushed: the fob is said again, as by a real one.
    while inbox.empty:
        port.send(FOB)
    read = inbox.next_of(CardRead)
    assert (read.reader, read.number.text) == ("out", NUMBER)


def test_the_wait_doubles_to_a_second_and_is_short_again_after_a_steady_spell() -> None:
    pauses = Pauses()
    assert [pauses.after(0) for _ in range(4)] == [0.25, 0.5, 1.0, 1.0]
    assert pauses.after(STEADY - 1) == 1.0
    assert pauses.after(STEADY) == 0.25
    assert pauses.after(0) == 0.5
