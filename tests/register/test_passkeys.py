"""Passkeys against an authenticator in software; in real Chromium: tests/scenarios."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from register.errors import AccountRefused
from register.login import accounts, factors, passkeys, sessions
from register.login.passkeys import Party, party
from register.models import Account, Passkey, WebSession
from tests.register.authenticator import PRESENT, Authenticator
from tests.register.bureau import AT, Bureau

ORIGIN = "https://gapura.example"
PARTY = Party("gapura.example", ORIGIN)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://gapura.example", "gapura.example"),
        ("https://gapura.example:8443", "gapura.example"),
        ("http://localhost:5000", "localhost"),
        ("http://gapura.example", None),
        ("https://192.168.1.5", None),
        ("https://[2001:db8::1]", None),
        ("http://127.0.0.1:5000", None),
    ],
)
def test_passkeys_are_made_for_a_host_name_over_https(origin: str, host: str | None) -> None:
    found = party(origin)
    assert (found and found.host) == host


class Person:
    """Siti with an account, one session and one authenticator."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.key = Authenticator(ORIGIN, "gapura.example")
        with bureau.session() as session:
            siti = bureau.people["siti"]
            self.account = accounts.make(session, siti, "siti", None, bureau.by("siti"), AT).id
            sessions.open_(session, siti, "test", AT, account=self.account)
            self.session = sessions.standing(session, siti, AT)[0].id

    def offered(self) -> str:
        with self.bureau.session() as session:
            return factors.offer_passkey(session, self.session, PARTY)

    def adds(self, answer: str, name: str = "Laptop") -> None:
        with self.bureau.session() as session:
            factors.add_passkey(
                session, self.session, answer, name, PARTY, self.bureau.by("siti"), AT
            )

    def asked(self) -> str:
        with self.bureau.session() as session:
            return factors.ask_passkey(session, self.session, PARTY)

    def fits(self, answer: str) -> bool:
        with self.bureau.session() as session:
            row = session.get_one(WebSession, self.session)
            return factors.fits(row, "", answer, PARTY, self.bureau.now)


@pytest.fixture
def siti(tmp_path: Path) -> Iterator[Person]:
    bureau = Bureau(tmp_path / "register.db")
    yield Person(bureau)
    bureau.store.close()


@pytest.fixture
def owner(siti: Person) -> Person:
    siti.adds(siti.key.create(siti.offered()))
    return siti


def known(session: Session, person: Person) -> Account:
    return accounts.get(session, person.account)


def test_a_passkey_is_made_and_answers(owner: Person) -> None:
    assert owner.fits(owner.key.get(owner.asked()))
    with owner.bureau.session() as session:
        (made,) = known(session, owner).passkeys
        assert (made.name, made.sign_count, made.used_at) == ("Laptop", 2, AT)


def test_the_browser_is_asked_to_verify_its_user(owner: Person) -> None:
    offered, asked = json.loads(owner.offered()), json.loads(owner.asked())
    assert offered["authenticatorSelection"]["userVerification"] == "required"
    assert asked["userVerification"] == "required"
    assert len(offered["excludeCredentials"]) == len(asked["allowCredentials"]) == 1
    assert offered["user"]["name"] == "siti"


def test_presence_alone_is_not_enough(siti: Person) -> None:
    with pytest.raises(AccountRefused):
        siti.adds(siti.key.create(siti.offered(), flags=PRESENT))
    siti.adds(siti.key.create(siti.offered()))
    assert not siti.fits(siti.key.get(siti.asked(), flags=PRESENT))


def test_an_answer_counts_once(owner: Person) -> None:
    answer = owner.key.get(owner.asked())
    assert owner.fits(answer)
    assert not owner.fits(answer)


def test_a_wrong_answer_spends_the_challenge_too(owner: Person) -> None:
    asked = owner.asked()
    assert not owner.fits("{}" * 3)
    assert not owner.fits(owner.key.get(asked, flags=PRESENT))
    assert not owner.fits(owner.key.get(asked))


def test_an_answer_to_an_older_question_is_none(owner: Person) -> None:
    old = owner.asked()
    owner.asked()
    assert not owner.fits(owner.key.get(old))


def test_a_counter_that_goes_back_tells_of_a_copy(owner: Person) -> None:
    assert owner.fits(owner.key.get(owner.asked()))
    owner.key.count = 0
    assert not owner.fits(owner.key.get(owner.asked()))


@pytest.mark.parametrize(
    "bend",
    [
        lambda key: setattr(key, "origin", "https://gapura.example.evil.test"),
        lambda key: setattr(key, "host", "evil.test"),
        lambda key: setattr(key, "credential", bytes(32)),
        lambda key: setattr(key, "_key", Authenticator("", "")._key),  # noqa: SLF001 - another's key
    ],
    ids=["origin", "host", "credential", "key"],
)
def test_another_site_or_another_key_is_refused(
    owner: Person, bend: Callable[[Authenticator], None]
) -> None:
    bend(owner.key)
    assert not owner.fits(owner.key.get(owner.asked()))


def test_what_was_made_for_another_challenge_is_not_kept(siti: Person) -> None:
    old = siti.key.create(siti.offered())
    siti.offered()
    with pytest.raises(AccountRefused, match="could not be verified"):
        siti.adds(old)


def test_a_passkey_without_a_name_gets_one(siti: Person) -> None:
    siti.adds(siti.key.create(siti.offered()), "  ")
    with siti.bureau.session() as session:
        assert [each.name for each in known(session, siti).passkeys] == ["Passkey 1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("AAAA"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
BYTES = JSON.map(lambda value: urlsafe_b64encode(json.dumps(value).encode()).decode())
FIELDS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
SHAPED = st.fixed_dictionaries(
    {"id": JSON, "rawId": JSON | st.just("AAAA"), "type": st.just("public-key") | JSON},
    optional={
        "response": st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON | BYTES)) | JSON
    },
)


@given(answer=st.text(max_size=50) | SHAPED.map(json.dumps) | st.just("[" * 20_000))
def test_no_answer_makes_it_stumble(answer: str) -> None:
    account: Any = Account(passkeys=[Passkey(credential=b"\0\0\0", public_key=b"", sign_count=0)])
    assert passkeys.fits(account, answer, bytes(64), PARTY, AT) is False
    with pytest.raises(AccountRefused):
        passkeys.made(answer, bytes(64), PARTY)
