from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from register.login.totp import STEP, secret, step, uri

KEY = secret(b"12345678901234567890")
VECTORS = [  # RFC 6238, appendix B, SHA-1: the last six of its eight digits
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
    (2000000000, "279037"), (20000000000, "353130"),
]  # fmt: skip


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    assert step(KEY, code, None, at(seconds)) == seconds // STEP


@pytest.mark.parametrize(("late", "counts"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_one_step_off(late: int, counts: bool) -> None:  # noqa: FBT001 - the table's column
    assert (step(KEY, "005924", None, at(1234567890 + late)) is not None) is counts


def test_a_code_counts_once_and_takes_earlier_ones_with_it() -> None:
    now = 1234567890
    used = step(KEY, "005924", None, at(now))
    assert used is not None
    assert step(KEY, "005924", used, at(now)) is None
    assert step(KEY, "005924", used + 1, at(now)) is None


@pytest.mark.parametrize("typed", ["", "5924", "0059240", "abcdef", "٠٠٥٩٢٤", "005925"])
def test_whatever_else_is_typed_is_wrong(typed: str) -> None:
    assert step(KEY, typed, None, at(1234567890)) is None


def test_a_space_in_the_middle_is_as_the_app_shows_it() -> None:
    assert step(KEY, " 005 924 ", None, at(1234567890)) is not None


def test_the_qr_says_who_and_where() -> None:
    said = urlsplit(uri(KEY, "siti", "Gapura"))
    assert (said.scheme, said.netloc, said.path) == ("otpauth", "totp", "/Gapura:siti")
    assert parse_qs(said.query) == {"secret": [KEY], "issuer": ["Gapura"]}
