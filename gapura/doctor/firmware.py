"""The firmware's config.txt as the board reads it: sections, and the last line wins (pure).

Raspberry Pi documentation, "config.txt": conditional filters, `dtparam`, `gpio`.
"""

import re
from collections.abc import Iterator
from typing import Final

ALWAYS: Final = frozenset({"", "all"})
MODELS: Final = {"pi3": "Pi 3", "pi4": "Pi 4", "pi5": "Pi 5"}  # filter: part of the model's name
LEVELS: Final = {"dl": 0, "dh": 1}
ON: Final = frozenset({"", "on", "1", "yes", "true"})


def settings(text: str, model: str) -> Iterator[tuple[str, str]]:
    """Give each `key=value` that holds for a model, in order."""
    section = ""
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1].lower()
        elif line and (section in ALWAYS or MODELS.get(section, "\n") in model):
            key, _, value = line.partition("=")
            yield key.strip().lower(), value.strip().lower()


def parameter(text: str, model: str, name: str) -> bool:
    """Whether a `dtparam` is on at the end; `dtparam=a=on,b` sets several."""
    on = False
    for key, value in settings(text, model):
        for each in value.split(",") if key == "dtparam" else ():
            which, _, how = each.partition("=")
            if which.strip() == name:
                on = how.strip() in ON
    return on


def value(text: str, model: str, name: str) -> str | None:
    """Return the last value of a plain key, or None."""
    return dict(settings(text, model)).get(name)


def boot_level(text: str, model: str, line: int) -> int | None:
    """Return the level at which the firmware drives a line; None where it does not.

    Every `gpio=` that names the line counts, the last one says what holds: `gpio=17=op,dl`,
    `gpio=16-18,22=op,dh`, `gpio=17=ip` (an input drives nothing).
    """
    level, output = None, False
    for key, what in settings(text, model):
        lines, _, options = what.partition("=")
        if key != "gpio" or not _names(lines, line):
            continue
        for option in options.split(","):
            if option in LEVELS:
                level = LEVELS[option]
            elif option in {"op", "ip"} or re.fullmatch(r"a[0-5]", option):
                output = option == "op"
    return level if output else None


def _names(lines: str, line: int) -> bool:
    for part in lines.split(","):
        first, _, last = part.partition("-")
        if first.isdigit() and int(first) <= line <= int(last if last.isdigit() else first):
            return True
    return False
