"""A fault at any line of a tap's path opens nothing that is not recorded, and stops no next tap."""

import linecache
import sys
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Self

from daemon.taps import Taps
from tests.daemon.office import card
from tests.scenarios.site import Site

ROOT = Path(__file__).parents[2]
ROOMS = tuple(f"{ROOT / room}/" for room in ("daemon", "ledger", "hardware"))
# No statement, or the giving back of a lock: to fail there is not in their power.
CANNOT_FAIL = ("try:", "else:", "finally:", "self._lock.release()", "with self._lock")
WITHIN = Taps.card.__code__


class Injected(Exception):
    """What no one foresaw."""


class Saboteur:
    """Raises at the n-th line that a tap runs, and counts them."""

    def __init__(self, nth: int) -> None:
        self.seen, self._nth = 0, nth
        self.where = ""

    def __enter__(self) -> Self:
        sys.settrace(self._call)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    @property
    def struck(self) -> bool:
        return bool(self.where)

    def _call(self, frame: FrameType, _event: str, _argument: object) -> Any:  # noqa: ANN401 - sys.settrace's own
        return self._line if _ours(frame.f_code) and _is_tap(frame) else None

    def _line(self, frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - as above
        place = frame.f_code.co_filename, frame.f_lineno
        if event == "line" and not linecache.getline(*place).strip().startswith(CANNOT_FAIL):
            self.seen += 1
            if self.seen == self._nth:
                self.where = f"{Path(place[0]).name}:{place[1]}"
                raise Injected(self.where)
        return self._line


def _ours(code: CodeType) -> bool:
    return code.co_filename.startswith(ROOMS)


def _is_tap(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code is WITHIN:
            return True
        frame = frame.f_back
    return False


def test_a_fault_at_any_line_of_a_tap_releases_nothing_unrecorded(site: Site) -> None:
    nth, struck = 0, True
    while struck:
        nth += 1
        site.said()
        site.moves.clear()
        granted = sum(event.kind == "granted" for event in site.events())
        with Saboteur(nth) as saboteur:
            site.tap(card("siti"))
        struck = saboteur.struck
        for level, recorded in site.moves:
            assert not level or recorded == granted + 1, saboteur.where
        if site.moves and saboteur.where.startswith("taps.py"):
            assert site.reasons() == ["granted"], f"{saboteur.where}: released, then told denied"
        if not struck:
            assert [level for level, _ in site.moves] == [True]
        site.wait(seconds=7)
        assert not site.unlocked(), saboteur.where
        site.tap(card("bagus"))
        assert site.unlocked(), saboteur.where
        site.wait(seconds=7)
    assert nth > 150
