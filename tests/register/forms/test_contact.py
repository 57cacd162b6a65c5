"""Telephone numbers and e-mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.contact import email, phone
from tests.register.forms.refused import refusal, tried


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("081234567890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("62.812.3456.7890", "+6281234567890"),
        ("08 1234567", "+6281234567"),  # 7 digits after the 8
        ("0812345678901", "+62812345678901"),  # 11
    ],
)
def test_a_mobile_number_is_stored_with_its_country(written: str, stored: str) -> None:
    assert phone(written) == stored


@pytest.mark.parametrize(
    "written",
    ["0812345", "08123456789012", "0355791234", "+60123456789", "8123456789", "0812 abc", "", "+",
     "٠٨١٢٣٤٥٦٧٨٩", "0812345678x"],
)  # fmt: skip
def test_a_refused_number_says_how_to_write_it(written: str) -> None:
    assert refusal(phone, written) == (
        f'Nomor HP "{written}" bukan nomor seluler Indonesia; tulis seperti 0812-3456-7890 atau'
        " +62 812 3456 7890."
    )


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Siti.Aminah@TrenggalekKab.GO.ID", "Siti.Aminah@trenggalekkab.go.id"),
        (" a@b.id ", "a@b.id"),
        ("x+y_z'q@sub.domain-1.co.id", "x+y_z'q@sub.domain-1.co.id"),
        ("a" * 64 + "@b.id", "a" * 64 + "@b.id"),
        ("a@" + "b." * 125 + "id", "a@" + "b." * 125 + "id"),  # 254 characters
    ],
)
def test_an_address_is_stored_with_its_domain_in_lower_case(written: str, stored: str) -> None:
    assert email(written) == stored


@pytest.mark.parametrize(
    "written",
    ["siti", "siti@", "@b.id", "siti@kantor", "a..b@c.id", ".a@c.id", "a.@c.id", "a@-c.id",
     "a@c-.id", "a b@c.id", "a@b..id", "a@b.id.", '"a b"@c.id', "a@b.id\nBcc: x@y.id", "a@bé.id",
     "a" * 65 + "@b.id", "a@" + "b" * 64 + ".id", "aa@" + "b." * 125 + "id"],
)  # fmt: skip
def test_an_incomplete_address_is_refused(written: str) -> None:
    assert "bukan alamat yang lengkap; tulis seperti nama@" in refusal(email, written)


@given(st.text(alphabet="0123456789+ .-86", max_size=20))
def test_any_number_is_kept_in_one_form_or_refused(answer: str) -> None:
    stored = tried(phone, answer)
    assert stored is None or (phone(stored) == stored and stored.startswith("+628"))


@given(st.one_of(st.emails(), st.text(), st.text(alphabet="ab.@-\x00", max_size=12)))
def test_any_address_is_kept_in_one_form_or_refused(answer: str) -> None:
    stored = tried(email, answer)
    assert stored is None or email(stored) == stored
