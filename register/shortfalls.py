"""What the administrator sees to before a desk stands still: posts, letterhead, keyholders."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from register import keyholders, settings
from register.messaging.awaited import Awaited, Matter
from register.models import Tenure
from register.settings import Settings
from register.workflow import Role

SOON: Final = timedelta(days=14)  # a post ends within that, and nobody follows
WANTED: Final = (
    Role.KADIS, Role.SECRETARY, Role.KABID, Role.KASI, Role.OPERATOR, Role.REGISTRY, Role.AUDITOR,
)  # fmt: skip
"""Posts that the procedure, or who looks after it, needs."""
LETTERHEAD: Final = ("address", "place")
"""Settings that every paper prints and that have no default."""


def found(session: Session, at: datetime) -> Sequence[Awaited]:
    """Return what is missing now or soon, of the posts, the settings and the keyholders."""
    tenures = session.scalars(
        select(Tenure)
        .where(or_(Tenure.valid_until.is_(None), Tenure.valid_until > at))
        .order_by(Tenure.valid_from)
    ).all()
    now = settings.read(session)
    opening = keyholders.opening(session, at) if now.lapse else {}
    return [*of_posts(tenures, at), *of_settings(now), *of_keyholders(opening)]


def of_posts(tenures: Sequence[Tenure], at: datetime) -> Iterator[Awaited]:
    """Yield what is amiss with the posts, by the tenures that have not ended (pure)."""
    standing = [each for each in tenures if each.valid_from <= at]
    held = {each.role for each in standing}
    if vacant := [role for role in WANTED if role not in held]:
        yield _named(Matter.VACANT, vacant)
    then = {
        each.role
        for each in tenures
        if each.valid_from <= at + SOON
        and (each.valid_until is None or each.valid_until > at + SOON)
    }
    if ending := [role for role in WANTED if role in held and role not in then]:
        yield _named(Matter.ENDING, ending)
    if len({each.person_id for each in standing if each.role is Role.OPERATOR}) == 1:
        yield Awaited(Matter.ALONE, 1)


def of_settings(now: Settings) -> Iterator[Awaited]:
    """Yield the lines of the letterhead that nobody filled in (pure)."""
    if missing := [key for key in LETTERHEAD if not getattr(now, key)]:
        yield Awaited(Matter.LETTERHEAD, len(missing), subject=",".join(missing))


def of_keyholders(opening: Mapping[int, bool]) -> Iterator[Awaited]:
    """Yield that fewer than two named keyholders could open a door (pure).

    Args:
        opening: who can, and whether he is named; where nobody can, nobody can be named yet.
    """
    able = sum(opening.values())
    if opening and able < keyholders.WANTED:
        yield Awaited(Matter.KEYHOLDERS, able)


def _named(matter: Matter, roles: Sequence[Role]) -> Awaited:
    return Awaited(matter, len(roles), subject=",".join(roles))
