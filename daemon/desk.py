"""The readers that have no door: what they see is shown to the operator's page, and moves nothing.

A card held here is judged for nobody and looked up nowhere: the journal keeps its fingerprint,
and the office, which asks the register, says whose it is or makes it somebody's.
"""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.feedback import ANSWERS
from daemon.recorder import Recorder
from daemon.taps import REFUSED
from hardware.portal import Indicator, Pattern, PinEdge
from hardware.readers import (
    CardRead,
    CardRefused,
    KeyPressed,
    ReaderBack,
    ReaderEvent,
    ReaderLost,
)
from ledger.credential import fingerprint, last_four
from ledger.events import Event, Kind


class Desk:
    """All desk readers, each a name and its light. Only the loop's thread calls it."""

    def __init__(self, readers: Mapping[str, Indicator], recorder: Recorder, secret: bytes) -> None:
        """Take the readers, what records, and the key of the fingerprints."""
        self._readers, self._recorder, self._secret = readers, recorder, secret
        self._heard: Final[Mapping[type, Callable[..., None]]] = {
            CardRead: self._card,
            CardRefused: self._refused,
            KeyPressed: lambda _: None,  # there is nobody to prove anything
            ReaderLost: self._lost,
            ReaderBack: self._back,
        }

    def hear(self, incoming: ReaderEvent | PinEdge) -> bool:
        """Take what a desk reader delivers; False where it is a door's."""
        if isinstance(incoming, PinEdge) or incoming.reader not in self._readers:
            return False
        self._heard[type(incoming)](incoming)
        return True

    def _card(self, read: CardRead) -> None:
        self._readers[read.reader].show(Pattern.WAITING)
        self._recorder.note(
            Event(
                kind=Kind.CARD_SHOWN,
                at=self._recorder.clock.now(),
                reader=read.reader,
                subject=fingerprint(read.number.text, self._secret).hex(),
                detail={
                    "technology": read.number.technology,
                    "last_four": last_four(read.number.text),
                    "assurance": read.assurance.name,
                },
            )
        )

    def _refused(self, seen: CardRefused) -> None:
        reason = REFUSED[seen.why]
        self._readers[seen.reader].show(ANSWERS.get(reason, Pattern.DENIED))
        self._recorder.note(
            Event(
                kind=Kind.CARD_SHOWN,
                at=self._recorder.clock.now(),
                reader=seen.reader,
                reason=reason,
            )
        )

    def _lost(self, lost: ReaderLost) -> None:
        self._recorder.say(Kind.READER_LOST, reader=lost.reader, detail={"why": lost.why})
        self._readers[lost.reader].rest(Pattern.FAULT)

    def _back(self, back: ReaderBack) -> None:
        self._recorder.say(Kind.READER_BACK, reader=back.reader)
        self._readers[back.reader].rest(Pattern.IDLE)
