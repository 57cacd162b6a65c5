"""The demo's site on disk: a key, a configuration, a planted register, a place for the journal."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from admin.demo_hand import PARTS, CardInHand
from gapura.demo.hand import DATA0, DATA1
from gapura.demo.office import PARTS as SHOWS
from gapura.demo.office import REVOKED, Everybody
from ledger.credential import KEY_BYTES, fingerprint
from register.seeding.file import Seed, read
from register.seeding.office import open_office
from register.seeding.planting import plant
from register.store import Store

SEED: Final = Path(__file__).with_name("seed.toml")
ZONE: Final = "Asia/Jakarta"
UNLOCK_SECONDS: Final = 5
STRIKE, GREEN, RED, BUZZER = 17, 20, 21, 26
PAD_GREEN, PAD_RED, PAD_BUZZER = 24, 27, 13
CONTACT, REX, TAMPER, FIRE = 5, 6, 12, 16
DESK_RESET = 4
OUT0, OUT1 = 18, 19  # lines of the reader at which people tap on their way out
TOGETHER: Final = {"two": ("granted", "expired")}  # the two cards of one part
STRANGER: Final = "iso14443a:04D1E5A2B7C380"  # in nobody's register
CONFIGURATION: Final = """\
[office]
language = "id"
zone = "{zone}"

[register]
path = "register/register.db"

[journal]
path = "journal/journal.db"

[secrets]
fingerprint_key = "fingerprint.key"

[demo]
simulated = true

[doors.server.strike]
line = {strike}
kind = "fail-secure"

[doors.server.timing]
unlock_time = {unlock}
held_open_after = 10
held_open_warning = 5
shunt_time = 3

[doors.server.inputs]
contact = {{ line = {contact} }}
rex = {{ line = {rex}, active_high = false }}
tamper = {{ line = {tamper} }}
fire = {{ line = {fire} }}

[readers.server-in]
kind = "mfrc522"
door = "server"
side = "in"

[readers.server-in.indicator]
green = {green}
red = {red}
buzzer = {buzzer}

[readers.keypad]
kind = "wiegand"
door = "server"
side = "in"
pin = "always"
data0 = {data0}
data1 = {data1}
keypad = 4

[readers.keypad.indicator]
green = {pad_green}
red = {pad_red}
buzzer = {pad_buzzer}

[readers.fob]
kind = "rdm6300"
door = "server"
side = "in"
port = "{port}"

[readers.meja]
kind = "mfrc522"
desk = true
device = 1
reset_line = {desk_reset}
poll = 0.1

[readers.keluar]
kind = "wiegand"
door = "server"
side = "out"
data0 = {out0}
data1 = {out1}
"""


@dataclass(frozen=True, slots=True)
class Site:
    """What was laid out.

    Attributes:
        numbers: id of a card of the hand to its number in full; two of "two at once".
        who: id of each of the office's officials, by his key.
    """

    config: Path
    journal: Path
    hand: Sequence[CardInHand]
    people: Everybody
    numbers: Mapping[str, tuple[str, ...]]
    register: Path
    key: bytes
    who: Mapping[str, int]

    def hand_now(self) -> Sequence[CardInHand]:
        """Return the hand, its stranger as whose it is by now: a blank card that was issued."""
        return [each if each.name else self._known(each) for each in self.hand]

    def _known(self, card: CardInHand) -> CardInHand:
        held = self.people.holding(fingerprint(self.numbers[card.id][0], self.key))
        if held is None:
            return card
        who = held.person
        part = SHOWS.get(held.state, REVOKED)
        return replace(card, name=who.name, unit=who.unit, printed=held.printed, part=part)

    def store(self) -> Store:
        """Open the register for writing, as the office does."""
        return Store(self.register)


def lay_out(directory: Path, port: str, at: datetime) -> Site:
    """Lay the site out in an empty directory.

    Args:
        directory: everything goes there.
        port: the device of the 125 kHz reader.
        at: the moment from which the seed's people have their rights.
    """
    key = secrets.token_bytes(KEY_BYTES)
    (directory / "fingerprint.key").write_bytes(key)
    for name in ("register", "journal"):
        (directory / name).mkdir()
    config = directory / "gapura.toml"
    config.write_text(
        CONFIGURATION.format(
            zone=ZONE, strike=STRIKE, unlock=UNLOCK_SECONDS, contact=CONTACT, rex=REX,
            tamper=TAMPER, fire=FIRE, green=GREEN, red=RED, buzzer=BUZZER, port=port,
            data0=DATA0, data1=DATA1, pad_green=PAD_GREEN, pad_red=PAD_RED, pad_buzzer=PAD_BUZZER,
            out0=OUT0, out1=OUT1, desk_reset=DESK_RESET,
        ),
        encoding="utf-8",
    )  # fmt: skip
    register = directory / "register" / "register.db"
    plant(register, SEED, key, at)
    with Store(register) as store:
        who = open_office(store, key, at)
    seed = read(SEED, at)
    hand = tuple(_in_hand(seed))
    numbers = {card.id: each for card, each in hand}
    people = Everybody(Store(register))
    journal = directory / "journal" / "journal.db"
    cards = [card for card, _ in hand]
    return Site(config, journal, cards, people, numbers, register, key, who)


def _in_hand(seed: Seed) -> Iterator[tuple[CardInHand, tuple[str, ...]]]:
    """Give each card of `PARTS` and its numbers; the stranger is nobody's."""
    held = {
        card.story: (person, card)
        for person in seed.people.values()
        for grant in person.grants
        for card in grant.cards
    }
    for part in PARTS:
        found = [held[story] for story in TOGETHER.get(part, (part,)) if story in held]
        numbers = tuple(card.number for _, card in found) or (STRANGER,)
        names = [person.name for person, _ in found]
        yield (
            CardInHand(
                id=part,
                name=" + ".join(each.split()[0] for each in names) if names[1:] else "".join(names),
                unit=" + ".join(person.unit for person, _ in found),
                printed=" + ".join(card.printed or "" for _, card in found),
                technology=numbers[0].partition(":")[0],
                pin="".join(card.pin or "" for _, card in found),
                duress="".join(card.duress or "" for _, card in found),
            ),
            numbers,
        )
