"""What the two files can fail with."""


class LedgerError(Exception):
    """Base of every error that the ledger raises on purpose."""


class RegisterUnreadable(LedgerError):
    """The register cannot be read now: locked, missing, damaged, or of another version."""


class JournalUnwritable(LedgerError):
    """An event could not be committed: disk full, read-only, or failing."""


class JournalBroken(LedgerError):
    """The journal's chain does not verify.

    Attributes:
        seq: the first event that is wrong.
    """

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"journal broken at event {seq}: {why}")
        self.seq, self.why = seq, why
