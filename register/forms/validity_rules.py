"""What must hold among kind, dates, days and hours, as asked and as approved."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from ledger.sentences import Sentence
from register.forms.choices import ACCESS_KINDS, WEEKDAYS
from register.forms.context import Context, Limits
from register.forms.rule import Facts, Rule, broken_when, in_order
from register.forms.validity import DAY, HOUR, VISIT, longest_until, span, visit_minutes
from register.forms.values import Values, day, text, words

WEEK: Final = len(WEEKDAYS)
NAMES: Final = {kind.value: Sentence(kind.label_id, kind.label_en) for kind in ACCESS_KINDS}


def _months(start: date, limits: Limits) -> tuple[date, Sentence]:
    months = limits.standing_months
    return longest_until(start, months), Sentence(f"{months} bulan", f"{months} months")


def _days(start: date, limits: Limits) -> tuple[date, Sentence]:
    days = limits.temporary_days
    return start + (days - 1) * DAY, Sentence(f"{days} hari", f"{days} days")


LONGEST: Final[Mapping[str, Callable[[date, Limits], tuple[date, Sentence]]]] = {
    "tetap": _months,
    "terjadwal": _months,
    "sementara": _days,
}  # a visit is counted in hours


def _too_long(values: Values, context: Context) -> Facts | None:
    kind, start = text(values, "jenis_akses"), day(values, "mulai")
    if kind not in LONGEST:
        return None
    latest, limit = LONGEST[kind](start, context.limits)
    late = day(values, "sampai") > latest
    return broken_when(late, kind=NAMES[kind], limit=limit, start=start, latest=latest)


def _long_visit(values: Values, context: Context) -> Facts | None:
    visit, hours = text(values, "jenis_akses") == VISIT, context.limits.visit_hours
    fits = 0 < visit_minutes(values) <= hours * HOUR
    return broken_when(visit and not fits, hours=hours)


def _never(values: Values, _: Context) -> Facts | None:
    start, end = day(values, "mulai"), day(values, "sampai")
    days = 1 if text(values, "jenis_akses") == VISIT else min((end - start).days + 1, WEEK)
    covered = {(start + number * DAY).isoweekday() for number in range(days)}
    chosen = {int(each) for each in words(values, "hari")}
    return broken_when(start <= end and not covered & chosen, start=start, end=end)


RULES: Final = (
    in_order(
        "mulai", "sampai",
        "Berlaku sampai {last} mendahului berlaku mulai {first}; pilih hari itu atau sesudahnya.",
        "Valid until {last} comes before valid from {first}; choose that day or a later one.",
    ),
    Rule(
        "sampai", ("jenis_akses", "mulai", "sampai"), _too_long,
        "Jenis akses {kind} berlaku paling lama {limit}; bila mulai {start}, pilih sampai"
        " {latest} atau sebelumnya.",
        "Access of the kind {kind} lasts {limit} at most; from {start} on, choose {latest} or an"
        " earlier day.",
    ),
    Rule(
        "sampai", ("jenis_akses", "mulai", "sampai", "jam"), _long_visit,
        "Kunjungan berlangsung paling lama {hours} jam dan berakhir sesudah mulai; bila melewati"
        " tengah malam, pilih berlaku sampai hari berikutnya.",
        "A visit lasts {hours} hours at most and ends after it begins; where it passes midnight,"
        " choose the next day as the last.",
    ),
    Rule(
        "hari", ("jenis_akses", "mulai", "sampai", "hari"), _never,
        "Tidak satu pun hari yang dipilih jatuh pada masa akses {start} sampai {end}; pilih hari"
        " yang termasuk di dalamnya, untuk kunjungan hari pertamanya.",
        "None of the days chosen falls between {start} and {end}; choose one that does, for a"
        " visit its first.",
    ),
)  # fmt: skip


def outside_office(values: Values, limits: Limits) -> bool:
    """Say whether days or hours reach beyond the office's own."""
    start, end = span(text(values, "jam"))
    opens, closes = span(limits.office_hours)
    early_or_late = start < opens or end > closes
    return early_or_late or not set(words(values, "hari")) <= set(limits.office_days)
