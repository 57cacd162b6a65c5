"""No way of a review widens a right: the terms, by themselves and against anything asked."""

from hypothesis import given
from hypothesis import strategies as st

from register.forms.complaint import Complaint
from register.reviewing.terms import SAME, WIDER, Doors, minutes, narrowed, wrong

WEEKLY = "1 0730-1600,2 0730-1600,3 0730-1600,4 0730-1600,5 0730-1600"
NIGHT = "7 2200-0600"
days = st.lists(st.sampled_from("1234567"), max_size=7)
times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: "{:02}.{:02}".format(*t))
windows = st.tuples(times, times).map("-".join) | st.just("")
rights = st.dictionaries(
    st.sampled_from(["server", "network", "store"]),
    st.sampled_from(["always", WEEKLY, NIGHT, "1 0800-1200,1 1300-1600", "6 0000-2400"]),
    min_size=1,
)
asked = st.fixed_dictionaries(
    {"hari": days, "jam": windows, "pintu": st.lists(st.sampled_from(["server", "else"]))}
)


@given(rights, asked)
def test_what_is_not_complained_of_is_within_the_right_as_it_was(
    now: Doors, change: dict[str, object]
) -> None:
    then = narrowed(now, change)
    if wrong(now, then) is None:
        assert then
        assert all(minutes(hours) <= minutes(now[door]) for door, hours in then.items())
        assert {door: minutes(hours) for door, hours in then.items()} != {
            door: minutes(hours) for door, hours in now.items()
        }


def said(now: Doors, **change: object) -> Complaint | None:
    return wrong(now, narrowed(now, change))


def test_days_hours_and_doors_narrow_each_by_itself() -> None:
    both = {"server": WEEKLY, "network": "always"}
    assert narrowed(both, {"hari": ["1"]}) == {"server": "1 0730-1600", "network": "1 0000-2400"}
    assert narrowed(both, {"pintu": ["server"]}) == {"server": WEEKLY}
    assert narrowed({"server": WEEKLY}, {"jam": "08.00-09.00"}) == {
        "server": ",".join(f"{day} 0800-0900" for day in range(1, 6))
    }
    assert narrowed({"server": NIGHT}, {"hari": ["7"]}) == {"server": NIGHT}


def test_more_and_the_same_are_refused() -> None:
    right = {"server": WEEKLY}
    assert said(right, jam="07.29-16.00") == WIDER
    assert said(right, jam="07.30-16.01") == WIDER
    assert said(right, hari=["6"], jam="08.00-09.00") == WIDER
    assert said(right, pintu=["else"]) == WIDER
    assert said(right, jam="07.30-16.00") == SAME
    assert said(right, jam="07.30-15.59") is None
    assert said({"server": NIGHT}, jam="23.00-05.00") is None
    assert said({"server": NIGHT}, jam="21.00-05.00") == WIDER
