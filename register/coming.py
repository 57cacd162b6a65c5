"""When a visitor came in, as the desk says it: never later than now, nor before today."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from register import dates
from register.forms.complaint import Complaint
from register.models import Card

FIELD: Final = "masuk"


def moment(said: str, zone: ZoneInfo, at: datetime) -> datetime:
    """Return when he came: as it was said on the office's clock (ISO, no zone), else now."""
    return datetime.fromisoformat(said).replace(tzinfo=zone).astimezone(UTC) if said else at


def untimely(
    came: datetime, card: Card | None, zone: ZoneInfo, at: datetime
) -> tuple[Complaint, ...]:
    """Complain of a time in that is to come, or before today.

    With the day card of an approved visit that began on a day before, its beginning is the first.
    """
    first = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if card is not None:
        first = min(first, card.grant.valid_from)
    if first <= came <= at:
        return ()
    since, now = (
        {language: dates.moment(each, zone.key, language) for language in ("id", "en")}
        for each in (first, at)
    )
    return (
        Complaint(
            FIELD,
            f"Jam masuk: isi antara {since['id']} dan sekarang, {now['id']}.",
            f"The time in: choose one between {since['en']} and now, {now['en']}.",
        ),
    )
