from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from hardware.errors import ReaderOffline
from hardware.readers import CardRead, CardRefused, KeyPressed, Refusal
from hardware.readers.wiegand_pins import WiegandReader
from hardware.wiring import WiegandWiring
from tests.hardware.wires import MS, SOON, Inbox, WatchedClock

PULSE = 150_000  # ns; longer than the standard has it, as some readers do
H10301 = f"{0x2F623AE:026b}"
WIRING = WiegandWiring(data0=23, data1=24, keypad=4)


class StampedPin(MockPin):  # type: ignore[misc]  # gpiozero is untyped
    """A mock pin whose edges carry the test's own time, as lgpio's carry the kernel's."""

    def _call_when_changed(self) -> None:
        super(MockPin, self)._call_when_changed(self.factory.clock() / 1e9, self._state)


class Wire:
    """Two data lines that a test pulls low."""

    def __init__(self) -> None:
        self.clock = WatchedClock()
        self.factory = MockFactory(pin_class=StampedPin)
        self.factory.clock = self.clock

    def send(self, bits: str) -> None:
        for bit in bits:
            pin = self.factory.pin(WIRING.data1 if bit == "1" else WIRING.data0)
            pin.drive_low()
            self.clock.now += PULSE
            pin.drive_high()
            self.clock.now += 2 * MS - PULSE

    def rest(self, milliseconds: int) -> None:
        self.clock.now += milliseconds * MS


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = Wire()
    yield wire
    wire.factory.close()


@pytest.fixture
def reader(wire: Wire, inbox: Inbox) -> Iterator[WiegandReader]:
    reader, ready = WiegandReader("in", WIRING, wire.clock, wire.factory), Event()
    thread = Thread(target=reader.run, args=(inbox.put, ready.set))
    thread.start()
    assert ready.wait(SOON)
    yield reader
    reader.close()
    thread.join(SOON)
    assert not thread.is_alive()


@pytest.mark.usefixtures("reader")
def test_a_card_is_read_and_stamped_with_the_first_edge(wire: Wire, inbox: Inbox) -> None:
    began = wire.clock.now
    wire.send(H10301)
    wire.rest(8)
    read = inbox.next_of(CardRead)
    assert (read.reader, read.number.text) == ("in", "wiegand:26:7B11D7")
    assert abs(read.ticks - began) < 1_000  # seconds in floating point, as gpiozero has them


@pytest.mark.usefixtures("reader")
def test_a_word_waits_for_edges_by_their_own_time_however_slow_the_machine(
    wire: Wire, inbox: Inbox
) -> None:
    wire.send(H10301[:13])
    wire.clock.seen(times=40)  # the reader grows impatient, but the wire's time stands still
    wire.send(H10301[13:])
    wire.rest(8)
    inbox.next_of(CardRead)


@pytest.mark.usefixtures("reader")
def test_keys_and_unreadable_words_are_told_apart(wire: Wire, inbox: Inbox) -> None:
    wire.send("1011")
    wire.rest(8)
    assert inbox.next_of(KeyPressed).key == "#"
    wire.send(H10301[:-1])
    wire.rest(8)
    assert inbox.next_of(CardRefused).why is Refusal.UNREADABLE


@pytest.mark.usefixtures("reader")
def test_a_card_that_rests_on_the_reader_is_presented_once(wire: Wire, inbox: Inbox) -> None:
    for _ in range(20):
        wire.send(H10301)
        wire.rest(300)
    wire.rest(400)
    wire.send(H10301)
    wire.send("0001")
    wire.rest(8)
    refused_or_read = [type(inbox.next()) for _ in range(2)]
    assert refused_or_read == [CardRead, CardRefused]


@pytest.mark.usefixtures("reader")
def test_noise_that_goes_on_is_one_refusal(wire: Wire, inbox: Inbox) -> None:
    for _ in range(50):
        wire.send("101")
        wire.rest(20)
    wire.send("0111")
    wire.rest(8)
    assert [type(inbox.next()) for _ in range(2)] == [CardRefused, KeyPressed]


def test_closing_gives_the_lines_back_and_the_reader_runs_again(wire: Wire, inbox: Inbox) -> None:
    reader = WiegandReader("in", WIRING, wire.clock, wire.factory)
    for _ in range(2):
        ready = Event()
        thread = Thread(target=reader.run, args=(inbox.put, ready.set))
        thread.start()
        assert ready.wait(SOON)
        reader.close()
        reader.close()
        thread.join(SOON)
        assert not thread.is_alive()
    assert not wire.factory._reservations or not any(wire.factory._reservations.values())  # noqa: SLF001 - gpiozero has no public list of the lines in use


def test_lines_that_another_holds_take_the_reader_offline_and_leave_none_claimed(
    wire: Wire, inbox: Inbox
) -> None:
    first = WiegandReader("in", WIRING, wire.clock, wire.factory)

    def also_run(deliver: Callable[[], None] = lambda: None) -> None:
        del deliver
        swapped = WiegandWiring(data0=22, data1=WIRING.data0)
        with pytest.raises(ReaderOffline, match="reader out is offline"):
            WiegandReader("out", swapped, wire.clock, wire.factory).run(inbox.put, pytest.fail)
        first.close()

    first.run(inbox.put, also_run)
