"""Seeds: planted whole, into a demonstration's empty register, and nowhere else."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.access import CardState, Entry, LocalMinute, Opening, within
from ledger.allowlist import Allowlist
from ledger.orders import OrderKind
from register import card_list, day_cards, people, store
from register.errors import SeedRefused
from register.forms.validity import longest_until
from register.models import Card, CardAct, Dossier, Grant, Visit
from register.pseudonym import LETTERS, pseudonym
from register.seeding import file as seed_file
from register.seeding import planting
from register.seeding.calendar import ZONE, office_times
from register.seeding.office import open_office
from tests.register.offices import (
    AT,
    BAGUS,
    KEY,
    NOW,
    OFFICE,
    SITI,
    ask,
    empty,
    plant,
    print_of,
    write_seed,
)
from tests.register.test_seed_times import at_work

DEMO_SEED = Path(__file__).parents[2] / "gapura" / "demo" / "seed.toml"
STEPS_OF_SOP = ("submit", "endorse", "dispose", "forward", "verify", "approve", "issue")
ORDERS = """
[[orders]]
kind = "lockdown"
by = "siti"
why = "latihan"
"""


@pytest.fixture
def at_the_door(tmp_path: Path) -> Iterator[Allowlist]:
    allowlist = Allowlist(tmp_path / "register.db")
    yield allowlist
    allowlist.close()


def test_a_seed_becomes_people_with_cards(tmp_path: Path, at_the_door: Allowlist) -> None:
    plant(tmp_path)
    siti, bagus = at_the_door.find(print_of(SITI)), at_the_door.find(print_of(BAGUS))
    assert siti is not None
    assert bagus is not None
    assert (siti.cardholder, siti.state, siti.escort) == ("P-S1T1RAHMA1", CardState.ACTIVE, None)
    assert (siti.valid_from, siti.valid_until) == (NOW - 30 * 86_400_000, NOW + 365 * 86_400_000)
    assert (bagus.state, bagus.escort) == (CardState.NOT_HANDED_OVER, "P-S1T1RAHMA1")


def test_a_seed_gives_orders_in_its_peoples_names(tmp_path: Path, at_the_door: Allowlist) -> None:
    plant(tmp_path, OFFICE + ORDERS)
    (order,) = at_the_door.orders(NOW)
    assert (order.kind, order.by) == (OrderKind.LOCKDOWN, "P-S1T1RAHMA1")


def test_a_real_register_is_never_planted(tmp_path: Path) -> None:
    path = tmp_path / "register.db"
    store.create(path).close()
    before = path.read_bytes()
    with pytest.raises(SeedRefused, match="is a real register"):
        planting.plant(path, write_seed(tmp_path), KEY, AT)
    with pytest.raises(SeedRefused, match="is a real register"):
        planting.plant_many(path, 1, KEY, AT)
    assert path.read_bytes() == before


def test_a_register_with_people_in_it_is_not_planted_again(tmp_path: Path) -> None:
    path = plant(tmp_path)
    with pytest.raises(SeedRefused, match="is not empty"):
        planting.plant(path, write_seed(tmp_path), KEY, AT)


def test_no_card_number_is_in_any_byte_of_the_register(tmp_path: Path) -> None:
    path = plant(tmp_path)
    kept = b"".join(file.read_bytes() for file in path.parent.glob("register.db*"))
    for number in (SITI, BAGUS):
        digits = number.partition(":")[2]
        assert digits.encode() not in kept
        assert bytes.fromhex(digits) not in kept


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('label = "Ruang Server"', 'lable = "x"', "seed.toml.doors.server.lable: unknown"),
        ('label = "Ruang Server"', "", "seed.toml.doors.server.label: missing"),
        ('label = "Ruang Server"', "label = 3", "3 found, a text wanted"),
        ('kind = "tetap"', 'kind = "selamanya"', "one of tetap, sementara, pengunjung wanted"),
        ('valid_from = "-30d"', 'valid_from = "kemarin"', "a moment with its zone or -30d"),
        ('valid_from = "-30d"', "valid_from = 2026-01-01T00:00:00", "a moment with its zone"),
        ('valid_from = "-30d"', 'valid_from = "+2y"', "CHECK constraint failed"),
        ('weekly = "1 0730-1600"', 'weekly = "8 0730-1600"', "seed.toml.schedules.office"),
        ('server = "office" }\n[[people.siti', 'server = "x" }\n[[people.siti', "'x' is named and"),
        ('escort = "siti"', 'escort = "sitti"', "'sitti' is named and stands nowhere"),
        ('escort = "siti"', "", "CHECK constraint failed"),
        ("em4100:0A004F3C27", "0A004F3C27", "a technology, a colon and its digits"),
        ("em4100:0A004F3C27", SITI, "in use|UNIQUE"),
        ('state = "not-handed-over"', "pin = 1234", "1234 found, a text wanted"),
        ("[people.siti]", "[people.siti", "seed.toml: "),
    ],
)
def test_a_seed_with_a_mistake_is_refused_by_its_place_and_nothing_is_planted(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    assert old in OFFICE
    with pytest.raises(SeedRefused, match=why):
        plant(tmp_path, OFFICE.replace(old, new, 1))
    path = tmp_path / "register.db"
    if path.exists():
        assert ask(path, "SELECT count(*) FROM cardholder") == (0,)


def test_an_order_that_makes_no_sense_stops_the_planting(tmp_path: Path) -> None:
    with pytest.raises(SeedRefused, match="its door is missing"):
        plant(tmp_path, OFFICE + ORDERS.replace("lockdown", "unlock"))


def test_the_demonstrations_seed_tells_each_of_its_stories_once(
    at_the_door: Allowlist,
) -> None:
    planting.plant(at_the_door.path, DEMO_SEED, KEY, AT)
    plan = seed_file.read(DEMO_SEED, AT)
    cards = [card for who in plan.people.values() for g in who.grants for card in g.cards]
    assert set(Counter(card.story for card in cards).values()) == {1}
    states = {card.story: _state(at_the_door, card.number) for card in cards}
    assert {story for story, state in states.items() if state is not CardState.ACTIVE} == {
        "not-handed-over"
    }
    assert {"granted", "escort", "visitor", "fob", "pin", "expired", "outside-schedule"} < set(
        states
    )


@pytest.mark.parametrize(
    "now", [AT, datetime(2026, 3, 22, 2, 10, tzinfo=ZONE)], ids=["a working day", "a Sunday night"]
)
def test_four_people_signed_behind_each_right_at_work_and_its_card_is_as_old(
    tmp_path: Path, now: datetime
) -> None:
    path, times = empty(tmp_path), office_times(now)
    planting.plant(path, DEMO_SEED, KEY, now)
    with store.Store(path) as register:
        open_office(register, KEY, now)
        with register.reading() as session:
            for grant in session.scalars(select(Grant)):
                dossier = session.get_one(Dossier, grant.dossier_id)
                assert grant.request_number == dossier.number
                signed = {each.act: each for each in dossier.steps}
                wanted = ("submit", "verify", "approve", "issue")
                assert len({signed[act].person_id for act in wanted}) == len(wanted)
                assert all(at_work(times, each.at) for each in dossier.steps)
                assert list(signed)[:7] == [*STEPS_OF_SOP]
                first, last = grant.valid_from, grant.valid_until - timedelta(days=1)
                assert last.astimezone(ZONE).date() <= longest_until(
                    first.astimezone(ZONE).date(), 12
                )
                (card,) = session.scalars(select(Card).where(Card.grant_id == grant.id))
                received = signed.get("receive")
                acts = session.scalars(select(CardAct).where(CardAct.card_id == card.id)).all()
                suspended = {"P-DEW1ANGGR7": CardState.LOST, "P-AG0SSANT0S": CardState.FROZEN}
                state = suspended.get(grant.cardholder.public_id)
                assert card.state == state if state else not acts
                told = [each.state for each in card_list.history(session, card)]
                assert len(acts) == (state is not None)
                assert state is None or told.count(state) == 1
                assert all(each.at == card.changed_at for each in acts)
                assert grant.frozen_at is None
                assert (grant.granted_at, card.issued_at) == (signed["issue"].at,) * 2
                assert card.handed_over_at == (received.at if received else None)
            offered = {each.public_id for each in people.escorts(session, now)}
            assert not offered & {"P-DEW1ANGGR7", "P-AG0SSANT0S"}
            out = [day.printed for day, card in day_cards.all_(session) if card is not None]
            assert out == ["T-01"]
            for visit in session.scalars(select(Visit)):
                assert at_work(times, visit.came_at)
    shut = entry_of(path, "outside-schedule").doors["server"]
    local = now.astimezone(ZONE)
    minute = LocalMinute(local.toordinal(), local.weekday(), local.hour * 60 + local.minute)
    assert within(shut, minute) is Opening.SHUT


def entry_of(path: Path, story: str) -> Entry:
    """What the door reads of one of the demonstration's cards."""
    people = seed_file.read(DEMO_SEED, AT).people.values()
    cards = (card for who in people for grant in who.grants for card in grant.cards)
    (number,) = (card.number for card in cards if card.story == story)
    with closing(Allowlist(path, demo=True)) as allowlist:
        found = allowlist.find(print_of(number))
    assert found is not None
    return found


def _state(allowlist: Allowlist, number: str) -> CardState:
    entry = allowlist.find(print_of(number))
    assert entry is not None
    return entry.state


def test_a_crowd_is_planted_with_cards_that_open(at_the_door: Allowlist) -> None:
    told: list[int] = []
    planting.plant_many(at_the_door.path, 120, KEY, AT, told.append)
    assert told == [120]
    people = set()
    for n in range(1, 121):
        entry = at_the_door.find(print_of(planting.many_number(n)))
        assert entry is not None
        assert entry.state is CardState.ACTIVE
        assert entry.doors["server"].weekly == "always"
        people.add(entry.cardholder)
    assert len(people) == 120


def test_a_crowd_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    crowd = tmp_path / "register.db"
    planting.plant_many(crowd, 3, KEY, AT)
    schema = "SELECT json_group_array(sql) FROM (SELECT sql FROM sqlite_schema ORDER BY name)"
    assert ask(crowd, schema) == ask(empty(tmp_path / "other"), schema)
    assert ask(crowd, "SELECT revision FROM register_revision") > (1,)


def test_pseudonyms_are_twelve_characters_that_cannot_be_misread() -> None:
    drawn = {pseudonym() for _ in range(200)}
    assert len(drawn) == 200
    assert {len(one) for one in drawn} == {12}
    assert set("".join(one.removeprefix("P-") for one in drawn)) <= set(LETTERS)
    assert pseudonym(0) == "P-0000000000"
    assert pseudonym((1 << 50) - 1) == "P-ZZZZZZZZZZ"
    for bad in (-1, 1 << 50):
        with pytest.raises(ValueError, match="does not fit"):
            pseudonym(bad)
