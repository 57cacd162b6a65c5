"""How things stand at the demo's door, in words beside the drawing (pure)."""

from gettext import NullTranslations
from typing import Final, Protocol

from admin.languages import mark

PLACES: Final = {  # fact: its name
    "door": mark("Pintu"),
    "strike": mark("Kunci"),
    "reader": mark("Pembaca"),
    "daemon": mark("Pengendali"),
    "clock": mark("Jam"),
}
DAEMON: Final = {
    "up": ("power", "good", mark("menyala")),
    "starting": ("power", "wait", mark("sedang menyala")),
    "down": ("power", "bad", mark("mati")),
}
CLOCK: Final = {
    "synced": ("clock", "good", mark("tersinkron")),
    "holdover": ("clock", "wait", mark("bertahan")),
    "untrusted": ("clock", "bad", mark("tidak tepercaya")),
}
Fact = tuple[str, str, str]  # icon, tone, Indonesian words


class Standing(Protocol):
    """What is asked of the state."""

    @property
    def open(self) -> bool:
        """The door stands open."""

    @property
    def released(self) -> bool:
        """The strike is released."""

    @property
    def plugged(self) -> bool:
        """The reader's wire is in."""

    @property
    def daemon(self) -> str:
        """A key of `DAEMON`."""

    @property
    def believed(self) -> str:
        """A key of `CLOCK`."""


def facts(state: Standing, speak: NullTranslations) -> dict[str, dict[str, str]]:
    """Return each fact's icon, tone and words."""
    found = {
        "door": _door(state),
        "strike": _strike(state),
        "reader": _reader(state),
        "daemon": DAEMON[state.daemon],
        "clock": CLOCK[state.believed],
    }
    return {
        place: {"icon": icon, "tone": tone, "words": speak.gettext(words)}
        for place, (icon, tone, words) in found.items()
    }


def _door(state: Standing) -> Fact:
    if state.open:
        return "door-open", "wait", mark("terbuka")
    return "door-shut", "good", mark("tertutup")


def _strike(state: Standing) -> Fact:
    if state.released:
        return "unlock", "wait", mark("dilepas")
    return "lock", "good", mark("terkunci")


def _reader(state: Standing) -> Fact:
    if not state.plugged:
        return "cable", "bad", mark("kabel tercabut")
    if state.daemon != "up":
        return "reader", "bad", mark("padam")
    return "reader", "good", mark("siap")
