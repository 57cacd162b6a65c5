"""What one card gives away: nothing that opens but itself (Unsaflok), and how weak it is."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.allowlist import Allowlist
from register import cards
from register.models import Card
from tests.admin.office import Office
from tests.register.offices import SITI, plant, print_of
from tests.register.test_requests import issued

NEIGHBOURS = 256  # numbers to either side: cards of one delivery


def near(number: str) -> Iterator[str]:
    """Yield what somebody would try who read one card: other lengths, each bit, the next ones."""
    technology, _, digits = number.partition(":")
    value, bits = int(digits, 16), len(digits) * 4
    tried = {value ^ (1 << bit) for bit in range(bits)}
    tried |= {(value + step) % (1 << bits) for step in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    yield from (f"{technology}:{each:0{len(digits)}X}" for each in tried - {value})
    turned = bytes.fromhex(digits)[::-1].hex().upper()
    yield from (f"{technology}:{digits[:8]}", f"{technology}:{turned}", f"em4100:{digits}", digits)


def test_whoever_has_one_cards_number_has_no_other_that_opens(tmp_path: Path) -> None:
    with closing(Allowlist(plant(tmp_path))) as allowlist:
        assert allowlist.find(print_of(SITI)) is not None
        opened = [each for each in near(SITI) if allowlist.find(print_of(each)) is not None]
    assert opened == []


@pytest.mark.parametrize(("assurance", "told"), [(0, True), (1, False)])
def test_a_card_of_which_only_the_number_is_read_is_told_to_be_copyable(
    tmp_path: Path, assurance: int, *, told: bool
) -> None:
    office = Office(tmp_path)
    issued(office.bureau)
    with office.bureau.session() as session:
        kept = session.get_one(Card, 1)
        assert kept.assurance == 0  # unless the reader proves more
        kept.assurance = assurance
        assert cards.find(session, 1) is kept
    page = office.visitor("operator").get("/kartu/1").text
    assert ("Dapat dikloning" in page) is told
    office.bureau.store.close()
