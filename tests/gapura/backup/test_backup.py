"""A backup is whole or is not there, whatever is written or killed meanwhile."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from gapura.backup.copies import BackupError, copy, examine
from gapura.backup.make import JOURNAL, MANIFEST, REGISTER, made
from gapura.backup.rotation import Kept
from ledger import chain
from tests.gapura.backup.vault import EVENTS, Vault, quiet
from tests.ledger.journals import granted, opened, tamper


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made_ = Vault(tmp_path)
    yield made_
    made_.bureau.store.close()


def test_a_backup_holds_both_files_proved_and_its_owners_alone(vault: Vault) -> None:
    one = vault.backup()
    said = json.loads((one / MANIFEST).read_text())
    assert said["events"] == EVENTS
    assert said["root"] == chain.verify(one / JOURNAL).root.hex()
    assert {path.name for path in one.iterdir()} == {REGISTER, JOURNAL, MANIFEST}
    assert {stat.S_IMODE(path.stat().st_mode) for path in one.iterdir()} == {0o600}
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700


def test_a_copy_is_of_one_moment_though_the_door_writes_at_each_step_of_it(
    vault: Vault, tmp_path: Path
) -> None:
    journal = opened(vault.journal)
    journal.record_all([granted(number) for number in range(20_000)])
    steps = []

    def busy(step: str, done: int, total: int) -> None:
        steps.append((step, done, total))
        journal.record_all([granted(len(steps))])

    copy(vault.journal, tmp_path / "copy.db", busy)
    journal.close()
    assert len(steps) > 1
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)  # never anew
    assert chain.verify(tmp_path / "copy.db").count == EVENTS + 20_000


def test_a_damaged_page_is_found(vault: Vault, tmp_path: Path) -> None:
    copy(vault.register, tmp_path / "copy.db", quiet)
    with (tmp_path / "copy.db").open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 8)
    with pytest.raises(BackupError, match=r"copy\.db"):
        examine(tmp_path / "copy.db", quiet)


@pytest.mark.parametrize(
    ("file", "statement", "said"),
    [
        ("register", "UPDATE audit SET body = '{}' WHERE seq = 3", "line 3 of the audit"),
        ("journal", "UPDATE event SET body = replace(body, 'in', 'out') WHERE seq = 7", "event 7"),
    ],
)  # fmt: skip
def test_what_was_altered_is_no_backup_and_the_one_before_stays(
    vault: Vault, file: str, statement: str, said: str
) -> None:
    before = vault.backup()
    tamper({"register": vault.register, "journal": vault.journal}[file], statement)
    with pytest.raises(BackupError, match=said):
        vault.backup()
    assert list(made(vault.folder).values()) == [before]


def test_before_the_door_ever_wrote_there_is_a_backup_of_the_register_alone(vault: Vault) -> None:
    vault.journal = vault.journal.with_name("none.db")
    assert {path.name for path in vault.backup().iterdir()} == {REGISTER, MANIFEST}


def test_old_ones_go_and_what_is_not_ours_stays(vault: Vault) -> None:
    vault.folder.mkdir()
    (vault.folder / "gapura-catatan").mkdir()
    nights = [vault.backup(Kept(daily=2, weekly=0, monthly=0)) for _ in range(4)]
    assert sorted(made(vault.folder).values()) == nights[-2:]
    assert (vault.folder / "gapura-catatan").is_dir()


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from gapura.backup.make import backup
from gapura.backup.rotation import Kept
def progress(step, done, total):
    if step == sys.argv[4]:
        print("there", flush=True)
        sys.stdin.read()
backup(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), Kept(daily=1, weekly=0, monthly=0),
       datetime(2027, 1, 1, tzinfo=UTC), progress)
"""


@pytest.mark.parametrize("where", ["register.db", "register.db: integrity", "journal.db"])
def test_killed_anywhere_it_leaves_the_old_one_and_the_next_run_goes_through(
    vault: Vault, where: str
) -> None:
    before = vault.backup()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, vault.register, vault.journal, vault.folder, where],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == b"there\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdin.close()
    child.stdout.close()
    assert list(made(vault.folder).values()) == [before]
    with closing(sqlite3.connect(before / REGISTER)) as read:
        assert read.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    after = vault.backup()
    assert set(made(vault.folder).values()) == {before, after}
    assert not (vault.folder / ".partial").exists()
