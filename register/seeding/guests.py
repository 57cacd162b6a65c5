"""Who came to see a demonstration's server room, when, and with whom (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from register.seeding.times import CLOSES, OfficeTimes

SITI, BAGUS, RUDI = "P-S1T1RAHMA1", "P-BAG0SPRAT1", "P-R0D1HART0N"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with an escort; `carries` is a thing and its serial number."""

    name: str
    place: str
    purpose: str
    number: str
    escort: str
    carries: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit; `left` is None for who is inside still."""

    guest: Guest
    came: datetime
    left: datetime | None


JONI: Final = Guest("Joni Firmansyah", "PT Dingin Abadi", "Perawatan pendingin",
                    "3503011504880002", SITI, ("Manometer", "DA-2207"))  # fmt: skip
LIA: Final = Guest("Lia Anggraini", "Badan Pusat Statistik", "Survei sarana TIK",
                   "3503025207920001", BAGUS)  # fmt: skip
FILTER: Final = Guest("Joni Firmansyah", "PT Dingin Abadi", "Penggantian filter",
                      JONI.number, BAGUS, ("Laptop", "5CG9341XKL"))  # fmt: skip
RINI: Final = Guest("Rini Astuti", "Bagian Umum Setda", "Pengecekan alat pemadam",
                    "3503036611850003", SITI)  # fmt: skip
EKO: Final = Guest("Eko Prasetyo", "PT Serat Nusantara", "Pengukuran serat",
                   "3503042309900001", SITI, ("OTDR", "OT-88123"))  # fmt: skip
REPAIR: Final = Guest("Rudi Hartono", "PT Sinar Jaringan Mandiri",
                      "Perbaikan darurat modul UPS ruang server", "", BAGUS)  # fmt: skip
PAST: Final = (  # days ago, from, for how many minutes
    (JONI, 5, time(9, 10), 95),
    (LIA, 3, time(10, 20), 40),
    (FILTER, 1, time(13, 5), 70),
    (RINI, 1, time(10, 45), 25),
)
INSIDE: Final = ((EKO, 55), (REPAIR, 26))  # minutes ago
EARLIER: Final = (EKO, time(9, 40), 75)  # of a day whose office hours are over


def visits(times: OfficeTimes) -> Sequence[Visited]:
    """Return the visits in the order in which they began.

    Who is inside came in the last hour, where the office was open then; after it has closed,
    who carries no card has left again. Who carries one has not come yet: his card ends as he
    leaves, and it is to open in the demonstration.
    """
    found = [_visited(guest, times.at(back, begun), lasts) for guest, back, begun, lasts in PAST]
    found += [
        Visited(guest, came, None)
        for guest, ago in INSIDE
        if (came := times.minutes_ago(ago)) is not None
    ]
    if times.works(times.today) and times.now >= times.on(times.today, CLOSES):
        guest, begun, lasts = EARLIER
        found = [each for each in found if each.left is not None]
        found.append(_visited(guest, times.on(times.today, begun), lasts))
    return sorted(found, key=lambda each: each.came)


def _visited(guest: Guest, came: datetime, minutes: int) -> Visited:
    return Visited(guest, came, came + timedelta(minutes=minutes))
