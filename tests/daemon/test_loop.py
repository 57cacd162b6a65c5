"""One inbox, one deadline."""

from daemon.loop import MOST_AT_ONCE, Loop, Stop
from hardware.portal import PinEdge, Sense
from hardware.readers import ReaderEvent

EDGE = PinEdge("server", Sense.CONTACT, active=True, ticks=0)


class Part:
    """Takes everything, and is due at every look; `broken`: raises whatever is asked of it."""

    def __init__(self, *, takes: bool = True, broken: bool = False) -> None:
        self.heard: list[ReaderEvent | PinEdge] = []
        self.ticked: list[int] = []
        self.told: list[str] = []
        self._takes, self._broken = takes, broken

    def hear(self, incoming: ReaderEvent | PinEdge) -> bool:
        self._fail()
        self.told.append("heard")
        if self._takes:
            self.heard.append(incoming)
        return self._takes

    def due(self) -> int | None:
        return 0

    def tick(self, at: int) -> None:
        self._fail()
        self.told.append("ticked")
        self.ticked.append(at)

    def _fail(self) -> None:
        if self._broken:
            raise RuntimeError("a fault of ours")


def loop_of(*parts: Part) -> Loop:
    loop = Loop(lambda: 7)
    loop.listeners = loop.parts = parts
    return loop


def test_what_arrives_goes_to_the_first_who_takes_it() -> None:
    deaf, first, second = Part(takes=False), Part(), Part()
    loop = loop_of(deaf, first, second)
    assert loop.serve(EDGE)
    assert (first.heard, second.heard) == ([EDGE], [])
    assert deaf.ticked == first.ticked == second.ticked == [7]


def test_what_waits_is_heard_before_time_passes() -> None:
    part = Part()
    loop = loop_of(part)
    loop.put(EDGE)
    loop.serve(EDGE)
    assert part.told == ["heard", "heard", "ticked"]


def test_a_flood_does_not_stop_time_and_loses_nothing() -> None:
    part = Part()
    loop = loop_of(part)
    for _ in range(MOST_AT_ONCE + 5):
        loop.put(EDGE)
    loop.serve(EDGE)
    assert len(part.heard) == MOST_AT_ONCE
    assert part.ticked == [7]
    loop.serve(None)
    loop.put(Stop())
    loop.run()
    assert len(part.heard) == MOST_AT_ONCE + 6


def test_a_fault_of_one_part_stops_no_other() -> None:
    broken, sound = Part(broken=True), Part()
    loop = loop_of(broken, sound)
    assert loop.serve(EDGE)
    assert sound.heard == [EDGE]
    assert sound.ticked == [7]


def test_stop_ends_it() -> None:
    loop = loop_of(Part())
    assert not loop.serve(Stop())
