"""What may be done to a dossier now, by whom, and for whom it waits: read off the tables (pure)."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from register.errors import StepNotAllowed
from register.ways import STEPS
from register.workflow import Role, State, Step

ASIDE: Final = frozenset({"withdraw", "return", "reject", "initial"})
"""Acts that move a dossier back or aside, or that nothing waits for."""


class Led(Protocol):
    """What led a dossier to a state."""

    @property
    def after(self) -> State:
        """The state."""


Made = TypeVar("Made", bound=Led)


def possible(way: str, state: State) -> tuple[Step, ...]:
    """Return what may be done to a dossier in a state, whoever does it."""
    return tuple(step for step in STEPS[way] if step.before is state)


def advance(way: str, act: str, state: State, roles: frozenset[Role]) -> Step:
    """Return the step that an act is for somebody with these roles; StepNotAllowed otherwise."""
    for step in possible(way, state):
        if step.act == act and step.role in roles:
            return step
    raise StepNotAllowed(act, state, roles)


def waits_for(way: str, state: State) -> Role | None:
    """Return who is to act next, or None where nobody is awaited."""
    return next((step.role for step in possible(way, state) if step.act not in ASIDE), None)


def since_draft(steps: Sequence[Made]) -> tuple[Made, ...]:
    """Return those of some signatures that were given since the last that sent it back."""
    back = max((n for n, step in enumerate(steps) if step.after is State.DRAFT), default=-1)
    return tuple(steps[back + 1 :])
