"""The demonstration's mutasi: three people changed their places by one decree."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Final

from sqlalchemy.orm import Session

from register import mutations
from register.seeding.by import acting
from register.seeding.papers import scan
from register.seeding.people import OFFICIALS
from register.seeding.times import OfficeTimes

CARRIED_OUT: Final = (45, time(10, 40))  # days ago
DECIDED: Final = timedelta(days=5)  # before
MOVED: Final = ("deputi", "ayu", "intan")


def carry_out(session: Session, who: Mapping[str, int], times: OfficeTimes) -> None:
    """Let tata usaha carry it out: who is moved stands where the table of officials has him.

    Args:
        session: the writing transaction, of a demonstration's register.
        who: id of each official, by his key.
        times: at which people act.
    """
    at, by = times.at(*CARRIED_OUT), acting(session, who["surat"])
    day = at.astimezone(times.zone).date()
    moved = [each for each in OFFICIALS if each.key in MOVED]
    answers = {
        "nomor": f"800.1.3.1/214/{day.year}", "tanggal": (day - DECIDED).isoformat(),
        "tmt": day.isoformat(),
        "baris": [
            {"orang": str(who[each.key]), "jabatan": each.title, "unit": each.unit,
             "akhiri": "tidak", "kartu": "tetap", "peran": each.role if each.by_decree else ""}
            for each in moved
        ],
    }  # fmt: skip
    paper = mutations.keep_scan(session, "keputusan-mutasi.png", scan(), by, at)
    mutations.carry_out(session, answers, paper.id, by, at)
