"""A whole house: an office that people reach with browsers of their own, and its door.

The pages are served by threads of this process, the door's loop is run here: a test lets time pass
for both with `wait`. The register is marked as a demonstration's since the door's pins are.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, expect

from gapura import reviewing
from ledger.credential import fingerprint
from register import cards, dossiers, posts
from register.models import Capacity
from register.offers import Offered
from register.posts import NewTenure
from register.reviewing.timer import Done
from register.workflow import Role
from tests.admin.applying import answered, named, submitted
from tests.admin.browser import PASSWORD
from tests.admin.office import KEY, TOTP_KEY, Office
from tests.scenarios.person import Device, Person, serving
from tests.scenarios.site import Site

FACTORS: Final[Mapping[str, str]] = {  # who proves himself with what
    "siti": "", "atasan": "", "kadis": "passkey", "sekretaris": "code", "kabid": "code",
    "kasi": "passkey", "operator": "code", "deputi": "code",
}  # fmt: skip
BLANK: Final = "em4100:0A00C0FFEE"
CHECKS: Final = ("identitas_cocok", "penugasan_sah", "jenis_sesuai")


class House(Office):
    """The office and its door, on one clock."""

    def __init__(self, folder: Path, chromium: Browser, origin: str) -> None:
        super().__init__(folder, origin, demo=True)
        self.door = Site(folder)
        self._chromium = chromium
        self._people: dict[str, Colleague] = {}
        named(self.bureau)
        for name, factor in FACTORS.items():
            self.account(name, PASSWORD, TOTP_KEY if factor == "code" else None)

    def wait(self, *, seconds: float) -> None:
        """Let time pass at the door and in the office."""
        self.door.wait(seconds=seconds)
        self.bureau.now += timedelta(seconds=seconds)

    def person(self, name: str) -> "Colleague":
        """Return somebody, signed in with a password and what he proves himself with."""
        if name not in self._people:
            context = self._chromium.new_context(locale="id-ID")
            self._people[name] = Colleague(self, context)
            self._people[name].signs_in(name)
        return self._people[name]

    def brought_to_the_kasi(self) -> int:
        """Let a request be signed by all before the Kasi; return its dossier's number."""
        number = submitted(self, "siti")
        for who, act in (("atasan", "endorse"), ("kadis", "dispose"), ("kabid", "forward")):
            self._signs(number, who, act)
        return number

    def _signs(self, number: int, who: str, act: str) -> None:
        self.wait(seconds=60)
        with self.bureau.session() as session:
            dossier = dossiers.find(session, number)
            signature, by = self.bureau.signs(who), self.bureau.by(who)
            dossiers.sign(session, dossier, act, signature, by, self.bureau.now)

    def carries(self, card: str) -> None:
        """Let Siti hold a card that opens, by a request that all have signed."""
        number = self.brought_to_the_kasi()
        for who, act in (("kasi", "verify"), ("kabid", "approve")):
            self._signs(number, who, act)
        self.wait(seconds=60)
        offered = Offered(
            fingerprint=fingerprint(card, KEY), technology="em4100", last_four=card[-4:]
        )
        with self.bureau.session() as session:
            dossier, by = dossiers.find(session, number), self.bureau.by("operator")
            signature = self.bureau.signs("operator")
            cards.issue(session, dossier, offered, "0041", signature, by, self.bureau.now)
        self.wait(seconds=60)
        with self.bureau.session() as session:
            dossier, by = dossiers.find(session, number), self.bureau.by("siti")
            cards.hand_over(session, dossier, self.bureau.signs("siti"), by, self.bureau.now)

    def at_the_door(self, card: str) -> tuple[list[str], bool]:
        """Hold a card to the door: why it answered so, and whether its strike's pin went high."""
        self.wait(seconds=10)
        self.door.said()
        self.door.tap(card)
        return self.door.reasons(), self.door.unlocked()

    def time_comes(self, *, days: int) -> Done:
        """Let days pass in the office, and the timer of reviews run (`gapura review`)."""
        self.bureau.now += timedelta(days=days)
        return reviewing.run(self.bureau.store.path, self.site.journal, self.bureau.now)

    def stands_in(self, name: str, role: Role, days: int) -> None:
        """Give somebody a post as Plt. by a surat perintah."""
        new = NewTenure(
            role=role, person=self.bureau.people[name], title=f"Plt. {role}",
            valid_from=self.bureau.now, valid_until=self.bureau.now + timedelta(days=days),
            capacity=Capacity.ACTING, decree="800/12/2026", decree_date="2026-11-20",
        )  # fmt: skip
        with self.bureau.session() as session:
            posts.appoint(session, new, self.bureau.by("admin"), self.bureau.now)

    def close(self) -> None:
        """Close every browser, and the door; nothing may have complained."""
        complaints = [each for person in self._people.values() for each in person.complaints]
        for person in self._people.values():
            person.context.close()
        self.door.close()
        assert complaints == []


class Colleague(Person):
    """Somebody of the house at his desk."""

    office: House

    def signs_in(self, name: str) -> None:
        """Come in for the first time: a passkey is made then and there."""
        self.name, self.factor = name, FACTORS[name]
        self.enters(name)
        if self.factor == "code":
            self.types_code()
        elif self.factor == "passkey":
            Device(self)
            self.goes("/keamanan/passkey")
            self.tab.fill("[name=name]", "Laptop kantor")
            self.presses("Buat passkey")
            expect(self.tab.locator(".things").first).to_contain_text("Laptop kantor")
        expect(self.tab.locator(".who")).to_contain_text(name.title())

    def comes_again(self) -> None:
        """Sign in once more, days later."""
        self.enters(self.name)
        if self.factor == "code":
            self.types_code()
        elif self.factor == "passkey":
            self.presses("Pakai passkey")
        self.at("/")

    def does(self, act: str) -> None:
        """Press a button, and prove who he is where that is asked for."""
        self.office.wait(seconds=31)  # a code is good once
        self.tab.get_by_role("button", name=act, exact=True).click()
        self.tab.wait_for_load_state()
        if self.tab.title().startswith("Buktikan lagi"):
            self._proves()

    def gives_reason(self, act: str, why: str) -> None:
        """Do what wants a reason: it lies behind a fold."""
        self.tab.locator("summary", has_text=act).click()
        self.tab.locator("textarea[name=note]:visible").fill(why)
        self.does(act)

    def _proves(self) -> None:
        if self.factor == "code":
            self.types_code()
        elif self.factor == "passkey":
            self.presses("Pakai passkey")
        else:
            self.tab.fill("[name=proof_password]", PASSWORD)
            self.tab.keyboard.press("Enter")
        expect(self.tab.locator(".rooms")).to_be_visible()

    def fills(self, answers: Mapping[str, object]) -> None:
        """Fill a form in as one does: type, choose, tick."""
        for name, value in answers.items():
            for each in value if isinstance(value, list) else [value]:
                self._fill(name, str(each))

    def _fill(self, name: str, value: str) -> None:
        fields = self.tab.locator(f'[name="{name}"]')
        kind = fields.first.evaluate("field => field.type")
        if kind == "hidden":  # the page brings it along: the version that is read
            expect(fields).to_have_value(value)
        elif kind in ("checkbox", "radio"):
            fields.and_(self.tab.locator(f'[value="{value}"]')).check()
        elif kind.startswith("select"):
            fields.select_option(value)
        else:
            fields.fill(value)

    def asks(self, kind: str = "Akses baru", superior: str = "atasan") -> int:
        """Ask for access with a whole form; return the dossier's number."""
        self.goes("/permintaan/baru")
        self.presses(kind)
        self.fills(answered(self.office.bureau, self.name, superior))
        self.does("Tanda tangani dan ajukan")
        expect(self.tab).to_have_url(f"{self.office.site.origin}/berkas/{self.number()}")
        return self.number()

    def number(self) -> int:
        """Return the number of the dossier that lies before him."""
        return int(self.tab.url.rstrip("/").rpartition("/")[2])

    def verifies(self, number: int) -> None:
        """Answer the Kasi's checks and let the request go on (SOP step 5)."""
        self.goes(f"/permintaan/{number}/verifikasi")
        self.fills({**dict.fromkeys(CHECKS, "ya"), "pernah_ditolak": "tidak"})
        self.does("Verifikasi dan teruskan")

    def issues(self, number: int, card: str = BLANK, printed: str = "0042") -> None:
        """Make the card by tapping it at the door's reader (SOP step 7)."""
        self.goes(f"/kartu/terbitkan/{number}")
        self.tab.locator("select[name=reader]").select_option("in")
        with self.tab.expect_response("**/pembaca"):
            self.tab.get_by_role("button", name="Dengarkan 60 detik").click()
        self.office.wait(seconds=0.2)
        self.office.door.tap(card)
        expect(self.tab.locator("#heard")).to_contain_text(card[-4:])
        self.tab.locator("input[name=printed]").fill(printed)
        self.does("Terbitkan")

    def state(self) -> str:
        """Return what the page says of where the dossier stands."""
        return self.tab.locator(".state").first.inner_text()


@contextmanager
def house(folder: Path, chromium: Browser) -> Iterator[House]:
    """Open a house, and close it in the end."""
    with serving(partial(House, folder, chromium)) as made:
        yield made
        made.close()
