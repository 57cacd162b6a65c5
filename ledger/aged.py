"""How far the journal has grown too old to be kept."""

from ledger.instant import ClockState
from ledger.reading import Reader


def last_before(reader: Reader, cutoff: int) -> int:
    """Return the newest event such that it and all before it are older; 0 where none is.

    Only events of a synced clock tell the time: a date that a clock without a battery made up
    neither keeps the journal for ever nor drops what is young.

    Args:
        reader: of the journal.
        cutoff: UTC ms; what happened then or later is kept.
    """
    found = seq = 0
    while events := reader.after(seq):
        for event in events:
            seq = event.seq
            if event.clock != ClockState.SYNCED:
                continue
            if event.wall >= cutoff:
                return found
            found = seq
    return found
