"""Holders of cards, each by a whole request, and a review of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from register import cards, requests
from register.models import Cardholder, Dossier, ReviewItem
from register.offers import Offered
from register.pseudonym import pseudonym
from register.reviewing import deciding, opening, signing
from register.reviewing.opening import Log
from register.reviewing.usage import Usage
from tests.register.bureau import RIGHT, Bureau
from tests.register.test_requests import CHAIN, act

UNUSED = Log(count=3, last=40, whole=True)
CONCLUSION = {"kesimpulan": "Seluruh baris sudah diputuskan.", "log_ditinjau": "ya"}


def holder(bureau: Bureau, name: str, **right: object) -> str:
    """Give somebody a card by a request of his own; return his pseudonymous id."""
    with bureau.session() as session:
        if name not in bureau.people:
            person = Cardholder(public_id=pseudonym(), name=name.title(), kind="asn-diskominfo")
            session.add(person)
            session.flush()
            bureau.people[name] = person.id
        me, by = bureau.people[name], bureau.by(name)
        dossier = requests.begin(session, me, "baru", by, bureau.now).id
        found = session.get_one(Dossier, dossier)
        requests.save(session, found, {"keperluan": "x"}, bureau.people["atasan"], bureau.now)
        asked = {**RIGHT, **right}
        requests.submit(session, found, asked, bureau.signs(name), by, bureau.now)
    for who, what in CHAIN:
        act(bureau, dossier, who, what)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        offered = Offered(
            fingerprint=bytes([me]) * 32, technology="iso14443a", last_four=f"{me:04}"
        )
        by = bureau.by("operator")
        cards.issue(session, found, offered, f"{me:04}", bureau.signs("operator"), by, bureau.now)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, bureau.signs(name), bureau.by(name), bureau.now)
        return session.get_one(Cardholder, bureau.people[name]).public_id


def used(bureau: Bureau, *who: str) -> Log:
    """Return a log in which these came an hour ago, on a working day."""
    last = bureau.now - timedelta(hours=1)
    return Log(count=3, last=40, whole=True, used={one: Usage(entries=1, last=last) for one in who})


def drawn(bureau: Bureau, log: Log = UNUSED) -> int:
    """Take the snapshot of a review, not opened yet."""
    bureau.wait(days=1)
    with bureau.session() as session:
        plan = opening.plan(session, "berkala", bureau.now)
        return opening.draw(session, plan, log, bureau.by("kasi"), bureau.now).id


def opened(bureau: Bureau, log: Log = UNUSED) -> int:
    """Have the Kasi open a review."""
    review = drawn(bureau, log)
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        signing.open_(session, found, bureau.signs("kasi"), bureau.by("kasi"), bureau.now)
    return review


def row_of(bureau: Bureau, review: int, name: str) -> ReviewItem:
    """Return somebody's row."""
    with bureau.store.reading() as session:
        mine = bureau.people[name]
        return next(row for row in deciding.items(session, review) if row.person_id == mine)


def decided(
    bureau: Bureau, review: int, name: str, decision: str, by: str = "kasi", **more: object
) -> ReviewItem:
    """Decide somebody's row."""
    bureau.wait(minutes=1)
    row = row_of(bureau, review, name)
    answers = {"keputusan": decision, "alasan": "Masih bertugas", **more}
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        return deciding.decide(session, found, row.id, answers, bureau.by(by), bureau.now)


def signed(bureau: Bureau, review: int, **more: object) -> None:
    """Have the Kasi sign."""
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        answers = {**CONCLUSION, **more}
        by = bureau.by("kasi")
        signing.sign(session, found, answers, bureau.signs("kasi"), by, bureau.now)


def countersigned(bureau: Bureau, review: int, by: str = "kabid") -> None:
    """Have the Kabid countersign."""
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        signing.countersign(session, found, bureau.signs(by), bureau.by(by), bureau.now)


@cache
def _three() -> tuple[bytes, Mapping[str, int], datetime, str]:
    """The file of an office with three holders, made once: their requests take most of a test."""
    with TemporaryDirectory() as folder:
        bureau = Bureau(Path(folder) / "register.db")
        regular = holder(bureau, "siti")
        holder(bureau, "dina")
        holder(bureau, "eko", hari=("1", "2"), jam="08.00-12.00")
        bureau.store.close()
        return bureau.store.path.read_bytes(), bureau.people, bureau.now, regular


def three_holders(path: Path) -> tuple[Bureau, str]:
    """Return a bureau where Siti, Dina and Eko hold cards, Eko for short hours; and who Siti is."""
    content, people, now, regular = _three()
    bureau = Bureau(path)
    bureau.store.close()
    path.write_bytes(content)
    bureau.people, bureau.now = dict(people), now
    return bureau, regular


def later(**span: float) -> str:
    """Return an ISO day so long after the right of the bureau ends."""
    return (date(2027, 11, 23) + timedelta(**span)).isoformat()
