"""What wires can fail with."""


class HardwareError(Exception):
    """Base of every error that hardware raises on purpose."""


class ReaderOffline(HardwareError):
    """A reader cannot be opened or stopped answering."""

    def __init__(self, reader: str, why: str) -> None:
        super().__init__(f"reader {reader} is offline: {why}")
        self.reader, self.why = reader, why


class NumberRefused(HardwareError, ValueError):
    """A card number is not whole, or not one that may stand for a card."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(f"card number of {len(text)} characters refused: {why}")
        self.why = why


class PinsUnavailable(HardwareError):
    """The GPIO chip, or a line of it, cannot be claimed by us."""


class ChipWedged(HardwareError):
    """A chip answers but does not do what it was told; a reset may mend it."""
