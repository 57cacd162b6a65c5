"""Which fields the answers call for: whatever can be complained of is there to be filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Final

import pytest

from register.forms.check import check, check_draft
from register.forms.fields import Field, FieldKind, Form, Need
from register.forms.removal import CLOSING, REMOVAL
from register.forms.request import REQUEST
from tests.register.forms import answers
from tests.register.forms.answers import CONTEXT

DEVICE: Final = {"nama": "Laptop", "jenis": "laptop", "jumlah": "1", "arah": "masuk"}
OPEN: Final[Mapping[str, tuple[str, ...]]] = {
    "kategori": ("asn-diskominfo", "vendor", ""),
    "jenis_akses": ("tetap", "sementara", "kunjungan"),
    "jenis_permintaan": ("baru", "kartu-hilang"),
    "didampingi": ("ya", "tidak", ""),
    "jam": ("07.30-16.00", "00.00-24.00"),
    "no_id": ("19900913 202524 2 014", "197503152000032001"),
}
TAKEN: Final = replace(CONTEXT, taken=frozenset({"199009132025242014"}))


def conditional(fields: tuple[Field, ...], at: str = "") -> Iterator[str]:
    """Yield the paths of the fields that are asked in some cases only; a row shows all of its."""
    for field in fields:
        if field.automatic:
            continue
        if field.required is Need.CONDITIONAL:
            yield f"{at}{field.key}"
        if field.kind in {FieldKind.PERSON, FieldKind.RECORD}:
            yield from conditional(field.columns, f"{at}{field.key}.")


def cases(form: Form) -> Iterator[Mapping[str, object]]:
    """Yield what may be answered on the way to a whole form."""
    if form is REQUEST:
        bare = {key: each for key, each in answers.REQUEST.items() if key != "golongan"}
        bare |= {"perangkat": [DEVICE], "atasan": {"nama": "Sri Wahyuni"}}
        for chosen in product(*OPEN.values()):
            yield {**bare, **dict(zip(OPEN, chosen, strict=True))}
    elif form is REMOVAL:
        for why, day, scope in product(
            ("mutasi", "selesai"), ("segera", "tanggal"), ("seluruh", "pintu")
        ):
            yield {**answers.REMOVAL, "alasan": why, "berlaku": day, "cakupan": scope}
    else:
        yield {"kartu": "dikembalikan"}


@pytest.mark.parametrize("form", [REQUEST, REMOVAL, CLOSING], ids=lambda form: form.key)
def test_a_field_that_can_be_complained_of_is_asked_while_the_form_is_still_a_draft(
    form: Form,
) -> None:
    told: set[str] = set()
    for given in cases(form):
        wrong = {each.field for each in check(form, given, TAKEN).complaints}
        assert wrong <= check_draft(form, given, TAKEN).asked, given
        told |= wrong
    assert set(conditional(form.fields)) <= told  # none was left out of this test


def test_hours_outside_the_offices_ask_for_their_reason_until_it_is_written() -> None:
    usual = {**answers.REQUEST, "jam": "07.30-16.00"}
    assert "alasan_jam" not in check_draft(REQUEST, usual, CONTEXT).asked
    for changed in ({"jam": "00.00-24.00"}, {"hari": ["6"]}):
        found = check_draft(REQUEST, {**usual, **changed}, CONTEXT)
        assert "alasan_jam" in found.asked, changed
        assert "alasan_jam" not in {each.field for each in found.complaints}  # spared in a draft


def test_another_persons_number_asks_for_the_reason_at_once() -> None:
    found = check_draft(REQUEST, answers.REQUEST, TAKEN)
    assert "no_id_alasan" in found.asked
    assert "no_id_alasan" not in check_draft(REQUEST, answers.REQUEST, CONTEXT).asked


@pytest.mark.parametrize("escorted", ["", "tidak", "ya"])
def test_a_visits_escort_is_asked_whatever_is_said_of_being_escorted(escorted: str) -> None:
    visit = {**answers.VISIT, "didampingi": escorted, "pendamping": ""}
    assert "pendamping" in check_draft(REQUEST, visit, CONTEXT).asked


def test_who_may_enter_alone_is_asked_for_an_escort_only_when_he_wants_one() -> None:
    for said, asked in (("tidak", False), ("ya", True)):
        found = check_draft(REQUEST, {**answers.REQUEST, "didampingi": said}, CONTEXT)
        assert ("pendamping" in found.asked) is asked
