"""Where a request was rejected stands on its pages: by whom for the office, no name in public."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from register.models import Cardholder, Dossier
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
