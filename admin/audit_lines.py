"""A line of the audit as an auditor reads it: the act in words, and who and what is behind ids."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from admin.access import visitor
from admin.audit_values import name, value
from admin.audit_words import ACTS
from admin.dossiers import READERS as DOSSIERS
from admin.languages import mark
from admin.telling import spoken
from register.audit_trail import Behind, Line

NOBODY: Final = {"system": mark("sistem"), "anonymous": mark("belum dikenal")}
SOURCES: Final = {
    "timer": mark("berjalan sendiri"), "send": mark("pengirim pesan"),
    "demo": mark("peragaan"), "socket": mark("mesin ini"), "cli": mark("mesin ini"),
}  # fmt: skip
MACHINE: Final = "cli uid "  # and whose


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that a line says besides who and what; `href` is a page about it, or empty."""

    words: str
    value: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words.

    Attributes:
        by: a name; the pseudonymous id of one who was erased; a word for what is nobody.
        who: the pseudonymous id behind the name; empty for what is nobody.
    """

    line: Line
    act: str
    by: str
    who: str
    source: str
    details: Sequence[Detail]


def told(line: Line, behind: Behind) -> Told:
    """Return a line in the visitor's language."""
    nobody = line.by in NOBODY
    return Told(
        line=line,
        act=act(line.act),
        by=spoken(NOBODY[line.by]) if nobody else behind.people.get(line.by, line.by),
        who="" if nobody else line.by,
        source=_source(line.source),
        details=tuple(_details(line.what, behind)),
    )


def act(key: str) -> str:
    """Return an act in words; one that an older release wrote stays as it was written."""
    return spoken(ACTS[key]) if key in ACTS else key


def _source(kept: str) -> str:
    if kept.startswith(MACHINE):
        return f"{spoken(SOURCES['cli'])} ({kept.removeprefix('cli ')})"
    return spoken(SOURCES[kept]) if kept in SOURCES else kept


def _details(what: Mapping[str, Any], behind: Behind) -> Iterator[Detail]:
    for key, kept in sorted(what.items(), key=lambda each: each[0] not in ONES):
        if key == "from" and "to" in what:
            yield Detail(name(key), value(key, [kept, what["to"]]))
        elif key == "to" and "from" in what:
            continue
        elif key in PEOPLE:
            yield Detail(name(key), _people(kept, behind.people))
        elif key in ONES and isinstance(kept, int):
            yield ONES[key](kept, behind)
        else:
            yield Detail(name(key), value(key, kept))


def _people(kept: str | int | Sequence[str], names: Mapping[str | int, str]) -> str:
    ids = [kept] if isinstance(kept, str | int) else kept
    return ", ".join(names.get(each, str(each)) for each in ids)


def _dossier(number: int, behind: Behind) -> Detail:
    """A dossier by its number, which leads to it for who may see it."""
    href = url_for("dossiers.show", number=number) if DOSSIERS & visitor().roles else ""
    return Detail(name("dossier"), behind.dossiers.get(number) or f"#{number}", href)


def _account(number: int, behind: Behind) -> Detail:
    return Detail(name("account"), behind.accounts.get(number, f"#{number}"))


def _card(number: int, behind: Behind) -> Detail:
    return Detail(name("card"), behind.cards.get(number, f"#{number}"))


PEOPLE: Final = frozenset({"whom", "people", "person", "escort", "orang"})
ONES: Final[Mapping[str, Callable[[int, Behind], Detail]]] = {
    "dossier": _dossier, "account": _account, "card": _card,
}  # fmt: skip
