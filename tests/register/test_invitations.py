"""Links that lead to an account, as the register answers them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.errors import AccountRefused, LinkRefused
from register.login import accounts, links, logins
from register.login.logins import Answer
from register.models import Purpose
from tests.register.gate import HERE, PASSWORD, Gate


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    made = Gate(tmp_path)
    yield made
    made.bureau.store.close()


def invited(gate: Gate, name: str) -> str:
    with gate.bureau.session() as session:
        person, by = gate.bureau.people[name], gate.bureau.by("admin")
        return links.make(session, Purpose.ACCOUNT, person, by, gate.now)


def claims(gate: Gate, token: str, login: str, password: str = PASSWORD) -> Answer:
    return logins.claim(gate.bureau.store, gate.hasher, token, login, password, HERE, gate.now)


def test_a_link_makes_an_account_once(gate: Gate) -> None:
    token = invited(gate, "kadis")
    visitor = gate.who(claims(gate, token, "Kadis").token)
    assert visitor is not None
    assert visitor.bare
    with pytest.raises(LinkRefused):
        claims(gate, token, "kadis2")
    assert gate.enters("kadis").token is not None


@pytest.mark.parametrize(
    ("login", "password"),
    [("kasi", PASSWORD), ("k", PASSWORD), ("198001012005011001", PASSWORD), ("kadis", "short")],
    ids=["taken", "short", "nip", "weak"],
)
def test_what_is_refused_leaves_the_link_unspent(gate: Gate, login: str, password: str) -> None:
    token = invited(gate, "kadis")
    with pytest.raises(AccountRefused):
        claims(gate, token, login, password)
    assert claims(gate, token, "kadis").token is not None


def test_an_account_that_was_reset_keeps_its_login_and_nothing_else(gate: Gate) -> None:
    token = gate.proves(gate.enters("kasi").token, gate.code()).token
    with gate.bureau.session() as session:
        account = accounts.with_login(session, "kasi")
        assert account is not None
        link = accounts.reset(session, account, "phone lost", gate.bureau.by("admin"), gate.now)
    assert gate.who(token) is None
    assert gate.enters("kasi") == Answer()
    visitor = gate.who(claims(gate, link, "another").token)
    assert visitor is not None
    assert visitor.bare
    assert gate.enters("another") == Answer()
    assert gate.enters("kasi").token is not None


def test_no_link_goes_around_a_password_and_a_factor(gate: Gate) -> None:
    with pytest.raises(LinkRefused):
        invited(gate, "kasi")
    token = invited(gate, "kadis")
    with gate.bureau.session() as session:
        kept = gate.hasher.hash(PASSWORD)
        by = gate.bureau.by("kadis")
        accounts.make(session, gate.bureau.people["kadis"], "kadis", kept, by, gate.now)
    with pytest.raises(LinkRefused):
        claims(gate, token, "other", "tujuh ekor itik di sawah")
