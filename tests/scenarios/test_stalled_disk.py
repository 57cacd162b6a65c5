"""The real daemon while its disk stalls for longer than anybody waits at a door."""

import signal
import socket
import time
from pathlib import Path
from threading import Thread
from typing import Self

import pytest

from ledger.chain import verify
from ledger.events import Kind
from ledger.orders import OrderKind
from tests.daemon.office import STRIKE, card
from tests.scenarios.gate import Gate, office, run_of, stalled

STALL, HANG = 5, 2  # seconds
NS = 1_000_000_000


class Systemd:
    """The socket that systemd listens on.

    Attributes:
        alive: ticks at which the watchdog was fed.
    """

    def __init__(self, address: Path) -> None:
        self.alive: list[int] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))
        self._listens = Thread(target=self._listen)

    def __enter__(self) -> Self:
        self._listens.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RD)
        self._listens.join()
        self._socket.close()

    def _listen(self) -> None:
        while said := self._socket.recv(100):
            if said == b"WATCHDOG=1":
                self.alive.append(time.monotonic_ns())

    def heard(self, begin: int, end: int) -> int:
        return sum(begin < at < end for at in self.alive)


def test_a_strict_door_waits_for_the_disk_and_does_not_die_of_it(tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with (
        Systemd(address) as systemd,
        Gate(office(tmp_path, flush_wait='"forever"'), env={"NOTIFY_SOCKET": str(address)}) as gate,
    ):
        gate.started()
        with stalled(gate, STALL):
            gate.place(card("siti"))
            granted = gate.until(Kind.GRANTED)[-1]
            gate.act(do="line", line=6, level=False)
            events = gate.until(Kind.EXIT_REQUESTED)
        assert not gate.released()
    (denied,) = (event for event in events if event.kind is Kind.DENIED)
    assert (denied.reason, denied.detail and denied.detail["instead_of"]) == (
        "too-late",
        granted.seq,
    )
    assert systemd.heard(granted.ticks, events[-1].ticks) >= 2


def test_an_order_that_goes_ahead_of_its_flush_says_so(tmp_path: Path) -> None:
    with Gate(office(tmp_path, flush_wait="0.1")) as gate:
        gate.started()
        with stalled(gate, STALL):
            order = gate.order(OrderKind.UNLOCK, door="server")
            gate.strike(level=True)
        obeyed, slow = (event for event in run_of(gate.path) if event.order == order)
    assert obeyed.kind is Kind.ORDER_OBEYED
    assert slow.kind is Kind.STORAGE_SLOW


def test_a_stop_while_a_grant_waits_for_the_disk_leaves_the_door_locked(tmp_path: Path) -> None:
    with Gate(office(tmp_path)) as gate:
        gate.started()
        with stalled(gate, STALL / 10):
            gate.place(card("siti"))
            gate.until(Kind.GRANTED)
            assert gate.kill(signal.SIGTERM) == 0
    (level, _) = gate.seen[STRIKE][-1]
    assert not level
    assert run_of(gate.path)[-1].kind is Kind.STOPPED
    assert verify(gate.path).count == run_of(gate.path)[-1].seq


def test_a_loop_that_hangs_elsewhere_feeds_no_watchdog(tmp_path: Path) -> None:
    """The record itself hangs, in its write to the log: nobody says meanwhile that all is well."""
    address = tmp_path / "notify"
    with (
        Systemd(address) as systemd,
        Gate(office(tmp_path), env={"NOTIFY_SOCKET": str(address)}) as gate,
    ):
        gate.started()
        with stalled(gate, HANG, "pwrite64"):
            gate.place(card("siti"))
            granted = gate.until(Kind.GRANTED)[-1]
        gate.kill(signal.SIGTERM)
    assert systemd.heard(granted.ticks, granted.ticks + HANG * NS) == 0


@pytest.mark.parametrize("wait", ["10", '"forever"'])
def test_an_order_whose_record_stalls_moves_no_door(tmp_path: Path, wait: str) -> None:
    with Gate(office(tmp_path, flush_wait=wait)) as gate:
        gate.started()
        with stalled(gate, STALL):
            order = gate.order(OrderKind.UNLOCK, door="server")
            events = gate.until(Kind.ORDER_REFUSED)
        assert not gate.released()
    obeyed, refused = (event for event in events if event.order == order)
    assert (obeyed.kind, refused.kind) == (Kind.ORDER_OBEYED, Kind.ORDER_REFUSED)
    assert refused.detail is not None
    assert refused.detail["why"] == "too-late"
