"""What must be answered when, and what must hold, on the request (form 1)."""

from collections.abc import Mapping
from typing import Final

from ledger.sentences import Sentence
from register.forms import identity, ranks
from register.forms.context import Context
from register.forms.equipment import has_serial
from register.forms.fields import Condition
from register.forms.right import alone, with_escort
from register.forms.rule import Facts, Rule, broken_when, from_today
from register.forms.validity import VISIT
from register.forms.validity_rules import RULES as VALIDITY
from register.forms.validity_rules import outside_office
from register.forms.values import Values, record, rows, text

ON_A_CARD: Final = frozenset({"perpanjangan", "perubahan", "kartu-hilang", "kartu-rusak"})
"""Requests about a card that is in the register; not so a first one, nor a visit."""


def civil_servant(values: Values) -> bool:
    """Say whether the applicant is an ASN."""
    return text(values, "kategori").startswith("asn-")


def vendor(values: Values) -> bool:
    """Say whether the applicant is a vendor or a third party."""
    return text(values, "kategori") == "vendor"


def visit(values: Values) -> bool:
    """Say whether this is a visit, by what is asked or by the access."""
    return VISIT in (text(values, "jenis_permintaan"), text(values, "jenis_akses"))


def assigned(values: Values) -> bool:
    """Say whether an assignment must be shown."""
    return vendor(values) or text(values, "jenis_akses") == "sementara"


CONDITIONS: Final[Mapping[str, Condition]] = {
    "golongan": civil_servant,
    "alamat": vendor,
    "personel": lambda values: vendor(values) or visit(values),
    "atasan.nip": civil_servant,
    "kegiatan": assigned,
    "dasar": assigned,
    "dasar_nomor": assigned,
    "dasar_tgl": assigned,
    "didampingi": alone,
    "pendamping": with_escort,
    "perangkat.serial": has_serial,
    "kartu_lama": lambda values: text(values, "jenis_permintaan") in ON_A_CARD,
}


def _unexplained_hours(values: Values, context: Context) -> Facts | None:
    outside = outside_office(values, context.limits)
    return broken_when(outside and "alasan_jam" not in values, office=context.limits.office_hours)


def _doubtful(values: Values, context: Context) -> Facts | None:
    if text(values, "jenis_id") != "nip" or "no_id_alasan" in values:
        return None
    taken = Sentence(
        "NIP ini sudah tercatat atas nama orang lain.",
        "This NIP is on record for somebody else.",
    )
    written = text(values, "no_id")
    doubt = taken if written in context.taken else identity.nip(written).doubt(context.today)
    return None if doubt is None else {"doubt": doubt}


def _twice(values: Values, _: Context) -> Facts | None:
    seen: dict[tuple[object, object], int] = {}
    for number, row in enumerate(rows(values, "personel"), 1):
        before = seen.setdefault((row.get("jenis_id"), row.get("no_id", number)), number)
        if before != number:
            return {"row": number, "before": before}
    return None


def _own_superior(values: Values, _: Context) -> Facts | None:
    superior = record(values, "atasan")
    by_number = "nip" in superior
    one, other = ("nip", "no_id") if by_number else ("nama", "nama")
    same = text(superior, one).casefold() == text(values, other).casefold()
    return broken_when(bool(superior) and same)


def _cannot_sign(values: Values, context: Context) -> Facts | None:
    superior = record(values, "atasan")
    papers = {row.get("jenis") for row in rows(values, "lampiran")}
    signs = text(superior, "nip") in context.accounts or "email" in superior
    return broken_when(not signs and "persetujuan-atasan" not in papers)


def _no_signed_nda(values: Values, _: Context) -> Facts | None:
    papers = {row.get("jenis") for row in rows(values, "lampiran")}
    return broken_when(vendor(values) and "nda" not in papers)


RULES: Final = (
    Rule(
        "jenis_id", ("kategori", "jenis_id"),
        lambda values, _: broken_when(civil_servant(values) and text(values, "jenis_id") != "nip"),
        "Jenis identitas ASN adalah NIP; pilih NIP.",
        "A civil servant's identity is the NIP; choose NIP.",
    ),
    Rule(
        "no_id_alasan", ("jenis_id", "no_id"), _doubtful,
        "{doubt} Periksa kembali; bila memang demikian, tulis alasannya.",
        "{doubt} Check it; if it is so, write why.",
    ),
    Rule(
        "golongan", ("kategori", "golongan"),
        lambda values, _: broken_when(
            civil_servant(values) and text(values, "golongan") == ranks.NONE
        ),
        "Pangkat/Golongan ruang ASN wajib dipilih; tanda strip hanya untuk selain ASN.",
        "A civil servant's rank must be chosen; the dash is for others only.",
    ),
    Rule(
        "personel", ("personel",), _twice,
        "Daftar personel, baris {row}: orang ini sudah ada pada baris {before}; hapus salah"
        " satunya.",
        "List of people, row {row}: this person stands in row {before} already; take one out.",
    ),
    Rule(
        "atasan", ("nama", "no_id", "atasan"), _own_superior,
        "Atasan langsung tidak boleh pemohon sendiri; pilih atasan Anda.",
        "The direct superior cannot be the applicant; choose your superior.",
    ),
    Rule(
        "atasan", ("atasan",), _cannot_sign,
        "Atasan langsung tidak memiliki akun; tulis pos-elnya agar ia menerima tautan, atau"
        " lampirkan formulir yang telah ia tanda tangani.",
        "The direct superior has no account; write his e-mail address so that he receives a link,"
        " or attach the form that he has signed.",
        missing=True,
    ),
    from_today("mulai", "Berlaku mulai", "Valid from"),
    *VALIDITY,
    Rule(
        "alasan_jam", ("hari", "jam"), _unexplained_hours,
        "Hari atau jam akses di luar hari dan jam kerja ({office}); tulis alasannya.",
        "The days or hours of access are outside the office's own ({office}); write why.",
        missing=True,
    ),
    Rule(
        "lampiran", ("kategori",), _no_signed_nda,
        "Lampiran belum memuat perjanjian menjaga kerahasiaan yang ditandatangani; vendor wajib"
        " melampirkannya.",
        "The attachments hold no signed non-disclosure agreement; a vendor must attach it.",
        missing=True,
    ),
)  # fmt: skip
