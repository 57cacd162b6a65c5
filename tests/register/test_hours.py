"""Weekly hours as people fill them in are the hours that the door reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.access import DAY_MINUTES, weekly
from register import hours

MINUTES = st.integers(0, DAY_MINUTES - 1).map(lambda at: f"{at // 60:02}{at % 60:02}")
WINDOWS = st.lists(st.tuples(st.integers(1, 7), MINUTES, MINUTES), max_size=12)


def posted(text: str) -> dict[str, str]:
    return {
        f"jam.{day}.{number}.{part}": value
        for day, windows in enumerate(hours.windows(text), 1)
        for number, window in enumerate(windows)
        for part, value in zip(("mulai", "selesai"), window, strict=True)
    }


@given(WINDOWS)
def test_what_an_editor_shows_and_takes_back_stays_the_same(
    windows: list[tuple[int, str, str]],
) -> None:
    few = [each for each in windows if sum(other[0] == each[0] for other in windows) <= 6]
    text = ",".join(f"{day} {start}-{end}" for day, start, end in few)
    assert weekly(hours.written(posted(text), "jam")) == weekly(text)


@given(WINDOWS)
def test_what_is_drawn_is_as_long_as_what_is_open(windows: list[tuple[int, str, str]]) -> None:
    text = ",".join(f"{day} {start}-{end}" for day, start, end in windows)
    drawn = [span for day in hours.bars(text) for span in day]
    assert all(0 <= start < end <= DAY_MINUTES for start, end in drawn)
    assert sum(end - start for start, end in drawn) == sum(
        end - start for day in weekly(text) for start, end in day
    )


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("always", "setiap saat", "at any time"),
        ("", "tidak pernah", "never"),
        ("1-4 0730-1600,5 0730-1630",
         "Senin-Kamis 07.30-16.00; Jumat 07.30-16.30",
         "Monday-Thursday 07:30-16:00; Friday 07:30-16:30"),
        ("6 2200-0600,6 0800-2400", "Sabtu 08.00-24.00, 22.00-06.00",
         "Saturday 08:00-24:00, 22:00-06:00"),
    ],
)  # fmt: skip
def test_hours_are_said_as_an_office_says_them(text: str, indonesian: str, english: str) -> None:
    assert (hours.said(text, "id"), hours.said(text, "en")) == (indonesian, english)


@pytest.mark.parametrize("half", [{"jam.1.0.mulai": "07:30"}, {"jam.3.1.selesai": "16:00"}])
def test_half_a_window_is_refused(half: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is no window"):
        hours.written(half, "jam")


def test_an_editor_has_room_for_one_more_window() -> None:
    assert {len(day) for day in hours.rows("")} == {2}
    assert {len(day) for day in hours.rows("1 0100-0200,1 0300-0400,1 0500-0600")} == {3}
