"""Nothing that opens anything is in what we ship or keep (Chirp 2024, Nexx 2023, Hirsch 2025)."""

import secrets
import sqlite3
from base64 import b64encode, urlsafe_b64encode
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from register.seal_key import beside
from register.store import create
from tests.secrets_in import found

HOUSE: Final = Path(__file__).parents[1]
SHIPPED: Final = (
    "ledger", "register", "hardware", "daemon", "admin", "gapura", "systemd", "docs", ".ci",
)  # fmt: skip
PLANTED: Final = {
    "a private key": "-----BEGIN EC PRIVATE " + "KEY-----",
    "a key of a cloud": "AKIA" + "IOSFODNN7EXAMPLE",
    "a token of a service": "ghp_" + "a1" * 18,
    "a password in clear": 'smtp_password = "' + 'rahasia2026"',
    "letters too random": b64encode(bytes(range(7, 250, 5))).decode(),
}


def texts(root: Path) -> dict[Path, str]:
    files = [each for each in root.rglob("*") if each.is_file() and "__pycache__" not in each.parts]
    told = {}
    for each in files:
        try:
            told[each] = each.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
    return told


@pytest.mark.parametrize("what", PLANTED)
def test_the_scan_bites(what: str) -> None:
    assert any(each.startswith(what) for each in found(f"x = 1\n{PLANTED[what]}\n"))


def test_a_random_token_is_seldom_taken_for_words() -> None:
    tokens = [urlsafe_b64encode(secrets.token_bytes(32)).decode() for _ in range(200)]
    assert sum(any(found(each)) for each in tokens) > 190


@pytest.mark.parametrize("room", SHIPPED)
def test_no_file_of_ours_holds_a_secret(room: str) -> None:
    told = texts(HOUSE / room)
    assert told
    hits = [
        f"{path.relative_to(HOUSE)}: {each}" for path, text in told.items() for each in found(text)
    ]
    assert hits == []


def test_a_new_register_has_nobody_who_can_log_in_and_shares_nothing_with_another(
    tmp_path: Path,
) -> None:
    shared = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "register.db"
        create(path).close()
        with closing(sqlite3.connect(path)) as read:
            for table in ("account", "link", "web_session", "passkey", "cardholder", "card"):
                assert read.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - names above
            (origin,) = read.execute("SELECT origin FROM register_meta").fetchone()
        shared.append((origin, beside(path).read_bytes()))
    assert not set(shared[0]) & set(shared[1])
