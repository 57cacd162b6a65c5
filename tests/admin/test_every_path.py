"""Over HTTP, whatever anybody tries in whatever order: four people stand behind every card."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from ledger.access import CardState
from register import dossiers, posts
from register.audit import By
from register.models import LIVE, Capacity, Card, Dossier
from register.posts import NewTenure
from register.workflow import SEPARATE, Role
from tests.admin.applying import answered, begun, named
from tests.admin.office import Office
from tests.examples import examples
from tests.register.bureau import AT

WHO: Final = (
    "siti",
    "atasan",
    "kadis",
    "kabid",
    "kasi",
    "operator",
    "deputi",
    "tu",
    "auditor",
    "admin",
)
DOUBLED: Final = (
    ("kabid", Role.KASI), ("kasi", Role.OPERATOR), ("operator", Role.KABID),
    ("siti", Role.OPERATOR), ("kadis", Role.KABID),
)  # fmt: skip
NOTED: Final = {"note": "karena"}
VERIFIED: Final = {
    "identitas_cocok": "ya", "penugasan_sah": "ya", "jenis_sesuai": "ya", "pernah_ditolak": "tidak",
    "pintu": "server", "jenis_akses": "tetap", "mulai": "2026-11-25", "sampai": "2027-11-20",
    "hari": ["1", "2", "3", "4", "5"], "jam": "07.30-16.00", "didampingi": "tidak",
}  # fmt: skip
CHAIN: Final = ("endorse", "dispose", "forward", "verify", "approve", "issue", "receive")
ACTS: Final = (*CHAIN, "return", "reject", "withdraw", "initial", "submit")
people = st.sampled_from(WHO)


class Corridor(RuleBasedStateMachine):
    """An office in which several hold several posts, and everybody tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.office = Office(Path(self._folder.name))
        self.dossiers: list[int] = []
        self._browsers: dict[str, FlaskClient] = {}
        self._cards = 0

    @initialize()
    def opens(self) -> None:
        named(self.office.bureau)
        with self.office.bureau.session() as session:
            for name, role in DOUBLED:
                new = NewTenure(
                    role=role, person=self.office.bureau.people[name], title=role, valid_from=AT,
                    valid_until=AT.replace(year=2027), capacity=Capacity.ACTING, decree="1",
                    decree_date="2026-11-01",
                )  # fmt: skip
                posts.appoint(session, new, By(), AT)

    def browser(self, who: str) -> FlaskClient:
        if who not in self._browsers:
            self._browsers[who] = self.office.visitor(who)
        return self._browsers[who]

    @rule(who=people, kind=st.sampled_from(["baru", "perpanjangan", "kartu-hilang"]))
    def begins(self, who: str, kind: str) -> None:
        if len(self.dossiers) < 4 and (number := begun(self.browser(who), kind)) is not None:
            self.dossiers.append(number)

    @rule(who=people, superior=people, at=st.integers(0, 3))
    def submits(self, who: str, superior: str, at: int) -> None:
        for number in self.dossiers[at : at + 1]:
            given = answered(self.office.bureau, who, superior)
            self.browser(who).post(f"/permintaan/{number}", data=given)

    @rule(who=people, act=st.sampled_from(ACTS), at=st.integers(0, 3))
    def tries(self, who: str, act: str, at: int) -> None:
        for number in self.dossiers[at : at + 1]:
            self.does(who, act, number)

    @rule(order=st.permutations(WHO), steps=st.integers(1, len(CHAIN)), at=st.integers(0, 3))
    def goes_on(self, order: Sequence[str], steps: int, at: int) -> None:
        """Let everybody, in some order, try to bring a dossier on."""
        for number in self.dossiers[at : at + 1]:
            for act in CHAIN[:steps]:
                for who in order:
                    self.does(who, act, number)

    def does(self, who: str, act: str, number: int) -> int:
        """Try one act as the page of it posts it; return the answer's status."""
        self.office.bureau.wait(seconds=1)
        path, data = f"/berkas/{number}/{act}", dict[str, object](NOTED)
        if act == "verify":
            path, data = f"/permintaan/{number}/verifikasi", dict(VERIFIED)
        elif act == "issue":
            self._cards += 1
            path = f"/kartu/terbitkan/{number}"
            tapped = f"{self._cards:010X}"
            data = {"number": tapped, "again": tapped, "technology": "em4100", "notation": "hex"}
        elif act in ("dispose", "forward"):
            path = f"/disposisi/{number}/{act}"
        elif act == "receive":
            path = f"/kartu/terima/{number}"
        status = self.browser(who).post(path, data=data).status_code
        assert status < 500, (who, act, status)
        return status

    @invariant()
    def four_people_stand_behind_every_card(self) -> None:
        with self.office.bureau.store.reading() as session:
            for card in session.scalars(select(Card).where(Card.state.in_(LIVE))):
                made_by = session.get_one(Dossier, card.grant.dossier_id)
                signed = dossiers.round_of(made_by)
                deciding = [each.person_id for each in signed if each.act in SEPARATE]
                assert len({card.cardholder_id, *deciding}) == 4
                if card.state is CardState.ACTIVE:
                    received = [each.person_id for each in signed if each.act == "receive"]
                    assert received == [card.cardholder_id]

    def teardown(self) -> None:
        self.office.bureau.store.close()
        self._folder.cleanup()


Corridor.TestCase.settings = settings(
    max_examples=examples(8), stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
TestEveryPath = Corridor.TestCase


def test_there_is_a_path_at_all() -> None:
    """Without one, that no path is wrong says nothing."""
    corridor = Corridor()
    corridor.opens()
    corridor.begins("siti", "baru")
    corridor.submits("siti", "atasan", 0)
    corridor.goes_on(WHO, len(CHAIN), 0)
    with corridor.office.bureau.store.reading() as session:
        (card,) = session.scalars(select(Card))
        assert card.state is CardState.ACTIVE
    corridor.four_people_stand_behind_every_card()
    corridor.teardown()
