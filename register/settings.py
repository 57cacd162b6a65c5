"""What an office sets for itself; each with a default that holds where nothing was set."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.errors import SettingRefused
from register.forms.identity import masked
from register.forms.office import LOG_LEAST
from register.models import Setting
from register.ways import STEPS
from register.workflow import Role

Days = int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting.

    Attributes:
        sop_version: of the SOP in force; a grant keeps the one under which it was given.
        sop_date, sop_effective, sop_revision, sop_approved_by, sop_legal_basis,
        sop_qualification, sop_warning: what the SOP sheet prints; a line each of the legal basis.
        sop_approved_name, sop_approved_nip: of who approved the SOP, who may have left since.
        approver: who approves at step 6: `kabid`, or `kasi` by the other reading.
        initials: who initials the register at step 9: `kasi` or `operator`.
        number_pattern: of a request's number; `{urut}` and `{tahun}` must be in it.
        ask_photo: whether a request asks for a portrait.
        standing_months, temporary_days, visit_hours: the longest validity of each jenis akses.
        hours: the office's weekly hours, as `ledger.access.Hours.weekly` says.
        step_days: limit of each step in days, by its number; empty: no limit is invented.
        review_months: how often access is reviewed.
        review_days: how long a review may take; who is not decided on by then lapses.
        lapse: whether a holder whom nobody reviewed in time lapses at the door by himself.
        dormant_days: after which a card that was not used is called so.
        unused_days: after which a card that was handed over and never used is called so.
        low_stock: blank cards of a kind at which the desk is warned.
        denied_in_row, denied_minutes: so many denials at one reader within so many minutes
            deserve a look.
        unlock_two: whether unlocking a door from the office takes a second person.
        retention_months: of the journal; a year at least, 0 keeps everything.
        person_months: after which somebody who has no access any more is erased.
        senders: what messages leave the house by: `email`, `http` or both, with a comma between;
            `gapura send` keeps it as its own file says.
    """

    office: str = "Dinas Komunikasi dan Informatika"
    region: str = "Pemerintah Kabupaten"
    address: str = ""
    website: str = ""
    email: str = ""
    place: str = ""
    sop_version: str = "SOP/11/406.020/2019"
    sop_date: str = "November 2019"
    sop_effective: str = "November 2019"
    sop_revision: str = ""
    sop_approved_by: str = "Kepala Dinas Komunikasi dan Informatika"
    sop_approved_name: str = ""
    sop_approved_nip: str = ""
    sop_legal_basis: str = (
        "Peraturan Menteri PANRB Nomor 35 Tahun 2012 tentang Pedoman Penyusunan SOP Administrasi"
        " Pemerintahan\n"
        "Peraturan Menteri Dalam Negeri Nomor 52 Tahun 2011 tentang SOP di Lingkungan Pemerintah"
        " Provinsi dan Kabupaten/Kota"
    )
    sop_qualification: str = (
        "Kasi dan Kabid memiliki kemampuan berkomunikasi antarpribadi yang baik\n"
        "Penanggung jawab ruang server memiliki kemampuan teknis dan memahami proses akses"
    )
    sop_warning: str = (
        "Apabila prosedur ini tidak berjalan dengan baik, pemberian, review, dan penghapusan hak"
        " akses ruang server tidak akan optimal."
    )
    zone: str = "Asia/Jakarta"
    approver: Role = Role.KABID
    initials: Role = Role.KASI
    archive_code: str = "041"
    office_code: str = "406.020"
    number_pattern: str = "{kode_arsip}/{urut:03}/{kode_opd}/{tahun}"
    ask_photo: bool = False
    standing_months: int = 12
    temporary_days: int = 30
    visit_hours: int = 24
    hours: str = "1 0730-1600,2 0730-1600,3 0730-1600,4 0730-1600,5 0730-1600"
    step_days: Mapping[str, int] | None = None
    review_months: int = 3
    review_days: int = 30
    lapse: bool = True
    dormant_days: int = 90
    unused_days: int = 30
    low_stock: int = 5
    unlock_two: bool = False
    denied_in_row: int = 3
    denied_minutes: int = 5
    retention_months: int = 24
    person_months: int = 24
    server_room_keeper: str = ""
    senders: str = ""


LONGEST_LIMIT: Final = 365  # days
NIP: Final = "sop_approved_nip"
READ: Final = "settings"  # of this session, once they were read
FIELDS: Final = {field.name: field for field in fields(Settings)}
ROLES: Final = {
    "approver": frozenset({Role.KABID, Role.KASI}),
    "initials": frozenset({Role.KASI, Role.OPERATOR}),
}


def read(session: Session) -> Settings:
    """Return the settings as they are now; a session, which is one moment, asks once."""
    known: Settings | None = session.info.get(READ)
    if known is None:
        known = session.info[READ] = _read(session)
    return known


def _read(session: Session) -> Settings:
    found: dict[str, Any] = {
        row.key: json.loads(row.value) for row in session.scalars(select(Setting))
    }
    for key in ROLES.keys() & found.keys():
        found[key] = Role(found[key])
    return replace(Settings(), **{key: found[key] for key in found.keys() & FIELDS.keys()})


def change(session: Session, new: Mapping[str, object], by: By, at: datetime) -> Settings:
    """Set some; SettingRefused names the key, the value and what is wanted."""
    before = read(session)
    for key, value in new.items():
        _check(key, value)
        session.merge(Setting(key=key, value=json.dumps(value)))
    session.flush()
    session.info.pop(READ, None)
    changed = {
        key: [_told(key, getattr(before, key)), _told(key, value)]
        for key, value in new.items()
        if getattr(before, key) != value
    }
    if changed:
        audit.write(session, "setting.change", by, at, changed)
    return read(session)


def _told(key: str, value: object) -> object:
    """Return a value as the audit keeps it: of an official's number only its ends."""
    return masked("nip", str(value)) if key == NIP and value else value


def _check(key: str, value: object) -> None:
    if key not in FIELDS:
        raise SettingRefused(
            f"{key}: pengaturan ini tidak ada.",
            f"{key}: no such setting; known are {', '.join(FIELDS)}",
        )
    if key == "step_days":
        _check_days(value)
    default = FIELDS[key].default
    if key in ROLES and value not in ROLES[key]:
        known = ", ".join(sorted(ROLES[key]))
        raise SettingRefused(
            f"{key}: {value!r}; pilih salah satu dari {known}.",
            f"{key}: {value!r}; one of {known} is wanted",
        )
    if isinstance(default, bool) is not isinstance(value, bool):
        raise SettingRefused(
            f"{key}: {value!r}; pilih ya atau tidak.", f"{key}: {value!r}; true or false is wanted"
        )
    if key == "retention_months" and isinstance(value, int) and 0 < value < LOG_LEAST:
        raise SettingRefused(
            f"{key}: {value!r}; log pintu disimpan paling sedikit {LOG_LEAST} bulan.",
            f"{key}: {value!r}; the door's log is kept for {LOG_LEAST} months at least",
        )
    if isinstance(default, int) and (not isinstance(value, int) or value < 0):
        raise SettingRefused(
            f"{key}: {value!r}; isikan bilangan bulat 0 atau lebih.",
            f"{key}: {value!r}; a whole number of 0 or more is wanted",
        )


def _check_days(value: object) -> None:
    """Refuse a limit for a step that the SOP does not have, or of less than a day."""
    known = {step.number for steps in STEPS.values() for step in steps}
    limits = value if isinstance(value, Mapping) else {"": 0} if value is not None else {}
    for number, days in limits.items():
        whole = isinstance(days, int) and not isinstance(days, bool)
        if number not in known or not whole or not 1 <= days <= LONGEST_LIMIT:
            raise SettingRefused(
                f"step_days: {number}: {days!r}; isikan nomor langkah SOP dan 1 sampai "
                f"{LONGEST_LIMIT} hari.",
                f"step_days: {number}: {days!r}; a number of the SOP's steps and 1 to "
                f"{LONGEST_LIMIT} days are wanted",
            )
