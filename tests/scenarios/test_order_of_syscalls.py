"""Written, synced, released: the order is read from the kernel's side, for each `flush_wait`."""

from pathlib import Path

import pytest

from tests.scenarios.syscalls import Call, calls, traced

FOLLOWED = "pwrite64,write,fdatasync,fsync,ftruncate"
SYNCS = {"fdatasync", "fsync", "ftruncate"}
TAPS = 5


def story(trace: Path) -> list[Call]:
    """Return the calls between `open` and `trouble`: the taps alone."""
    every = [call for call in calls(trace) if call.file.endswith("-wal") or call.name == "write"]
    said = [index for index, call in enumerate(every) if call.name == "write"]
    return every[said[0] + 1 : said[-2]]


def order(trace: Path) -> list[str]:
    """Return the story's calls by name, repeated ones once: a frame is two writes."""
    names = [call.name for call in story(trace)]
    return [name for index, name in enumerate(names) if names[index - 1 : index] != [name]]


@pytest.mark.parametrize("wait", ["60", "forever"])
def test_the_record_is_on_the_disk_before_the_pin_moves(tmp_path: Path, wait: str) -> None:
    lines = traced(tmp_path / "trace", FOLLOWED, tmp_path / "journal.db", TAPS, wait)
    assert [line for line in lines if line.startswith("pin")] == [
        f"pin {n}" for n in range(1, TAPS + 1)
    ]
    assert order(tmp_path / "trace") == ["pwrite64", "fdatasync", "write"] * TAPS


def test_without_waiting_the_pin_moves_first_and_the_disk_follows(tmp_path: Path) -> None:
    lines = traced(tmp_path / "trace", FOLLOWED, tmp_path / "journal.db", TAPS, "0")
    assert [line for line in lines if line.startswith("ahead")] == [
        f"ahead {n}" for n in range(1, TAPS + 1)
    ]
    every = story(tmp_path / "trace")
    pins = [call for call in every if call.name == "write"]
    assert len(pins) == TAPS
    frames = [call for call in every if call.name == "pwrite64"]
    syncs = [call for call in calls(tmp_path / "trace") if call.name == "fdatasync"]
    before = 0
    for pin in pins:
        assert any(before < frame.begun and frame.ended < pin.begun for frame in frames)
        assert any(sync.begun > pin.ended for sync in syncs)
        before = pin.ended


def test_the_loops_thread_never_syncs_whatever_the_log_needs(tmp_path: Path) -> None:
    """Checkpoints fall into the run, at a busy machine one at least: the log is allowed 16 KiB."""
    traced(tmp_path / "trace", FOLLOWED, tmp_path / "journal.db", 120, "60", 3, 1 << 14)
    every = calls(tmp_path / "trace")
    said = [index for index, call in enumerate(every) if call.name == "write"]
    loop = every[said[0]].thread
    during = every[said[0] : said[-2]]
    cuts = [call for call in during if call.name == "ftruncate" and call.file.endswith("-wal")]
    assert cuts
    assert [call for call in during if call.thread == loop and call.name in SYNCS] == []
    assert [call for call in during if call.thread == loop and call.file.endswith(".db")] == []
