"""Test taps as a paper tells them: how they ended, and when."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from register import dates, settings
from register.models import CardAct
from register.papers.paper import AsWritten


def said(session: Session, found: Iterable[CardAct | None], *, passes: bool) -> AsWritten | None:
    """Say whether the newest test tap of each card ended as it should; None where none was made.

    Args:
        session: the register.
        found: of each card, or None of one that was not tested.
        passes: whether the door should have let them in.
    """
    taps = [each for each in found if each is not None]
    if not taps:
        return None
    as_wanted = all(bool(each.sheet["berhasil"]) is passes for each in taps)
    last = dates.moment(max(each.at for each in taps), settings.read(session).zone)
    return AsWritten(f"{'Ya' if as_wanted else 'Tidak'}, {last}")
