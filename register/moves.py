"""What may be done to a dossier now, by whom, and for whom it waits: read off the tables (pure)."""

from typing import Final

from register.errors import StepNotAllowed
from register.ways import STEPS
from register.workflow import Role, State, Step

ASIDE: Final = frozenset({"withdraw", "return", "reject", "initial"})
"""Acts that move a dossier back or aside, or that nothing waits for."""


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
