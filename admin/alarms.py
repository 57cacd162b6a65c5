"""Which alarms stand, told from the journal's lines alone (pure)."""

from collections.abc import Iterable, Mapping
from typing import Final

from ledger.events import Kind

ENDS: Final[Mapping[Kind, Kind]] = {  # what ends an alarm: the alarm
    Kind.FORCED_OPEN_ENDED: Kind.FORCED_OPEN,
    Kind.HELD_OPEN_ENDED: Kind.HELD_OPEN,
    Kind.TAMPER_ENDED: Kind.TAMPER,
    Kind.FIRE_ENDED: Kind.FIRE,
    Kind.REX_FREED: Kind.REX_STUCK,
    Kind.CONTACT_FREED: Kind.CONTACT_STUCK,
    Kind.READER_BACK: Kind.READER_LOST,
    Kind.STORAGE_BACK: Kind.STORAGE_FAILED,
    Kind.REGISTER_BACK: Kind.REGISTER_LOST,
}
STARTS: Final = frozenset(ENDS.values())


def standing(events: Iterable[tuple[Kind | str, str | None]]) -> tuple[Kind, ...]:
    """Return the alarms that have begun and not ended, oldest first, each kind once.

    A start of the daemon ends them all: what still holds is said anew.

    Args:
        events: kind and reader of each, in the journal's order.
    """
    alarms: dict[tuple[Kind, str | None], None] = {}
    for kind, reader in events:
        if isinstance(kind, Kind) and kind in STARTS:
            alarms.setdefault((kind, reader))
        elif isinstance(kind, Kind) and kind in ENDS:
            alarms.pop((ENDS[kind], reader), None)
        elif kind is Kind.STARTED:
            alarms.clear()
    return tuple(dict.fromkeys(kind for kind, _ in alarms))
