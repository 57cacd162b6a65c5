"""Who signed, for whom, and who rejected stands on a request's pages; no name in public."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from register import posts
from register.models import Capacity, Cardholder, Dossier
from register.posts import NewTenure
from register.workflow import Role
from tests.admin.office import Office
from tests.register.test_requests import act, submitted


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


def line(page: str, number: int) -> str:
    """What the tracker says at a step."""
    after = page.split(f'<span class="number" aria-hidden="true">{number}</span>')[1]
    return after.split("</li>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("what", "words"), [("reject", "Ditolak"), ("return", "Dikembalikan untuk diperbaiki")]
)
def test_the_step_that_refused_it_is_named(office: Office, what: str, words: str) -> None:
    bureau, name = office.bureau, "Hadi Prasetyo"
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", "endorse")
    act(bureau, dossier, "kadis", what, "Belum perlu")
    with bureau.session() as session:
        session.get_one(Cardholder, bureau.people["kadis"]).name = name
        code = session.get_one(Dossier, dossier).code
    inside = office.visitor("siti").get(f"/berkas/{dossier}").text
    assert words in line(inside, 3)
    assert name in line(inside, 3)
    public = office.app.test_client().get(f"/lacak/{code}").text
    assert words in line(public, 3)
    assert name not in public
    assert ("penolakan diberitahukan" in line(public, 8)) is (what == "reject")
    assert 'class="done"' not in public.split("Informasikan status")[0].rsplit("<li", 1)[1]


def test_who_signed_in_anothers_post_is_named_with_it(office: Office) -> None:
    bureau = office.bureau
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", "endorse")
    acting = NewTenure(
        role=Role.KADIS, person=bureau.people["sekretaris"], title="Kepala Dinas",
        valid_from=bureau.now, valid_until=bureau.now + timedelta(days=9),
        capacity=Capacity.ACTING, decree="800/12/2026", decree_date="2026-11-20",
    )  # fmt: skip
    with bureau.session() as session:
        posts.appoint(session, acting, bureau.by("admin"), bureau.now)
    act(bureau, dossier, "sekretaris", "dispose")
    with bureau.store.reading() as session:
        code = session.get_one(Dossier, dossier).code
    page = office.visitor("siti").get(f"/berkas/{dossier}").text
    assert "(Plt. Kepala Dinas) ·" in line(page, 3)
    assert "Plt." not in line(page, 2)
    assert "Plt." not in office.app.test_client().get(f"/lacak/{code}").text
