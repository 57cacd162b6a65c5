"""A bench that needs no daemon: what the page is shown is put there by the test."""

from collections.abc import Mapping, Sequence

from admin.board import Board
from admin.demo import DemoState
from admin.demo_hand import CardInHand
from admin.journal_lines import Person
from ledger.events import Kind, Reason
from ledger.reading import Recorded

SITI = "P-S1T1RAHMA1"


class StandInBench:
    """Remembers what was done to it."""

    def __init__(self) -> None:
        self.board: Board[DemoState] = Board()
        self.hand: Sequence[CardInHand] = (
            CardInHand("granted", "Siti Rahmawati", "Persandian", "0001", "iso14443a"),
        )
        self.people: Mapping[str, Person] = {SITI: Person("Siti Rahmawati", "Persandian")}
        self.done: list[str] = []

    def tap(self, card: str) -> None:
        self.done.append(f"tap {card}")

    def show(self, card: str) -> None:
        self.done.append(f"show {card}")

    def press(self, key: str) -> None:
        self.done.append(f"press {key}")

    def act(self, act: str) -> None:
        self.done.append(act)


def event(
    seq: int,
    kind: Kind,
    reason: Reason | None = None,
    *,
    subject: str | None = None,
    reader: str | None = None,
    clock: str = "synced",
) -> Recorded:
    """One event of 2026-11-24 08:00 in Jakarta."""
    wall = 1_795_482_000_000
    return Recorded(
        seq, "0" * 32, wall, seq, clock, kind, reader=reader, reason=reason, subject=subject
    )
