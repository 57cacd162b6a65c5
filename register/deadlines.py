"""When a step is due, by the limits that the office set; where it set none, never (pure).

The SOP's own Waktu cells are empty: a limit is a setting in calendar days, by the step's number.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from register.workflow import Role, Step

DAY: Final = timedelta(days=1)
ABOVE: Final[Mapping[Role, Role]] = {
    Role.OPERATOR: Role.KASI,
    Role.KASI: Role.KABID,
    Role.KABID: Role.KADIS,
    Role.KADIS: Role.SECRETARY,  # nobody in the office is above him: who keeps his desk is told
    Role.SECRETARY: Role.KADIS,
    Role.SUPERIOR: Role.KADIS,  # for whom the step was meant next
    Role.APPLICANT: Role.OPERATOR,  # a card that nobody fetches
}
"""Who is told when a step of a role is past due."""
LADDER: Final = 3  # rungs: one more for each limit that passes


def due(step: Step, since: datetime, limits: Mapping[str, int] | None) -> datetime | None:
    """Return when a step that waits since a moment is due, or None where no limit was set."""
    days = (limits or {}).get(step.number)
    return None if days is None else since + days * DAY


def days_late(step: Step, since: datetime, limits: Mapping[str, int] | None, at: datetime) -> int:
    """Return how many days a step is past due, a day begun counting whole; 0 where it is not."""
    end = due(step, since, limits)
    return 0 if end is None else days_past(end, at)


def days_past(end: datetime, at: datetime) -> int:
    """Return how many days a moment is past, a day begun counting whole; 0 where it is not."""
    return 0 if at < end else (at - end) // DAY + 1


def reminds(step: Step, since: datetime, limits: Mapping[str, int] | None, at: datetime) -> bool:
    """Return whether he with whom it waits is to be reminded: from a day before it is due."""
    end = due(step, since, limits)
    return end is not None and at >= max(since + DAY, end - DAY)


def rungs(step: Step, since: datetime, limits: Mapping[str, int] | None, at: datetime) -> int:
    """Return how many above are to know: one at the due date, one more each limit after it."""
    end = due(step, since, limits)
    return 0 if end is None else min((at - since) // (end - since), LADDER)
