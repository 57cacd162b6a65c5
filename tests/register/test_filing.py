"""Paper as a way to sign: filed by tata usaha, decided by whoever signed, held by the database."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from register import attachments, audit, dossiers, filing, posts
from register.attachments import AttachmentRefused
from register.dossiers import Signature
from register.errors import FilingRefused, NoteWanted, SeparationOfDuties
from register.filing import Filed
from register.models import Dossier, Method, Notice, SignedStep
from register.posts import NewTenure
from register.workflow import Role, State
from tests.register.bureau import Bureau
from tests.register.test_requests import act, submitted

SCAN = b"%PDF-1.7 a scan"
DAY = date(2026, 11, 24)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def dossier(bureau: Bureau) -> int:
    found = submitted(bureau)
    act(bureau, found, "atasan", "endorse")
    bureau.wait(minutes=1)
    return found


def paper(bureau: Bureau, who: str, what: str = "dispose", note: str | None = None) -> Filed:
    return Filed(act=what, person=bureau.people[who], content=SCAN, signed_on=DAY, note=note)


def filed(bureau: Bureau, dossier: int, sheet: Filed, by: str = "tu") -> SignedStep:
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        return filing.file(session, found, sheet, bureau.by(by), bureau.now)


def test_a_kadis_who_never_logs_in_disposes_on_paper(bureau: Bureau, dossier: int) -> None:
    step = filed(bureau, dossier, paper(bureau, "kadis", note="Tindak lanjuti"))
    assert (step.method, step.filed_by) == (Method.PAPER, bureau.people["tu"])
    assert step.person_id == bureau.people["kadis"]
    assert step.signed_on == "2026-11-24"
    assert step.sheet is not None
    assert step.sheet["catatan"] == "Tindak lanjuti"
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        assert found.state is State.AT_KABID
        assert [each.id for each in found.attachments] == [step.scan_id]
        told = session.scalars(select(Notice).where(Notice.template == "filed")).all()
        assert {each.person_id for each in told} == {
            bureau.people["kadis"], bureau.people["siti"],
        }  # fmt: skip
        assert audit.verify(session)


def test_only_what_waits_now_is_offered_and_taken(bureau: Bureau, dossier: int) -> None:
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        offered = {each.key for each in filing.choices(session, found, bureau.now)}
    kadis, siti = bureau.people["kadis"], bureau.people["siti"]
    assert offered == {f"{what}:{kadis}" for what in ("dispose", "return", "reject")} | {
        f"withdraw:{siti}"
    }
    with pytest.raises(FilingRefused, match="does not wait"):
        filed(bureau, dossier, paper(bureau, "kabid", "approve"))
    with pytest.raises(FilingRefused, match="does not wait"):
        filed(bureau, dossier, paper(bureau, "kasi"))


@pytest.mark.parametrize("by", ["kadis", "operator", "siti", "admin", "auditor"])
def test_nobody_but_tata_usaha_files(bureau: Bureau, dossier: int, by: str) -> None:
    with pytest.raises(FilingRefused):
        filed(bureau, dossier, paper(bureau, "kadis"), by)


def test_who_files_does_not_file_his_own_signature(bureau: Bureau, dossier: int) -> None:
    with bureau.session() as session:
        both = NewTenure(role=Role.REGISTRY, person=bureau.people["kadis"], title="TU",
                         valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, both, bureau.by("admin"), bureau.now)
    with pytest.raises(FilingRefused, match="his own signature"):
        filed(bureau, dossier, paper(bureau, "kadis"), "kadis")


def test_a_refusal_on_paper_says_why_too(bureau: Bureau, dossier: int) -> None:
    with pytest.raises(NoteWanted):
        filed(bureau, dossier, paper(bureau, "kadis", "reject"))
    filed(bureau, dossier, paper(bureau, "kadis", "reject", "Belum perlu"))
    with bureau.store.reading() as session:
        assert session.get_one(Dossier, dossier).state is State.REJECTED


def test_the_separation_of_duties_holds_for_who_signed(bureau: Bureau, dossier: int) -> None:
    for who, what in (("kadis", "dispose"), ("kabid", "forward"), ("kasi", "verify")):
        act(bureau, dossier, who, what)
    with bureau.session() as session:
        acting = NewTenure(role=Role.KABID, person=bureau.people["kasi"], title="Plt. Kabid",
                           valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, acting, bureau.by("admin"), bureau.now)
    bureau.wait(minutes=1)
    with pytest.raises(FilingRefused):
        filed(bureau, dossier, paper(bureau, "kasi", "approve"))
    with pytest.raises(SeparationOfDuties):
        act(bureau, dossier, "kasi", "approve")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"content": b"MZ not a scan"}, AttachmentRefused),
        ({"content": SCAN + bytes(5 << 20)}, AttachmentRefused),
        ({"signed_on": date(2026, 11, 25)}, FilingRefused),
        ({"signed_on": date(2026, 11, 23)}, FilingRefused),
    ],
)
def test_a_paper_that_does_not_fit_is_refused_and_leaves_nothing(
    bureau: Bureau, dossier: int, change: dict[str, object], error: type[Exception]
) -> None:
    sheet = replace(paper(bureau, "kadis"), **change)  # type: ignore[arg-type]
    with pytest.raises(error) as refused:
        filed(bureau, dossier, sheet)
    assert "2026-" not in str(refused.value)
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        assert (found.state, found.attachments) == (State.AT_KADIS, [])


def past_the_service(bureau: Bureau, dossier: int, what: str, signature: Signature) -> None:
    """Sign as if nobody had looked at who files what."""
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        dossiers.sign(session, found, what, signature, bureau.by("tu"), bureau.now)


def scanned(bureau: Bureau, dossier: int) -> int:
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        by = bureau.by("tu")
        kept = attachments.scanned(session, found, "kertas", "x", SCAN, by, bureau.now)
        return kept.id


@pytest.mark.parametrize(
    ("filer", "scan", "said"),
    [
        ("kasi", True, "filed by tata usaha"),
        ("kadis", True, "files his own signature"),
        ("siti", True, "a decision on his own request"),
        ("tu", False, "CHECK constraint"),
    ],
)
def test_the_database_holds_it_whoever_writes(
    bureau: Bureau,
    dossier: int,
    filer: str,
    scan: bool,  # noqa: FBT001 - a case's own
    said: str,
) -> None:
    number = scanned(bureau, dossier) if scan else None
    signature = Signature(
        person=bureau.people["kadis"], method=Method.PAPER, filed_by=bureau.people[filer],
        scan=number, signed_on="2026-11-24",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match=said):
        past_the_service(bureau, dossier, "dispose", signature)


def test_the_scan_of_another_dossier_or_step_signs_nothing(bureau: Bureau, dossier: int) -> None:
    step = filed(bureau, dossier, paper(bureau, "kadis"))
    bureau.wait(minutes=1)
    signature = Signature(
        person=bureau.people["kabid"], method=Method.PAPER, filed_by=bureau.people["tu"],
        scan=step.scan_id, signed_on="2026-11-24",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="signs one step"):
        past_the_service(bureau, dossier, "forward", signature)
    connection = sqlite3.connect(bureau.store.path)
    for statement in (
        "UPDATE attachment SET removed_at = 1",
        "UPDATE attachment SET content = x'00'",
        "UPDATE attachment SET content = x'', sha256 = replace(sha256, 'a', 'b'), size = 1",
        "DELETE FROM attachment",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            connection.execute(statement)
    connection.execute("UPDATE attachment SET content = x'', name = 'terhapus'")  # erasure
    connection.close()


def test_official_numbers_are_tata_usahas_to_enter(bureau: Bureau, dossier: int) -> None:
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        with pytest.raises(FilingRefused):
            filing.enter_numbers(session, found, "1", "2", bureau.by("kasi"), bureau.now)
        filing.enter_numbers(session, found, "000.1/22", "A-7", bureau.by("tu"), bureau.now)
        assert (found.official_number, found.agenda_number) == ("000.1/22", "A-7")
        with pytest.raises(FilingRefused):
            filing.enter_numbers(session, found, "x" * 101, "", bureau.by("tu"), bureau.now)
