"""The operator's desk on pages: all cards, one card's life, and whose card this is."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from ledger.access import CardState
from ledger.credential import fingerprint
from ledger.events import Event, Kind, Reason
from ledger.instant import ClockState, Instant
from ledger.journal import Journal
from register import cards, requests, settings
from register.models import DoorOrder, Dossier
from tests.admin.office import KEY, Office
from tests.register.test_requests import OFFERED, issued


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    dossier = issued(made.bureau)
    made.bureau.wait(minutes=1)
    with made.bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        siti = made.bureau
        cards.hand_over(session, found, siti.signs("siti"), siti.by("siti"), siti.now)
    yield made
    made.bureau.store.close()


def state(office: Office) -> CardState:
    with office.bureau.store.reading() as session:
        return cards.find(session, 1).state


@pytest.mark.parametrize(
    ("who", "seen"), [("operator", 200), ("auditor", 200), ("siti", 403), ("admin", 403)]
)
def test_all_cards_are_for_those_who_keep_them(office: Office, who: str, seen: int) -> None:
    office.bureau.wait(minutes=1)
    assert office.visitor(who).get("/kartu/semua").status_code == seen


def test_a_card_is_found_without_its_number_in_an_address(office: Office) -> None:
    operator = office.visitor("operator")
    assert "Siti" in operator.post("/kartu/semua", data={"kata": "0001"}).text
    assert "Tidak ada kartu yang cocok" in operator.post("/kartu/semua", data={"kata": "0002"}).text
    assert "0001" not in operator.get("/kartu/semua?kata=0002").text.partition("<table")[0]


def test_a_loss_is_reported_in_one_act_and_the_page_tells_it(office: Office) -> None:
    operator = office.visitor("operator")
    office.bureau.wait(minutes=1)
    said = operator.post("/kartu/1/catat/hilang", data={"alasan": "Tertinggal di angkot"})
    assert said.status_code == 303
    assert state(office) is CardState.LOST
    page = operator.get("/kartu/1").text
    assert "Tertinggal di angkot" in page
    assert "Hilang" in page
    assert "Minta kartu dibuka" not in page
    assert "– 23 Nov 2027<" in page  # the last day, as the list has it  # noqa: RUF001
    assert "23 Nov 2027<" in operator.get("/kartu/semua").text
    assert "Minta kartu dibuka" in office.visitor("siti").get("/kartu/1").text


def test_an_act_without_its_words_loses_nothing(office: Office) -> None:
    said = office.visitor("operator").post(
        "/kartu/1/catat/dikembalikan", data={"kondisi": "rusak", "ke_stok": "tidak"}
    )
    assert said.status_code == 422
    assert '<option value="rusak" selected' in said.text
    assert state(office) is CardState.ACTIVE


def test_the_holder_asks_for_his_card_back(office: Office) -> None:
    siti = office.visitor("siti")
    assert siti.post("/kartu/1/catat/hilang", data={"alasan": "Hilang"}).status_code == 303
    office.bureau.wait(minutes=1)
    asked = siti.post("/kartu/1/buka", data={"alasan": "Ditemukan di laci"})
    assert asked.status_code == 303
    kasi = office.visitor("kasi")
    assert "Pembukaan blokir kartu" in kasi.get(asked.headers["Location"]).text
    assert state(office) is CardState.LOST
    number = int(asked.headers["Location"].rpartition("/")[2])
    checks = dict.fromkeys(("identitas_cocok", "penugasan_sah", "jenis_sesuai"), "ya")
    office.bureau.wait(minutes=1)
    checks["pernah_ditolak"] = "tidak"
    for check in ("identitas_cocok", "penugasan_sah", "jenis_sesuai"):
        failed = kasi.post(f"/permintaan/{number}/verifikasi", data={**checks, check: "tidak"})
        assert failed.status_code == 422
        assert "Kembalikan atau tolak" in failed.text
    said = kasi.post(f"/permintaan/{number}/verifikasi", data=checks)
    assert said.status_code == 303, said.text  # a right that stands is not asked for again
    office.bureau.wait(minutes=1)
    operator = office.visitor("operator")
    assert "H. Verifikasi" in operator.get(f"/berkas/{number}").text
    assert operator.post(f"/kartu/terbitkan/{number}").status_code == 303
    assert state(office) is CardState.ACTIVE


def test_another_persons_card_is_not_shown(office: Office) -> None:
    assert office.visitor("atasan").get("/kartu/1").status_code == 404
    assert office.visitor("atasan").get("/kartu/1/catat/hilang").status_code == 404


@pytest.fixture
def journal(office: Office) -> Iterator[Journal]:
    written = Journal.open(office.site.journal, boot=uuid4().hex, reserve=4096)
    yield written
    written.close()


def tap(journal: Journal, reason: Reason, card: int | None = None, subject: str = "") -> None:
    """Let the door's process write a test tap at its reader."""
    at = Instant(1, 1, ClockState.SYNCED)
    event = Event(Kind.TEST_TAP, at, "server", "in", reason, subject or None, card)
    journal.record(event)


def test_a_test_tap_is_shown_and_kept(office: Office, journal: Journal) -> None:
    operator, asked = office.visitor("operator"), {"after": 0, "reader": "in"}
    assert operator.post("/kartu/uji", data={"reader": "in"}).json == {
        "after": 0, "reader": "in", "seconds": 60,
    }  # fmt: skip
    assert operator.post("/kartu/uji/1", data=asked).status_code == 204
    tap(journal, Reason.GRANTED, 2)
    assert operator.post("/kartu/uji/1", data=asked).json["tone"] == "bad"  # type: ignore[index]
    tap(journal, Reason.GRANTED, 1)
    assert operator.post("/kartu/uji/1", data=asked).json["tone"] == "good"  # type: ignore[index]
    assert "Uji tap" in operator.get("/kartu/1").text
    assert office.visitor("siti").post("/kartu/uji/1", data=asked).status_code == 403


def test_a_card_tells_whose_it_is_and_a_strangers_that_nobody_knows_it(
    office: Office, journal: Journal
) -> None:
    operator, asked = office.visitor("operator"), {"after": 0, "reader": "in"}
    tap(journal, Reason.UNKNOWN_CARD, subject=OFFERED.fingerprint.hex())
    assert "Siti" in operator.post("/kartu/cari", data=asked).text
    tap(journal, Reason.UNKNOWN_CARD, subject="ff" * 32)
    assert "tidak dikenal" in operator.post("/kartu/cari", data=asked).text
    tap(journal, Reason.GRANTED, 1)
    found = operator.post("/kartu/cari", data=asked)
    assert found.json["to"] == "/kartu/1"  # type: ignore[index]


def at_the_desk(journal: Journal, shown: bytes | None) -> int | None:
    """Have the controller start with a desk reader, and a card held to it."""
    at = Instant(1, 1, ClockState.SYNCED)
    detail = {"config": "", "readers": "in:server:in table::in"}
    journal.record(Event(Kind.STARTED, at, detail=detail))
    if shown is None:
        return journal.record(
            Event(Kind.CARD_SHOWN, at, reader="table", reason=Reason.MORE_THAN_ONE_CARD)
        )
    said = {"technology": "iso14443a", "last_four": "C040", "assurance": "UID_ONLY"}
    return journal.record(
        Event(Kind.CARD_SHOWN, at, reader="table", subject=shown.hex(), detail=said)
    )


def test_a_desk_reader_is_the_default_and_needs_no_order(office: Office, journal: Journal) -> None:
    at_the_desk(journal, bytes(32))
    operator = office.visitor("operator")
    page = operator.get("/kartu/cari").text
    assert page.index(">table (") < page.index(">in<")
    listening = operator.post("/kartu/terbitkan/1/pembaca", data={"reader": "table"}).json
    assert listening == {"after": 2, "reader": "table", "seconds": 60}
    assert operator.post("/kartu/uji", data={"reader": "table"}).status_code == 200
    with office.bureau.store.reading() as session:
        assert session.scalars(select(DoorOrder)).all() == []
    assert "table" not in operator.get("/kartu/1").text  # it decides nothing: no test of a card


def test_a_card_at_the_desk_is_known_by_the_register_alone(
    office: Office, journal: Journal
) -> None:
    operator, asked = office.visitor("operator"), {"after": 0, "reader": "table"}
    at_the_desk(journal, None)
    assert operator.get("/kartu/ketukan", query_string=asked).status_code == 204
    assert "lebih dari satu kartu" in operator.post("/kartu/cari", data=asked).text.lower()
    at_the_desk(journal, b"n" * 32)
    new = operator.get("/kartu/ketukan", query_string=asked).json
    assert new is not None
    assert (new["last_four"], new["before"], new["taken"]) == ("C040", None, "")
    at_the_desk(journal, OFFERED.fingerprint)
    old = operator.get("/kartu/ketukan", query_string=asked).json
    assert old is not None
    assert "sedang dipakai" in old["taken"]
    assert "Siti" in operator.post("/kartu/cari", data=asked).text


TYPED = {"technology": "iso14443a", "notation": "hex", "backwards": "tidak"}


def test_a_typed_number_tells_whose_it_is_and_what_cannot_be_issued(office: Office) -> None:
    operator = office.visitor("operator")
    new = operator.post("/kartu/baca", data={**TYPED, "number": "04DE5F1EACC040"}).json
    assert new is not None
    assert (new["free"], new["to"]) == (True, None)
    assert "C040" in new["words"]
    assert "dikloning" in new["words"]


def test_a_part_of_a_number_is_refused_in_words(office: Office) -> None:
    said = office.visitor("operator").post(
        "/kartu/baca", data={**TYPED, "technology": "em4100", "number": "59C4E8"}
    )
    assert said.status_code == 422
    assert "59C4E8" not in said.text
    assert "bait pertama" in said.get_json()["words"]


def test_a_card_is_issued_by_two_equal_taps_alone(office: Office) -> None:
    bureau = office.bureau
    bureau.wait(minutes=1)
    with bureau.session() as session:
        by = bureau.by("siti")
        dossier = requests.begin(session, bureau.people["siti"], "kartu-rusak", by, bureau.now)
        requests.submit(session, dossier, None, bureau.signs("siti"), by, bureau.now)
        bureau.wait(minutes=1)
        requests.verify(session, dossier, None, bureau.signs("kasi"), bureau.by("kasi"), bureau.now)
        number, version = dossier.id, dossier.version
    bureau.wait(minutes=1)
    operator = office.visitor("operator")
    form = {**TYPED, "event": "", "printed": "0002", "version": version}
    taps = {"number": "04DE5F1EACC040", "again": "04DE5F1EACC041"}
    refused = operator.post(f"/kartu/terbitkan/{number}", data=form | taps)
    assert (refused.status_code, "Kedua ketukan tidak sama" in refused.text) == (422, True)
    for kept in ("0002", *taps.values()):
        assert f'value="{kept}"' in refused.text
    taps["again"] = taps["number"]
    assert operator.post(f"/kartu/terbitkan/{number}", data=form | taps).status_code == 303
    with bureau.store.reading() as session:
        assert cards.find(session, 2).fingerprint == fingerprint("iso14443a:04DE5F1EACC040", KEY)
    used = operator.post(
        "/kartu/baca", data={**TYPED, "backwards": "ya", "number": "40C0AC1E5FDE04"}
    )
    assert (used.get_json()["free"], used.get_json()["to"]) == (False, "/kartu/2")
    assert "Siti" in used.get_json()["words"]


def test_the_stock_is_kept_on_a_page_and_warns_in_time(office: Office) -> None:
    operator = office.visitor("operator")
    assert "Belum ada kiriman kartu" in operator.get("/persediaan/").text
    form = {"jenis": "iso14443a", "jumlah": "6", "tanggal": "2026-11-24"}
    wrong = operator.post("/persediaan/terima", data=form | {"jumlah": "0", "pemasok": "CV Kartu"})
    assert (wrong.status_code, 'value="CV Kartu"' in wrong.text) == (422, True)
    assert operator.post("/persediaan/terima", data=form).status_code == 303
    assert "Hampir habis" not in operator.get("/persediaan/").text
    lost = {"kiriman": "1", "sebab": "rusak", "jumlah": "1", "alasan": "Patah"}
    assert operator.post("/persediaan/terbuang", data=lost).status_code == 303
    assert "Hampir habis" in operator.get("/persediaan/").text
    with office.bureau.session() as session:
        settings.change(session, {"low_stock": 4}, office.bureau.by("admin"), office.bureau.now)
    assert "Hampir habis" not in operator.get("/persediaan/").text
    assert office.visitor("kabid").post("/persediaan/terima", data=form).status_code == 403
    assert "Catat kartu kosong" not in office.visitor("kabid").get("/persediaan/").text
