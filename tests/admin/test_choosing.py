"""Before a request is begun: which kinds one's card speaks against, and what the office asks."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from register import applying, cards, requests, settings
from register.forms.request import REQUEST
from register.forms.values import rows
from register.models import Dossier
from tests.admin.office import Office
from tests.register.test_requests import issued

ON_A_CARD = {"perpanjangan", "perubahan", "kartu-hilang", "kartu-rusak"}
ANEW = {"baru", "kunjungan"}
JPG, PDF = b"\xff\xd8\xff\xe0", b"%PDF-1.4\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


def offered(client: FlaskClient) -> set[str]:
    page = client.get("/permintaan/baru").text
    return {kind for kind in ON_A_CARD | ANEW if f'value="{kind}"' in page}


def test_what_ones_card_speaks_against_is_said_and_not_offered(office: Office) -> None:
    siti = office.visitor("siti")
    assert offered(siti) == ANEW
    assert "Anda tidak memiliki kartu" in siti.get("/permintaan/baru").text
    bureau = office.bureau
    dossier = issued(bureau)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        cards.hand_over(session, found, bureau.signs("siti"), bureau.by("siti"), bureau.now)
    assert offered(office.visitor("siti")) == ON_A_CARD


def draft(office: Office) -> int:
    bureau = office.bureau
    with bureau.session() as session:
        return requests.begin(
            session, bureau.people["siti"], "baru", bureau.by("siti"), bureau.now
        ).id


def send(client: FlaskClient, number: int, content: bytes) -> int:
    posted = {"jenis": "foto", "berkas": (BytesIO(content), "wajah.jpg")}
    return client.post(f"/permintaan/{number}/lampiran", data=posted).status_code


def asks_photo(office: Office) -> None:
    with office.bureau.session() as session:
        settings.change(session, {"ask_photo": True}, office.bureau.by("admin"), office.bureau.now)


def test_a_portrait_is_neither_shown_nor_taken_until_the_office_asks_one(office: Office) -> None:
    siti, number = office.visitor("siti"), draft(office)
    assert "Foto wajah" not in siti.get(f"/permintaan/{number}").text
    assert send(siti, number, JPG) == 400
    asks_photo(office)
    assert "Foto wajah" in siti.get(f"/permintaan/{number}").text
    assert send(siti, number, JPG) == 303


def test_a_portrait_is_one_picture_and_an_answer_of_the_form(office: Office) -> None:
    siti, number = office.visitor("siti"), draft(office)
    asks_photo(office)
    assert send(siti, number, PDF) == 422
    assert send(siti, number, JPG) == 303
    assert send(siti, number, JPG) == 422
    with office.bureau.store.reading() as session:
        dossier = session.get_one(Dossier, number)
        context = applying.context(session, dossier, office.bureau.now)
        values = applying.whole(dossier, {})
    assert "foto" not in context.limits.off
    assert [each["nama"] for each in rows(values, "foto")] == ["wajah.jpg"]
    assert values["lampiran"] == ()
    assert "foto" in {field.key for field in REQUEST.fields}
