"""What belongs to somebody is nobody else's: each address of it, tried by another (ASVS 8.2.2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from register import attachments, requests
from register.models import Cardholder, Dossier, Notice
from register.pseudonym import pseudonym
from register.ways import STEPS
from tests.admin.matrix import FILLED, Crowd, routes
from tests.admin.office import Office
from tests.register import papers
from tests.register.bureau import RIGHT

PURPOSE = "Perawatan yang hanya diketahui Siti"
ANSWERS = {"nama": "Siti", "keperluan": PURPOSE, "unit_kerja": "Unit Siti"}
ACTS = sorted({step.act for steps in STEPS.values() for step in steps})
ANYBODYS = frozenset({"static", "track.page", "track.show", "login.link", "login.first"})


class House:
    """Siti's request, its paper, her notice, her card; and somebody of another unit."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.crowd = Crowd(self.office)
        bureau = self.office.bureau
        with bureau.session() as session:
            siti, by = bureau.people["siti"], bureau.by("siti")
            dossier = requests.begin(session, siti, "baru", by, bureau.now)
            requests.save(session, dossier, ANSWERS, bureau.people["atasan"], bureau.now)
            paper = attachments.add(session, dossier, "identitas", "KTP Siti.pdf",
                                    papers.PDF + PURPOSE.encode(), by, bureau.now)  # fmt: skip
            requests.submit(session, dossier, RIGHT, bureau.signs("siti"), by, bureau.now)
            session.add(Notice(person_id=siti, template="waits", fields={"jenis": PURPOSE,
                               "nomor": "1", "langkah": "x"}, at=bureau.now))  # fmt: skip
            other = Cardholder(public_id=pseudonym(), name="Orang Lain", kind="asn-daerah",
                               unit="Unit lain")  # fmt: skip
            session.add(other)
            session.flush()
            bureau.people["lain"] = other.id
            self.numbers = {"number": dossier.id, "paper": paper.id, "notice": 1, "item": 1,
                            "row": 1, "grant": 1, "account": 1}  # fmt: skip

    def stands(self) -> tuple[object, ...]:
        with self.office.bureau.store.reading() as session:
            dossier = session.get_one(Dossier, self.numbers["number"])
            removed = [each.removed_at for each in dossier.attachments]
            return dossier.state, dossier.version, dossier.answers, removed

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Every address with a number in it, with each act where one is named."""
        for rule, method in routes(self.office):
            if "<int:" not in rule.rule or rule.endpoint in ANYBODYS:
                continue
            for act in ACTS if "<act>" in rule.rule else ("x",):
                filled = FILLED.sub(
                    lambda part, act=act: (
                        str(self.numbers.get(part[2], 1))  # type: ignore[misc]
                        if part[1] == "int"
                        else act
                    ),
                    rule.rule,
                )
                yield method, filled


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    yield made
    made.office.bureau.store.close()


def test_another_reads_and_changes_nothing_of_hers(house: House) -> None:
    before = house.stands()
    for method, address in house.addresses():
        client: FlaskClient = house.office.visitor("lain")
        answer = client.open(address, method=method, data={"note": "saya", "version": "2"})
        assert answer.status_code in (400, 403, 404, 422, 405, 303), (method, address)
        assert PURPOSE not in answer.text, (method, address)
        assert "KTP Siti" not in answer.text, (method, address)
    assert house.stands() == before


def test_an_auditor_reads_all_of_it_and_changes_nothing(house: House) -> None:
    before = house.stands()
    number, paper = house.numbers["number"], house.numbers["paper"]
    assert PURPOSE in house.office.visitor("auditor").get(f"/berkas/{number}").text
    found = house.office.visitor("auditor").get(f"/permintaan/{number}/lampiran/{paper}")
    assert found.status_code == 200
    for method, address in house.addresses():
        if method != "GET":
            client = house.office.visitor("auditor")
            client.open(address, method=method, data={"note": "saya", "version": "2"})
    assert house.stands() == before


def test_a_paper_is_not_reached_through_another_dossier(house: House) -> None:
    bureau = house.office.bureau
    with bureau.session() as session:
        mine = requests.begin(session, bureau.people["lain"], "baru", bureau.by("siti"), bureau.now)
        number = mine.id
    client = house.office.visitor("lain")
    assert client.get(f"/berkas/{number}").status_code == 200
    assert client.get(f"/permintaan/{number}/lampiran/{house.numbers['paper']}").status_code == 404


def test_the_public_page_of_a_code_names_nobody(house: House) -> None:
    with house.office.bureau.store.reading() as session:
        code = session.get_one(Dossier, house.numbers["number"]).code
    client = house.office.app.test_client()
    for address in (f"/lacak/{code}", f"/periksa/{code}"):
        page = client.get(address).text
        assert PURPOSE not in page
        assert "Unit Siti" not in page
        assert ">Siti<" not in page
