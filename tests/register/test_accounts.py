from collections.abc import Iterator
from pathlib import Path

import pytest

from register.audit import By
from register.errors import AccountRefused, LinkRefused, NotFound
from register.login import accounts, factors, links, sessions
from register.models import Account, Passkey
from tests.register.bureau import AT, Bureau

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def given(bureau: Bureau, name: str, kept: str | None = "argon2") -> int:
    with bureau.session() as session:
        by = bureau.by("admin")
        return accounts.make(session, bureau.people[name], name, kept, by, bureau.now).id


def disables(bureau: Bureau, login: str, who: str) -> Account:
    with bureau.session() as session:
        return accounts.disable(session, login, "left", bureau.by(who), bureau.now)


@pytest.mark.parametrize("login", ["siti", " Siti ", "siti.r", "tu", "a" * 32])
def test_a_login_is_small_letters_digits_dots_and_hyphens(bureau: Bureau, login: str) -> None:
    with bureau.session() as session:
        made = accounts.make(session, bureau.people["siti"], login, None, bureau.by("admin"), AT)
        assert made.login == login.strip().lower()


@pytest.mark.parametrize(
    "login", ["", "s", "1siti", "a" * 33, "si ti", "siti@x.id", "198001012005011001", "sïti"]
)
def test_any_other_login_is_refused(bureau: Bureau, login: str) -> None:
    with bureau.session() as session, pytest.raises(AccountRefused, match="letter"):
        accounts.make(session, bureau.people["siti"], login, None, bureau.by("admin"), AT)


def test_a_person_has_one_account_and_a_login_one_person(bureau: Bureau) -> None:
    given(bureau, "siti")
    with pytest.raises(AccountRefused, match="taken"):
        given(bureau, "siti")
    with bureau.session() as session, pytest.raises(AccountRefused, match="has an account"):
        accounts.make(session, bureau.people["siti"], "other", None, bureau.by("admin"), AT)


def test_a_disabled_account_ends_what_is_open(bureau: Bureau) -> None:
    account = given(bureau, "siti")
    siti = bureau.people["siti"]
    with bureau.session() as session:
        token = sessions.open_(session, siti, "test", AT, account=account)
    disables(bureau, "siti", "admin")
    with bureau.store.reading() as session:
        assert sessions.find(session, token, AT) is None
        assert sessions.standing(session, siti, AT) == []
    with pytest.raises(AccountRefused, match="already"):
        disables(bureau, "siti", "admin")
    with pytest.raises(NotFound):
        disables(bureau, "nobody", "admin")


def test_nobody_disables_or_resets_his_own_account(bureau: Bureau) -> None:
    account = given(bureau, "admin")
    with pytest.raises(AccountRefused, match="own"):
        disables(bureau, "admin", "admin")
    with bureau.session() as session:
        found = accounts.get(session, account)
        with pytest.raises(AccountRefused, match="own"):
            accounts.reset(session, found, "forgot", bureau.by("admin"), AT)


def test_the_last_administrator_stays_unless_the_command_line_says_so(bureau: Bureau) -> None:
    given(bureau, "admin")
    given(bureau, "kasi")
    with pytest.raises(AccountRefused, match="last administrator"):
        disables(bureau, "admin", "kasi")
    with bureau.session() as session:
        accounts.disable(session, "admin", "stolen", By(), AT)


def test_the_first_administrator_is_one_person_however_often_the_link_ran_out(
    bureau: Bureau,
) -> None:
    with bureau.session() as session:
        first = accounts.first_administrator(session, "Rina", None, By(), AT)
        second = accounts.first_administrator(session, "Rina", None, By(), AT)
        other = accounts.first_administrator(session, "Budi", None, By(), AT)
        named = [links.look(session, each, AT).person_id for each in (second, other)]
        assert len(set(named)) == 2
        with pytest.raises(LinkRefused):
            links.look(session, first, AT)


def test_another_first_administrator_needs_a_reason(bureau: Bureau) -> None:
    given(bureau, "admin")
    with bureau.session() as session:
        with pytest.raises(AccountRefused, match="--again"):
            accounts.first_administrator(session, "Rina", None, By(), AT)
        assert accounts.first_administrator(session, "Rina", "Ani moved", By(), AT)


class Keyring:
    """Somebody's account with both factors."""

    def __init__(self, bureau: Bureau, name: str) -> None:
        self.bureau, self.account = bureau, given(bureau, name)
        with bureau.session() as session:
            found = accounts.get(session, self.account)
            found.totp_secret = KEY
            found.passkeys.append(
                Passkey(
                    credential=name.encode(),
                    public_key=b"",
                    sign_count=0,
                    name="Laptop",
                    created_at=AT,
                )
            )
            session.flush()
            self.passkey = found.passkeys[0].id

    def loses_totp(self) -> None:
        with self.bureau.session() as session:
            factors.remove_totp(session, self.account, self.bureau.by("admin"), AT)

    def loses_passkey(self) -> None:
        with self.bureau.session() as session:
            by = self.bureau.by("admin")
            factors.remove_passkey(session, self.account, self.passkey, by, AT)

    def has(self) -> frozenset[factors.Factor]:
        with self.bureau.store.reading() as session:
            return factors.of(accounts.get(session, self.account))


def test_the_holder_of_a_post_keeps_one_second_factor(bureau: Bureau) -> None:
    ring = Keyring(bureau, "kasi")
    ring.loses_totp()
    with pytest.raises(AccountRefused, match="last"):
        ring.loses_passkey()
    assert ring.has() == {factors.Factor.PASSKEY}
    other = Keyring(bureau, "operator")
    other.loses_passkey()
    with pytest.raises(AccountRefused, match="last"):
        other.loses_totp()


def test_who_holds_no_post_may_do_without(bureau: Bureau) -> None:
    ring = Keyring(bureau, "siti")
    ring.loses_passkey()
    ring.loses_totp()
    assert ring.has() == frozenset()
    with pytest.raises(NotFound):
        ring.loses_passkey()


def test_a_reset_takes_every_factor_and_the_password(bureau: Bureau) -> None:
    ring = Keyring(bureau, "kasi")
    with bureau.session() as session:
        account = accounts.get(session, ring.account)
        accounts.reset(session, account, "phone lost", bureau.by("admin"), AT)
    assert ring.has() == frozenset()
    with bureau.store.reading() as session:
        assert accounts.get(session, ring.account).password_hash is None
