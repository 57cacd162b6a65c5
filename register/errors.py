"""What the register refuses; every message is a sentence for the person who asked."""

from collections.abc import Sequence
from pathlib import Path


class RegisterError(Exception):
    """Base of every error that the register raises on purpose."""


class NotARegister(RegisterError):
    """The file is missing, exists where a new one was wanted, or is something else."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class SeedRefused(RegisterError):
    """A seed file may not be planted here, or says something impossible."""


class OrderRefused(RegisterError):
    """An order to a door lacks what its kind needs."""


class CalendarRefused(RegisterError):
    """A calendar file has rows that cannot be read; nothing of it was taken.

    Attributes:
        rows: one sentence a bad row, each beginning with its line number.
    """

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__("\n".join(rows))
        self.rows = tuple(rows)
