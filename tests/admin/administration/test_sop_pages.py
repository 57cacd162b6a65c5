"""The SOP's sheet, its measurement and the draft of its revision, by role and by what they say."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from register import audit_trail, dossiers, settings, sop, sop_report
from register.audit_trail import Wanted
from register.dossiers import Signature
from register.models import Capacity
from register.posts import NewTenure, appoint
from register.ways import Way
from register.workflow import REMOVAL, REQUEST, REVIEW, Course, Role
from tests.admin.office import Office

PAGES = ("/sop/", "/sop/pengukuran", "/sop/rancangan")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


def runs(office: Office, hours: int) -> None:
    """One request from draft to disposition: each step takes so long."""
    bureau = office.bureau
    with bureau.session() as session:
        way = Way(course=Course.REQUEST)
        dossier = dossiers.begin(session, way, "baru", bureau.people["siti"], "SOP", bureau.now)
        dossier.superior_id = bureau.people["atasan"]
        number = dossier.id
    for who, act in (("siti", "submit"), ("atasan", "endorse"), ("kadis", "dispose")):
        bureau.wait(hours=hours)
        with bureau.session() as session:
            found = session.get_one(type(dossier), number)
            signature = Signature(person=bureau.people[who])
            dossiers.sign(session, found, act, signature, bureau.by(who), bureau.now)


@pytest.mark.parametrize("who", ["siti", "atasan"])
def test_the_sop_is_for_who_holds_a_post(office: Office, who: str) -> None:
    assert {office.visitor(who).get(page).status_code for page in PAGES} == {403}


@pytest.mark.parametrize(
    "who", ["kadis", "sekretaris", "kabid", "kasi", "operator", "tu", "auditor", "admin"]
)
def test_every_official_reads_the_sop(office: Office, who: str) -> None:
    assert {office.visitor(who).get(page).status_code for page in PAGES} == {200}


def test_the_sheet_names_its_facts_its_steps_and_who_holds_which_post(office: Office) -> None:
    with office.bureau.session() as session:
        settings.change(
            session, {"server_room_keeper": "Fajar Nugroho", "initials": "operator"},
            office.bureau.by("admin"), office.bureau.now,
        )  # fmt: skip
        acting = NewTenure(
            role=Role.KASI, person=office.bureau.people["atasan"], title="Plt. Kepala Seksi",
            valid_from=office.bureau.now, valid_until=office.bureau.now.replace(year=2027),
            capacity=Capacity.ACTING, decree="800/1", decree_date="2026-11-20",
        )  # fmt: skip
        appoint(session, acting, office.bureau.by("admin"), office.bureau.now)
    page = office.visitor("kasi").get("/sop/").text
    for words in ("SOP/11/406.020/2019", "Nomor 35 Tahun 2012", "Fajar Nugroho", "(Plt.)"):
        assert words in page
    for line in (*sop.LINES, *REMOVAL, *REVIEW):
        assert line.label_id in page
    assert 'href="/kantor/jabatan/' not in page  # the Kasi keeps no posts
    assert 'href="/kantor/jabatan/' in office.visitor("admin").get("/sop/").text


def test_the_sheet_names_who_approved_it_and_leads_to_each_form_that_one_may_open(
    office: Office,
) -> None:
    by, now = office.bureau.by("admin"), office.bureau.now
    approved = {"sop_approved_name": "Raden Wijaya", "sop_approved_nip": "197003121994031004"}
    with office.bureau.session() as session:
        settings.change(session, approved, by, now)
        told = json.dumps(audit_trail.lines(session, Wanted())[0].what)
    assert "1970" in told
    assert "197003121994031004" not in told
    kasi, tu = (office.visitor(who).get("/sop/").text for who in ("kasi", "tu"))
    assert "Raden Wijaya" in kasi
    assert "NIP 19700312 199403 1 004" in kasi
    everything = {"/permintaan/baru", "/daftar-akses", "/review/", "/penghapusan/baru"}
    forms = [page.split("Formulir terkait")[1].split("Pencatatan")[0] for page in (kasi, tu)]
    led = [{each for each in everything if f'href="{each}"' in form} for form in forms]
    assert led == [everything, {"/permintaan/baru", "/penghapusan/baru"}]


def test_the_sheet_says_where_nobody_holds_a_post(office: Office) -> None:
    office.bureau.now = office.bureau.now.replace(year=2025)  # before anybody was appointed
    with office.bureau.session() as session:
        holders = sop_report.holders(session, office.bureau.now)
    assert {holder.role: holder.tenures for holder in holders}[Role.KADIS] == ()


def test_the_printed_steps_are_those_of_the_workflow() -> None:
    numbers = {line.number for line in sop.LINES}
    assert numbers == {line.number for line in REQUEST}
    roles = sop.roles(Way(approver=Role.KASI, initials=Role.OPERATOR))
    assert (roles["5"], roles["6"], roles["9"]) == (Role.KABID, Role.KASI, Role.OPERATOR)
    assert sop.roles(Way())["2"] is Role.SUPERIOR


def test_the_report_measures_what_was_signed_and_drafts_only_from_enough(office: Office) -> None:
    kasi = office.visitor("kasi")
    assert "Belum ada langkah" in kasi.get("/sop/pengukuran").text
    for hours in (2, 2, 2, 2):
        runs(office, hours)
    kasi = office.visitor("kasi")
    assert "2 jam" in kasi.get("/sop/pengukuran").text
    assert "belum cukup data (4 dari 5)" in kasi.get("/sop/rancangan").text
    runs(office, 30)
    kasi = office.visitor("kasi")
    report, draft = kasi.get("/sop/pengukuran").text, kasi.get("/sop/rancangan").text
    assert "1 hari 6 jam" in report
    assert "Disposisikan kepada Kabid: 5" in report
    assert "2 hari" in draft
    assert "Belum ada langkah" in kasi.get("/sop/pengukuran?tahun=2001").text
    assert "Lembar disposisi" in draft
    assert all(line.label_id in draft for line in (*REMOVAL, *REVIEW))


def test_a_step_that_passes_the_office_s_own_limit_is_marked(office: Office) -> None:
    runs(office, 30)
    with office.bureau.session() as session:
        by = office.bureau.by("admin")
        settings.change(session, {"step_days": {"2": 1}}, by, office.bureau.now)
    page = office.visitor("kabid").get("/sop/pengukuran").text
    assert page.count("melewati 1 hari") == 1
