import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register import audit, store
from register.audit import By
from tests.ledger.journals import tamper


def gapura(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gapura", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def journal(path: Path) -> Path:
    written = Journal.open(path, boot="0" * 32, reserve=1 << 20)
    for number in range(10):
        at = Instant(1_700_000_000_000 + number, number, ClockState.SYNCED)
        written.record(Event(kind=Kind.STARTED, at=at))
    written.close()
    return path


def test_every_command_has_help() -> None:
    for command in ("daemon", "demo", "doctor", "verify", "config", "account", "card"):
        answer = gapura(command, "--help")
        assert answer.returncode == 0, answer.stderr
        assert "Usage" in answer.stdout


def test_a_sound_journal_is_said_to_be_so(tmp_path: Path) -> None:
    answer = gapura("verify", str(journal(tmp_path / "journal.db")))
    assert answer.returncode == 0, answer.stderr
    assert "10 events, unbroken" in answer.stdout


def test_an_altered_journal_is_named_by_its_event(tmp_path: Path) -> None:
    path = journal(tmp_path / "journal.db")
    raw = path.read_bytes()
    at = raw.index(b'{"seq":7,')
    path.write_bytes(raw[:at] + raw[at:].replace(b'"started"', b'"stopped"', 1))
    answer = gapura("verify", str(path))
    assert answer.returncode == 1
    assert "event 7" in answer.stderr


def test_the_example_is_a_good_configuration() -> None:
    example = Path(__file__).parents[2] / "gapura" / "example.toml"
    answer = gapura("config", "check", str(example))
    assert answer.returncode == 0, answer.stderr


def test_a_bad_configuration_is_told_key_by_key(tmp_path: Path) -> None:
    file = tmp_path / "gapura.toml"
    file.write_text('[office]\nlanguage = "fr"\n[nonsense]\n')
    answer = gapura("config", "check", str(file))
    assert answer.returncode == 1
    assert "office.language" in answer.stderr
    assert "nonsense" in answer.stderr


def test_the_daemon_refuses_a_missing_configuration_with_a_sentence(tmp_path: Path) -> None:
    answer = gapura("daemon", "--config", str(tmp_path / "none.toml"))
    assert answer.returncode == 3
    assert "none.toml" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_daemon_process_is_lean() -> None:
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import daemon.main"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    ).stderr
    loaded = {line.rpartition("|")[2].strip() for line in seen.splitlines()}
    assert "gpiozero" in loaded
    assert not loaded & {"flask", "sqlalchemy", "click", "mfrc522", "serial", "argon2", "lgpio"}


def test_a_registers_audit_is_walked_too_and_an_altered_line_named(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    with store.create(path) as made, made.session() as session:
        for _ in range(3):
            audit.write(session, "test", By(), datetime(2026, 11, 26, tzinfo=UTC))
    answer = gapura("verify", str(path))
    assert answer.returncode == 0, answer.stderr
    assert "3 lines of the audit, unbroken" in answer.stdout
    tamper(path, "UPDATE audit SET body = replace(body, 'test', 'else') WHERE seq = 2")
    answer = gapura("verify", str(path))
    assert answer.returncode == 1
    assert "line 2 of the audit was altered" in answer.stderr
