"""The review on paper: the evidence beside each decision, and who signed."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from register.forms.review import REVIEW
from register.models import Cardholder
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.admin.paper.archival import assert_archival
from tests.register import reviews

NIP = "199701182022031005"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.bureau.store.close()
    made.bureau, _ = reviews.three_holders(tmp_path / "register.db")
    yield made
    made.bureau.store.close()


def decided(office: Office) -> int:
    """Have the Kasi decide and sign: Siti stays, Dina's card is frozen, Eko's taken away."""
    bureau = office.bureau
    review = reviews.opened(bureau)
    for name, decision in (("siti", "tetap"), ("dina", "bekukan"), ("eko", "cabut")):
        reviews.decided(bureau, review, name, decision)
    reviews.signed(bureau, review)
    return review


def test_the_review_prints_every_field_and_each_decision(office: Office) -> None:
    with office.bureau.session() as session:
        session.get_one(Cardholder, office.bureau.people["siti"]).nip = NIP
    review = decided(office)
    shown = office.visitor("kasi").get(f"/kertas/berkas/{review}").text
    found = desk.labels(shown)
    empty = frozenset({"anomali", "qr"})  # no row, and the section's own heading
    missing = [
        field.key
        for field in desk.printed(REVIEW.fields, empty)
        if field.label_id not in found.get(field.key, set())
    ]
    assert missing == []
    for words in ("Tetap", "Bekukan", "Cabut", "Masih bertugas", "Seluruh baris sudah diputuskan"):
        assert words in shown
    assert NIP not in shown.replace(" ", "")
    assert "1997•••• •••••• • 005" in shown
    assert shown.count("Tempat tanda tangan") == 1  # the Kabid's
    made = office.visitor("kasi").post(f"/kertas/berkas/{review}/pdf").data
    assert_archival(PdfReader(BytesIO(made)))
    reviews.countersigned(office.bureau, review)
    assert "Tempat tanda tangan" not in office.visitor("kabid").get(f"/kertas/berkas/{review}").text
