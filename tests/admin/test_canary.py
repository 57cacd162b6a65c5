"""A script in every field, through every page, paper and export that there is."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select, update

from admin.paper.pdf import Press
from admin.spreadsheet import BOM, DELIMITER
from register import attachments, cards, dossiers, removals, requests, settings
from register.day_one import first_list
from register.forms.fields import Field, FieldKind
from register.forms.request import REQUEST
from register.models import Attachment, Cardholder, Door, Dossier, FirstRow, Unit
from register.ways import Way
from register.workflow import Course
from tests.admin.matrix import FILLED, OPENS, PEOPLE, Crowd, routes
from tests.admin.office import Office
from tests.admin.paper.archival import assert_archival
from tests.register import papers
from tests.register.bureau import RIGHT, Bureau

CANARY: Final = "\"'><img src=x onerror=alert(1)>{{7*7}}"
RAW: Final = re.compile(r"<img src=x|onerror=alert\(1\)(?=[ >])|(?<![\w%])49(?=</)")
TEXTS: Final = frozenset(
    {
        FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NAME, FieldKind.PHONE, FieldKind.EMAIL,
        FieldKind.NIP, FieldKind.IDENTITY,
    }
)  # fmt: skip
FIXED: Final = {**RIGHT, "jenis_id": "lainnya", "kategori": "vendor", "keperluan_kat": "lainnya"}
PRINTED: Final = (
    "berkas/2", "berkas/2/disposisi/3", "berkas/2/tanda-terima", "berkas/4", "daftar-akses",
    "buku-tamu",
)  # fmt: skip
IDS: Final = (1, 2, 3, 4, 5)


def poisoned(fields: Sequence[Field]) -> dict[str, object]:
    """Answers with the canary in everything that is written, rows and records too."""
    found: dict[str, object] = {}
    for field in fields:
        for each in (field, field.other):
            if each is None or each.automatic:
                continue
            if each.columns and each.kind in (FieldKind.PERSON, FieldKind.RECORD):
                found[each.key] = poisoned(each.columns)
            elif each.columns and each.kind is FieldKind.ROWS:
                found[each.key] = [poisoned(each.columns)]
            elif each.kind in TEXTS:
                found[each.key] = CANARY
    return found


def asked(bureau: Bureau, who: str) -> int:
    with bureau.session() as session:
        by, person = bureau.by(who), bureau.people[who]
        dossier = requests.begin(session, person, "baru", by, bureau.now)
        answers = {**poisoned(REQUEST.fields), **FIXED}
        requests.save(session, dossier, answers, bureau.people["atasan"], bureau.now)
        paper = attachments.add(session, dossier, "identitas", "a.pdf", papers.PDF, by, bureau.now)
        session.execute(update(Attachment).where(Attachment.id == paper.id).values(name=CANARY))
        requests.submit(session, dossier, RIGHT, bureau.signs(who), by, bureau.now)
        return dossier.id


def told(bureau: Bureau, number: int, *acts: tuple[str, str]) -> None:
    for who, act in acts:
        bureau.wait(minutes=1)
        with bureau.session() as session:
            dossier = session.get_one(Dossier, number)
            signature = bureau.signs(who, CANARY)
            dossiers.sign(session, dossier, act, signature, bureau.by(who), bureau.now)


def poison(office: Office) -> None:
    """Write the canary wherever somebody could, and wherever somebody with the file could."""
    bureau = office.bureau
    chain = (("atasan", "endorse"), ("kadis", "dispose"), ("kabid", "forward"), ("kasi", "verify"),
             ("kabid", "approve"))  # fmt: skip
    number = asked(bureau, "siti")
    told(bureau, number, *chain)
    card = papers.tapped(bureau, number)
    told(bureau, asked(bureau, "deputi"), ("atasan", "reject"))
    with bureau.session() as session:
        holder = session.get_one(Dossier, number)
        cards.hand_over(session, holder, bureau.signs("siti"), bureau.by("siti"), bureau.now)
        removals.ask(
            session,
            {"pemegang": [str(card)], "hubungan": "kasi", "alasan": "lainnya",
             "alasan_lain": CANARY, "uraian": CANARY, "berlaku": "segera", "cakupan": "seluruh",
             "bekukan": "ya"},
            bureau.signs("kasi"), bureau.by("kasi"), bureau.now,
        )  # fmt: skip
        way = Way(course=Course.FIRST_LIST)
        listed = dossiers.begin(
            session, way, first_list.KIND, bureau.people["operator"], CANARY, bureau.now
        )
        row = {"nama": CANARY, "unit_kerja": CANARY, "nomor_kartu": CANARY}
        session.execute(
            insert(FirstRow),
            [{"dossier_id": listed.id, "number": 2, "name": CANARY, "nip": CANARY, "answers": row,
              "allowed": {"jenis_akses": CANARY}}],
        )  # fmt: skip
        session.add(Unit(name=CANARY, institution=CANARY))
        session.execute(update(Door).values(label=CANARY))
        everybody = dict.fromkeys(
            ("name", "unit", "position", "rank", "institution", "phone", "email"), CANARY
        )
        session.execute(update(Cardholder).values(**everybody))
        said = dict.fromkeys(("office", "region", "address", "website", "email", "place"), CANARY)
        settings.change(session, {**said, "server_room_keeper": CANARY}, bureau.by("admin"),
                        bureau.now)  # fmt: skip


class Walk:
    """A poisoned office, and what each page of it said to each role."""

    def __init__(self, folder: Path) -> None:
        self.office = Office(folder)
        self.crowd = Crowd(self.office)
        self.office.app.extensions["press"] = Press()  # here the PDF itself is tried
        poison(self.office)
        with self.office.bureau.store.reading() as session:
            self.codes = session.scalars(select(Dossier.code)).all()

    def pages(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield who, the address, what came, its status: every page of every thing there is."""
        for who in ("tanpa-masuk", *PEOPLE):
            client = self.crowd.browser(who)
            for rule, method in routes(self.office):
                if method not in OPENS or rule.endpoint == "static":
                    continue
                for address in self._addresses(rule.rule):
                    answer = client.open(address, method=method)
                    if answer.mimetype in ("text/html", "application/json"):
                        yield who, address, answer.text, answer.status_code
                    answer.close()

    def _addresses(self, rule: str) -> Iterator[str]:
        if "<" not in rule:
            yield rule
        elif "<code>" in rule:
            yield from (rule.replace("<code>", code) for code in self.codes)
        else:
            for number in IDS:
                yield FILLED.sub(lambda p, n=number: str(n) if p[1] == "int" else "x", rule)  # type: ignore[misc]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    made = Walk(tmp_path_factory.mktemp("canary"))
    yield made
    made.office.bureau.store.close()


def test_no_page_lets_it_through_and_no_page_falls_over_it(walk: Walk) -> None:
    shown, through, fallen = set(), [], []
    for who, address, text, status in walk.pages():
        if status >= 500:
            fallen.append((who, address))
        if RAW.search(text):
            through.append((who, address))
        if "&lt;img src=x" in text or "\\u003cimg" in text:
            shown.add(address)
    assert through == []
    assert fallen == []
    assert len(shown) > 10  # it was there to be let through


@pytest.mark.parametrize("what", ["daftar-akses", "data-pemohon", "kartu"])
def test_no_export_is_broken_by_it(walk: Walk, what: str) -> None:
    client = walk.crowd.browser("auditor")
    book = client.post(f"/unduh/{what}.xlsx")
    with ZipFile(BytesIO(book.data)) as archive:
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own
    assert CANARY in {each.text for each in sheet.iter() if each.text}


@pytest.mark.parametrize("paper", PRINTED)
def test_on_a_pdf_it_is_ink(walk: Walk, paper: str) -> None:
    answer = walk.crowd.browser("kasi").post(f"/kertas/{paper}/pdf")
    assert answer.mimetype == "application/pdf", answer.text
    made = PdfReader(BytesIO(answer.data))
    assert_archival(made)
    ink = "".join("".join(page.extract_text() for page in made.pages).split())
    assert "".join(CANARY.split()) in ink
    assert not made.attachments
    assert not {"/OpenAction", "/AA"} & made.root_object.keys()
    assert "/JavaScript" not in made.root_object.get("/Names", {})
    marks = [each.get_object() for page in made.pages for each in page.get("/Annots", ())]
    assert {each.get("/A", {}).get("/S", "/URI") for each in marks} <= {"/URI"}


@pytest.mark.parametrize("what", ["unduh/daftar-akses", "unduh/data-pemohon", "unduh/kartu"])
def test_in_a_table_it_is_one_cell(walk: Walk, what: str) -> None:
    table = walk.crowd.browser("auditor").post(f"/{what}.csv")
    assert table.mimetype == "text/csv"
    assert table.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(StringIO(table.text.removeprefix(BOM)), delimiter=DELIMITER))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert CANARY in {cell for row in rows for cell in row}
