"""The example in the package: good, whole, and true about its defaults."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

from daemon.config import (
    DoorConfig,
    ReaderConfig,
    ReaderWiring,
    check,
    read,
)
from daemon.config_sections import Sections
from daemon.door import DoorTiming

EXAMPLE = Path(__file__).parents[2] / "gapura" / "example.toml"


def test_the_example_is_good() -> None:
    assert check(EXAMPLE) == []
    assert read(EXAMPLE).doors["server-room"].timing.tells_exit


def leaves(kind: type) -> Iterator[str]:
    for name, hint in get_type_hints(kind).items():
        if isinstance(hint, type) and is_dataclass(hint):
            yield from leaves(hint)
        elif not str(hint).startswith("collections.abc.Mapping"):
            yield name


def test_every_key_stands_in_the_example() -> None:
    made = {  # said elsewhere, or by the file itself
        "name",
        "zone",
        "has_contact",
        "kind",
        "wiring",
    }
    keys = set(re.findall(r"^(?:# )?(\w+) = ", EXAMPLE.read_text(), re.MULTILINE))
    wanted = {*leaves(Sections), *leaves(DoorConfig), *leaves(ReaderConfig)} - made
    for kind in get_args(ReaderWiring):
        wanted |= {field.name for field in fields(kind)}
    assert wanted - keys == set()


def test_what_the_example_calls_a_default_is_one() -> None:
    example: Mapping[str, Mapping[str, object]] = tomllib.loads(EXAMPLE.read_text())
    door = example["doors"]["server-room"]
    assert isinstance(door, dict)
    timing = DoorTiming()
    assert {key: getattr(timing, key) for key in door["timing"]} == door["timing"]
