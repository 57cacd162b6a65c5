"""What a line of the log says besides who and where: in words, whatever the daemon wrote."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from ledger.events import Event, Kind
from ledger.instant import ClockState, Instant
from ledger.orders import OrderKind
from tests.admin.door_log import Watched

DIGEST: Final = "ab" * 32


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Watched]:
    made = Watched(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "detail", "told"),
    [
        (Kind.CLOCK_STATE, {"from": "untrusted", "to": "synced"},
         ("tidak tepercaya", "tersinkron dengan server waktu")),
        (Kind.CLOCK_STEPPED, {"before": 1_790_000_000_000, "after": 1_790_000_240_000},
         ("Sebelumnya", "21 Sep 2026")),
        (Kind.CONFIG_CHANGED, {"from": DIGEST, "to": DIGEST}, (f"{DIGEST[:12]}…",)),
        (Kind.STARTED, {"config": DIGEST, "readers": "r1:server:in r2:server:out r3::in"},
         ("r1 (masuk), r2 (keluar), r3 (di meja)",)),
        (Kind.CARD_SHOWN, {"technology": "em4100", "assurance": "UID_ONLY", "last_four": "01AB"},
         ("125 kHz (EM4100, TK4100)", "dapat dikloning", "01AB")),
        (Kind.ORDER_OBEYED, {"what": OrderKind.UNLOCK, "by": "P-0000000000"},
         ("buka sesaat", "P-0000000000")),
        (Kind.GRANTED, {"also": "holiday"}, ("Juga",)),
    ],
)  # fmt: skip
def test_a_detail_is_told_in_words(
    door: Watched, kind: Kind, detail: dict[str, str | int], told: tuple[str, ...]
) -> None:
    at = Instant(1_790_000_000_000, 1, ClockState.SYNCED)
    line = door.record([Event(kind, at, "server", "r1", detail=detail)])
    page = door.office.visitor("kasi").get(f"/log-pintu/baris/{line}").text
    for words in told:
        assert words in page
    for raw in (*detail, *map(str, detail.values())):
        assert f"<code>{raw}" not in page
    assert DIGEST not in page
