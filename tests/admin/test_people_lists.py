"""Who is offered as an escort, and how a long list of people is searched on a page."""

import re
from pathlib import Path

import pytest

from register import applying, card_life, cards, people
from register.forms.card_acts import SHEETS
from register.forms.check import check
from register.forms.values import text
from register.models import Cardholder, Dossier
from register.pseudonym import pseudonym
from tests.admin.office import Office
from tests.register.bureau import Bureau
from tests.register.reviews import three_holders
from tests.register.test_requests import submitted


def escorts(bureau: Bureau, dossier: int) -> set[str]:
    """The public ids that the form of a dossier offers as escorts."""
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        offered = applying.choices(session, found, bureau.now)
        return {each.value for each in offered["pendamping"]}


def public_ids(bureau: Bureau, *names: str) -> set[str]:
    with bureau.store.reading() as session:
        return {session.get_one(Cardholder, bureau.people[name]).public_id for name in names}


def test_an_escort_is_somebody_whose_own_access_is_in_force_and_not_the_applicant(
    tmp_path: Path,
) -> None:
    bureau, _ = three_holders(tmp_path / "register.db")
    with bureau.session() as session:
        new = Cardholder(public_id=pseudonym(), name="Baru", kind="vendor")
        session.add(new)
        session.flush()
        bureau.people["baru"] = new.id
    dossier = submitted(bureau, "baru")
    assert escorts(bureau, dossier) == public_ids(bureau, "siti", "dina", "eko")
    with bureau.session() as session:
        card = cards.live(session, bureau.people["dina"])
        assert card is not None
        card.grant.revoked_at = bureau.now
    assert escorts(bureau, dossier) == public_ids(bureau, "siti", "eko")
    bureau.store.close()


@pytest.fixture
def crowded(tmp_path: Path) -> Office:
    """An office with a card to take back and twenty colleagues, two of one name and unit."""
    office = Office(tmp_path)
    with office.bureau.session() as session:
        for number in range(18):
            session.add(Cardholder(public_id=pseudonym(), name=f"Pegawai {number:02}",
                                   kind="asn-diskominfo", unit="Sekretariat"))  # fmt: skip
        for _ in range(2):
            session.add(Cardholder(public_id=pseudonym(), name="Budi", kind="asn-diskominfo"))
    return office


def test_a_name_of_a_long_list_is_taken_for_the_person_and_a_namesake_is_told_apart(
    crowded: Office,
) -> None:
    bureau = crowded.bureau
    with bureau.store.reading() as session:
        context = card_life.context(session, bureau.now)
        staff = {each.name: each.public_id for each in people.staff(session)}
    form, answers = SHEETS["dikembalikan"], {"kondisi": "baik", "ke_stok": "tidak"}
    found = check(form, {**answers, "penerima": "Pegawai 07 · Sekretariat"}, context)
    assert text(found.values, "penerima") == staff["Pegawai 07"]
    assert {each.field for each in check(form, {**answers, "penerima": "Budi"}, context).complaints
            } == {"penerima"}  # fmt: skip
    words = [each.label_id for each in context.choices["penerima"]]
    assert len(words) == len(set(words))
    crowded.bureau.store.close()


@pytest.mark.parametrize(
    ("who", "address", "fields"),
    [("admin", "/kantor/jabatan/baru", {"orang"}), ("tu", "/kantor/mutasi/baru", {"orang", "plt"})],
)
def test_a_long_list_stands_once_on_a_page_and_every_field_of_it_is_searched(
    crowded: Office, who: str, address: str, fields: set[str]
) -> None:
    page = crowded.visitor(who).get(address).text
    assert page.count('<option value="Pegawai 07 · Sekretariat"') == 1
    listed = set(re.findall(r'name="(?:baris\.\w+\.)?(\w+)"[^>]*list="list-orang"', page))
    assert listed == fields
    assert "<select" in page  # the short ones are as they were
    crowded.bureau.store.close()
