"""Accounts and posts by the administrator, and what nobody does to himself."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from register import posts, staffing
from register.attachments import AttachmentRefused
from register.errors import AccountRefused, Incomplete, LinkRefused, NotFound, TenureRefused
from register.login import accounts, roster
from register.login.roster import Standing
from register.models import Tenure
from register.posts import NewTenure
from register.workflow import Role
from tests.register.bureau import AT, Bureau

PDF = b"%PDF-1.4\nsertifikat"
NIP = "199003032015031003"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def given(bureau: Bureau, **answers: str) -> Mapping[str, str]:
    return {
        "peran": "operator", "orang": str(bureau.people["siti"]), "kapasitas": "definitif",
        "sebutan": "Operator Ruang Server", "mulai": "2026-12-01",
    } | answers  # fmt: skip


def appoints(bureau: Bureau, who: str = "admin", **answers: str) -> Tenure:
    with bureau.session() as session:
        return staffing.appoint(session, given(bureau, **answers), bureau.by(who), bureau.now)


def holds(bureau: Bureau, role: Role, **later: float) -> set[int]:
    with bureau.session() as session:
        at = bureau.now + timedelta(**later)
        return {tenure.person_id for tenure in posts.holders(session, role, at)}


def test_a_post_begins_and_ends_with_a_day_of_the_office(bureau: Bureau) -> None:
    tenure = appoints(bureau, sampai="2026-12-31")
    siti = bureau.people["siti"]
    assert tenure.valid_from.isoformat() == "2026-11-30T17:00:00+00:00"  # midnight in Jakarta
    assert tenure.valid_until is not None
    assert tenure.valid_until - tenure.valid_from == timedelta(days=31)
    assert siti not in holds(bureau, Role.OPERATOR)
    assert siti in holds(bureau, Role.OPERATOR, days=8)


def test_who_stands_in_needs_a_surat_perintah_and_an_end(bureau: Bureau) -> None:
    with pytest.raises(Incomplete) as refusal:
        appoints(bureau, kapasitas="plt")
    assert {each.field for each in refusal.value.complaints} == {
        "sampai", "sp_nomor", "sp_tanggal",
    }  # fmt: skip
    tenure = appoints(
        bureau, kapasitas="plt", sampai="2027-02-28", sp_nomor="800/12", sp_tanggal="2026-11-20"
    )
    assert (tenure.decree, tenure.decree_date) == ("800/12", "2026-11-20")


def test_an_order_newer_than_the_term_and_an_end_before_it_are_asked_back(bureau: Bureau) -> None:
    with pytest.raises(Incomplete, match="before the start"):
        appoints(bureau, sampai="2026-11-30")
    with pytest.raises(Incomplete, match="newer than the start"):
        appoints(
            bureau, kapasitas="plh", sampai="2026-12-31", sp_nomor="1", sp_tanggal="2026-12-02"
        )


def test_nobody_gives_himself_a_post_or_ends_his_own(bureau: Bureau) -> None:
    with pytest.raises(TenureRefused, match="himself"):
        appoints(bureau, who="siti")
    with bureau.session() as session:
        mine = posts.holders(session, Role.ADMINISTRATOR, bureau.now)[0]
        with pytest.raises(TenureRefused, match="himself"):
            posts.end(session, mine.id, bureau.now, bureau.by("admin"), bureau.now)


def test_one_person_at_a_time_holds_a_post_that_decides_in_his_own_right(bureau: Bureau) -> None:
    with pytest.raises(TenureRefused, match="held by somebody else"):
        appoints(bureau, peran="kasi")
    appoints(
        bureau, peran="kasi", kapasitas="plt", sampai="2027-02-28", sp_nomor="1",
        sp_tanggal="2026-11-20",
    )  # fmt: skip
    with bureau.session() as session:
        kasi = posts.holders(session, Role.KASI, bureau.now)[0]
        staffing.end(session, kasi.id, {"sampai": "2026-11-30"}, bureau.by("admin"), bureau.now)
    assert appoints(bureau, peran="kasi").role is Role.KASI  # from the day after


def second_administrator(bureau: Bureau, *, account: bool) -> int:
    person = bureau.people["siti"]
    with bureau.session() as session:
        new = NewTenure(
            role=Role.ADMINISTRATOR, person=person, title="Administrator", valid_from=AT
        )
        posts.appoint(session, new, bureau.by("admin"), AT)
        if account:
            accounts.make(session, person, "siti", "hash", bureau.by("siti"), AT)
        return person


@pytest.mark.parametrize("account", [False, True])
def test_the_last_administrator_who_can_come_in_is_not_taken_away(
    bureau: Bureau, *, account: bool
) -> None:
    second_administrator(bureau, account=account)
    bureau.wait(days=1)
    with bureau.session() as session:
        first = next(
            each.id
            for each in posts.holders(session, Role.ADMINISTRATOR, bureau.now)
            if each.person_id == bureau.people["admin"]
        )
        if not account:
            with pytest.raises(TenureRefused, match="last administrator"):
                posts.end(session, first, bureau.now, bureau.by("siti"), bureau.now)
        else:
            posts.end(session, first, bureau.now, bureau.by("siti"), bureau.now)
    left = holds(bureau, Role.ADMINISTRATOR, minutes=1)
    assert bureau.people["siti"] in left
    assert (bureau.people["admin"] in left) is not account


@pytest.mark.parametrize("role", ["operator", "auditor", "tata-usaha"])
def test_who_keeps_accounts_holds_no_other_post(bureau: Bureau, role: str) -> None:
    with pytest.raises(TenureRefused, match="decides"):
        appoints(bureau, who="siti", peran=role, orang=str(bureau.people["admin"]))


def test_the_evidence_of_a_qualification_is_kept_with_the_post(bureau: Bureau) -> None:
    tenure = appoints(bureau)
    answers = {"bukti": "Sertifikat pengelolaan pusat data", "bukti_tanggal": "2025-03-01"}
    with bureau.session() as session:
        kept = staffing.prove(
            session, tenure.id, answers, "../sert.exe", PDF, bureau.by("admin"), bureau.now
        )
        assert (kept.evidence_date, kept.evidence_id is not None) == ("2025-03-01", True)
    with bureau.session() as session, pytest.raises(AttachmentRefused, match="no PDF"):
        staffing.prove(
            session, tenure.id, answers, "sert.pdf", b"MZ", bureau.by("admin"), bureau.now
        )


def test_a_person_with_a_known_nip_is_not_made_twice(bureau: Bureau) -> None:
    answers = {
        "nama": "Yoga Permana", "nip": NIP, "kategori": "asn-diskominfo", "jabatan": "Pranata",
    }  # fmt: skip
    with bureau.session() as session:
        first = staffing.enrol(session, answers, bureau.by("admin"), bureau.now)
        again = staffing.enrol(session, answers | {"nama": "Lain"}, bureau.by("admin"), bureau.now)
        assert (again.id, again.name) == (first.id, "Yoga Permana")


def test_an_invitation_is_for_who_has_no_password(bureau: Bureau) -> None:
    siti, admin = bureau.people["siti"], bureau.by("admin")
    with bureau.session() as session:
        accounts.invite(session, siti, admin, bureau.now)
        assert roster.one(session, siti, bureau.now).standing is Standing.INVITED
        account = accounts.make(session, siti, "siti", "hash", admin, bureau.now)
        assert roster.one(session, siti, bureau.now).standing is Standing.BARE
        with pytest.raises(LinkRefused):
            accounts.invite(session, siti, admin, bureau.now)
        accounts.disable(session, "siti", "left", admin, bureau.now)
        assert roster.one(session, siti, bureau.now).standing is Standing.DISABLED
        with pytest.raises(AccountRefused, match="disabled"):
            accounts.invite(session, siti, admin, bureau.now)
        accounts.reset(session, account, "back", admin, bureau.now)
        assert roster.one(session, siti, bureau.now).standing is Standing.INVITED
        with pytest.raises(NotFound):
            accounts.invite(session, 999, admin, bureau.now)


def test_the_roster_shows_who_has_an_account_or_a_post_and_finds_anybody(bureau: Bureau) -> None:
    with bureau.session() as session:
        listed = {line.person.id for line in roster.everybody(session, bureau.now)}
        assert bureau.people["kasi"] in listed
        assert bureau.people["siti"] not in listed
        found = roster.search(session, "SIT", bureau.now)
        assert [line.person.id for line in found] == [bureau.people["siti"]]
        assert roster.search(session, "s", bureau.now) == ()
        assert roster.search(session, "%%", bureau.now) == []


@pytest.fixture
def raw(bureau: Bureau) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(bureau.store.path, isolation_level=None)
    yield connection
    connection.close()


INSERT = (
    "INSERT INTO tenure (role, person_id, title, capacity, valid_from, appointed_by)"
    " VALUES (?, ?, 'x', 'definitif', 1, ?)"
)


def test_raw_sql_gives_nobody_a_post_of_his_own_making(
    bureau: Bureau, raw: sqlite3.Connection
) -> None:
    siti, admin = bureau.people["siti"], bureau.people["admin"]
    with pytest.raises(sqlite3.IntegrityError, match="nobody gives himself"):
        raw.execute(INSERT, ("kasi", siti, siti))
    with pytest.raises(sqlite3.IntegrityError, match="decides"):
        raw.execute(INSERT, ("operator", admin, siti))
    raw.execute(INSERT, ("kasi", siti, admin))


def test_raw_sql_takes_away_neither_the_last_administrator_nor_a_post_of_ones_own(
    bureau: Bureau, raw: sqlite3.Connection
) -> None:
    admin = bureau.people["admin"]
    end = "UPDATE tenure SET valid_until = ?, ended_by = ? WHERE person_id = ?"
    later = int(AT.timestamp() * 1000) + 1
    with pytest.raises(sqlite3.IntegrityError, match="always an administrator"):
        raw.execute(end, (later, None, admin))
    kasi = bureau.people["kasi"]
    with pytest.raises(sqlite3.IntegrityError, match="of his own"):
        raw.execute(end, (later, kasi, kasi))
    second_administrator(bureau, account=True)
    raw.execute(end, (later, bureau.people["siti"], admin))
    with pytest.raises(sqlite3.IntegrityError, match="never changes"):
        raw.execute("UPDATE tenure SET appointed_by = 1 WHERE person_id = ?", (kasi,))


def test_a_paper_is_never_changed_or_deleted(bureau: Bureau, raw: sqlite3.Connection) -> None:
    tenure = appoints(bureau)
    with bureau.session() as session:
        answers = {"bukti": "Sertifikat", "bukti_tanggal": "2025-03-01"}
        staffing.prove(session, tenure.id, answers, "a.pdf", PDF, bureau.by("admin"), bureau.now)
    for statement in ("DELETE FROM paper", "UPDATE paper SET name = 'b'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            raw.execute(statement)


def test_every_account_but_the_erased_can_be_found(bureau: Bureau) -> None:
    with bureau.session() as session:
        account = accounts.make(
            session, bureau.people["kasi"], "kasi", "hash", bureau.by("kasi"), bureau.now
        )
        account.person.name, account.person.erased_at = None, bureau.now
        session.flush()
        with pytest.raises(NotFound):
            roster.one(session, account.person_id, bureau.now)
