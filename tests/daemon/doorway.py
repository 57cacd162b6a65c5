"""A door that waits, at which tests let people tap one after the other."""

from typing import Any

from daemon.decide import (
    Decision,
    DoorRules,
    Situation,
    decide,
)
from ledger.access import Entry
from ledger.events import Reason
from tests.daemon.people import RULES, tap


class Doorway:
    """A door at which people tap, one after the other; what it waits for goes from tap to tap."""

    def __init__(self, rules: DoorRules = RULES, **situation: Any) -> None:  # noqa: ANN401 - its fields
        self.rules, self.now = rules, Situation(**situation)

    def tap(self, entry: Entry | None, seconds: float = 0.0, **attempt: Any) -> Decision:  # noqa: ANN401 - its fields
        decision = decide(entry, tap(seconds, **attempt), self.rules, self.now)
        self.now = self.now._replace(waiting=decision.waiting)
        return decision

    @property
    def waits(self) -> list[tuple[str, Reason]]:
        found, waiting = [], self.now.waiting
        while waiting is not None:
            found.append((waiting.entry.cardholder, waiting.reason))
            waiting = waiting.behind
        return found
