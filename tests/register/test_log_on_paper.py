"""The Kabid countersigns a month of the log with his pen, and tata usaha files the scan."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from register import posts
from register.door_log import log_months, log_papers
from register.door_log.log_papers import FiledLog
from register.errors import FilingRefused, SignOffRefused
from register.models import AuditLine, LogSignOff, Notice
from register.papers.paper import code_of
from register.posts import NewTenure
from register.workflow import Role
from tests.admin.paper.test_log_paper import FIGURES, MONTH
from tests.register.bureau import Bureau

DAY = date(2026, 11, 24)
PDF = b"%PDF-1.7 signed"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    with made.session() as session:
        log_months.sign(session, FIGURES, None, made.people["kasi"], made.by("kasi"), made.now)
    made.wait(minutes=1)
    yield made
    made.store.close()


def filed(bureau: Bureau, paper: FiledLog, who: str = "tu") -> LogSignOff:
    with bureau.session() as session:
        log_papers.file(session, MONTH, paper, bureau.by(who), bureau.now)
        return log_papers.find(session, MONTH)


def report(bureau: Bureau, who: str = "kabid") -> FiledLog:
    return FiledLog(person=bureau.people[who], signed_on=DAY, content=PDF)


def test_a_signed_report_countersigns_its_month_and_the_kabid_is_told(bureau: Bureau) -> None:
    with bureau.store.reading() as session:
        (waiting,) = log_papers.awaiting(session)
        assert log_papers.of_code(session, code_of(waiting.digest)) is waiting
        assert log_papers.of_code(session, "000000000000") is None
        offered = log_papers.signers(session, waiting, bureau.now)
        assert [each.person_id for each in offered] == [bureau.people["kabid"]]
    filed(bureau, report(bureau))
    with bureau.store.reading() as session:
        assert log_papers.awaiting(session) == []
        done = log_papers.find(session, MONTH).countersigned
        assert done is not None
        assert (done.person_id, done.filed_by, done.signed_on) == (
            bureau.people["kabid"], bureau.people["tu"], "2026-11-24",
        )  # fmt: skip
        assert log_papers.scan(session, MONTH).content == PDF
        told = session.scalars(select(Notice).where(Notice.template == "log-filed")).all()
        assert [each.person_id for each in told] == [bureau.people["kabid"]]
        body = session.scalars(select(AuditLine.body).order_by(AuditLine.seq.desc())).first()
        assert body is not None
        assert '"log.countersign"' in body
    with pytest.raises(FilingRefused):
        filed(bureau, report(bureau))


def test_a_scan_that_came_in_by_its_code_is_filed_without_being_sent_again(bureau: Bureau) -> None:
    with bureau.session() as session:
        signed = log_papers.find(session, MONTH)
        first, second = (
            log_papers.hold(session, signed, PDF, bureau.by("tu"), bureau.now).id for _ in range(2)
        )
    paper = replace(report(bureau), content=b"")
    with pytest.raises(FilingRefused):
        filed(bureau, replace(paper, held=first))
    filed(bureau, replace(paper, held=second))
    with bureau.store.reading() as session:
        assert log_papers.scan(session, MONTH).id == second


@pytest.mark.parametrize("who", ["kasi", "operator", "kabid"])
def test_only_tata_usaha_files(bureau: Bureau, who: str) -> None:
    with pytest.raises(FilingRefused):
        filed(bureau, report(bureau), who)


def test_nobody_files_his_own_signature_and_a_day_that_cannot_be_is_refused(
    bureau: Bureau,
) -> None:
    with pytest.raises(FilingRefused):
        filed(bureau, report(bureau, "tu"))
    for day in (date(2026, 11, 23), date(2026, 11, 25)):
        with pytest.raises(FilingRefused):
            filed(bureau, replace(report(bureau), signed_on=day))


def test_who_signed_the_month_countersigns_it_on_no_paper_either(bureau: Bureau) -> None:
    with bureau.session() as session:
        new = NewTenure(role=Role.KABID, person=bureau.people["kasi"], title="Plt. Kabid",
                        valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, new, bureau.by("admin"), bureau.now)
    bureau.wait(minutes=1)
    with pytest.raises(SignOffRefused):
        filed(bureau, report(bureau, "kasi"))


def test_the_database_takes_no_scan_of_another_month_and_changes_none(
    bureau: Bureau, tmp_path: Path
) -> None:
    with bureau.session() as session:
        signed = log_papers.find(session, MONTH)
        log_papers.hold(session, signed, PDF, bureau.by("tu"), bureau.now)
        number, digest, at = signed.id, signed.digest, bureau.now
    insert = (
        "INSERT INTO log_countersignature (sign_off_id, person_id, title, capacity, at, digest,"
        " scan_id, filed_by, signed_on) VALUES (?, ?, 'Kabid', 'definitif', ?, ?, ?, ?, ?)"
    )
    kabid, tu, kasi = (bureau.people[name] for name in ("kabid", "tu", "kasi"))
    ms = int(at.timestamp() * 1000)
    raw = sqlite3.connect(tmp_path / "register.db")
    for scan, filer, day in (
        (1, kasi, "2026-11-24"), (9, tu, "2026-11-24"), (1, tu, None), (None, tu, None),
        (1, kabid, "2026-11-24"),
    ):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(insert, (number, kabid, ms, digest, scan, filer, day))
    for statement in ("UPDATE log_scan SET size = 1", "DELETE FROM log_scan"):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement)
    raw.execute(insert, (number, kabid, ms, digest, 1, tu, "2026-11-24"))
    raw.close()
