"""The configuration: what a file may say, and what is said of one that may not."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.config import (
    ConfigError,
    ConfigFileError,
    check,
    read,
)
from daemon.config_table import TableReader
from daemon.door import DoorTiming, RelockOn
from hardware.portal import Sense
from hardware.readers import Assurance
from hardware.wiring import Mfrc522Wiring, WiegandWiring

LEAST = """
[register]
path = "register.db"
[journal]
path = "journal.db"
[secrets]
fingerprint_key = "/etc/gapura/fingerprint.key"
[doors.server]
strike.line = 17
timing.tells_exit = false
[readers.in]
kind = "mfrc522"
door = "server"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    def to(text: str) -> Path:
        path = tmp_path / "gapura.toml"
        path.write_text(text)
        return path

    return to


def test_the_least_file_is_good_and_takes_every_default(write: Write) -> None:
    config = read(write(LEAST))
    assert config.doors["server"].timing == DoorTiming(tells_exit=False, has_contact=False)
    assert config.readers["in"].wiring == Mfrc522Wiring()
    assert (config.language, config.rtc, config.simulated) == ("id", False, False)
    assert config.doors["server"].rules.zone == "Asia/Jakarta"
    assert config.journal.flush_wait == 0.25


def test_relative_paths_count_from_the_files_folder(write: Write, tmp_path: Path) -> None:
    config = read(write(LEAST))
    assert config.register == tmp_path / "register.db"
    assert config.journal.path == tmp_path / "journal.db"
    assert config.fingerprint_key == Path("/etc/gapura/fingerprint.key")


def test_systemds_copy_of_the_key_is_preferred_where_there_is_one(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read(write(LEAST)).fingerprint_key == Path("/etc/gapura/fingerprint.key")
    (tmp_path / "fingerprint.key").write_bytes(bytes(32))
    assert read(write(LEAST)).fingerprint_key == tmp_path / "fingerprint.key"


def test_forever_is_strict(write: Write) -> None:
    text = LEAST.replace('"journal.db"', '"journal.db"\nflush_wait = "forever"')
    assert read(write(text)).journal.flush_wait is None


def test_another_text_is_another_digest(write: Write) -> None:
    assert read(write(LEAST)).digest != read(write(LEAST + "#")).digest


def test_a_wired_contact_is_what_tells_open_from_closed(write: Write) -> None:
    config = read(write(LEAST + "[doors.server.inputs.contact]\nline = 27\n"))
    assert config.doors["server"].timing.has_contact
    assert config.doors["server"].inputs[Sense.CONTACT].line == 27


def test_words_lists_and_numbers_become_their_types(write: Write) -> None:
    door = """
    [doors.server.rules]
    minimum_assurance = "mutual-aes"
    technologies = ["iso14443a"]
    [doors.server.inputs]
    contact = {line = 27}
    [readers.keys]
    kind = "wiegand"
    door = "server"
    data0 = 19
    data1 = 26
    bits = [34]
    keypad = 8
    """
    text = LEAST.replace("timing.tells_exit", 'timing.relock_on = "closing"\ntiming.tells_exit')
    config = read(write(text + door))
    assert config.doors["server"].rules.minimum_assurance is Assurance.MUTUAL_AES
    assert config.doors["server"].rules.technologies == frozenset({"iso14443a"})
    assert config.doors["server"].timing.relock_on is RelockOn.CLOSING
    assert config.readers["keys"].wiring == WiegandWiring(data0=19, data1=26, bits=(34,), keypad=8)


@pytest.mark.parametrize(
    ("door", "reader", "both"),
    [
        ("", "", ""),
        ("1 0800-1600", "", "1 0800-1600"),
        ("1 0800-1600", "6-7 0000-2400", "1 0800-1600,6-7 0000-2400"),
        ("1 0800-1600", "always", "always"),
        ("always", "1 0800-1600", "always"),
    ],
)
def test_a_reader_asks_for_a_pin_in_its_doors_hours_and_its_own(
    write: Write, door: str, reader: str, both: str
) -> None:
    keys = f"""
    [doors.server.rules]
    pin = "{door}"
    [readers.keys]
    kind = "wiegand"
    door = "server"
    pin = "{reader}"
    data0 = 19
    data1 = 26
    keypad = 4
    """
    config = read(write(LEAST + keys))
    rules = config.doors["server"].rules
    assert config.readers["keys"].rules(rules).pin == both
    assert config.readers["in"].rules(rules) == rules


WRONG = {  # what is added to (or replaced in) the least file: what must be said
    'path = "journal.db"\nflush_wait = nan': "journal.flush_wait: NaN is not a number, at least 0",
    'path = "journal.db"\nflush_wait = true': "journal.flush_wait: true is not a number",
    'path = "journal.db"\nreserve = 5': "journal.reserve: 5 is not a whole number, at least",
    'path = "journal.db"\nreserv = 5': "journal.reserv: is not a key; did you mean reserve?",
    "path = 5": "journal.path: 5 is not a path in quotes",
    "": "journal.path: is missing; wanted is a path in quotes",
}
ADDED = {
    "[reader]": "reader: is not a key; did you mean readers?",
    '[office]\nlanguage = "jv"': 'office.language: "jv" is not one of id, en',
    '[office]\nzone = "Asia/Jogja"': 'office.zone: "Asia/Jogja" is not a time zone here',
    '[readers.o]\nkind = "mfrc52"\ndoor = "server"': "did you mean mfrc522?",
    '[readers.o]\nkind = "rdm6300"\ndoor = "serve"\nport = "/dev/x"': "did you mean server?",
    '[readers.o]\nkind = "rdm6300"\ndoor = "server"': "readers.o.port: is missing",
    '[readers.o]\nkind = "rdm6300"\nport = "/dev/x"': "readers.o.door: is missing",
    '[readers.o]\nkind = "rdm6300"\nport = "/dev/x"\ndesk = true\ndoor = "server"': "a desk reader",
    '[readers.o]\nkind = "rdm6300"\nport = "/dev/x"\ndesk = true\nside = "out"': "a desk reader",
    '[readers.o]\nkind = "framed"\ndoor = "server"\nport = "/dev/x"\nframe = "("': "not a pattern",
    '[readers.o]\nkind = "framed"\ndoor = "server"\nport = "/dev/x"\nframe = "x"': "?P<number>",
    '[readers.O]\nkind = "rdm6300"\ndoor = "server"\nport = "/dev/x"': "readers.O: is not a name",
    '[readers.o]\nkind = "wiegand"\ndoor = "server"\ndata0 = 19\ndata1 = 26\nbits = [27]': "[27]",
    '[readers.o]\nkind = "wiegand"\ndoor = "server"\ndata0 = 19\ndata1 = 26\nkeypad = 5': "5 is",
    '[readers.o]\nkind = "wiegand"\ndoor = "server"\ndata0 = 19\ndata1 = 19': "taken by readers.o",
    "[readers.in.indicator]\ngreen = 17": "17 is taken by doors.server.strike.line",
    "[readers.in.indicator]\ngreen = 25": "25 is taken by readers.in.reset_line",
    "[readers.in.indicator]\ngreen = 8": "8 is taken by SPI 0",
    "[readers.in.indicator]\ngreen = 2": "2 is taken by I2C",
    "[readers.in.indicator]\ngreen = 14": "14 is taken by the serial port",
    "[doors.server.inputs.rex]\nline = 28": "28 is not a whole number, at least 0, at most 27",
    "[doors.server.inputs.rexx]\nline = 22": "did you mean rex?",
    "[doors.server.inputs]\nrex = 22": "22 is not a table",
    "[doors.server.rules]\nname = 'x'": "doors.server.rules.name: is not a key",
    '[doors.server.rules]\npin = "always"': "doors.server.rules.pin: no reader",
    '[readers.o]\nkind = "rdm6300"\ndoor = "server"\nport = "/dev/x"\npin = "always"': "o.pin: no",
    '[readers.o]\nkind = "rdm6300"\ndoor = "server"\nport = "/dev/x"\npin = "noon"': "o.pin: hours",
    '[doors.server.rules]\ntwo_cards = "8 0000-0100"': "doors.server.rules.two_cards: ",
    "[doors.store]\nstrike.line = 5\ntiming.tells_exit = false": "pulled up while the Pi boots",
    "[doors.store]\nstrike.line = 18\nstrike.active_high = false": "wanted is a line of 2 to 8",
    "[doors.store]\nstrike.line = 18": "doors.store.timing.tells_exit: no rex input",
    "[doors.store]\ntiming.tells_exit = false": "doors.store.strike.line: is missing",
    "[doors.store]\nstrike.line = 17\ntiming.tells_exit = false": "17 is taken by doors.server",
    "[doors.store]\nstrike.line = 18\ntiming.tells_exit = false\n"
    'timing.relock_on = "closing"': "needs inputs.contact",
    "[doors.store]\nstrike.line = 18\ntiming.tells_exit = false\ntiming.one_shot = 3": "= 3",
    "[doors.store]\nstrike.line = 18\ntiming.tells_exit = false\n"
    "timing.held_open_after = 5": "would warn before",
    "[doors.store]\nstrike.line = 18\ntiming.tells_exit = false\n"
    "timing.unlock_time = 31": "31 is not a number, at least 0.5, at most 30",
}


@pytest.mark.parametrize(("instead", "said"), WRONG.items())
def test_a_wrong_key_of_the_journal_is_named(write: Write, instead: str, said: str) -> None:
    assert any(said in line for line in check(write(LEAST.replace('path = "journal.db"', instead))))


@pytest.mark.parametrize(("added", "said"), ADDED.items())
def test_an_unknown_or_impossible_key_stops_the_start(write: Write, added: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        read(write(LEAST + added))


def test_a_reader_at_a_desk_has_no_door(write: Write) -> None:
    config = read(write(LEAST + '[readers.o]\nkind = "rdm6300"\nport = "/dev/x"\ndesk = true\n'))
    assert config.readers["o"].door == ""


def test_an_external_pull_makes_any_line_safe(write: Write) -> None:
    extra = "[doors.store]\nstrike.line = 5\nstrike.external_pull = true\ntiming.tells_exit = false"
    assert check(write(LEAST + extra)) == []


def test_everything_that_is_wrong_is_said_at_once(write: Write) -> None:
    with pytest.raises(ConfigFileError) as refused:
        read(write(LEAST + "[office]\nlanguage = 5\n[clock]\nrtc = 1\nrct = true\n"))
    keys = [error.key for error in refused.value.errors]
    assert keys == ["office.language", "clock.rct", "clock.rtc"]
    assert str(refused.value).splitlines() == [str(error) for error in refused.value.errors]
    assert refused.value.key == "office.language"


def test_a_file_without_doors_is_refused(write: Write) -> None:
    lines = check(write('register.path = "r"\njournal.path = "j"\nsecrets.fingerprint_key = "k"'))
    assert {line.partition(":")[0] for line in lines} == {"doors", "readers"}


def test_a_missing_file_and_one_that_is_no_toml_are_named(write: Write, tmp_path: Path) -> None:
    assert check(tmp_path / "none.toml") == [
        f"{tmp_path}/none.toml: cannot be read: No such file or directory"
    ]
    assert "is not TOML" in check(write("a = "))[0]
    (tmp_path / "bytes.toml").write_bytes(b'a = "\xff"')
    assert "is not TOML" in check(tmp_path / "bytes.toml")[0]


tables = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["line", "path", "rex", "x"]) | st.text(), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(raw=tables)
def test_no_table_makes_the_reader_raise(raw: object) -> None:
    tables = TableReader()
    filled = tables.fill(DoorTiming, raw, "doors.x.timing")
    assert (filled is None) == bool(tables.troubles)
