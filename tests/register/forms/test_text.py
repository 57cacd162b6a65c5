"""Free text and names: what is taken out, and what a name may hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.complaint import quoted
from register.forms.text import UNSEEN, line, lines, name
from tests.register.forms.refused import refusal, tried

any_text = st.text(st.characters())  # lone surrogates too


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  rak 3\t sisi  barat ", "rak 3 sisi barat"),
        ("baris\r\nbaru", "baris baru"),
        ("nol\x00byte\x1b[31m", "nolbyte[31m"),
        ("arah\u202ekebalik", "arahkebalik"),
        ("setengah\ud800", "setengah"),
        ("e\u0301", "é"),
        ("\u00a0", ""),
    ],
)
def test_a_line_is_trimmed_printable_and_composed(written: str, kept: str) -> None:
    assert line(written) == kept


def test_lines_keep_their_breaks_and_lose_their_ends() -> None:
    assert lines("\n satu \r\n\r\n\tdua\x00\u2028tiga\n\n") == "satu\n\ndua\ntiga"


@given(any_text)
def test_cleaning_twice_changes_nothing_and_leaves_nothing_unseen(answer: str) -> None:
    for cleaned in (line, lines):
        kept = cleaned(answer)
        assert cleaned(kept) == kept == kept.strip()
        assert not {unicodedata.category(c) for c in kept if c != "\n"} & UNSEEN
        kept.encode()


@pytest.mark.parametrize(
    "written",
    ["Edif Hayunan Siswanto, S.Sos, M.Si", "Siti Nur'aini", "Ani", "A" * 100, "Dr. Ir. Böhm-Sáenz",
     "نور"],
)  # fmt: skip
def test_a_name_with_titles_is_kept(written: str) -> None:
    assert name(written) == written


def test_what_a_telephone_types_for_an_apostrophe_is_one() -> None:
    assert name("Siti Nur’aini") == "Siti Nur'aini"  # noqa: RUF001


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("Al", '"Al" terdiri atas 2 huruf'),
        ("", '"" terdiri atas 0 huruf'),
        ("A" * 101, f'"{"A" * 40}…" terdiri atas 101 huruf'),
        ("Budi 2", '"Budi 2" memuat "2"'),
        ("<script>", '"<script>" memuat "<"'),
        ("Ani/Budi", '"Ani/Budi" memuat "/"'),
        ("...", '"..." memuat "..."'),
    ],
)
def test_a_refused_name_says_what_stands_in_it(written: str, wrong: str) -> None:
    assert refusal(name, written).startswith(f"Nama {wrong}; yang diminta ")


@given(any_text)
def test_any_name_is_kept_in_one_form_or_refused(answer: str) -> None:
    kept = tried(name, answer)
    assert kept is None or (name(kept) == kept and 3 <= len(kept) <= 100)


def test_forty_characters_are_repeated_and_no_more() -> None:
    assert quoted("a" * 40) == f'"{"a" * 40}"'
    assert quoted("a" * 41) == f'"{"a" * 40}…"'
    assert quoted("a\nb") == '"a?b"'


@given(any_text)
def test_what_a_sentence_repeats_is_short_and_printable(answer: str) -> None:
    shown = quoted(answer)
    assert shown.isprintable()
    assert len(shown) <= 43
