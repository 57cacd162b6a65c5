import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from register import posts, requests
from register.errors import LinkRefused
from register.login import accounts, links, sessions
from register.login.sessions import ABSOLUTE_OF_LINK, IDLE, Visitor
from register.models import AuditLine, Cardholder, Link, Purpose
from register.posts import NewTenure
from register.pseudonym import pseudonym
from register.workflow import Role
from tests.register.bureau import Bureau

HERE = "10.0.0.1"


class Mail:
    """A bureau with one request of Siti's, and the links that go out."""

    def __init__(self, folder: Path) -> None:
        self.bureau = Bureau(folder / "register.db")
        with self.bureau.session() as session:
            siti = self.bureau.people["siti"]
            begun = requests.begin(session, siti, "baru", self.bureau.by("siti"), self.bureau.now)
            begun.superior_id = self.bureau.people["atasan"]
            self.dossier = begun.id

    def sends(self, purpose: Purpose, name: str, dossier: int | None = None) -> str:
        with self.bureau.session() as session:
            person, by = self.bureau.people[name], self.bureau.by("admin")
            return links.make(session, purpose, person, by, self.bureau.now, dossier=dossier)

    def signature(self, name: str = "atasan") -> str:
        return self.sends(Purpose.SIGNATURE, name, self.dossier)

    def opens(self, token: str) -> Visitor | None:
        with self.bureau.session() as session:
            opened, _ = links.enter(session, token, HERE, self.bureau.now)
        return self.who(opened)

    def who(self, opened: str) -> Visitor | None:
        with self.bureau.store.reading() as session:
            return sessions.find(session, opened, self.bureau.now)

    def stranger(self) -> None:
        with self.bureau.session() as session:
            person = Cardholder(public_id=pseudonym(), name="Budi", kind="vendor")
            session.add(person)
            session.flush()
            self.bureau.people["stranger"] = person.id

    def appoints(self, name: str) -> None:
        person, now = self.bureau.people[name], self.bureau.now
        new = NewTenure(role=Role.KASI, person=person, title="Kasi", valid_from=now)
        with self.bureau.session() as session:
            posts.appoint(session, new, self.bureau.by("admin"), now)


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Mail]:
    made = Mail(tmp_path)
    yield made
    made.bureau.store.close()


def test_a_link_for_a_signature_opens_one_dossier_and_gives_no_post(mail: Mail) -> None:
    visitor = mail.opens(mail.signature())
    assert visitor is not None
    assert visitor.dossier == mail.dossier
    assert visitor.account is None
    assert visitor.roles == frozenset()
    assert visitor.proved


def test_a_link_to_sign_in_opens_no_dossier_in_particular(mail: Mail) -> None:
    visitor = mail.opens(mail.sends(Purpose.SIGN_IN, "siti"))
    assert visitor is not None
    assert visitor.dossier is None


def test_a_link_is_used_once(mail: Mail) -> None:
    token = mail.signature()
    mail.opens(token)
    with pytest.raises(LinkRefused, match="used already"):
        mail.opens(token)


@pytest.mark.parametrize(
    ("purpose", "hours"), [(Purpose.SIGN_IN, 72), (Purpose.SIGNATURE, 72), (Purpose.ACCOUNT, 0.25)]
)
def test_a_link_lasts_as_long_as_its_purpose_and_no_longer(
    mail: Mail, purpose: Purpose, hours: float
) -> None:
    name = "atasan" if purpose is Purpose.SIGNATURE else "siti"
    token = mail.sends(purpose, name, mail.dossier if purpose is Purpose.SIGNATURE else None)
    mail.bureau.wait(hours=hours, milliseconds=-1)
    with mail.bureau.store.reading() as session:
        assert links.look(session, token, mail.bureau.now).purpose is purpose
        mail.bureau.wait(milliseconds=1)
        with pytest.raises(LinkRefused):
            links.look(session, token, mail.bureau.now)


def test_looking_does_not_spend_it(mail: Mail) -> None:
    token = mail.signature()
    for _ in range(3):
        with mail.bureau.store.reading() as session:
            links.look(session, token, mail.bureau.now)
    assert mail.opens(token) is not None


def test_a_newer_link_ends_the_older_one_of_its_kind_alone(mail: Mail) -> None:
    old, other = mail.signature(), mail.signature("siti")
    new = mail.signature()
    with pytest.raises(LinkRefused):
        mail.opens(old)
    assert mail.opens(new) is not None
    assert mail.opens(other) is not None


def test_a_link_to_an_account_is_no_way_in(mail: Mail) -> None:
    with pytest.raises(LinkRefused):
        mail.opens(mail.sends(Purpose.ACCOUNT, "siti"))


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é"])
def test_what_was_never_made_opens_nothing(mail: Mail, token: str) -> None:
    with pytest.raises(LinkRefused):
        mail.opens(token)


def test_only_the_pemohon_and_his_superior_get_a_link_to_a_dossier(mail: Mail) -> None:
    mail.stranger()
    with pytest.raises(LinkRefused, match="neither"):
        mail.signature("stranger")
    with pytest.raises(LinkRefused, match="one dossier"):
        mail.sends(Purpose.SIGNATURE, "siti")
    with pytest.raises(LinkRefused, match="one dossier"):
        mail.sends(Purpose.SIGN_IN, "siti", mail.dossier)


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.SIGNATURE])
def test_who_holds_a_post_gets_no_link(mail: Mail, purpose: Purpose) -> None:
    mail.appoints("atasan")
    with pytest.raises(LinkRefused, match="own account"):
        mail.sends(purpose, "atasan", mail.dossier if purpose is Purpose.SIGNATURE else None)


def test_who_is_given_a_post_since_comes_in_no_more(mail: Mail) -> None:
    unopened = mail.signature()
    token = mail.signature("siti")
    with mail.bureau.session() as session:
        opened, _ = links.enter(session, token, HERE, mail.bureau.now)
    mail.appoints("atasan")
    mail.appoints("siti")
    with pytest.raises(LinkRefused):
        mail.opens(unopened)
    assert mail.who(opened) is None


def test_a_session_of_a_link_ends_within_the_hour(mail: Mail) -> None:
    token = mail.signature()
    with mail.bureau.session() as session:
        opened, _ = links.enter(session, token, HERE, mail.bureau.now)
    begun = mail.bureau.now
    while mail.bureau.now - begun < ABSOLUTE_OF_LINK - IDLE / 2:
        mail.bureau.now += IDLE / 2
        visitor = mail.who(opened)
        assert visitor is not None
        assert visitor.proved
        with mail.bureau.session() as session:
            sessions.touch(session, visitor.session, mail.bureau.now)
    mail.bureau.now = begun + ABSOLUTE_OF_LINK
    assert mail.who(opened) is None


def test_disabling_an_account_ends_the_links_of_its_holder(mail: Mail) -> None:
    token = mail.signature("siti")
    with mail.bureau.session() as session:
        by, now = mail.bureau.by("admin"), mail.bureau.now
        accounts.make(session, mail.bureau.people["siti"], "siti", None, by, now)
        accounts.disable(session, "siti", "left", by, now)
    with pytest.raises(LinkRefused):
        mail.opens(token)


def test_only_a_digest_is_kept_and_both_ends_are_audited(mail: Mail) -> None:
    token = mail.signature()
    mail.opens(token)
    with mail.bureau.store.reading() as session:
        (link,) = session.scalars(select(Link))
        lines = [json.loads(body) for body in session.scalars(select(AuditLine.body))]
    assert token.encode() not in link.digest
    assert [line["act"] for line in lines[-2:]] == ["link.make", "link.use"]
    assert lines[-1]["what"]["dossier"] == mail.dossier
    assert token not in json.dumps(lines)
