"""What systemd calls: each command runs, says what is wrong, and may run again."""

import os
import pwd
from pathlib import Path

import pytest

from tests.gapura.test_command_line import gapura
from tests.ledger.journals import made, tamper
from tests.register.offices import empty


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "gapura.toml"
    path.write_text(
        '[register]\npath = "register.db"\n[journal]\npath = "journal.db"\n'
        '[secrets]\nfingerprint_key = "key"\n[doors]\n[readers]\n'
    )
    return path


def test_migrate_makes_a_register_and_leaves_one_that_is_there(config: Path) -> None:
    for _ in range(2):
        assert gapura("migrate", "--config", str(config)).returncode == 0
    assert (config.parent / "register.db").is_file()


def test_send_says_what_is_wrong_with_its_file(config: Path, tmp_path: Path) -> None:
    empty(tmp_path, demo=False)
    answer = gapura("send", "--config", str(config), "--messages", str(tmp_path / "none.toml"))
    assert answer.returncode == 1
    assert "none.toml" in answer.stderr
    assert "cannot be read" in answer.stderr


def test_send_with_nothing_to_send_says_nothing(config: Path, tmp_path: Path) -> None:
    empty(tmp_path, demo=False)
    senders = tmp_path / "messages.toml"
    senders.write_text('origin = "https://gapura.example"\n')
    answer = gapura("send", "--config", str(config), "--messages", str(senders))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_backup_is_made_and_put_back_from_the_command_line(config: Path, tmp_path: Path) -> None:
    empty(tmp_path, demo=False)
    folder = tmp_path / "backup"
    run = gapura("backup", "--config", str(config), "--to", str(folder))
    assert run.returncode == 0, run.stderr
    (one,) = folder.glob("gapura-*")
    dry = gapura("restore", "--config", str(config), "--dry-run", str(one))
    assert "nothing was changed" in dry.stdout
    put = gapura("restore", "--config", str(config), str(one))
    assert "restored" in put.stdout
    refused = gapura("restore", "--config", str(config), str(tmp_path))
    assert refused.returncode == 1
    assert "is no backup" in refused.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("remind", "0 reminded, 0 escalated"),
        ("lapse", "0 cards shut on their day, 0 ended rights"),
        ("retention", "the door is told to drop events up to 5; 0 messages"),
    ],
)
def test_each_timers_command_says_what_it_did(
    config: Path, tmp_path: Path, command: str, said: str
) -> None:
    empty(tmp_path, demo=False)
    made(tmp_path / "journal.db", 5)
    tamper(
        tmp_path / "journal.db",
        "UPDATE event SET body = json_set(body, '$.wall', 0)",
    )
    answer = gapura(command, "--config", str(config))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert said in answer.stdout


def test_retention_without_a_journal_says_so(config: Path, tmp_path: Path) -> None:
    empty(tmp_path, demo=False)
    answer = gapura("retention", "--config", str(config))
    assert answer.returncode == 1
    assert "unable to open" in answer.stderr


def test_review_with_nothing_due_says_nothing_and_may_run_again(
    config: Path, tmp_path: Path
) -> None:
    empty(tmp_path, demo=False)
    for _ in range(2):
        answer = gapura("review", "--config", str(config))
        assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_review_says_what_is_wrong_with_the_register(config: Path) -> None:
    answer = gapura("review", "--config", str(config))
    assert answer.returncode == 1
    assert "register.db" in answer.stderr


@pytest.mark.parametrize("command", ["remind", "erase", "watch"])
def test_no_command_touches_a_register_of_another_version(
    config: Path, tmp_path: Path, command: str
) -> None:
    empty(tmp_path, demo=False)
    made(tmp_path / "journal.db", 1)
    tamper(tmp_path / "register.db", "UPDATE alembic_version SET version_num = '0099'")
    answer = gapura(command, "--config", str(config))
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "is of version 0099" in answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to somebody else")
@pytest.mark.parametrize("command", ["migrate", "backup"])
def test_no_command_leaves_files_that_the_registers_owner_cannot_write(
    config: Path, tmp_path: Path, command: str
) -> None:
    empty(tmp_path, demo=False)
    os.chown(tmp_path / "register.db", pwd.getpwnam("nobody").pw_uid, -1)
    answer = gapura(command, "--config", str(config))
    assert answer.returncode == 1
    assert "sudo -u nobody" in answer.stderr
