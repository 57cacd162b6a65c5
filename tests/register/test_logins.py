"""Login, second factor and step-up as the register answers them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from register.errors import AccountRefused
from register.login import accounts, logins, sessions
from register.login.logins import Answer, Proof
from register.login.passwords import Argon2
from register.login.sessions import PROVED_FOR
from register.login.throttle import FREE
from register.models import AuditLine
from tests.register.gate import HERE, KEY, PASSWORD, Gate


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    made = Gate(tmp_path)
    yield made
    made.bureau.store.close()


def test_a_password_alone_leaves_one_who_has_a_second_factor_outside(gate: Gate) -> None:
    answer = gate.enters("kasi")
    assert answer.half
    assert gate.who(answer.token) is None
    whole = gate.proves(answer.token, gate.code())
    visitor = gate.who(whole.token)
    assert visitor is not None
    assert visitor.public_id
    assert visitor.proved
    assert not visitor.bare
    assert gate.acts()[-1] == "login"


def test_every_step_in_gives_a_new_token_and_takes_the_old_one(gate: Gate) -> None:
    half = gate.enters("kasi").token
    whole = gate.proves(half, gate.code()).token
    gate.bureau.wait(minutes=6)
    proved = gate.proves(whole, gate.code()).token
    assert len({half, whole, proved}) == 3
    assert gate.who(half) is gate.who(whole) is None
    assert gate.who(proved) is not None


def test_a_proof_lasts_five_minutes_and_a_session_goes_on(gate: Gate) -> None:
    token = gate.proves(gate.enters("kasi").token, gate.code()).token
    gate.bureau.wait(minutes=5)
    visitor = gate.who(token)
    assert visitor is not None
    assert not visitor.proved
    renewed = gate.who(gate.proves(token, gate.code()).token)
    assert renewed is not None
    assert renewed.proved
    assert gate.acts()[-1] == "prove"


def test_a_code_counts_once_even_for_a_step_up(gate: Gate) -> None:
    code = gate.code()
    token = gate.proves(gate.enters("kasi").token, code).token
    assert gate.proves(token, code).token is None
    assert gate.proves(gate.enters("kasi").token, code).token is None
    gate.bureau.wait(seconds=30)
    assert gate.proves(token, gate.code()).token is not None


def test_a_second_factor_is_awaited_five_minutes_and_no_longer(gate: Gate) -> None:
    token = gate.enters("kasi").token
    gate.bureau.wait(minutes=5)
    with gate.bureau.store.reading() as session:
        assert sessions.half_way(session, token or "", gate.now) is None


def test_neither_a_password_nor_an_empty_proof_stands_for_a_code(gate: Gate) -> None:
    token = gate.enters("kasi").token
    assert gate.proves(token, Proof(password=PASSWORD)).token is None
    assert gate.proves(token, Proof()).token is None
    assert gate.proves(token, Proof(passkey="{}")).token is None


def test_who_has_no_second_factor_proves_himself_by_his_password(gate: Gate) -> None:
    token = gate.enters("siti").token
    gate.bureau.wait(minutes=6)
    assert gate.proves(token, Proof(password="something else 1")).token is None  # noqa: S106
    assert gate.proves(token, Proof(password=PASSWORD)).token is not None


def test_a_post_without_a_second_factor_is_bare_and_a_person_without_a_post_is_not(
    gate: Gate,
) -> None:
    kabid, siti = gate.who(gate.enters("kabid").token), gate.who(gate.enters("siti").token)
    assert kabid is not None
    assert siti is not None
    assert kabid.bare
    assert not siti.bare


@pytest.mark.parametrize("login", ["kasi", "nobody", "", "KASI ", "x" * 5000])
def test_whoever_is_tried_the_answer_and_the_work_are_the_same(gate: Gate, login: str) -> None:
    assert gate.enters(login, "something else 1") == Answer()
    assert (gate.hasher.verified, gate.hasher.hashed) == (1, 0)
    assert gate.acts()[-1] == "login.failed"


def test_a_disabled_account_is_like_a_wrong_password(gate: Gate) -> None:
    token = gate.proves(gate.enters("kasi").token, gate.code()).token
    with gate.bureau.session() as session:
        accounts.disable(session, "kasi", "left", gate.bureau.by("admin"), gate.now)
    assert gate.enters("kasi") == Answer()
    assert gate.hasher.verified == 2
    assert gate.who(token) is None


def test_after_five_failures_not_even_the_right_password_is_looked_at(gate: Gate) -> None:
    for _ in range(FREE):
        gate.enters("siti", "something else 1")
    worked = gate.hasher.verified
    assert gate.enters("siti") == Answer(wait=1)
    assert gate.enters("nobody").wait == 0
    assert gate.hasher.verified == worked + 1
    gate.bureau.wait(seconds=1)
    assert gate.enters("siti").token is not None


def test_getting_in_whole_forgets_the_failures_and_half_way_does_not(gate: Gate) -> None:
    for _ in range(FREE - 1):
        gate.enters("kasi", "something else 1")
    half = gate.enters("kasi")
    assert half.half
    assert gate.proves(half.token, Proof(code="000000")).token is None
    assert gate.enters("kasi").wait == 1
    gate.bureau.wait(seconds=1)
    assert gate.proves(gate.enters("kasi").token, gate.code()).token is not None
    assert [gate.enters("kasi", "something else 1").wait for _ in range(FREE)] == [0] * FREE


def test_codes_cannot_be_guessed_by_somebody_who_knows_the_password(gate: Gate) -> None:
    token = gate.enters("kasi").token
    for _ in range(FREE):
        assert gate.proves(token, Proof(code="000000")).wait == 0
    assert gate.proves(token, gate.code()).wait == 1


def test_an_outdated_hash_is_made_anew_at_the_next_login(gate: Gate) -> None:
    gate.hasher.real = Argon2()
    assert gate.enters("siti").token is not None
    with gate.bureau.session() as session:
        account = accounts.with_login(session, "siti")
        assert account is not None
        assert (account.password_hash or "").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert gate.enters("siti").token is not None
    assert gate.hasher.hashed == 1


def test_logging_out_ends_the_session_here(gate: Gate) -> None:
    token = gate.enters("siti").token or ""
    logins.leave(gate.bureau.store, token, HERE, gate.now)
    assert gate.who(token) is None
    assert gate.acts()[-1] == "logout"
    logins.leave(gate.bureau.store, token, HERE, gate.now)
    assert gate.acts().count("logout") == 1


def changes(gate: Gate, token: str | None, old: str, new: str) -> Answer:
    row = gate.row(token).id
    return logins.change_password(gate.bureau.store, gate.hasher, row, old, new, HERE, gate.now)


def test_a_new_password_ends_the_sessions_elsewhere(gate: Gate) -> None:
    here, elsewhere = gate.enters("siti").token, gate.enters("siti").token
    new = "tujuh ekor itik di sawah"
    assert changes(gate, here, "something else 1", new).token is None
    assert gate.who(elsewhere) is not None
    changed = changes(gate, here, PASSWORD, new).token
    assert gate.who(elsewhere) is gate.who(here) is None
    assert gate.who(changed) is not None
    assert gate.enters("siti") == Answer()
    assert gate.enters("siti", new).token is not None
    assert "password.change" in gate.acts()


def test_a_new_password_stands_for_no_second_factor(gate: Gate) -> None:
    token = gate.proves(gate.enters("kasi").token, gate.code()).token
    gate.bureau.wait(seconds=PROVED_FOR.total_seconds())
    changed = changes(gate, token, PASSWORD, "tujuh ekor itik di sawah").token
    who = gate.who(changed)
    assert who is not None
    assert not who.proved
    assert gate.who(token) is None


def test_an_easy_new_password_is_refused_before_anything_is_looked_at(gate: Gate) -> None:
    token = gate.enters("siti").token
    worked = gate.hasher.verified
    with pytest.raises(AccountRefused, match="easily guessed"):
        changes(gate, token, PASSWORD, "siti12345678")
    assert gate.hasher.verified == worked


def test_roles_are_switched_in_a_demonstration_only(gate: Gate) -> None:
    with pytest.raises(AccountRefused, match="demonstration"):
        logins.switch(gate.bureau.store, 1, HERE, gate.now)


def test_nothing_of_a_login_is_in_the_audit_but_numbers(gate: Gate) -> None:
    gate.enters("my secret typed here", PASSWORD)
    gate.proves(gate.enters("kasi").token, gate.code())
    with gate.bureau.store.reading() as session:
        text = " ".join(session.scalars(select(AuditLine.body)))
    for secret in ("my secret", PASSWORD, KEY, "argon2", "kasi@", gate.code().code):
        assert secret not in text
