"""Server-sent events: few viewers at once, each told what it has not seen.

Each stream holds a thread of the server, and the last free thread froze every server that was
tried: so at most `MOST` of the server's 32, and whoever comes later asks again every while.
"""

import json
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Final, Generic, TypeVar

from admin.board import Board, News

MOST: Final = 8
HEARTBEAT: Final = 3.0  # seconds; who went away is noticed at the next write, and so are we
State = TypeVar("State")
Told = Iterator[tuple[str, int | None, object]]  # event, its id, what it carries


class Streams(Generic[State]):
    """The streams of one board."""

    def __init__(self, board: Board[State], heartbeat: float = HEARTBEAT) -> None:
        self._board, self._heartbeat = board, heartbeat
        self._lock, self._open = Lock(), 0

    def open(self, after: int, tell: Callable[[News[State]], Told]) -> "Stream | None":
        """Return the text of a stream, or None where `MOST` are open.

        Args:
            after: the last line that the viewer has (a seq); 0 is none.
            tell: what to send of the news.
        """
        with self._lock:
            if self._open >= MOST:
                return None
            self._open += 1
        return Stream(self._told(after, tell), self._done)

    def _told(self, after: int, tell: Callable[[News[State]], Told]) -> Iterator[str]:
        yield "retry: 500\n\n"
        news: News[State] | None = self._board.since(0, after)
        version = 0
        while not self._board.closed:
            if news is None:
                yield _framed("beat", None, None)
            else:
                version = news.version
                yield from (_framed(*each) for each in tell(news))
            news = self._board.wait(version, self._heartbeat)

    def _done(self) -> None:
        with self._lock:
            self._open -= 1


class Stream:
    """An iterator that says once when it is done with, begun or not."""

    def __init__(self, inner: Iterator[str], done: Callable[[], None]) -> None:
        self._inner, self._done = inner, done
        self._closed = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return next(self._inner)

    def close(self) -> None:
        """Give the place back; the server calls it when the viewer is gone."""
        if not self._closed:
            self._closed = True
            self._done()


def _framed(event: str, seq: int | None, carried: object) -> str:
    """Return one event as the wire wants it (HTML standard, section 9.2)."""
    name = "" if seq is None else f"id: {seq}\n"
    return f"event: {event}\n{name}data: {json.dumps(carried, ensure_ascii=False)}\n\n"
