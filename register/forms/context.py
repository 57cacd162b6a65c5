"""What a form must be told of the office and of the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from register.forms.choices import Choice
from register.forms.values import Values

DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far access may go; settings of the office.

    Attributes:
        standing_months: longest *tetap* and *terjadwal*, 1 to 12 months.
        temporary_days: longest *sementara*, in days, both ends counted.
        visit_hours: longest *kunjungan*, 1 to 24 hours, past midnight too.
        office_days: ISO weekdays as text, 1 is Monday.
        office_hours: as a time window.
        off: optional fields that the office does not ask; neither shown nor taken.
    """

    standing_months: int = 12
    temporary_days: int = 30
    visit_hours: int = DAY_HOURS
    office_days: tuple[str, ...] = ("1", "2", "3", "4", "5")
    office_hours: str = "07.30-16.00"
    off: frozenset[str] = frozenset({"foto"})

    def __post_init__(self) -> None:
        bounds = {"standing_months": 12, "temporary_days": 366, "visit_hours": DAY_HOURS}
        for name, most in bounds.items():
            if not 1 <= getattr(self, name) <= most:
                raise ValueError(f"{name} is {getattr(self, name)}; 1 to {most} is wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who and what the answers are held against.

    Attributes:
        today: at the office.
        choices: what the register offers, by the field's key: `pintu`, `kartu_lama`, `pendamping`;
            of a text, as `unit_kerja`, what a page suggests.
        accounts: NIP of everybody who can sign on a page.
        taken: identity numbers that belong to somebody other than the applicant.
        given: what the system itself knows and a condition may ask, by key.
    """

    today: date
    limits: Limits = Limits()
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    given: Values = field(default_factory=dict)
