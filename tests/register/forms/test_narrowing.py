"""What the Kasi approves can only be less than what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import weekly
from register.forms.narrowing import WIDEST_FIRST, narrower
from register.forms.validity import weekly_text
from register.forms.values import Values, text, words

ASKED: dict[str, object] = {
    "pintu": ("server", "ups"),
    "jenis_akses": "terjadwal",
    "mulai": "2026-11-25",
    "sampai": "2027-01-31",
    "hari": ("1", "2", "3"),
    "jam": "07.30-16.00",
    "didampingi": True,
    "pendamping": "P-1",
}


def test_the_same_is_no_wider() -> None:
    assert narrower(ASKED, ASKED) == ()
    assert narrower(ASKED, {}) == ()


@pytest.mark.parametrize(
    "approved",
    [
        {"pintu": ("server",)},
        {"jenis_akses": "sementara"},
        {"jenis_akses": "kunjungan"},
        {"mulai": "2026-11-26"},
        {"sampai": "2027-01-30"},
        {"mulai": "2027-01-31"},
        {"hari": ("2",)},
        {"jam": "07.31-15.59"},
        {"pendamping": "P-2"},
    ],
)
def test_less_is_no_wider(approved: Values) -> None:
    assert narrower(ASKED, approved) == ()


@pytest.mark.parametrize(
    ("approved", "fields"),
    [
        ({"pintu": ("server", "genset")}, ["pintu"]),
        ({"jenis_akses": "tetap"}, ["jenis_akses"]),
        ({"mulai": "2026-11-24"}, ["mulai"]),
        ({"sampai": "2027-02-01"}, ["sampai"]),
        ({"hari": ("1", "2", "3", "4")}, ["hari"]),
        ({"hari": ("7",)}, ["hari"]),
        ({"jam": "07.29-16.00"}, ["jam"]),
        ({"jam": "07.30-16.01"}, ["jam"]),
        ({"jam": "15.00-08.00"}, ["jam"]),
        ({"didampingi": False}, ["didampingi"]),
        ({"jenis_akses": "tetap", "sampai": "2028-01-01", "jam": "00.00-24.00"},
         ["jenis_akses", "sampai", "jam"]),
    ],
)  # fmt: skip
def test_more_is_complained_of(approved: Values, fields: list[str]) -> None:
    found = narrower(ASKED, approved)
    assert [each.field for each in found] == fields
    assert all(each.id.endswith(".") and each.en.endswith(".") for each in found)


def test_an_escort_may_be_added() -> None:
    assert narrower({**ASKED, "didampingi": False}, {"didampingi": True}) == ()


def test_a_night_is_narrowed_on_its_own_day_alone() -> None:
    night = {**ASKED, "hari": ("1",), "jam": "22.00-06.00"}
    assert narrower(night, {"jam": "23.00-05.00"}) == ()
    assert narrower(night, {"jam": "22.00-24.00"}) == ()
    assert [each.field for each in narrower(night, {"jam": "01.00-05.00"})] == ["jam"]
    assert [each.field for each in narrower(night, {"jam": "21.59-06.00"})] == ["jam"]


dates = st.dates().map(
    lambda day: day.replace(year=2026).isoformat() if day.day < 29 else "2026-11-25"
)
times = st.tuples(st.integers(0, 23), st.integers(0, 59))
rights = st.fixed_dictionaries(
    {
        "pintu": st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple),
        "jenis_akses": st.sampled_from(WIDEST_FIRST),
        "mulai": dates,
        "sampai": dates,
        "hari": st.lists(st.sampled_from("1234567"), unique=True, min_size=1).map(tuple),
        "jam": st.tuples(times, times).map(
            lambda two: "-".join(f"{hour:02}.{minute:02}" for hour, minute in two)
        ),
        "didampingi": st.booleans(),
    }
)


def opened(values: Values) -> set[int]:
    """Every minute of the fortnight that the hours open."""
    week = weekly(weekly_text(words(values, "hari"), text(values, "jam")))
    return {
        day * 1440 + minute
        for day, spans in enumerate(week)
        for start, end in spans
        for minute in range(start, end)
    }


@given(rights, rights)
def test_what_passes_opens_nothing_that_was_not_asked(asked: Values, approved: Values) -> None:
    if narrower(asked, approved):
        return
    assert opened(approved) <= opened(asked)
    assert set(words(approved, "pintu")) <= set(words(asked, "pintu"))
    assert text(asked, "mulai") <= text(approved, "mulai")
    assert text(approved, "sampai") <= text(asked, "sampai")
    assert approved["didampingi"] or not asked["didampingi"]


@given(rights, st.data())
def test_any_part_of_what_was_asked_passes(asked: Values, data: st.DataObject) -> None:
    doors = data.draw(st.lists(st.sampled_from(words(asked, "hari")), unique=True, min_size=1))
    kind = data.draw(
        st.sampled_from(WIDEST_FIRST[WIDEST_FIRST.index(text(asked, "jenis_akses")) :])
    )
    assert narrower(asked, {"hari": tuple(doors), "jenis_akses": kind, "didampingi": True}) == ()
