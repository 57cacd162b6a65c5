"""The reading half of the register: one prepared, indexed read of the allowlist view a tap."""

from pathlib import Path

from ledger.access import Entry


class Allowlist:
    """The register open for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, fingerprint: bytes) -> Entry | None:
        """Return what the register says of a card at this instant, or None for an unknown one.

        Raises RegisterUnreadable within 250 ms.
        """
        raise NotImplementedError
