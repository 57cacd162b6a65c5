"""One daemon with two doors: what befalls one of them is nothing to the other."""

import select
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from ledger.events import Kind
from ledger.orders import OrderKind
from tests.daemon.office import STRIKE, card
from tests.hardware.wires import Port, plugged
from tests.scenarios.gate import Gate, office, run_of

SERVER, NETWORK, REX = STRIKE, 18, 6  # lines: both strikes, the server room's button
RINA = b"\x020A004F3C275E\x03"
SECOND_DOOR = """
[doors.network.strike]
line = 18
[doors.network.timing]
unlock_time = 0.5
tells_exit = false
[readers.in]
kind = "mfrc522"
door = "network"
[readers.fob]
kind = "rdm6300"
door = "server"
port = "{port}"
"""


class Doors(Gate):
    """The server room with a serial reader, the network room with the MFRC522."""

    def __init__(self, config: Path, port: Port) -> None:
        super().__init__(config)
        self.port = port

    def ready(self) -> Self:
        """Wait until both serve: a fob is heard only once its port is open."""
        self.started()
        while not self.released(SERVER):
            self.tap_at_server()
            select.select([], [], [], 0.02)
        self.opens(SERVER)
        return self

    def tap_at_server(self) -> None:
        self.port.send(RINA)

    def tap_at_network(self, who: str = "siti") -> None:
        self.act(do="clear")
        self.place(card(who))

    def opens(self, line: int) -> None:
        """Wait until a door was released and is locked again."""
        self.strike(level=True, line=line)
        self.strike(level=False, line=line)

    def reasons(self, door: str) -> list[str | None]:
        return [event.reason for event in run_of(self.path) if event.door == door and event.reason]


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    config = office(tmp_path, unlock_time="0.5")
    own, _, _ = config.read_text().partition("[readers")
    with plugged(tmp_path / "port") as port:
        config.write_text(own + SECOND_DOOR.format(port=port.link))
        with Doors(config, port) as doors:
            yield doors.ready()


def test_a_grant_at_one_door_moves_that_door_alone(doors: Doors) -> None:
    assert not doors.released(NETWORK)
    doors.tap_at_network()
    doors.opens(NETWORK)
    assert not doors.released(SERVER)
    doors.tap_at_network("bagus")  # of the server room
    doors.until(Kind.DENIED)
    assert doors.reasons("network") == ["granted", "wrong-door"]
    assert not doors.released(SERVER)
    assert not doors.released(NETWORK)


def test_a_reader_that_fails_is_nothing_to_the_other_door(doors: Doors) -> None:
    doors.act(do="unplug")
    doors.until(Kind.READER_LOST)
    doors.tap_at_server()
    doors.opens(SERVER)
    doors.port.unplug()
    doors.until(Kind.READER_LOST, 2)
    doors.act(do="plug")
    doors.until(Kind.READER_BACK)
    doors.tap_at_network()
    doors.opens(NETWORK)
    lost = [event.reader for event in run_of(doors.path) if event.kind is Kind.READER_LOST]
    assert lost == ["in", "fob"]


def test_a_strike_that_is_stuck_is_nothing_to_the_other_door(doors: Doors) -> None:
    doors.act(do="jam", line=NETWORK)
    doors.tap_at_network()
    doors.until(Kind.DENIED)
    assert doors.reasons("network") == ["granted", "fault"]
    doors.tap_at_server()
    doors.opens(SERVER)


def test_a_strike_that_is_stuck_keeps_no_other_from_locking_at_a_stop(doors: Doors) -> None:
    doors.order(OrderKind.HOLD, door="network")
    doors.strike(level=True, line=NETWORK)
    doors.act(do="jam", line=SERVER)
    doors.act(do="line", line=REX, level=False)
    doors.until(Kind.EXIT_REQUESTED)  # so it is jammed by now
    doors.kill(signal.SIGTERM)
    *_, relocked, stopped = run_of(doors.path)
    assert (relocked.kind, relocked.door) == (Kind.RELOCKED, "network")
    assert stopped.kind is Kind.STOPPED
    assert doors.strike(level=False, line=NETWORK) < relocked.ticks
    assert "door server could not be secured" in doors.complaint()


def test_a_lockdown_of_one_door_leaves_the_other_as_it_was(doors: Doors) -> None:
    doors.order(OrderKind.LOCKDOWN, door="server")
    doors.until(Kind.ORDER_OBEYED)
    doors.tap_at_server()
    doors.until(Kind.DENIED)
    doors.tap_at_network()
    doors.opens(NETWORK)
    assert doors.reasons("server")[1:] == ["lockdown"]
    assert not doors.released(SERVER)


def test_a_lockdown_of_no_door_by_name_is_of_both(doors: Doors) -> None:
    doors.order(OrderKind.LOCKDOWN)
    doors.until(Kind.ORDER_OBEYED)
    doors.tap_at_server()
    doors.tap_at_network()
    doors.until(Kind.DENIED, 2)
    assert not doors.released(SERVER)
    assert not doors.released(NETWORK)


def test_an_order_at_a_reader_is_obeyed_at_its_own_door(doors: Doors) -> None:
    doors.order(OrderKind.TEST_TAP, reader="fob")
    doors.until(Kind.ORDER_OBEYED)
    doors.tap_at_server()
    doors.until(Kind.TEST_TAP)
    doors.tap_at_network()
    doors.opens(NETWORK)
    assert not doors.released(SERVER)
