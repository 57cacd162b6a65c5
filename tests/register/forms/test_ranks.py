"""Pangkat and golongan ruang."""

import pytest

from register.forms.ranks import PNS, PPPK, RANKS

LABELS = {rank.value: rank.label_id for rank in RANKS}


@pytest.mark.parametrize(
    ("room", "label"),
    [
        ("I/a", "Juru Muda (I/a)"),
        ("II/c", "Pengatur (II/c)"),
        ("III/d", "Penata Tk. I (III/d)"),
        ("IV/b", "Pembina Tk. I (IV/b)"),
        ("IV/e", "Pembina Utama (IV/e)"),
        ("I", "PPPK Golongan I"),
        ("XVII", "PPPK Golongan XVII"),
        ("-", "–"),  # noqa: RUF001
    ],
)
def test_a_rank_is_printed_with_its_room(room: str, label: str) -> None:
    assert LABELS[room] == label


def test_every_rank_is_there_once() -> None:
    rooms = [f"{roman}/{letter}" for roman in ("I", "II", "III") for letter in "abcd"]
    assert list(PNS) == [*rooms, *(f"IV/{letter}" for letter in "abcde")]
    assert len(PPPK) == 17
    assert len(LABELS) == len(RANKS) == 17 + 17 + 1


@pytest.mark.parametrize("strange", ["IV/f", "I/e", "XVIII", "", "iv/b", "IIII"])
def test_there_is_no_other(strange: str) -> None:
    assert strange not in LABELS
