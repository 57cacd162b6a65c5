"""The real daemon, from its start to its end, whichever end that is."""

import json
import random
import signal
import socket
from contextlib import closing
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from ledger.chain import verify
from ledger.events import Kind
from ledger.reading import Reader
from tests.daemon.office import STRIKE, card
from tests.scenarios.gate import LIMIT, Gate, office, refused, stalled, strace
from tests.scenarios.syscalls import Call, calls

KILLS = 20


def test_it_serves_a_card_and_a_stop_secures_and_says_so(tmp_path: Path) -> None:
    with Gate(office(tmp_path, unlock_time=30.0)) as gate:
        gate.started().place(card("siti"))
        gate.strike(level=True)
        assert gate.kill(signal.SIGTERM) == 0
        gate.strike(level=False)
    with closing(Reader(tmp_path / "journal.db")) as journal:
        kinds = [str(event.kind) for event in journal.after(0)]
    assert kinds[0] == "started"
    assert "granted" in kinds
    assert kinds[-2:] == ["relocked", "stopped"]
    assert "crash-found" not in kinds


def test_a_busy_loop_still_locks_by_the_strikes_own_timer(tmp_path: Path) -> None:
    """The disk stalls in the flush of a second grant, for longer than the first one's release.

    The exit button, pressed meanwhile, is heard only behind the relocking: so long the loop was
    busy. A process that is stopped whole (SIGSTOP) cannot lock: that is the one-shot's to do.
    """
    with Gate(office(tmp_path, flush_wait='"forever"', unlock_time=1.5)) as gate:
        gate.started().place(card("siti"))
        released = gate.strike(level=True)
        with stalled(gate, 2.5):
            gate.act(do="clear")
            gate.place(card("bagus"))
            grants = [e for e in gate.until(Kind.GRANTED, 2) if e.kind is Kind.GRANTED]
            gate.act(do="line", line=6, level=False)
            secured = gate.strike(level=False)
            events = gate.until(Kind.EXIT_REQUESTED)
    heard = next(event.ticks for event in events if event.kind is Kind.EXIT_REQUESTED)
    assert released < grants[1].ticks < secured < heard


def test_a_killed_daemon_leaves_a_whole_journal_and_no_release_without_its_record(
    tmp_path: Path,
) -> None:
    chance = random.Random(7)  # noqa: S311 - a replay, not a secret
    config = office(tmp_path, unlock_time=0.5)
    released = 0
    for number in range(KILLS):
        with Gate(config) as gate:
            if number % 4:  # one in four is killed while it starts
                gate.started().place(card("siti"))
                if number % 2:
                    released += gate.strike(level=True) > 0
            with pytest.raises(TimeoutExpired):
                gate.process.wait(chance.random() * 0.05)
            gate.kill()
            released += gate.released()
        journal = tmp_path / "journal.db"
        if journal.exists() and number % 4:
            assert verify(journal).count > 0
    with Gate(config) as gate:
        gate.started()
    with closing(Reader(tmp_path / "journal.db")) as reader:
        kinds = [event.kind for event in reader.after(0, 10_000)]
    assert kinds.count(Kind.GRANTED) >= released > KILLS // 4
    starts = [index for index, kind in enumerate(kinds) if kind is Kind.STARTED]
    assert all(kinds[index - 1] is Kind.CRASH_FOUND for index in starts[1:])


def test_systemd_hears_that_it_is_ready_and_then_that_the_loop_lives(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(LIMIT)
        with Gate(office(tmp_path), env={"NOTIFY_SOCKET": address}) as gate:
            heard = [systemd.recv(100) for _ in range(4)]
            gate.kill(signal.SIGTERM)
            while heard[-1] != b"STOPPING=1":
                heard.append(systemd.recv(100))
    assert heard.count(b"READY=1") == 1
    assert b"WATCHDOG=1" in heard[heard.index(b"READY=1") :]


def traced(tmp_path: Path, wait: str) -> list[Call]:
    """Return the writes and syncs of one tap, from its record to the strike and a flush behind."""
    trace = tmp_path / "trace"
    followed = ("-f", "-y", "-xx", "-s", "4000", "-o", str(trace))
    names = ("-e", "trace=pwrite64,write,fdatasync")
    config = office(tmp_path, flush_wait=wait)
    with Gate(config, before=(strace(), *followed, *names)) as gate:
        gate.started().place(card("siti"))
        gate.strike(level=True)
        gate.kill(signal.SIGTERM)
    return calls(trace)


def moment(every: list[Call]) -> tuple[Call, Call, list[Call]]:
    """Return the record of the grant, the pin that followed, and every sync of the log."""
    granted = next(
        call
        for call in every
        if call.name == "pwrite64"
        and call.file.endswith("-wal")
        and b'"kind":"granted"' in call.written
    )
    pin = next(call for call in every if call.name == "write" and released(call))
    return granted, pin, [call for call in every if call.name == "fdatasync"]


def released(call: Call) -> bool:
    if not call.written.startswith(b'{"line"'):
        return False
    said = json.loads(call.written)
    return bool(said["line"] == STRIKE and said["level"])


@pytest.mark.parametrize("wait", ["10", '"forever"'])
def test_the_grant_is_on_the_disk_before_the_pin_moves(tmp_path: Path, wait: str) -> None:
    granted, pin, syncs = moment(traced(tmp_path, wait))
    assert any(granted.ended < sync.begun and sync.ended < pin.begun for sync in syncs)


def test_without_waiting_the_pin_moves_behind_the_record_and_the_disk_follows(
    tmp_path: Path,
) -> None:
    granted, pin, syncs = moment(traced(tmp_path, "0"))
    assert granted.ended < pin.begun
    assert any(sync.begun > pin.ended for sync in syncs)


def test_a_key_of_another_length_is_refused_in_a_sentence(tmp_path: Path) -> None:
    config = office(tmp_path)
    (tmp_path / "key").write_bytes(b"short")
    code, said = refused(config)
    assert code == 3
    assert "has 5 bytes; 32 are wanted" in said
    assert "Traceback" not in said
