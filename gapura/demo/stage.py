"""One thread that does what happens in the demo, one thing after another, now or later."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

NS_PER_S: Final = 1_000_000_000
Happening = Callable[[int], None]  # told the monotonic ns at which it happens


class Stage:
    """The thread, its inbox and its appointments."""

    def __init__(self, ticks: Callable[[], int]) -> None:
        self._ticks = ticks
        self._inbox: SimpleQueue[Happening | None] = SimpleQueue()
        self._later: list[tuple[int, int, Happening]] = []
        self._order = count()
        self._thread = Thread(target=self._run, name="stage")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def put(self, happening: Happening) -> None:
        """Let something happen next; from any thread."""
        self._inbox.put(happening)

    def later(self, at: int, happening: Happening) -> None:
        """Let something happen at `at`; from the stage's own thread."""
        heappush(self._later, (at, next(self._order), happening))

    def close(self) -> None:
        """End after what stands in the inbox; appointments are dropped."""
        self._inbox.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (happening := self._next()) is not None:
            happening(self._ticks())

    def _next(self) -> Happening | None:
        if not self._later:
            return self._inbox.get()
        wait = max(0, self._later[0][0] - self._ticks()) / NS_PER_S
        try:
            return self._inbox.get(timeout=wait) if wait else self._inbox.get_nowait()
        except Empty:
            return heappop(self._later)[2]
