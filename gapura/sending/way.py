"""What a way out of the house is to `gapura send`, and how it can fail."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from register.messaging.outbox import Letter


class NotSent(Exception):
    """A message was not taken; the text says what the other side said, and no secret.

    Attributes:
        final: another try would be answered the same.
        nobody: the other side is not there, or takes nothing now: the next message fares no better.
    """

    def __init__(self, why: str, *, final: bool = False, nobody: bool = False) -> None:
        super().__init__(why)
        self.final, self.nobody = final, nobody


Send = Callable[[Letter], None]
"""Returns once the other side has taken the message; raises NotSent."""


class Way(Protocol):
    """One way out."""

    def open(self) -> AbstractContextManager[Send]:
        """Connect for a run of messages; NotSent where nobody answers."""
