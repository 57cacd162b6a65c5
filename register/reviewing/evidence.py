"""The evidence beside each decision: what register and log said when the snapshot was taken.

It holds no name and no number of a person, so that both can be erased and its digest still stands.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from register.models import Dossier, Grant, ReviewItem, Tenure, canonical, milliseconds
from register.register_rows import Row
from register.reviewing.usage import Usage

COPIED: Final = (
    "jabatan", "unit_kerja", "kategori", "nomor_kartu", "uid", "jenis_akses", "hari_jam", "status",
    "keperluan", "didampingi",
)  # fmt: skip
UNUSED, NEVER_USED, MOVED, OUTSIDE, HELD, ALONE = (  # register.forms.review.RISKS
    "tidak-aktif", "belum-dipakai", "mutasi", "luar-jam", "pintu-ditahan", "tanpa-pendamping",
)  # fmt: skip


def evidence(row: Row, used: Usage, risks: Iterable[str]) -> dict[str, Any]:
    """Return what form 3 shows of one right, as plain values."""
    copied = {key: row.values[key] for key in COPIED if key in row.values}
    return {
        **copied,
        "pemegang": row.public_id,
        "nomor": row.values["nomor"],
        "pintu_kini": list(row.values.get("pintu", ())),
        "sampai": row.values["sampai"].isoformat(),
        "masuk": used.entries,
        "terakhir": None if used.last is None else milliseconds(used.last),
        "luar_jam": used.outside,
        "ditolak": used.denied,
        "grafik": list(used.weeks),
        "risiko": list(risks),
    }


def risks(used: Usage, at: datetime, dormant: timedelta, *, moved: bool) -> tuple[str, ...]:
    """Return the signs of risk; any of them asks for a reason where access is kept."""
    signs = {
        NEVER_USED: used.last is None,
        UNUSED: used.last is not None and at - used.last > dormant,
        MOVED: moved,
        OUTSIDE: used.outside > 0,
        HELD: used.held > 0,
        ALONE: used.unescorted > 0,
    }
    return tuple(sign for sign, shown in signs.items() if shown)


def has_moved(row: Row, grant: Grant, request: Dossier | None, tenures: Iterable[Tenure]) -> bool:
    """Return whether a holder changed post or unit since his right was granted."""
    asked: Mapping[str, Any] = {} if request is None else request.answers
    now = {key: row.values.get(key) for key in ("unit_kerja", "jabatan")}
    other = any(asked.get(key) and asked[key] != value for key, value in now.items())
    return other or any(
        tenure.valid_from > grant.granted_at
        or (tenure.valid_until is not None and tenure.valid_until > grant.granted_at)
        for tenure in tenures
    )


def snapshot_digest(items: Iterable[ReviewItem], count: int, last: int) -> str:
    """Return the SHA-256 of a snapshot: its rows as they were seen, and where the log stood."""
    seen = {"rows": [item.evidence for item in items], "log": {"count": count, "last": last}}
    return sha256(canonical(seen).encode()).hexdigest()


def result_digest(items: Iterable[ReviewItem]) -> str:
    """Return the SHA-256 of what was decided; it stands among the answers that are signed."""
    decided = [
        {
            "grant": item.grant_id,
            "decision": item.decision,
            "terms": item.terms,
            "until": None if item.until is None else milliseconds(item.until),
            "reason": item.reason,
            "by": item.decided_by,
            "at": None if item.decided_at is None else milliseconds(item.decided_at),
            "lapsed": None if item.lapsed_at is None else milliseconds(item.lapsed_at),
            "needed": item.needed,
        }
        for item in items
    ]
    return sha256(canonical({"rows": decided}).encode()).hexdigest()
