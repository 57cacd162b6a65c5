"""A value of the audit's details in words: a state its name, a date a day, a yes a yes."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from babel.dates import format_date
from flask import g

from admin.administration.sop import ROLES
from admin.anomaly_words import WORDINGS
from admin.audit_reasons import retold
from admin.audit_words import KEYS
from admin.filled_in import DASH, NO, YES
from admin.house_texts import TITLES
from admin.languages import mark
from admin.log.asked import RESULT_WORDS, TIMES
from admin.telling import on_day, said, spoken, titled
from admin.tracking import KINDS, STATES
from ledger.orders import OrderKind
from register.dates import DAYS
from register.forms import papers, weekly
from register.forms.choices import Choice
from register.forms.log_report import LOG_REPORT
from register.forms.office import OFFICE
from register.forms.register_list import REGISTER_LIST, STATUSES
from register.forms.removal import FATES, REMOVAL
from register.forms.request import REQUEST
from register.forms.review import REVIEW, REVIEW_DECISIONS
from register.forms.stock import KINDS as TECHNOLOGIES
from register.login.factors import Factor
from register.models import HolidayKind, PaperKind, Purpose
from register.orders import NAMES
from register.removals import STAYS

SHORT: Final = 12  # letters of a digest that tell two apart; the CSV has it whole
MONTH: Final = len("2026-11")
KINDS_OF_ORDER: Final = frozenset(OrderKind)
PAIR: Final = 2  # a value as it was, and as it is
DIGESTS: Final = frozenset({"sha256", "digest"})
LISTS: Final = frozenset({"whom", "people", "doors", "before", "after"})
FIELDS: Final = {field.key: field for field in OFFICE.fields}
STEPS: Final = frozenset(each.key for each in FIELDS["step_days"].columns)
STEP: Final = mark("langkah")
FORMS: Final = {
    form.key: form
    for form in (REQUEST, REMOVAL, REVIEW, REGISTER_LIST, LOG_REPORT, papers.DISPOSITION,
                 papers.RECEIPT, papers.GUEST_BOOK)
}  # fmt: skip
TEXTS: Final = {kind.value: title for kind, title in TITLES.items()}
WORDS: Final[Mapping[str, str]] = {
    **{state.value: look.words for state, look in STATES.items()},
    **{role.value: words for role, words in ROLES.items()},
    **KINDS,
    **{f"hasil {key}": words for key, words in RESULT_WORDS.items()},
    **{f"waktu {key}": words for key, words in TIMES.items()},
    **{f"key {rule.value}": told.title for rule, told in WORDINGS.items()},
    Factor.TOTP: mark("aplikasi autentikator"), Factor.PASSKEY: mark("kunci sandi"),
    Purpose.ACCOUNT: mark("membuat akun"), Purpose.SIGN_IN: mark("masuk sekali"),
    Purpose.SIGNATURE: mark("menandatangani"), PaperKind.QUALIFICATION: mark("bukti kualifikasi"),
    PaperKind.DECREE: mark("surat keputusan"), PaperKind.EMBLEM: mark("lambang kantor"),
    HolidayKind.NATIONAL: mark("hari libur nasional"),
    HolidayKind.COLLECTIVE_LEAVE: mark("cuti bersama"), HolidayKind.OFFICE: mark("libur kantor"),
    f"fate {STAYS}": mark("tetap pada pemegangnya"),
    "act bekukan": mark("dibekukan"), "act hilang": mark("dilaporkan hilang"),
    "act ditemukan": mark("ditemukan kembali"), "act rusak": mark("dinyatakan rusak"),
    "act dikembalikan": mark("dikembalikan"), "act dimusnahkan": mark("dimusnahkan"),
    "act uji-tap": mark("uji tap"), "page line": mark("satu baris log"),
    "page log": mark("daftar log"), "page person": mark("riwayat seseorang"),
}  # fmt: skip
CHOICES: Final[Mapping[str, Choice]] = {
    **{f"fate {each.value}": each for each in FATES},
    **{f"decision {each.value}": each for each in REVIEW_DECISIONS},
    **{each.value: each for each in (*STATUSES, *TECHNOLOGIES)},
}


def name(key: str) -> str:
    """Return what a detail is called; one that an older release wrote stays as it was written."""
    if key in KEYS:
        return spoken(KEYS[key])
    if key in FIELDS:
        return said(FIELDS[key])
    if key in TEXTS:
        return spoken(TEXTS[key])
    return f"{spoken(STEP)} {key}" if key in STEPS else key


def value(key: str, kept: object) -> str:
    """Return what a detail says, in the visitor's language."""
    if kept in (None, "", [], {}):
        return DASH
    if isinstance(kept, bool):
        return said(YES if kept else NO)
    if isinstance(kept, Mapping):
        return _parts(key, kept)
    if isinstance(kept, list):
        between = " → " if len(kept) == PAIR and key not in LISTS else ", "
        return between.join(value(key, each) for each in kept)
    return _word(key, str(kept))


def _parts(key: str, kept: Mapping[str, object]) -> str:
    if key == "chains":  # of dossiers that lost words: how many is enough
        return str(len(kept))
    return ", ".join(f"{name(part)} {value(part, each)}" for part, each in kept.items())


def _word(key: str, kept: str) -> str:
    """Return a single value in words, or as it stands where it is somebody's own."""
    if key in DIGESTS:
        return f"{kept[:SHORT]}…"
    if key in {"what", "why"}:  # what: of an order to the door
        return NAMES[OrderKind(kept)][g.language] if kept in KINDS_OF_ORDER else retold(kept)
    if key == "key":  # of a finding: its rule stands in front, then where and when
        kept = kept.partition(":")[0]
    if key in {"weekly", "hours"}:
        return weekly.in_words(kept, g.language)
    if key == "hari" and kept.isdigit():
        return DAYS[g.language][int(kept)]
    if key in FIELDS:
        return next((said(each) for each in FIELDS[key].choices if each.value == kept), kept)
    return _listed(key, kept) or _dated(kept)


def _listed(key: str, kept: str) -> str | None:
    """Return a value of a closed set in words, or None."""
    if key == "kind" and kept in FORMS and kept not in KINDS:
        return titled(FORMS[kept])
    for wanted in (f"{key} {kept}", kept):
        if wanted in WORDS:
            return spoken(WORDS[wanted])
        if wanted in CHOICES:
            return said(CHOICES[wanted])
    return None


def _dated(kept: str) -> str:
    """Return a day or a month as it is said; anything else as it stands."""
    try:
        if len(kept) == MONTH:
            return format_date(date.fromisoformat(f"{kept}-01"), "MMMM y", locale=g.language)
        return on_day(date.fromisoformat(kept))
    except ValueError:
        return kept
