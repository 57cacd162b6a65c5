"""What the register refuses; every message is a sentence for the person who asked."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol


class Said(Protocol):
    """What is said in both languages, and of which answer."""

    @property
    def field(self) -> str:
        """The answer's path in its form."""

    @property
    def id(self) -> str:
        """In Indonesian."""

    @property
    def en(self) -> str:
        """In English."""


class RegisterError(Exception):
    """Base of every error that the register raises on purpose."""


class NotARegister(RegisterError):
    """The file is missing, exists where a new one was wanted, or is something else."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path


class KeyWanted(RegisterError):
    """The key that the register's fields are sealed under is missing, or is another's."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"{file}: {why}; identity numbers and second factors are sealed under this key: put it"
            " back from where its copy is kept (mode 0600, the register's owner)"
        )
        self.file = file


class SeedRefused(RegisterError):
    """A seed file may not be planted here, or says something impossible."""


class CalendarRefused(RegisterError):
    """A calendar file has rows that cannot be read; nothing of it was taken.

    Attributes:
        rows: one sentence a bad row, each beginning with its line number.
    """

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__("\n".join(rows))
        self.rows = tuple(rows)


class Refusal(RegisterError):
    """A refusal for the person who asked, in both languages.

    Attributes:
        id: the sentence in Indonesian.
        en: the same in English; also the exception's own text.
    """

    def __init__(self, id: str, en: str) -> None:  # noqa: A002 - the language's own code
        super().__init__(en)
        self.id, self.en = id, en


class OutOfOrder(Refusal):
    """The register's file cannot be read or written now; nothing of what was asked is kept."""


class OrderRefused(Refusal):
    """An order to a door lacks what its kind needs, or is not this person's to give."""


class StepNotAllowed(Refusal):
    """Somebody tried a step that the dossier is not ready for, or that is another's."""

    def __init__(self, act: str, state: str, roles: Iterable[str]) -> None:
        who = ", ".join(sorted(roles))
        super().__init__(
            f"Langkah {act} bukan langkah {who or 'siapa pun'} selama berkas berstatus {state}.",
            f"{act} is not a step for {who or 'nobody'} while the dossier is {state}",
        )
        self.act, self.state, self.roles = act, state, frozenset(roles)


class AuditBroken(RegisterError):
    """The audit does not verify: a line is missing or was altered."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"line {seq} of the audit is missing or was altered after it was written")
        self.seq = seq


class NotFound(Refusal):
    """What was asked for is not there, or not for him who asks."""


class SeparationOfDuties(Refusal):
    """Somebody would sign twice where different people must, or on his own request."""


class NoteWanted(Refusal):
    """An act that needs words of its own came without them."""

    def __init__(self, act: str, label_id: str, label_en: str) -> None:
        """Take the act's key and what it is called."""
        super().__init__(
            f"Alasan wajib diisi untuk \u201c{label_id}\u201d.",
            f"\u201c{label_en}\u201d: a reason is wanted",
        )
        self.act = act


class ChangedMeanwhile(Refusal):
    """The dossier went on since the signer looked; nothing of this act was taken.

    Attributes:
        own: whether he himself was the last who acted on it, in another tab or by a second press.
    """

    def __init__(self, dossier: int, *, own: bool) -> None:
        who_id, who_en = ("Anda sendiri", "yourself") if own else ("orang lain", "somebody else")
        super().__init__(
            f"Berkas ini sudah diubah oleh {who_id} sejak halaman ini dibuka.",
            f"this dossier was changed by {who_en} since this page was opened",
        )
        self.dossier, self.own = dossier, own


class AccountRefused(Refusal):
    """An account, a password or a factor cannot be as asked."""


class LinkRefused(Refusal):
    """A one-time link cannot be made, or is worth nothing any more."""


class FilingRefused(Refusal):
    """A signed paper cannot be filed so."""


class CardRefused(Refusal):
    """A card cannot be issued, handed over or brought back as asked."""


class VisitRefused(Refusal):
    """A visit cannot be recorded or closed as asked."""


class ReviewRefused(Refusal):
    """A review cannot be begun, decided, signed or extended as asked."""


class TenureRefused(Refusal):
    """A post cannot be given as asked."""


class KeyholderRefused(Refusal):
    """A keyholder cannot be named or released as asked."""


class SettingRefused(Refusal):
    """A setting is unknown or its value is impossible."""


class AnomalyRefused(Refusal):
    """What is done about a finding lacks something, or comes too late."""


class SignOffRefused(Refusal):
    """A month of the log cannot be signed as asked."""


class Incomplete(Refusal):
    """A form has answers that are missing or wrong; nothing was signed.

    Attributes:
        complaints: one an answer, as `register.forms.complaint.Complaint` says them.
    """

    def __init__(self, complaints: Sequence[Said]) -> None:
        super().__init__(
            " ".join(each.id for each in complaints), " ".join(each.en for each in complaints)
        )
        self.complaints = tuple(complaints)
