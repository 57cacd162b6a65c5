from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from admin import languages
from admin.board import Line
from admin.journal_lines import Person, Teller
from admin.journal_words import LOOKS, REFUSALS
from admin.languages import catalogues
from ledger.events import Kind, Reason
from ledger.orders import Refusal
from ledger.reading import Recorded
from tests.admin.benches import SITI, event

LOOKS_FOLDER = Path(languages.__file__).parent / "templates"
BAGUS = "P-BAG0SPRAT1"


def tell(recorded: Recorded, language: str = "id", ms: float | None = None) -> dict[str, object]:
    people = {SITI: Person("Siti", "Persandian"), BAGUS: Person("Bagus", "Aptika")}
    teller = Teller(language, catalogues()[language], people, ZoneInfo("Asia/Jakarta"))
    return teller.line(Line(recorded, ms, 1))


def test_a_grant_names_the_person_the_hour_and_the_measure() -> None:
    line = tell(event(4, Kind.GRANTED, Reason.GRANTED, subject=SITI), ms=2.345)
    assert (line["words"], line["person"], line["time"], line["ms"], line["tone"]) == (
        "Diizinkan masuk", "Siti", "08:00:00", "2,3 ms", "good"
    )  # fmt: skip
    assert tell(event(4, Kind.GRANTED, Reason.GRANTED), "en", 2.345)["ms"] == "2.3 ms"


def test_a_denial_says_what_to_do_in_both_languages() -> None:
    denied = event(5, Kind.DENIED, Reason.UNKNOWN_CARD)
    assert "Formulir 1" in str(tell(denied)["why"])
    assert "form 1" in str(tell(denied, "en")["why"])


def test_a_refused_order_says_why_in_both_languages() -> None:
    refused = Recorded(
        5, "0" * 32, 0, 0, "synced", Kind.ORDER_REFUSED, order=3,
        detail={"what": "prune", "by": SITI, "upto": 41, "why": "no-such-event"},
    )  # fmt: skip
    assert "peristiwa 41" in str(tell(refused)["why"])
    assert "no event 41" in str(tell(refused, "en")["why"])


def test_every_refusal_has_its_words() -> None:
    assert set(REFUSALS) == set(Refusal)


def test_who_waits_is_not_told_that_he_was_turned_away() -> None:
    assert tell(event(5, Kind.DENIED, Reason.WAITING_FOR_ESCORT))["tone"] == "wait"


def test_a_companion_stands_beside_the_person() -> None:
    together = Recorded(
        6, "0" * 32, 0, 0, "synced", Kind.GRANTED, subject=SITI, detail={"companion": BAGUS}
    )
    assert tell(together)["person"] == "Siti + Bagus"


def lost(why: str) -> Recorded:
    return Recorded(
        8, "0" * 32, 0, 0, "synced", Kind.READER_LOST, reader="fob", detail={"why": why}
    )


@pytest.mark.parametrize(
    ("why", "words", "english"),
    [
        ("no chip answers on SPI: every register reads FF", "tidak menjawab", "does not answer"),
        ("VersionReg reads A3, which is no known chip", "versi A3", "version A3"),
        ("the antenna is off: TxControlReg reads 80, not 83, again", "Terulang", "Again"),
        ("[Errno 2] No such file or directory: '/dev/ttyUSB0'", "tidak ditemukan", "not found"),
        ("read failed: device reports readiness to read but returned no data",
         "tercabut", "unplugged"),
        ("GPIOPinInUse: pin 4 is taken", "log daemon", "daemon's log"),
    ],
)  # fmt: skip
def test_why_a_reader_is_lost_is_said_in_both_languages(why: str, words: str, english: str) -> None:
    told = str(tell(lost(why))["why"])
    assert words in told
    assert "reads" not in told
    assert english in str(tell(lost(why), "en")["why"])


def test_a_stranger_has_no_name() -> None:
    assert tell(event(7, Kind.DENIED, Reason.UNKNOWN_CARD, subject="ab" * 32))["person"] == ""


def test_a_lost_reader_is_named() -> None:
    assert tell(event(8, Kind.READER_LOST, reader="fob"))["person"] == "fob"


def test_the_clock_says_how_far_it_is_believed() -> None:
    assert "sinkron" in str(tell(event(9, Kind.CLOCK_STATE, clock="untrusted"))["why"])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_and_an_icon_that_is_drawn(kind: Kind) -> None:
    icons = (LOOKS_FOLDER / "icons.svg").read_text(encoding="utf-8")
    assert LOOKS[kind].words
    assert f'id="i-{LOOKS[kind].icon}"' in icons


def test_a_kind_of_a_newer_journal_is_shown_by_its_name() -> None:
    newer = Recorded(1, "0" * 32, 0, 0, "synced", "earthquake")
    assert tell(newer)["words"] == "earthquake"
