"""The right of access itself: as it is asked for, as it is approved, as the register has it."""

from dataclasses import replace
from typing import Final

from register.forms.choices import ACCESS_KINDS, WEEKDAYS
from register.forms.fields import B, Field, K, W
from register.forms.validity import VISIT
from register.forms.values import Values, text

DOORS: Final = Field("pintu", "Ruang/pintu", "Room or door", K.MANY, W)
KIND: Final = Field(
    "jenis_akses", "Jenis akses", "Kind of access", K.CHOICE, W, choices=ACCESS_KINDS,
    help_id="Tetap paling lama 12 bulan, sementara 30 hari, kunjungan 24 jam, kecuali ditetapkan"
            " lain; tidak ada akses selamanya.",
    help_en="Standing lasts 12 months at most, temporary 30 days, a visit 24 hours, unless the"
            " office sets otherwise; none is for ever.",
)  # fmt: skip
START: Final = Field("mulai", "Berlaku mulai", "Valid from", K.DATE, W)
END: Final = Field(
    "sampai", "Berlaku sampai", "Valid until", K.DATE, W,
    help_id="Hari terakhir yang masih berlaku.",
    help_en="The last day on which it still counts.",
)  # fmt: skip
WEEK: Final = Field("hari", "Hari akses", "Days of access", K.MANY, W, choices=WEEKDAYS)
HOURS: Final = Field(
    "jam", "Jam akses", "Hours of access", K.TIME_WINDOW, W,
    help_id="Seperti 07.30-16.00. Jam selesai sebelum jam mulai berarti hari berikutnya.",
    help_en="As 07.30-16.00. An end before the start is on the next day.",
)  # fmt: skip
ESCORTED: Final = Field(
    "didampingi", "Wajib didampingi", "Must be escorted", K.YES_NO, B,
    help_id="Hanya ASN Diskominfo yang dapat masuk tanpa pendamping, dan tidak untuk kunjungan.",
    help_en="Only civil servants of Diskominfo may enter without an escort, and not for a visit.",
)  # fmt: skip
ESCORT: Final = Field("pendamping", "Nama pendamping", "Name of the escort", K.CHOICE, B)

RIGHT: Final = (DOORS, KIND, START, END, WEEK, HOURS, ESCORTED, ESCORT)
APPROVED: Final = tuple(replace(field, required=B) for field in RIGHT)
"""The same, to be filled in by an official who approves."""


def alone(values: Values) -> bool:
    """Say who may enter without an escort: an allow-list, so a new category is escorted.

    A visitor never is alone: the register knows no visitor without an escort.
    """
    diskominfo = text(values, "kategori") == "asn-diskominfo"
    return diskominfo and text(values, "jenis_akses") != VISIT


def escorted(values: Values) -> bool | None:
    """Return True where an escort is not the applicant's to decline."""
    return None if alone(values) else True


def with_escort(values: Values) -> bool:
    """Say whether an escort is to be named."""
    return values.get("didampingi") is True
