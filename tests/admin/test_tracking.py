"""The tracker shows the SOP's ten steps, the one that nobody signs among them."""

from datetime import UTC, datetime
from typing import Final

import pytest

from admin.tracking import tracked
from register.models import Dossier, SignedStep
from register.workflow import State, Way

TEN: Final = [str(number) for number in range(1, 11)]
AT: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_the_ten_steps_stand_in_their_order() -> None:
    lines = tracked(Way(), (), Dossier(state=State.AT_SUPERIOR))
    assert [line.number for line in lines] == TEN
    assert [line.mood for line in lines] == ["later", "now", *["later"] * 8]


@pytest.mark.parametrize(("act", "state"), [("issue", State.ISSUED), ("reject", State.REJECTED)])
def test_the_pemohon_is_informed_by_itself_of_a_card_and_of_a_refusal(
    act: str, state: State
) -> None:
    signed = SignedStep(act=act, at=AT)
    eighth = tracked(Way(), (signed,), Dossier(state=state))[7]
    assert (eighth.number, eighth.mood, eighth.told, eighth.signed) == ("8", "done", AT, None)
