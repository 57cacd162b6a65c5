"""A power cut at any moment loses nothing that was acknowledged, and breaks nothing.

A real run is traced; then the disk is put into states in which a cut could have left it. For each
file, what was written since its last sync is there whole, not at all, up to some write, in any
selection (reordered), or torn into sectors. One order holds: a file that was cut short shows no
later write without the cut (what a file system gives; docs/adr/0002 says why it is needed).
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import cycle, groupby, islice
from pathlib import Path

import pytest

from ledger.chain import verify
from ledger.schema import shm, wal
from tests.ledger.journals import made
from tests.scenarios.syscalls import Call, calls, traced

SECTOR = 512
BEFORE = 4  # events there before the run
STATES = 2000
RUNS = 5
SOAKED = 100_000

FOLLOWED = "pwrite64,write,fdatasync,fsync,ftruncate"


@dataclass
class File:
    """One file: what is surely on the disk, and what was done to it since its last sync."""

    durable: bytes
    pending: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        self.durable = applied(self.durable, self.pending)
        self.pending = []


@dataclass(frozen=True)
class Cut:
    """A moment: both files as they stood, and the newest event that a pin moved for."""

    files: tuple[tuple[bytes, tuple[Call, ...]], ...]
    acknowledged: int


def applied(content: bytes, changes: list[Call], torn: random.Random | None = None) -> bytes:
    """Return a file after changes; torn: any of a write's sectors may be missing."""
    stored = bytearray(content)
    for call in changes:
        if call.name == "ftruncate":
            length = call.numbers[0]
            del stored[length:]
            stored.extend(bytes(length - len(stored)))
        else:
            write(stored, call, torn)
    return bytes(stored)


def write(stored: bytearray, call: Call, torn: random.Random | None) -> None:
    data, offset = call.written, call.numbers[-1]
    stored.extend(bytes(max(0, offset + len(data) - len(stored))))
    for start in range(0, len(data), SECTOR):
        if torn is None or torn.random() < 0.5:
            part = data[start : start + SECTOR]
            stored[offset + start : offset + start + len(part)] = part


def moments(history: list[Call], path: Path) -> Iterator[Cut]:
    """Return every moment of a run between two calls."""
    files = {str(name): File(name.read_bytes()) for name in (path, wal(path))}
    acknowledged = BEFORE
    for call in history:
        if file := files.get(call.file):
            file.sync() if call.name in ("fdatasync", "fsync") else file.pending.append(call)
        elif call.name == "write" and call.written.startswith(b"pin "):
            acknowledged = int(call.written[4:])
        yield Cut(
            tuple((file.durable, tuple(file.pending)) for file in files.values()), acknowledged
        )


def left(durable: bytes, pending: tuple[Call, ...], chance: random.Random) -> bytes:
    """Return one state in which a cut can leave a file."""
    torn = None
    match chance.choice(("all", "none", "prefix", "selection", "torn")):
        case "none":
            survivors: list[Call] = []
        case "prefix":
            survivors = list(pending[: chance.randint(0, len(pending))])
        case "selection":
            survivors = selection(pending, chance)
        case "torn":
            survivors, torn = selection(pending, chance), chance
        case _:
            survivors = list(pending)
    return applied(durable, survivors, torn)


def selection(pending: tuple[Call, ...], chance: random.Random) -> list[Call]:
    """Return any of the changes, none behind a cut (ftruncate) that is not among them."""
    survivors = []
    for is_cut, group in groupby(pending, lambda call: call.name == "ftruncate"):
        for call in group:
            if chance.random() < 0.5:
                survivors.append(call)
            elif is_cut:
                return survivors
    return survivors


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> list[Cut]:
    """A run with several checkpoints and with commits while the disk is being synced.

    Every sync takes 4 ms and the loop waits 10: some commits fall behind a cut that is not synced
    yet. Where a run has none, another is made.
    """
    for _ in range(RUNS):
        folder = tmp_path_factory.mktemp("traced")
        path, trace = made(folder / "journal.db", BEFORE), folder / "trace"
        whole = {name: name.read_bytes() for name in (path, wal(path))}
        delay = ("-e", "inject=fdatasync:delay_enter=4000")
        lines = traced(trace, FOLLOWED, path, 150, "0.01", 1, 1 << 14, faults=delay)
        assert lines[-1] == f"closed {BEFORE + 150}"
        for name, content in whole.items():
            name.write_bytes(content)
        cuts = list(moments(calls(trace), path))
        if any(behind_a_cut(cut) for cut in cuts):
            return cuts
    pytest.fail(f"no commit fell behind an unsynced cut of the log in {RUNS} runs")


def behind_a_cut(cut: Cut) -> bool:
    """Return whether the log was cut, and written again, and neither is synced."""
    names = [call.name for call in cut.files[1][1]]
    return "ftruncate" in names and names[-1] == "pwrite64"


def states(history: list[Cut], chance: random.Random) -> Iterator[tuple[Cut, bytes, bytes]]:
    """Return, for ever, states that a cut can leave both files in, none twice."""
    seen: set[bytes] = set()
    for cut in cycle(history):
        database, log = (left(durable, pending, chance) for durable, pending in cut.files)
        mark = sha256(database + log + cut.acknowledged.to_bytes(4)).digest()
        if mark not in seen:
            seen.add(mark)
            yield cut, database, log


def stands(path: Path, cut: Cut, database: bytes, log: bytes) -> bool:
    """Return whether the journal is whole in that state, with every event acknowledged."""
    shm(path).unlink(missing_ok=True)  # memory: a cut leaves nothing of it
    path.write_bytes(database)
    wal(path).write_bytes(log)
    with closing(sqlite3.connect(path)) as connection:
        whole: tuple[str] = connection.execute("PRAGMA integrity_check").fetchone()
        return whole == ("ok",) and verify(path).count >= cut.acknowledged


def test_the_run_has_the_moments_that_matter(history: list[Cut]) -> None:
    pending = [[call.name for _, calls in cut.files for call in calls] for cut in history]
    assert any("ftruncate" in names for names in pending)
    assert sum("pwrite64" in names for names in pending) > 100
    assert any(cut.files[0][1] and cut.files[1][1] for cut in history)


@pytest.mark.parametrize(
    "number", [STATES, pytest.param(SOAKED, marks=pytest.mark.soak)], ids=["test", "soak"]
)
def test_every_cut_leaves_a_journal_that_stands(
    history: list[Cut], tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)  # noqa: S311 - a replay, not a secret
    for cut, database, log in islice(states(history, chance), number):
        assert stands(tmp_path / "journal.db", cut, database, log)


def test_the_replay_would_find_an_event_that_was_not_synced(
    history: list[Cut], tmp_path: Path
) -> None:
    chance = random.Random(3)  # noqa: S311 - a replay, not a secret
    lying = [Cut(cut.files, cut.acknowledged + 20) for cut in history]
    assert not all(
        stands(tmp_path / "journal.db", *state) for state in islice(states(lying, chance), 200)
    )
