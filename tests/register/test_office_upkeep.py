"""Settings, doors, schedules, calendars, units: each change is checked, and told with what was."""

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from ledger.access import AccessKind
from register import history, office_days, office_papers, office_settings, premises, settings
from register.attachments import AttachmentRefused
from register.errors import Incomplete, NotFound
from register.forms.fields import Form, Need
from register.forms.office import LIMITED, OFFICE
from register.models import Grant, GrantDoor, HolidayKind, PaperKind, Schedule
from register.office_days import DayRefused
from register.premises import PremisesRefused
from register.settings import Settings
from tests.register.bureau import AT, Bureau

PNG = b"\x89PNG\r\n\x1a\nlambang"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def test_every_setting_stands_in_the_form_but_the_hours_which_have_an_editor() -> None:
    assert {field.name for field in fields(Settings)} - {"hours"} == {
        field.key for field in OFFICE.fields
    }


@pytest.mark.parametrize("form", office_settings.forms(), ids=lambda form: form.sections[0].key)
def test_what_a_section_shows_it_takes_back_unchanged(bureau: Bureau, form: Form) -> None:
    key = form.sections[0].key
    with bureau.session() as session:
        before = settings.read(session)
        shown = office_settings.values(before)
        office_settings.change(session, key, shown, bureau.by("admin"), AT)
        assert settings.read(session) == before
        assert history.changes(session, "setting.change") == []


def test_a_change_is_told_with_the_old_value(bureau: Bureau) -> None:
    with bureau.session() as session:
        answers = {**office_settings.values(settings.read(session)), "office": "Dinas Kominfo"}
        office_settings.change(session, "kantor", answers, bureau.by("admin"), AT)
        (change,) = history.changes(session, "setting.change")
    assert (change.at, dict(change.what)) == (
        AT, {"office": ("Dinas Komunikasi dan Informatika", "Dinas Kominfo")},
    )  # fmt: skip


def test_a_limit_is_of_a_step_and_none_is_invented(bureau: Bureau) -> None:
    by = bureau.by("admin")
    with bureau.session() as session:
        assert settings.read(session).step_days is None
        office_settings.change(session, "batas", {"step_days": {"5": "3", "99": "4"}}, by, AT)
        assert settings.read(session).step_days == {"5": 3}
        office_settings.change(session, "batas", {}, by, AT)
        assert settings.read(session).step_days is None
        with pytest.raises(Incomplete):
            office_settings.change(session, "batas", {"step_days": {"5": "0"}}, by, AT)
    assert {step.number for step in LIMITED} == {
        "2", "3", "4", "5", "6", "7", "9", "10", "P3", "P4", "P5", "R3", "R4",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("nomor", {"number_pattern": "{urut}"}),
        ("nomor", {"number_pattern": "{urut.__class__}/{tahun}"}),
        ("masa", {"standing_months": "13"}),
        ("masa", {"visit_hours": "0"}),
        ("review", {"review_months": ""}),
        ("peran", {"approver": "operator"}),
        ("kantor", {"zone": "Mars/Olympus"}),
        ("kantor", {"email": "bukan pos-el"}),
        ("pesan", {"senders": ["merpati"]}),
    ],
)
def test_an_impossible_setting_changes_nothing(
    bureau: Bureau, key: str, wrong: dict[str, object]
) -> None:
    with bureau.session() as session:
        before = settings.read(session)
        answers = {**office_settings.values(before), **wrong}
        with pytest.raises(Incomplete):
            office_settings.change(session, key, answers, bureau.by("admin"), AT)
        assert settings.read(session) == before


def test_each_field_names_what_holds_by_default() -> None:
    months = next(
        field
        for form in office_settings.forms()
        for field in form.fields
        if field.key == "review_months"
    )
    assert (months.help_id, months.required) == ("Bawaan: 3.", Need.ALWAYS)
    with pytest.raises(NotFound):
        office_settings.section("lain")


def test_hours_are_kept_only_where_they_can_be_read(bureau: Bureau) -> None:
    with bureau.session() as session:
        office_settings.change_hours(session, "1 0800-1500", bureau.by("admin"), AT)
        with pytest.raises(ValueError, match="no window"):
            office_settings.change_hours(session, "nanti", bureau.by("admin"), AT)
        assert settings.read(session).hours == "1 0800-1500"


def test_the_emblem_is_a_small_picture_and_the_newest_counts(bureau: Bureau) -> None:
    by = bureau.by("admin")
    with bureau.session() as session:
        assert office_papers.emblem(session) is None
        for wrong in (b"%PDF-1.4", b"<svg/>", b"", PNG + bytes(512 * 1024)):
            with pytest.raises(AttachmentRefused):
                office_papers.keep(session, PaperKind.EMBLEM, "l.png", wrong, by, AT)
        for content in (PNG, PNG + b"2"):
            office_papers.keep(session, PaperKind.EMBLEM, "l.png", content, by, AT)
        kept = office_papers.emblem(session)
        assert kept is not None
        assert kept.content == PNG + b"2"


def test_a_label_moves_the_revision_that_the_door_confirms(bureau: Bureau) -> None:
    by = bureau.by("admin")
    with bureau.session() as session:
        before = premises.revision(session)
        assert premises.label(session, "server", "Ruang Server", by, AT) == before
        assert premises.label(session, "server", "Ruang Server Utama", by, AT) > before
        premises.label(session, "arsip", "Ruang Arsip", by, AT)
        assert [door.label for door in premises.doors(session)] == [
            "Ruang Arsip", "Ruang Server Utama",
        ]  # fmt: skip
        newest = history.changes(session, "door.label")[1]
    assert newest.what["label"] == ("Ruang Server", "Ruang Server Utama")


def makes(bureau: Bureau, name: str, weekly: str = "1 0800-1500", number: int | None = None) -> int:
    with bureau.session() as session:
        premises.set_schedule(
            session, number, name, weekly, bureau.by("admin"), AT, on_holidays=False
        )
        return next(
            used.schedule.id
            for used in premises.schedules(session, AT)
            if used.schedule.name == name
        )


@pytest.mark.parametrize("name", ["1 0730-1600", "always", "", "Jam kerja", "x" * 101])
def test_a_schedule_has_a_name_of_its_own_that_is_no_hours(bureau: Bureau, name: str) -> None:
    makes(bureau, "Jam kerja")
    with pytest.raises(PremisesRefused):
        makes(bureau, name)


def granted(bureau: Bureau, path: Path) -> int:
    """A schedule by which a right was given, planted as only a migration could."""
    number = makes(bureau, "Jam kerja")
    with bureau.store.making() as session:
        session.connection().exec_driver_sql("DROP TRIGGER access_grant_approved")
        grant = Grant(
            cardholder_id=bureau.people["siti"], kind=AccessKind.STANDING, valid_from=AT,
            valid_until=AT.replace(year=2027), request_number="1", sop_version="x", granted_at=AT,
        )  # fmt: skip
        session.add(grant)
        session.flush()
        session.add(GrantDoor(grant_id=grant.id, door_id=1, schedule_id=number))
    assert path.is_file()
    return number


def test_the_hours_of_an_approved_right_do_not_change_under_it(
    bureau: Bureau, tmp_path: Path
) -> None:
    number = granted(bureau, tmp_path / "register.db")
    with pytest.raises(PremisesRefused, match="approved rights"):
        makes(bureau, "Jam kerja", "1 0000-2400", number)
    assert makes(bureau, "Jam pagi", number=number) == number  # its name may change
    raw = sqlite3.connect(tmp_path / "register.db", isolation_level=None)
    for change in ("weekly = 'always'", "on_holidays = 1"):
        with pytest.raises(sqlite3.IntegrityError, match="another request"):
            raw.execute(f"UPDATE schedule SET {change}")  # noqa: S608 - ours
    raw.close()
    with bureau.session() as session:
        (used,) = premises.schedules(session, AT)
        assert (used.grants, used.fixed, used.schedule.weekly) == (1, True, "1 0800-1500")
        later = premises.schedules(session, AT.replace(year=2028))[0]
        assert (later.grants, later.fixed) == (0, True)


def test_days_of_the_office_come_and_go_and_national_ones_are_computed(bureau: Bureau) -> None:
    by = bureau.by("admin")
    with bureau.session() as session:
        taken = office_days.national(session, 2026, by, AT)
        assert taken.added == len(office_days.of_year(session, 2026)) > 10
        day = date(2026, 12, 24)
        new = office_days.add(
            session, HolidayKind.COLLECTIVE_LEAVE, day, "Cuti  bersama", "SKB 1", by, AT
        )
        assert new.name_id == "Cuti bersama"
        with pytest.raises(DayRefused, match="already"):
            office_days.add(session, HolidayKind.COLLECTIVE_LEAVE, day, "Cuti", "SKB", by, AT)
        with pytest.raises(DayRefused, match="computed"):
            office_days.add(session, HolidayKind.NATIONAL, day, "Natal", "SKB", by, AT)
        assert office_days.remove(session, new.id, by, AT) == 2026
        kept = office_days.of_year(session, 2026)[0]
        with pytest.raises(NotFound):
            office_days.remove(session, kept.id, by, AT)
        with pytest.raises(DayRefused, match="outside"):
            office_days.national(session, 1999, by, AT)


def test_a_unit_that_closes_is_offered_no_longer_and_may_reopen(bureau: Bureau) -> None:
    by = bureau.by("admin")
    with bureau.session() as session:
        unit = office_days.add_unit(session, "Seksi Statistik", "Kominfo", by, AT)
        with pytest.raises(DayRefused, match="already"):
            office_days.add_unit(session, "Seksi  Statistik", "Kominfo", by, AT)
        office_days.close_unit(session, unit.id, by, AT, closed=True)
        assert office_days.units(session)[0].closed_at == AT
        office_days.close_unit(session, unit.id, by, AT, closed=False)
        assert office_days.units(session)[0].closed_at is None


def test_who_was_erased_leaves_his_changes_under_his_pseudonym(bureau: Bureau) -> None:
    with bureau.session() as session:
        office_days.add_unit(session, "Seksi Statistik", "Kominfo", bureau.by("admin"), AT)
        (change,) = history.changes(session, "unit.add")
        assert change.who == "admin"
        assert session.query(Schedule).count() == 0
