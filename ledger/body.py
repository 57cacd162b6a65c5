"""An event as the journal stores it: canonical JSON, ASCII, in one fixed order of keys."""

from json import JSONEncoder
from json.encoder import encode_basestring_ascii as quote
from typing import Final

from ledger.events import Event

DETAIL: Final = JSONEncoder(separators=(",", ":"), sort_keys=True, allow_nan=False)


def body(seq: int, boot: str, event: Event, *, late: bool = False) -> str:
    """Return an event's text: `seq` first, what is not known left out, `detail` last.

    Everything outside printable ASCII is escaped, so no text can break a line or a terminal.

    Args:
        seq: the event's number in the journal.
        boot: this boot's id, 32 hex digits.
        event: what happened.
        late: it could not be written when it happened; its instant is still the true one.

    Raises:
        ValueError: a float in `detail` that is not finite.
    """
    at = event.at
    text = (
        f'{{"seq":{seq},"boot":"{boot}","wall":{at.wall},"ticks":{at.ticks}'
        f',"clock":"{at.clock}","kind":"{event.kind}"'
    )
    if event.door is not None:
        text += ',"door":' + quote(event.door)
    if event.reader is not None:
        text += ',"reader":' + quote(event.reader)
    if event.reason is not None:
        text += ',"reason":"' + event.reason + '"'
    if event.subject is not None:
        text += ',"subject":' + quote(event.subject)
    if event.card is not None:
        text += f',"card":{event.card}'
    return text + _rest(event, late=late)


def _rest(event: Event, *, late: bool) -> str:
    """Return the keys behind `card`, and the closing brace."""
    text = "" if event.revision is None else f',"revision":{event.revision}'
    if event.order is not None:
        text += f',"order":{event.order}'
    if late:
        text += ',"late":true'
    if event.detail is not None:
        text += ',"detail":' + DETAIL.encode(dict(event.detail))
    return text + "}"
