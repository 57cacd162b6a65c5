"""Disks that fail, fill, stall or turn read-only: denied and kept, never hung, nothing lost."""

import errno
import os
import signal
import subprocess
from pathlib import Path

import pytest

from ledger.chain import verify
from ledger.reading import Recorded
from ledger.schema import prepare, wal
from tests.ledger.journals import bodies, granted, made, opened
from tests.scenarios.recorder import Orders, recorder
from tests.scenarios.syscalls import LIMIT, PYTHON, ROOT, SITE, calls, traced

FOLLOWED = "pwrite64,write,fdatasync,fsync,ftruncate,unlink"


def on(path: Path, *faults: str) -> tuple[str, ...]:
    """Return strace's words for faults on the journal's log alone."""
    names = [word for fault in faults for word in ("-e", f"inject={fault}")]
    return (*names, "-P", str(wal(path)), "-P", "/dev/stdout")


def kinds(path: Path) -> list[str]:
    return [str(Recorded.parse(body).kind) for body in bodies(path)]


def test_a_full_disk_costs_the_reserve_and_not_the_event(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 1)
    lines = traced(
        tmp_path / "trace", FOLLOWED, path, 4, "60",
        faults=on(path, "pwrite64:error=ENOSPC:when=6"),
    )  # fmt: skip
    assert [line for line in lines if line.startswith("pin")] == [f"pin {n}" for n in range(2, 6)]
    assert "trouble the disk is full: the journal runs on its reserve" in lines
    assert kinds(path)[5] == "storage-failed"
    assert verify(path).count >= 6


@pytest.mark.parametrize("error", ["EIO", "EROFS", "ENOSPC"])
def test_an_event_that_cannot_be_written_is_refused_kept_and_written_late(
    tmp_path: Path, error: str
) -> None:
    path = made(tmp_path / "journal.db", 1)
    lines = traced(
        tmp_path / "trace", FOLLOWED, path, 5, "60",
        faults=on(path, f"pwrite64:error={error}:when=4..7"),
    )  # fmt: skip
    assert sum(line.startswith("refused") for line in lines) in (2, 3, 4)
    assert verify(path).count == len(bodies(path))
    said = [Recorded.parse(body) for body in bodies(path)]
    taps = [event for event in said if event.kind == "granted"]
    assert len(taps) == 6
    late = [event for event in said if event.late]
    assert len(late) == sum(line.startswith("refused") for line in lines)
    assert [event.ticks for event in late] == sorted(event.ticks for event in late)


def test_a_sync_that_fails_is_said_at_once_and_what_it_dropped_is_written_again(
    tmp_path: Path,
) -> None:
    path = made(tmp_path / "journal.db", 1)
    lines = traced(
        tmp_path / "trace", FOLLOWED, path, 5, "60",
        faults=on(path, "fdatasync:error=EIO:when=2"),
    )  # fmt: skip
    taps = [line for line in lines if line.startswith(("pin", "ahead"))]
    assert taps == ["pin 2", "ahead 3", "pin 4", "pin 5", "pin 6"]
    log = [call for call in calls(tmp_path / "trace") if call.file.endswith("-wal")]
    failed = next(index for index, call in enumerate(log) if call.result == -1)
    since = [call.numbers[-1] for call in log[:failed] if call.name == "pwrite64"][-2:]
    again = next(i for i in range(failed + 1, len(log)) if log[i].name == "fdatasync")
    rewritten = [call for call in log[failed + 1 : again] if call.name == "pwrite64"]
    assert any(call.numbers[-1] == since[0] for call in rewritten)
    assert verify(path).count == 6


def test_after_an_error_while_the_log_was_copied_it_keeps_every_event(tmp_path: Path) -> None:
    path = made(tmp_path / "journal.db", 1)
    lines = traced(
        tmp_path / "trace", FOLLOWED, path, 60, "60", 3, 1 << 14,
        faults=("-e", "inject=fdatasync:error=EIO:when=1+", "-P", str(path)),
    )  # fmt: skip
    assert any(line.startswith("trouble the journal's log cannot be copied") for line in lines)
    assert wal(path).stat().st_size > 60 * 2048
    journal = opened(path)
    assert journal.failing is None
    journal.close()
    assert verify(path).count >= 61


@pytest.mark.parametrize("stalled", range(2, 9))
def test_whichever_sync_stalls_the_loop_goes_on(tmp_path: Path, stalled: int) -> None:
    """Not a second of it is the loop's: it goes ahead while the call still stands."""
    path = made(tmp_path / "journal.db", 1)
    traced(
        tmp_path / "trace", FOLLOWED, path, 40, "0.01", 1, 1 << 14,
        faults=("-e", f"inject=fdatasync:delay_enter=1000000:when={stalled}"),
    )  # fmt: skip
    every = calls(tmp_path / "trace")
    loop = next(call.thread for call in every if call.name == "write")
    syncs = [call for call in every if call.name == "fdatasync"]
    longest = max(syncs, key=lambda call: call.ended - call.begun)
    meanwhile = [call for call in every if longest.begun < call.ended < longest.ended]
    assert longest.thread != loop
    assert sum(call.name == "write" for call in meanwhile) > 20
    assert verify(path).count == 41


FULL_DISK = """
import os, sys
from pathlib import Path
sys.path[:0] = [{root!r}, {site!r}]
from ledger.chain import verify
from ledger.errors import JournalUnwritable
from tests.ledger.journals import at, granted, opened

disk = Path({disk!r})
journal = opened(disk / "journal.db", reserve=8 << 20)
seq = journal.record(granted())
with open(disk / "theirs", "wb", buffering=0) as theirs:
    try:
        while True:
            theirs.write(bytes(1 << 16))
    except OSError as full:
        print("full", full.errno)
recorded = 0
try:
    while recorded < 20_000:
        seq = journal.record(granted(recorded))
        recorded += 1
        if recorded % 100 == 0:
            journal.flushed(seq, None)
except JournalUnwritable:
    journal.keep(granted(recorded))
print("recorded", recorded)
print("failing", journal.failing is not None)
(disk / "theirs").unlink()
while not journal.retry(at()):
    journal.flushed(journal.last, None)
journal.close()
print("verified", verify(disk / "journal.db").count - recorded)
"""


def test_the_reserve_of_a_full_disk_holds_ten_thousand_events(tmp_path: Path) -> None:
    """On a real full file system, in a mount namespace of its own; all is there in the end."""
    script = FULL_DISK.format(root=str(ROOT), site=SITE, disk=str(tmp_path))
    privately = ["unshare", "--user", "--map-root-user", "--mount"]
    mount = f'mount -t tmpfs -o size=24m none {tmp_path} && exec {PYTHON} -c "$SCRIPT"'
    done = subprocess.run(
        [*privately, "sh", "-c", mount], env={**os.environ, "SCRIPT": script},
        capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = dict(line.split() for line in done.stdout.splitlines())
    assert said["full"] == str(errno.ENOSPC)
    assert int(said["recorded"]) >= 10_000
    assert said["failing"] == "True"
    assert int(said["verified"]) >= 3


READING = """
import os, sys, urllib.parse
from pathlib import Path
sys.path[:0] = [{root!r}, {site!r}]
from ledger.reading import Reader
if os.getuid() == 0:
    os.setgroups([])
    os.setgid({group})
    os.setuid(65534)
reader = Reader(Path(sys.argv[1]))
print(reader.last())
reader.close()
"""


def read_by_another(path: Path) -> str:
    """Read the journal as the admin process does: another user of the same group."""
    script = READING.format(root=str(ROOT), site=SITE, group=path.stat().st_gid)
    done = subprocess.run(
        [PYTHON, "-c", script, path], capture_output=True, text=True, timeout=LIMIT, check=False
    )
    return done.stdout.strip() or done.stderr


def opened_to_the_group(folder: Path) -> Path:
    """Make a directory as the installer does, where another user can get to it."""
    folder.chmod(0o2750)
    for above in folder.parents[:3]:
        if above.owner() == folder.owner() and above != Path("/tmp"):  # noqa: S108 - not ours
            above.chmod(above.stat().st_mode | 0o011)
    return folder / "journal.db"


def test_another_user_reads_it_with_the_writer_alive_stopped_killed_and_never_started(
    tmp_path: Path,
) -> None:
    path = opened_to_the_group(tmp_path)
    prepare(path)
    assert read_by_another(path) == "0"
    journal = opened(path)
    journal.record(granted())
    assert read_by_another(path) == "1"
    journal.close()
    assert read_by_another(path) == "1"
    child, output = recorder(Orders(path, 0))
    with output:
        assert [output.readline() for _ in range(3)][-1] == "pin 3\n"
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pins = [line for line in output.read().splitlines() if line.startswith("pin")]
    assert int(read_by_another(path)) >= 3 + len(pins)
    prepare(path)
    assert int(read_by_another(path)) >= 3 + len(pins)
