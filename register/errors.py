"""What the register refuses; every message is a sentence for the person who asked."""

from collections.abc import Iterable, Sequence
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


class StepNotAllowed(RegisterError):
    """Somebody tried a step that the dossier is not ready for, or that is another's."""

    def __init__(self, act: str, state: str, roles: Iterable[str]) -> None:
        who = ", ".join(sorted(roles)) or "nobody"
        super().__init__(f"{act} is not a step for {who} while the dossier is {state}")
        self.act, self.state, self.roles = act, state, frozenset(roles)


class AuditBroken(RegisterError):
    """The audit does not verify: a line is missing or was altered."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"line {seq} of the audit is missing or was altered after it was written")
        self.seq = seq


class NotFound(RegisterError):
    """What was asked for is not there, or not for him who asks."""


class SeparationOfDuties(RegisterError):
    """Somebody would sign twice where different people must, or on his own request."""


class NoteWanted(RegisterError):
    """An act that needs words of its own came without them."""


class ChangedMeanwhile(RegisterError):
    """Somebody else acted on the dossier first; nothing of this act was taken."""


class CardRefused(RegisterError):
    """A card cannot be issued, handed over or brought back as asked."""


class TenureRefused(RegisterError):
    """A post cannot be given as asked."""


class SettingRefused(RegisterError):
    """A setting is unknown or its value is impossible."""
