"""What the loop does between taps: the register's changes, the clock, the journal, the watchdog."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from daemon.clock_rules import Mark
from daemon.health import WATCHDOG_PERIOD_NS, Health
from daemon.housekeeping import REGISTER_EVERY_NS, SECOND_NS, Caretaker, RegisterWatch, Timekeeper
from daemon.obey import Orders
from hardware.portal import Pattern
from ledger.events import Kind
from ledger.orders import OrderKind, Refusal
from register.store import Store
from tests.daemon.office import person, placed
from tests.daemon.orders import order
from tests.daemon.threshold import Threshold
from tests.ledger.journals import unwritable
from tests.register.offices import later, raw

LONG_AGO = 1_000_000_000_000  # UTC ms


class House:
    """A door with its register's watch and its keeper of the time.

    Attributes:
        synced: whether a time source steers the clock.
    """

    def __init__(self, door: Threshold) -> None:
        self.door, self.clock, self.synced = door, door.clock, True
        mark = Mark(LONG_AGO, door.clock.passed)
        self.keeper = Timekeeper(
            door.clock, door.recorder, [door.memory], lambda: self.synced, mark, rtc=False
        )
        note, record_first = door.recorder.note, door.recorder.record_first
        orders = Orders({"server": door.point}, self.keeper, note, record_first, door.clock.now)
        self.watch = RegisterWatch(door.allowlist, [door.point], orders, door.recorder)
        self.register = Store(door.register)

    def look(self) -> list[str]:
        """Let the register be looked at; return what was recorded of it."""
        self.watch.tick(self.clock.passed)
        return [str(event.kind) for event in self.door.said()]

    def second(self) -> list[str]:
        """Let a second pass and the clocks be looked at; return what was recorded of it."""
        self.clock.passed += SECOND_NS
        self.keeper.tick(self.clock.passed)
        return self.door.kinds()

    def place(self, kind: OrderKind, **more: object) -> int:
        return placed(self.register, kind, self.clock.today, **more)

    def away(self) -> Path:
        """Take the register away, and return where it is."""
        return self.door.register.rename(self.door.register.with_name("away.db"))


@pytest.fixture
def house(door: Threshold) -> Iterator[House]:
    house = House(door)
    yield house
    house.register.close()


# the register


def test_each_revision_is_confirmed_once_by_its_number(house: House) -> None:
    assert house.look() == ["register-revision"]
    assert house.look() == []
    before = house.door.events()[-1].revision or 0
    house.place(OrderKind.LOCATE, reader="in")
    house.look()
    assert house.door.events()[-1].revision == house.door.allowlist.revision() == before + 1


def test_a_revision_is_confirmed_when_its_orders_are_obeyed_and_its_holidays_known(
    house: House,
) -> None:
    house.look()
    house.place(OrderKind.LOCKDOWN)
    with closing(raw(house.door.register)) as register:
        register.execute(
            "INSERT INTO holiday (date, name_id, name_en, kind, source)"
            " VALUES ('2026-12-25', 'Natal', 'Christmas', 'national', 'SKB')"
        )
    assert house.look() == ["order-obeyed", "register-revision"]
    assert house.door.memory.locked_down
    assert house.door.memory.holidays == {"2026-12-25"}


def test_nothing_that_was_ordered_before_the_start_resumes_but_a_lockdown(house: House) -> None:
    house.place(OrderKind.UNLOCK, door="server")
    house.place(OrderKind.LOCKDOWN)
    assert house.look() == ["order-refused", "order-obeyed", "register-revision"]
    assert house.door.moved == ["secure"]


def test_a_register_that_is_gone_is_told_once_and_shown_until_it_is_back(house: House) -> None:
    house.look()
    away = house.away()
    assert [house.look(), house.look()] == [["register-lost"], []]
    assert house.door.resting() == [Pattern.FAULT] * 3
    away.rename(house.door.register)
    assert house.look() == ["register-revision", "register-back"]
    assert house.door.resting() == [Pattern.IDLE] * 3


def test_an_order_ends_in_time_though_the_register_is_gone(house: House) -> None:
    house.look()
    house.place(OrderKind.HOLD, door="server", until=later(seconds=10))
    house.look()
    house.away()
    house.look()
    house.clock.passed += 10 * SECOND_NS
    house.look()
    assert house.door.moved == ["hold", "secure"]


def test_the_register_is_looked_at_every_50_ms(house: House) -> None:
    house.look()
    assert house.watch.due() == house.clock.passed + REGISTER_EVERY_NS


# the clock


def test_a_time_source_moves_the_mark_and_every_door_knows_it(house: House) -> None:
    house.synced = False
    house.second()
    assert house.door.memory.mark.wall == LONG_AGO
    house.synced = True
    house.second()
    assert house.door.memory.mark == Mark(house.clock.now().wall, house.clock.passed)


def test_how_far_the_clock_is_believed_is_told_when_it_changes_and_stamps_what_follows(
    house: House,
) -> None:
    assert house.second() == ["clock-state"]
    assert house.keeper.due() == house.clock.passed + SECOND_NS
    assert house.second() == []
    house.synced = False
    assert house.second() == ["clock-state"]
    (state,) = house.door.events()[-1:]
    assert state.detail == {"from": "synced", "to": "holdover"}
    assert state.clock == "holdover"


def test_a_jump_is_told_with_both_times_and_no_time_source_makes_it_doubtful(house: House) -> None:
    house.second()
    house.synced = False
    before = house.clock.now().wall
    house.clock.jump(hours=1)
    assert house.second() == ["clock-stepped", "clock-state"]
    stepped, state = house.door.events()[-2:]
    hour = 3_600_000
    assert stepped.detail == {"before": before + 1_000, "after": before + 1_000 + hour}
    assert state.detail == {"from": "synced", "to": "untrusted"}


def test_the_mark_is_reset_on_the_word_of_two_persons(house: House) -> None:
    house.clock.jump(hours=24 * 365)  # a time server that lies about the future
    house.second()
    house.clock.jump(hours=-24 * 365)
    house.synced = False
    house.second()
    reset = order(OrderKind.RESET_CLOCK_MARK, number=8)
    assert house.keeper.refuses(reset) is Refusal.ONE_PERSON
    by_two = reset._replace(second=person("bagus"))
    assert house.keeper.refuses(by_two) is None
    house.keeper.obey(by_two, house.clock.now())
    assert house.door.memory.mark.wall == house.clock.now().wall
    newest = house.door.events()[-1]
    assert (newest.kind, newest.order) == ("clock-mark-reset", 8)


def test_an_order_to_prune_names_an_event_and_is_obeyed(house: House) -> None:
    prune = order(OrderKind.PRUNE, number=5)
    assert house.keeper.refuses(prune) is Refusal.NO_SUCH_EVENT
    house.second()
    upto = prune._replace(upto=1)
    house.clock.jump(hours=24 * 366)
    house.second()
    assert house.keeper.refuses(upto) is None
    house.keeper.obey(upto, house.clock.now())
    newest = house.door.events()[-1]
    assert (newest.kind, newest.order) == ("pruned", 5)


def test_no_order_drops_what_happened_within_a_year_or_nobody_knows_when(house: House) -> None:
    house.second()
    prune = order(OrderKind.PRUNE, upto=1)
    assert house.keeper.refuses(prune) is Refusal.TOO_YOUNG
    house.clock.jump(hours=24 * 364)
    house.second()
    assert house.keeper.refuses(prune) is Refusal.TOO_YOUNG
    house.synced = False
    house.clock.jump(hours=24 * 364)  # a clock that nobody believes makes nothing old
    house.second()
    assert house.keeper.refuses(prune) is Refusal.TOO_YOUNG


def test_an_order_to_prune_what_is_not_there_drops_nothing(house: House) -> None:
    house.second()
    prune = order(OrderKind.PRUNE, upto=99)
    assert house.keeper.refuses(prune) is Refusal.NO_SUCH_EVENT
    house.keeper.obey(prune, house.clock.now())  # pruned by another meanwhile
    assert house.door.events()[-1].kind == "order-refused"


# journal and watchdog


def test_systemd_hears_at_each_turn_that_the_loop_lives(door: Threshold, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(address)
        systemd.settimeout(5)
        caretaker = Caretaker(Health(address), door.recorder, [door.point])
        for _ in range(2):
            caretaker.tick(door.clock.passed)
            assert systemd.recv(64) == b"WATCHDOG=1"
    assert caretaker.due() == door.clock.passed + WATCHDOG_PERIOD_NS


def test_what_could_not_be_written_is_tried_again_and_shown_until_it_is_written(
    door: Threshold,
) -> None:
    caretaker = Caretaker(Health(None), door.recorder, [door.point])
    with unwritable(door.path):
        door.recorder.say(Kind.FIRE)
        caretaker.tick(0)
        assert door.resting() == [Pattern.FAULT] * 3
    caretaker.tick(0)
    assert door.resting() == [Pattern.IDLE] * 3
    assert door.kinds() == ["storage-failed", "fire", "storage-back"]
