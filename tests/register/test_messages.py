"""Who is told what when a dossier moves, and that no message says a NIP."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import select

from register import dossiers, settings
from register.messaging import messages
from register.messaging.message_templates import TEMPLATES
from register.messaging.message_texts import HIDDEN, PROCEDURES, SETTLED, both, reason, render
from register.models import Cardholder, Dossier, Notice, Outgoing
from register.workflow import Procedure
from tests.register.bureau import Bureau
from tests.register.test_requests import act, approved, submitted

FIELDS = {
    "jenis": PROCEDURES[Procedure.REQUEST], "nomor": "041/001/406.020/2026", "angka": "5",
    "langkah": both("Verifikasi", "Verify"), "alasan": "Belum lengkap", "permintaan": "041/001",
    "pintu": "server", "tanggal": "1 Mei 2027", "jumlah": 2, "sisa": 3,
    "tenggat": "1 Desember 2026",
    "perintah": both("buka", "unlock"), "bulan": both("Oktober 2026", "October 2026"),
    "lewat": both("lewat 2 hari", "2 days late"),
}  # fmt: skip


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def told(bureau: Bureau, name: str) -> list[str]:
    with bureau.store.reading() as session:
        found = messages.of_person(session, bureau.people[name])
        return [notice.template for notice in reversed(found)]


def calls(bureau: Bureau, name: str) -> list[Notice]:
    with bureau.store.reading() as session:
        found = messages.of_person(session, bureau.people[name])
        return [each for each in found if each.template in SETTLED]


def leaving(bureau: Bureau) -> list[tuple[str, str, str]]:
    names = {person: name for name, person in bureau.people.items()}
    with bureau.store.reading() as session:
        rows = session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
        return [(names[row.person_id or 0], row.channel, row.template) for row in rows]


def test_each_official_is_told_what_waits_for_him_and_the_pemohon_of_each_step(
    bureau: Bureau,
) -> None:
    dossier = submitted(bureau)
    assert told(bureau, "atasan") == ["waits"]
    act(bureau, dossier, "atasan", "endorse")
    assert told(bureau, "kadis") == ["waits"]
    act(bureau, dossier, "kadis", "dispose")
    act(bureau, dossier, "kabid", "forward")
    assert told(bureau, "kasi") == ["waits"]
    assert told(bureau, "siti") == ["moved"] * 3
    assert told(bureau, "operator") == told(bureau, "admin") == []


def test_both_operators_are_told_of_the_card_to_make(bureau: Bureau) -> None:
    approved(bureau)
    assert told(bureau, "operator") == told(bureau, "deputi") == ["waits"]


@pytest.mark.parametrize(("what", "said"), [("reject", "rejected"), ("return", "returned")])
def test_a_refusal_is_told_to_pemohon_and_kadis_with_its_reason(
    bureau: Bureau, what: str, said: str
) -> None:
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", what, "Surat tugas 198501012010011001 belum ada")
    assert told(bureau, "siti") == [said]
    assert told(bureau, "kadis") == ["informed"]
    with bureau.store.reading() as session:
        notice = session.scalars(
            select(Notice).where(Notice.person_id == bureau.people["siti"])
        ).one()
        assert notice.dossier_id == dossier
        words = render(notice.template, notice.fields, "id").text
        assert "belum ada" in words
        assert HIDDEN in words
        assert "1985" not in words


def test_nothing_leaves_the_house_without_a_sender_and_an_address(bureau: Bureau) -> None:
    with bureau.session() as session:
        session.get_one(Cardholder, bureau.people["atasan"]).email = "atasan@dinas.example"
    submitted(bureau)
    with bureau.store.reading() as session:
        assert session.scalars(select(Outgoing)).all() == []


def test_a_message_leaves_by_each_sender_that_leads_to_the_person(bureau: Bureau) -> None:
    with bureau.session() as session:
        boss = session.get_one(Cardholder, bureau.people["atasan"])
        boss.email, boss.phone = "atasan@dinas.example", "+6281234567890"
        session.get_one(Cardholder, bureau.people["kadis"]).phone = "+6281234567891"
        settings.change(session, {"senders": "email,http"}, bureau.by("admin"), bureau.now)
    dossier = submitted(bureau)
    assert leaving(bureau) == [("atasan", "email", "waits"), ("atasan", "http", "waits")]
    act(bureau, dossier, "atasan", "endorse")  # what was not sent yet is moot
    assert leaving(bureau) == [("kadis", "http", "waits")]


def test_a_call_to_act_is_settled_once_somebody_has_acted(bureau: Bureau) -> None:
    approved(bureau)
    with bureau.session() as session:
        assert messages.unread(session, bureau.people["atasan"]) == 0
        assert messages.unread(session, bureau.people["deputi"]) == 1
    (asked,) = calls(bureau, "atasan")
    assert asked.settled_at is not None  # he endorsed it himself
    assert all(each.settled_at for each in calls(bureau, "kasi"))
    assert [each.settled_at for each in calls(bureau, "deputi")] == [None]


def test_what_another_has_done_is_settled_for_all_who_were_asked(bureau: Bureau) -> None:
    dossier = approved(bureau)
    with bureau.session() as session:
        tell = partial(messages.tell, session, bureau.people["kasi"], at=bureau.now)
        tell("escalated", FIELDS, dossier_id=dossier)
        tell("finding-yours", {**FIELDS, "nomor": 7})
        tell("finding-yours", {**FIELDS, "nomor": 8})
    act(bureau, dossier, "siti", "withdraw", "Tidak jadi")
    with bureau.session() as session:
        messages.settle_one(session, "finding-yours", 7, bureau.now)
    assert all(each.settled_at for each in calls(bureau, "deputi"))
    found = {each.fields["nomor"]: each.settled_at for each in calls(bureau, "kasi")}
    assert found.pop(8) is None
    assert all(found.values())


def test_the_newest_moment_is_first_whatever_was_told_last(bureau: Bureau) -> None:
    with bureau.session() as session:
        person = bureau.people["kasi"]
        for days in (0, 3, 1):
            messages.tell(session, person, "waits", FIELDS, bureau.now - timedelta(days=days))
        found = [each.at for each in messages.of_person(session, person)]
    assert found == sorted(found, reverse=True)
    assert len(found) == 3


def test_what_rolls_back_was_never_said(bureau: Bureau) -> None:
    dossier = submitted(bureau)
    with bureau.session() as session:
        found = session.get_one(Dossier, dossier)
        by, signature = bureau.by("atasan"), bureau.signs("atasan")
        dossiers.sign(session, found, "endorse", signature, by, bureau.now)
        session.rollback()
    assert told(bureau, "kadis") == []


def test_what_was_read_no_longer_counts_and_later_ones_do(bureau: Bureau) -> None:
    atasan = bureau.people["atasan"]
    submitted(bureau)
    with bureau.session() as session:
        assert messages.unread(session, atasan) == 1
        seen = messages.of_person(session, atasan)[0].id
        messages.tell(session, atasan, "waits", FIELDS, bureau.now)
        messages.read(session, atasan, bureau.now, seen)
        assert messages.unread(session, atasan) == 1


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_message_reads_whole_in_both_languages(template: str, language: str) -> None:
    wanted = {
        name
        for words in (TEMPLATES[template].subject_id, TEMPLATES[template].text_id,
                      TEMPLATES[template].subject_en, TEMPLATES[template].text_en)
        for _, name, _, _ in Formatter().parse(words)
        if name
    }  # fmt: skip
    assert wanted <= FIELDS.keys()
    said = render(template, FIELDS, language)
    assert said.subject
    assert "\n" not in said.subject
    assert "{" not in said.subject + said.text


@pytest.mark.parametrize("template", SETTLED)
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_done_no_longer_reads_as_a_call(template: str, language: str) -> None:
    said = render(template, FIELDS, language, settled=True)
    assert said != render(template, FIELDS, language)
    assert "{" not in said.subject + said.text


@pytest.mark.parametrize(
    ("note", "repeated"),
    [
        ("NIP 19850101 201001 1 001 salah", f"NIP {HIDDEN} salah"),
        ("kartu 0412AB, lantai 12", "kartu 0412AB, lantai 12"),
        ("  ", both("tanpa keterangan", "none given")),
        (None, both("tanpa keterangan", "none given")),
    ],
)
def test_long_numbers_in_a_reason_are_hidden(note: str | None, repeated: object) -> None:
    assert reason(note) == repeated
