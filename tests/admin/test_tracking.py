"""The tracker shows the SOP's lines, unsigned ones among them, and where it went aside."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from admin.tracking import Line, tracked
from register.models import Dossier, SignedStep
from register.unsigned import Moments
from register.ways import Way
from register.workflow import Course, Role, State

TEN: Final = [str(number) for number in range(1, 11)]
AT: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
S: Final = State
CHAIN: Final = (
    ("1", "submit", S.DRAFT, S.AT_SUPERIOR), ("2", "endorse", S.AT_SUPERIOR, S.AT_KADIS),
    ("3", "dispose", S.AT_KADIS, S.AT_KABID), ("4", "forward", S.AT_KABID, S.AT_KASI),
)  # fmt: skip


def signed(number: str, act: str, before: State, after: State, days: int = 0) -> SignedStep:
    return SignedStep(
        number=number, act=act, before=before, after=after, role=Role.KASI,
        at=AT + timedelta(days=days),
    )  # fmt: skip


def lines(
    way: Way, steps: list[SignedStep], counted: int | None = None, moments: Moments | None = None
) -> dict[str, Line]:
    """The tracker by number, of a dossier with these steps; the last `counted` are its round."""
    dossier = Dossier(state=steps[-1].after, steps=steps)
    of_round = steps[len(steps) - counted :] if counted is not None else steps
    return {line.number: line for line in tracked(way, of_round, dossier, moments or {})}


def test_the_ten_steps_stand_in_their_order() -> None:
    found = tracked(Way(), (), Dossier(state=State.AT_SUPERIOR), {"inform": None})
    assert [line.number for line in found] == TEN
    assert [line.mood for line in found] == ["later", "now", *["later"] * 8]


def test_the_pemohon_is_informed_by_itself_of_a_card() -> None:
    issue = signed("7", "issue", S.AT_OPERATOR, S.ISSUED)
    eighth = lines(Way(), [issue], moments={"inform": AT})["8"]
    assert (eighth.mood, eighth.told, eighth.signed) == ("done", AT, None)


def test_a_rejection_stands_at_its_step_and_step_8_is_no_success() -> None:
    reject = signed("5", "reject", S.AT_KASI, S.REJECTED, 1)
    found = lines(Way(), [*(signed(*step) for step in CHAIN), reject], moments={"inform": AT})
    assert [number for number in TEN if found[number].aside] == ["5"]
    assert (found["5"].mood, found["5"].aside) == ("stopped", reject)
    assert (found["8"].mood, found["8"].told) == ("told", AT)
    assert [found[number].mood for number in ("4", "6", "7")] == ["done", "later", "later"]


def test_what_was_sent_back_waits_for_the_pemohon_and_says_who_sent_it() -> None:
    back = signed("4", "return", S.AT_KABID, S.DRAFT, 1)
    found = lines(Way(), [*(signed(*step) for step in CHAIN[:3]), back], counted=0)
    assert found["1"].mood == "now"
    assert (found["4"].mood, found["4"].aside) == ("stopped", back)


@pytest.mark.parametrize(
    ("before", "where"), [(S.DRAFT, "1"), (S.AT_KADIS, "3"), (S.AT_APPROVER, "6")]
)
def test_a_withdrawal_stands_where_the_request_waited(before: State, where: str) -> None:
    found = lines(Way(), [signed("1", "withdraw", before, S.WITHDRAWN)])
    assert {number: found[number].mood for number in TEN if found[number].aside} == {
        where: "stopped"
    }


def test_a_removal_that_the_kasi_objects_to_waits_at_its_third_step_and_is_refused_there() -> None:
    way = Way(course=Course.REMOVAL)
    steps = [signed("P1", "ask", S.DRAFT, S.AT_KASI), signed("P3", "object", S.AT_KASI, S.AT_KABID)]
    found = lines(way, steps, moments={"freeze": AT, "inform": None})
    assert list(found) == ["P1", "P2", "P3", "P4", "P5", "P6"]
    assert (found["P3"].mood, found["P3"].aside) == ("now", steps[-1])
    assert found["P3"].step.role is Role.KABID
    steps.append(signed("P3", "refuse", S.AT_KABID, S.REFUSED))
    found = lines(way, steps, moments={"freeze": AT, "inform": None})
    assert (found["P3"].mood, found["P3"].aside) == ("stopped", steps[-1])


def test_a_review_sent_back_is_to_be_signed_again() -> None:
    steps = [
        signed("R1", "open", S.DRAFT, S.OPEN), signed("R3", "sign", S.OPEN, S.AT_KABID),
        signed("R4", "return", S.AT_KABID, S.OPEN),
    ]  # fmt: skip
    found = lines(Way(course=Course.REVIEW), steps, moments={"freeze": AT, "seen": None})
    assert list(found) == ["R1", "R2", "R3", "R4", "R5", "R6", "R7"]
    moods = {number: line.mood for number, line in found.items()}
    assert moods == {"R1": "done", "R2": "spared", "R3": "now", "R4": "stopped", "R5": "done",
                     "R6": "later", "R7": "spared"}  # fmt: skip
