"""The mutasi day: what the preview says is what is done, all of it or nothing."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.access import CardState
from register import audit, cards, dossiers, mutation_plan, mutations, posts, removals, settings
from register.errors import CardRefused, Incomplete, RegisterError, TenureRefused
from register.models import Cardholder, Dossier, Mutation, Tenure
from register.mutation_plan import MutationRefused
from register.store import Session
from register.workflow import Role, State
from tests.register.bureau import Bureau
from tests.register.test_requests import issued

PDF = b"%PDF-1.4\nkeputusan"
Row = Mapping[str, object]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    dossier = issued(made)
    with made.session() as session:
        found = session.get_one(Dossier, dossier)
        made.wait(minutes=5)
        cards.hand_over(session, found, made.signs("siti"), made.by("siti"), made.now)
    made.wait(hours=1)
    yield made
    made.store.close()


def row(bureau: Bureau, who: str, **more: object) -> Row:
    return {"orang": str(bureau.people[who]), "akhiri": "ya", "kartu": "tetap", **more}


def decree(*rows: Row, **more: object) -> Mapping[str, object]:
    return {
        "nomor": "800/27/2026", "tanggal": "2026-11-20", "tmt": "2026-12-01", "baris": list(rows),
        **more,
    }  # fmt: skip


def whole(bureau: Bureau) -> Mapping[str, object]:
    """The Kasi moves away, the superior takes her post, the Kabid retires, Siti leaves."""
    return decree(
        row(bureau, "kasi", jabatan="Kepala Seksi Statistik", unit="Seksi Statistik"),
        row(bureau, "atasan", jabatan="Kepala Seksi Layanan Infrastruktur TIK", peran="kasi"),
        row(bureau, "kabid", kartu="pensiun", plt=str(bureau.people["sekretaris"]),
            plt_sampai="2027-02-28"),
        row(bureau, "siti", jabatan="Analis", unit="Dinas Kesehatan", kartu="mutasi"),
    )  # fmt: skip


def carries(bureau: Bureau, answers: Mapping[str, object], who: str = "tu") -> int:
    with bureau.session() as session:
        scan = mutations.keep_scan(session, "SK.pdf", PDF, bureau.by(who), bureau.now).id
    with bureau.session() as session:
        return mutations.carry_out(session, answers, scan, bureau.by(who), bureau.now).id


def card_of(session: Session, person: int) -> CardState:
    found = cards.live(session, person)
    assert found is not None
    return found.state


def everything(bureau: Bureau) -> tuple[object, ...]:
    """All that a decree could change."""
    with bureau.session() as session:
        return (
            [(each.id, each.valid_until) for each in session.query(Tenure)],
            [(each.position, each.unit) for each in session.query(Cardholder)],
            card_of(session, bureau.people["siti"]),
            session.query(Dossier).count(),
            session.query(Mutation).count(),
            audit.verify(session),
        )


def test_a_decree_does_what_its_preview_says(bureau: Bureau) -> None:
    with bureau.session() as session:
        plan = mutation_plan.plan(session, whole(bureau), bureau.now)
    people = bureau.people
    assert {tenure.person_id for tenure in plan.ended} == {people["kasi"], people["kabid"]}
    assert {(new.role, new.person) for _, new in plan.given} == {
        (Role.KASI, people["atasan"]), (Role.KABID, people["sekretaris"]),
    }  # fmt: skip
    assert [(each.person.id, each.why) for each in plan.frozen] == [(people["siti"], "mutasi")]
    assert plan.vacant == ()

    number = carries(bureau, whole(bureau))
    with bureau.session() as session:
        now, later = bureau.now, bureau.now + timedelta(days=8)
        assert posts.holders(session, Role.KASI, now)[0].person_id == people["kasi"]
        assert [each.person_id for each in posts.holders(session, Role.KASI, later)] == [
            people["atasan"]
        ]
        (acting,) = posts.holders(session, Role.KABID, later)
        assert (acting.person_id, acting.title, acting.decree, acting.mutation_id) == (
            people["sekretaris"], "Plt. kabid", "800/27/2026", number,
        )  # fmt: skip
        moved = session.get_one(Cardholder, people["siti"])
        assert (moved.position, moved.unit) == ("Analis", "Dinas Kesehatan")
        assert card_of(session, people["siti"]) is CardState.FROZEN
        (dossier,) = mutations.removals_of(session, mutations.get(session, number))
        assert (dossier.state, dossier.answers["hubungan"], dossier.answers["dasar_nomor"]) == (
            State.AT_KASI, "kepegawaian", "800/27/2026",
        )  # fmt: skip
        assert [paper.content for paper in dossier.attachments] == [PDF]
        assert len(removals.items(session, dossier)) == 1


def test_nothing_reaches_back(bureau: Bureau) -> None:
    answers = {**decree(row(bureau, "kasi")), "tmt": "2026-01-01"}
    carries(bureau, answers)
    with bureau.session() as session:
        (tenure,) = session.query(Tenure).filter_by(role=Role.KASI)
        assert tenure.valid_until == bureau.now


@pytest.mark.parametrize("wrong", ["own", "scan", "last", "again", "second"])
def test_what_cannot_be_done_whole_is_not_done_at_all(bureau: Bureau, wrong: str) -> None:
    answers = dict(whole(bureau))
    rows = list(answers["baris"])  # type: ignore[call-overload]
    if wrong == "own":  # tata usaha gives himself a post, in the last row
        rows.append(row(bureau, "tu", jabatan="Operator", peran="operator", akhiri="tidak"))
    elif wrong == "last":  # who keeps accounts takes no post that decides
        rows.append(row(bureau, "admin", jabatan="Operator", peran="operator"))
    elif wrong == "second":  # a post that its holder keeps
        rows.append(row(bureau, "deputi", jabatan="Kepala Dinas", peran="kadis"))
    elif wrong == "again":
        carries(bureau, decree(row(bureau, "deputi"), nomor="800/27/2026"))
    answers["baris"] = rows
    with bureau.session() as session:
        scan = mutations.keep_scan(
            session, "SK.pdf", PDF, bureau.by("kadis" if wrong == "scan" else "tu"), bureau.now
        ).id
    before = everything(bureau)
    with (
        pytest.raises((MutationRefused, TenureRefused)) as refused,
        bureau.session() as session,
    ):
        mutations.carry_out(session, answers, scan, bureau.by("tu"), bureau.now)
    assert isinstance(refused.value, RegisterError)
    assert everything(bureau) == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"plt": "kasi"}, "stands in for another"),
        ({"plt": "sekretaris", "akhiri": "tidak", "plt_sampai": "2027-01-01"}, "stands in"),
        ({"plt": "sekretaris"}, "Stands in until"),
        ({"peran": "operator"}, "needs the name"),
        ({"peran": "administrator", "jabatan": "X"}, "not offered"),
        ({"kartu": "simpan"}, "not offered"),
    ],
)
def test_a_row_that_contradicts_itself_is_asked_back(
    bureau: Bureau, more: dict[str, str], said: str
) -> None:
    if "plt" in more:
        more = {**more, "plt": str(bureau.people[more["plt"]])}
    with bureau.session() as session, pytest.raises(Incomplete, match=said):
        mutation_plan.plan(session, decree(row(bureau, "kasi", **more)), bureau.now)


def test_somebody_is_written_once_and_a_plt_needs_a_post_that_is_left(bureau: Bureau) -> None:
    with bureau.session() as session:
        twice = decree(row(bureau, "kasi"), row(bureau, "kasi"))
        with pytest.raises(Incomplete, match="more than once"):
            mutation_plan.plan(session, twice, bureau.now)
        idle = row(bureau, "siti", plt=str(bureau.people["sekretaris"]), plt_sampai="2027-01-01")
        with pytest.raises(MutationRefused, match="post of the SOP"):
            mutation_plan.plan(session, decree(idle), bureau.now)


def test_a_post_that_nobody_takes_is_told_before(bureau: Bureau) -> None:
    with bureau.session() as session:
        assert mutation_plan.plan(session, decree(row(bureau, "kasi")), bureau.now).vacant == (
            Role.KASI,
        )
        one_of_two = decree(row(bureau, "operator"))
        assert mutation_plan.plan(session, one_of_two, bureau.now).vacant == ()


def test_keeping_accounts_is_not_ended_by_a_decree(bureau: Bureau) -> None:
    with bureau.session() as session:
        assert settings.read(session).zone == "Asia/Jakarta"
        assert mutation_plan.plan(session, decree(row(bureau, "admin")), bureau.now).ended == ()


def test_a_decree_joins_the_removal_that_a_card_is_in_already(bureau: Bureau) -> None:
    with bureau.session() as session:
        card = cards.live(session, bureau.people["siti"])
        assert card is not None
        later = (bureau.now + timedelta(days=20)).date().isoformat()
        answers = {
            "hubungan": "kasi", "pemegang": [str(card.id)], "alasan": "selesai", "uraian": "x",
            "berlaku": "tanggal", "berlaku_tgl": later, "cakupan": "seluruh", "bekukan": "tidak",
        }  # fmt: skip
        by = bureau.by("kasi")
        running = removals.ask(session, answers, bureau.signs("kasi"), by, bureau.now).id
        assert card.state is CardState.ACTIVE
    bureau.wait(minutes=1)
    number = carries(bureau, decree(row(bureau, "siti", kartu="mutasi")))
    with bureau.session() as session:
        (joined,) = mutations.removals_of(session, mutations.get(session, number))
        assert joined.id == running
        assert card_of(session, bureau.people["siti"]) is CardState.FROZEN
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, running)
        dossiers.sign(session, found, "object", bureau.signs("kasi", "x"), by, bureau.now)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found, signs = session.get_one(Dossier, running), bureau.signs("kabid", "x")
        with pytest.raises(CardRefused, match="personnel decree 8"):
            removals.refuse(session, found, signs, bureau.by("kabid"), bureau.now)
        assert card_of(session, bureau.people["siti"]) is CardState.FROZEN
