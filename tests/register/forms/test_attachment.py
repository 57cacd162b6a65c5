"""What a file really is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.attachment import MAGIC, MOST_BYTES, file_type
from register.forms.complaint import AnswerRefused


@pytest.mark.parametrize("kind", MAGIC)
def test_a_file_is_known_by_what_it_begins_with(kind: str) -> None:
    assert file_type(MAGIC[kind] + b"...") == kind


@pytest.mark.parametrize("content", [b"", b"MZ", b"<svg", b"%PDF", b" %PDF-1.7", b"\x89PNG", b"PK"])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(AnswerRefused, match="bukan PDF, JPG, atau PNG, apa pun namanya"):
        file_type(content)


def test_five_megabytes_are_the_most() -> None:
    assert file_type(MAGIC["pdf"].ljust(MOST_BYTES)) == "pdf"
    with pytest.raises(AnswerRefused, match="Berkas berukuran 5242881 bita; paling besar 5242880"):
        file_type(MAGIC["pdf"].ljust(MOST_BYTES + 1))


@given(st.binary())
def test_any_content_has_a_type_or_is_refused(content: bytes) -> None:
    try:
        assert content.startswith(MAGIC[file_type(content)])
    except AnswerRefused:
        assert not content.startswith(tuple(MAGIC.values()))
