"""Every route, tried with every method by everybody: what they saw of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from admin import access
from admin.cookies import NAME, PLAIN_NAME
from admin.paper.pdf import Press
from ledger.journal import Journal
from register import requests
from register.login import accounts, sessions
from tests.admin.office import TOTP_KEY, Office

GOLDEN: Final = Path(__file__).with_name("routes.txt")
PEOPLE: Final[Mapping[str, str]] = {
    "pemohon": "siti", "kadis": "kadis", "sekretaris": "sekretaris", "kabid": "kabid",
    "kasi": "kasi", "operator": "operator", "tata-usaha": "tu", "auditor": "auditor",
    "administrator": "admin",
}  # fmt: skip
ANONYMOUS, DISABLED, LINKED = "tanpa-masuk", "dinonaktifkan", "tautan"
EVERYBODY: Final = (ANONYMOUS, DISABLED, LINKED, *PEOPLE)
NONE: Final = 999_999  # what no number of ours is
FILLED: Final = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
REFUSED: Final = "Bukan bagian Anda"
PROOF: Final = 'name="proof_act"'
OPENS: Final = frozenset({"GET"})


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one try."""

    method: str
    rule: str
    endpoint: str
    who: str
    status: int
    headers: Headers
    let_in: bool
    proof: bool


def routes(office: Office) -> Iterator[tuple[Rule, str]]:
    """Yield each route with each of its methods."""
    for rule in office.app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def unsafe(office: Office) -> Iterator[tuple[str, str]]:
    """Yield each address that changes something, with its method."""
    for rule, method in routes(office):
        if method not in OPENS:
            yield filled(rule.rule, {}), method


def filled(rule: str, numbers: Mapping[str, int]) -> str:
    """Return an address of a route, of things that are not there but for these numbers."""

    def one(part: re.Match[str]) -> str:
        kind, name = part.groups()
        if kind == "int":
            return str(numbers.get(name, NONE))
        return "look.css" if kind == "path" else "x"

    return FILLED.sub(one, rule)


class NoPress(Press):
    """A machine without the extra `pdf`: who may ask for a PDF is tried here, and not the PDF."""

    def available(self) -> bool:
        """Say that it is not installed."""
        return False


class Crowd:
    """An office and browsers of all who might come, each fresh whatever was done before."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._browsers: dict[str, FlaskClient] = {}
        Journal.open(office.site.journal, boot="0" * 32, reserve=1 << 16).close()
        with office.bureau.session() as session:
            siti = office.bureau.people["siti"]
            draft = requests.begin(
                session, siti, "baru", office.bureau.by("siti"), office.bureau.now
            )
            self.dossier = draft.id

    def browser(self, who: str) -> FlaskClient:
        """Return a browser of somebody."""
        client = self.office.app.test_client()
        if who != ANONYMOUS:
            secure = self.office.site.origin.startswith("https")
            client.set_cookie(NAME if secure else PLAIN_NAME, self._token(who))
        return client

    def _token(self, who: str) -> str:
        bureau = self.office.bureau
        if who == LINKED:
            with bureau.session() as session:
                return sessions.open_(
                    session, bureau.people["siti"], "test", bureau.now, dossier=self.dossier
                )
        name = "deputi" if who == DISABLED else PEOPLE[who]
        account = self.office.account(name)
        with bureau.session() as session:
            kept = accounts.of_person(session, bureau.people[name])
            assert kept is not None
            kept.totp_secret = TOTP_KEY
            kept.disabled_at = bureau.now if who == DISABLED else None
            return sessions.open_(session, bureau.people[name], "test", bureau.now, account=account)

    def tries(self, rule: Rule, method: str, who: str, *, later: bool = False) -> Seen:
        """Try a route as somebody; `later`: his proof of who he is has grown old."""
        if later or who not in self._browsers:
            self._browsers[who] = self.browser(who)
        client = self._browsers[who]
        if later:
            self.office.bureau.wait(minutes=6)
        wanted = access.rule(self.office.app, rule.endpoint)
        own = {wanted.dossier: self.dossier} if wanted and wanted.dossier and who == LINKED else {}
        answer = client.open(filled(rule.rule, own), method=method, buffered=False)
        try:
            seen = _seen(rule, method, who, answer, anyone=wanted is not None and wanted.anyone)
        finally:
            answer.close()
        if method not in OPENS and (seen.let_in or seen.proof):
            del self._browsers[who]  # what he did may have ended his session
        return seen

    def everything(self) -> Sequence[Seen]:
        """Try all of it; whose a PDF is to ask for, and no PDF."""
        self.office.app.extensions["press"] = NoPress()
        found = [
            self.tries(rule, method, who)
            for rule, method in routes(self.office)
            for who in EVERYBODY
        ]
        for rule, method in routes(self.office):
            who = next((s.who for s in found if s.let_in and s.who in PEOPLE
                        and (s.method, s.rule) == (method, rule.rule)), None)  # fmt: skip
            if who is not None:
                found.append(self.tries(rule, method, who, later=True))
        return found


def _seen(rule: Rule, method: str, who: str, answer: TestResponse, *, anyone: bool) -> Seen:
    location = answer.headers.get("Location", "")
    words = answer.text if answer.mimetype == "text/html" else ""
    proof = location.startswith("/buktikan") or PROOF in words
    out = not anyone and (
        answer.status_code == 401
        or (answer.status_code == 403 and REFUSED in words)
        or location.startswith("/masuk?")
        or (who == LINKED and rule.rule == "/")  # led to his one dossier
    )
    return Seen(
        method, rule.rule, rule.endpoint, who, answer.status_code, answer.headers,
        let_in=not out and not proof, proof=proof,
    )  # fmt: skip


def lines(found: Sequence[Seen]) -> Iterator[str]:
    """Yield one line a route and method: who gets to it, and `!` where a fresh proof is wanted."""
    for method, rule in sorted({(s.method, s.rule) for s in found}, key=lambda key: key[::-1]):
        mine = [s for s in found if (s.method, s.rule) == (method, rule)]
        let_in = {s.who for s in mine if s.let_in}
        proof = " !" if any(s.proof for s in mine) else ""
        yield f"{method} {rule} : {_who(let_in)}{proof}"


def _who(let_in: set[str]) -> str:
    if ANONYMOUS in let_in:
        return "siapa-pun"
    linked = f" +{LINKED}" if LINKED in let_in else ""
    if let_in >= PEOPLE.keys():
        return f"semua{linked}"
    return " ".join(sorted(let_in & PEOPLE.keys())) + linked


def golden() -> Sequence[str]:
    """Return the table as it is meant to be."""
    text = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]
