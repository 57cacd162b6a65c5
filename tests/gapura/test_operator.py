"""The register without the web: the first account, an account shut, cards revoked."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ledger.allowlist import Allowlist
from register import store
from register.login import accounts, logins
from register.login.passwords import Argon2
from register.store import Store
from tests.gapura.test_command_line import gapura
from tests.register.offices import SITI, plant, print_of
from tests.register.test_passwords import CHEAP

PASSWORD = "kuda jambu 72 melangit"  # noqa: S105 - of nobody
ORIGIN = "https://gapura.example"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.db"
    store.create(path).close()
    return path


def first(register: Path, *more: str) -> tuple[int, str, str]:
    answer = gapura(
        "account", "first", "--register", str(register), "--origin", ORIGIN, "--name", "Rina", *more
    )
    return answer.returncode, answer.stdout.strip(), answer.stderr


def lines(register: Path) -> list[dict[str, object]]:
    with closing(sqlite3.connect(register)) as raw:
        return [json.loads(body) for (body,) in raw.execute("SELECT body FROM audit ORDER BY seq")]


def claims(register: Path, address: str) -> None:
    token = urlsplit(address).path.rpartition("/")[2]
    with Store(register) as opened:
        hasher = Argon2(CHEAP)
        logins.claim(opened, hasher, token, "rina", PASSWORD, "test", datetime.now(UTC))


def test_the_first_administrator_gets_a_link_and_the_next_one_needs_a_reason(
    register: Path,
) -> None:
    code, address, _ = first(register, "--login-hint", "rina")
    assert code == 0
    assert address.startswith(f"{ORIGIN}/tautan/")
    assert address.endswith("?login=rina")
    claims(register, address)
    code, _, said = first(register)
    assert code == 1
    assert "--again" in said
    code, _, _ = first(register, "--again", "Rina has moved")
    assert code == 0
    made = [line["what"] for line in lines(register) if line["act"] == "account.first"]
    assert [each["why"] for each in made if isinstance(each, dict)] == [None, "Rina has moved"]


def test_a_link_that_ran_out_is_made_anew_for_the_same_person(register: Path) -> None:
    first(register)
    first(register)
    with closing(sqlite3.connect(register)) as raw:
        assert raw.execute("SELECT count(*) FROM cardholder").fetchone() == (1,)
        assert raw.execute("SELECT count(*) FROM tenure").fetchone() == (1,)


def test_an_account_is_shut_without_the_web(register: Path) -> None:
    claims(register, first(register)[1])
    disable = ("account", "disable", "--register", str(register), "--why", "stolen")
    assert gapura(*disable, "rina").returncode == 0
    again = gapura(*disable, "rina")
    assert (again.returncode, "already" in again.stderr) == (1, True)
    nobody = gapura(*disable, "nobody")
    assert (nobody.returncode, "no account nobody" in nobody.stderr) == (1, True)
    with Store(register) as opened, opened.reading() as session:
        assert accounts.everybody(session, datetime.now(UTC)) == []
    line = next(line for line in lines(register) if line["act"] == "account.disable")
    assert line["from"] == f"cli uid {os.getuid()}"


def test_every_card_of_a_person_fails_at_the_next_tap(tmp_path: Path) -> None:
    register = plant(tmp_path)
    answer = gapura(
        "card", "revoke", "--register", str(register), "--person", "P-S1T1RAHMA1", "--why", "gone"
    )
    assert (answer.returncode, answer.stdout) == (0, "P-S1T1RAHMA1: 1 card(s) revoked\n")
    with closing(Allowlist(register)) as allowlist:
        entry = allowlist.find(print_of(SITI))
        assert entry is not None
        assert entry.state == "revoked"


def test_nobody_is_revoked_by_a_wrong_id(tmp_path: Path) -> None:
    register = plant(tmp_path)
    answer = gapura(
        "card", "revoke", "--register", str(register), "--person", "P-NOBODY", "--why", "gone"
    )
    assert (answer.returncode, "nobody P-NOBODY" in answer.stderr) == (1, True)


def test_a_missing_register_is_named(tmp_path: Path) -> None:
    code, _, said = first(tmp_path / "none.db")
    assert code == 1
    assert "none.db" in said
    assert "Traceback" not in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_another_users_register_is_left_alone(register: Path) -> None:
    os.chown(register, 1, 1)
    code, _, said = first(register)
    assert code == 1
    assert "sudo -u" in said
