"""What a line of the journal says besides who and where, in words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from flask import g

from admin.journal_lines import MS_PER_S
from admin.languages import mark
from admin.telling import reader, spoken, technology, when
from ledger.events import Kind, Reason
from ledger.orders import OrderKind
from ledger.reading import Recorded
from ledger.sentences import REASONS
from register.orders import NAMES

CLOCKS: Final = {
    "synced": mark("tersinkron dengan server waktu"),
    "holdover": mark("tanpa server waktu, masih dipercaya"),
    "untrusted": mark("tidak tepercaya"),
}
ASSURANCES: Final = {
    "UID_ONLY": mark("hanya nomornya; dapat dikloning"),
    "CRYPTO1": mark("sandi lama; dapat dikloning"),
    "SUN": mark("tanda sekali pakai"),
    "MUTUAL_AES": mark("dikenali dua arah dengan AES"),
}
SIDES: Final = {"in": mark("masuk"), "out": mark("keluar"), "": mark("di meja")}
SHORT: Final = 12  # letters of a digest that tell two apart
WHO: Final = ("by", "second")  # pseudonymous ids
REASONED: Final = frozenset({Kind.ORDER_REFUSED, Kind.READER_LOST})  # said above, in a sentence
PASSED_OVER: Final = frozenset({"companion"})  # stands beside the name
KEYS: Final[Mapping[str, str]] = {
    "from": mark("Semula"),
    "to": mark("Menjadi"),
    "before": mark("Sebelumnya"),
    "after": mark("Sesudahnya"),
    "wall": mark("Pada jam"),
    "why": mark("Sebab"),
    "config": mark("Sidik konfigurasi"),
    "root": mark("Akar rantai"),
    "readers": mark("Pembaca"),
    "technology": mark("Jenis kartu"),
    "assurance": mark("Keaslian kartu"),
    "last_four": mark("Berakhiran"),
    "also": mark("Juga"),
    "instead_of": mark("Pengganti baris"),
    "what": mark("Perintah"),
    "by": mark("Oleh"),
    "second": mark("Disetujui orang kedua"),
    "upto": mark("Sampai baris"),
    "dropped": mark("Baris yang hilang"),
    "last": mark("Baris terakhir"),
    "seq": mark("Baris"),
}


def details(event: Recorded, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each detail of a line: what it is called, and what it says.

    Args:
        event: the line.
        names: of people, by pseudonymous id.
    """
    for key, kept in (event.detail or {}).items():
        if key in PASSED_OVER or (key == "why" and event.kind in REASONED):
            continue
        words = spoken(KEYS[key]) if key in KEYS else key
        tell = TOLD.get(key, str)
        yield words, names.get(str(kept), tell(kept)) if key in WHO else tell(kept)


def _moment(kept: object) -> str:
    return when(datetime.fromtimestamp(int(str(kept)) / MS_PER_S, UTC), "d MMM y HH.mm.ss")


def _digest(kept: object) -> str:
    return f"{str(kept)[:SHORT]}…"


def _turned(kept: object) -> str:
    """Return what the clock's state was or is; the digest of a configuration otherwise."""
    return spoken(CLOCKS[str(kept)]) if str(kept) in CLOCKS else _digest(kept)


def _readers(kept: object) -> str:
    parts = (each.split(":") for each in str(kept).split())
    return ", ".join(f"{reader(name)} ({spoken(SIDES.get(side if door else '', SIDES['in']))})"
                     for name, door, side in parts)  # fmt: skip


def _also(kept: object) -> str:
    return " ".join(REASONS[Reason(each)].say(g.language) for each in str(kept).split())


def _order(kept: object) -> str:
    return NAMES[OrderKind(str(kept))][g.language]


def _assured(kept: object) -> str:
    return spoken(ASSURANCES[str(kept)]) if str(kept) in ASSURANCES else str(kept)


TOLD: Final[Mapping[str, Callable[[object], str]]] = {
    "from": _turned, "to": _turned, "before": _moment, "after": _moment, "wall": _moment,
    "config": _digest, "root": _digest, "readers": _readers, "also": _also, "what": _order,
    "assurance": _assured, "technology": lambda kept: technology(str(kept)),
}  # fmt: skip
