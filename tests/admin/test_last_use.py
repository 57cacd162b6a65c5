"""The register's column Terakhir dipakai comes from the index of the journal."""

from pathlib import Path

from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from register import register_list
from tests.admin.office import Office
from tests.ledger.test_logbook import Kept
from tests.register.test_register_list import handed_over


def test_a_guest_has_used_his_card_when_his_escort_opened(tmp_path: Path) -> None:
    office, kept = Office(tmp_path), Kept(tmp_path)
    handed_over(office.bureau)
    with office.bureau.store.reading() as session:
        (row,) = register_list.rows(session, office.bureau.now)
    came = granted_at(1_795_482_000_000, "P-ANOTHER000", card=None)
    kept.record([came._replace(detail={"companion": row.public_id})])
    kept.book.catch_up()
    kept.book.close()
    assert "24 Nov 2026 08.00" in office.visitor("kasi").get("/daftar-akses").text
    office.bureau.store.close()


def granted_at(wall: int, who: str, card: int | None) -> Event:
    return Event(
        kind=Kind.GRANTED, at=Instant(wall, 0, ClockState.SYNCED), door="server", reader="in",
        reason=Reason.GRANTED, subject=who, card=card,
    )  # fmt: skip


def test_a_row_says_when_its_card_last_opened_a_door(tmp_path: Path) -> None:
    office, kept = Office(tmp_path), Kept(tmp_path)
    handed_over(office.bureau)
    kasi = office.visitor("kasi")
    assert "24 Nov 2026 08.00" not in kasi.get("/daftar-akses").text
    with office.bureau.store.reading() as session:
        (row,) = register_list.rows(session, office.bureau.now)
    wall = 1_795_482_000_000  # 2026-11-24 01.00 UTC
    kept.record([granted_at(wall, row.public_id, row.card)])
    kept.book.catch_up()
    kept.book.close()
    assert "24 Nov 2026 08.00" in kasi.get("/daftar-akses").text
    office.bureau.store.close()
