"""What the Kasi may approve at step 5: what was asked for, or less of it."""

from collections.abc import Callable, Iterator
from typing import Final

from ledger.sentences import Sentence
from register.forms.choices import ACCESS_KINDS
from register.forms.complaint import Complaint
from register.forms.validity import span
from register.forms.values import Values, day, text, words

WIDEST_FIRST: Final = tuple(kind.value for kind in ACCESS_KINDS)


def _wider_kind(asked: Values, approved: Values) -> bool:
    kinds = (text(values, "jenis_akses") for values in (approved, asked))
    now, then = (WIDEST_FIRST.index(kind) for kind in kinds)
    return now < then


def _more(key: str) -> Callable[[Values, Values], bool]:
    return lambda asked, approved: not set(words(approved, key)) <= set(words(asked, key))


def _longer_hours(asked: Values, approved: Values) -> bool:
    (start, end), (now, then) = span(text(asked, "jam")), span(text(approved, "jam"))
    return now < start or then > end


WIDER: Final = (
    (
        "pintu", _more("pintu"),
        Sentence("Pintu yang disetujui melebihi yang diminta; pilih di antara yang diminta.",
                 "More doors are approved than were asked for; choose among those."),
    ),
    (
        "jenis_akses", _wider_kind,
        Sentence("Jenis akses yang disetujui lebih luas daripada yang diminta; pilih yang sama"
                 " atau lebih sempit.",
                 "The kind of access approved is wider than what was asked for; choose the same or"
                 " a narrower one."),
    ),
    (
        "mulai", lambda asked, approved: day(approved, "mulai") < day(asked, "mulai"),
        Sentence("Berlaku mulai yang disetujui mendahului yang diminta; pilih hari itu atau"
                 " sesudahnya.",
                 "Valid from is approved earlier than asked for; choose that day or a later one."),
    ),
    (
        "sampai", lambda asked, approved: day(approved, "sampai") > day(asked, "sampai"),
        Sentence("Berlaku sampai yang disetujui melewati yang diminta; pilih hari itu atau"
                 " sebelumnya.",
                 "Valid until is approved later than asked for; choose that day or an earlier"
                 " one."),
    ),
    (
        "hari", _more("hari"),
        Sentence("Hari akses yang disetujui melebihi yang diminta; pilih di antara yang diminta.",
                 "More days are approved than were asked for; choose among those."),
    ),
    (
        "jam", _longer_hours,
        Sentence("Jam akses yang disetujui melebihi yang diminta; pilih jam di dalamnya.",
                 "Longer hours are approved than were asked for; choose hours within those."),
    ),
    (
        "didampingi",
        lambda asked, approved: asked["didampingi"] is True and approved["didampingi"] is not True,
        Sentence("Pendamping yang wajib menurut permintaan tidak dapat ditiadakan; pilih ya.",
                 "An escort that the request requires cannot be taken away; choose yes."),
    ),
)  # fmt: skip


def narrower(asked: Values, approved: Values) -> tuple[Complaint, ...]:
    """Complain of whatever is approved beyond what was asked; both are cleaned answers.

    What is not approved in words of its own stands as it was asked.
    """
    return tuple(_wider(asked, {**asked, **approved}))


def _wider(asked: Values, approved: Values) -> Iterator[Complaint]:
    for key, wider, said in WIDER:
        if wider(asked, approved):
            yield Complaint(key, said.id, said.en)
