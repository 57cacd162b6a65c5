"""The access review from its snapshot to its countersignature, and what each decision does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.access import CardState
from register import (
    audit,
    cards,
    dossiers,
    posts,
    register_list,
    removals,
    row_history,
)
from register.errors import (
    Incomplete,
    NotFound,
    ReviewRefused,
    SeparationOfDuties,
    StepNotAllowed,
)
from register.models import Card, Dossier, Grant, Review
from register.posts import NewTenure
from register.reviewing import deciding, opening, signing
from register.reviewing.opening import Log
from register.reviewing.usage import Usage
from register.workflow import Role, State
from tests.register.bureau import Bureau
from tests.register.reviews import (
    countersigned,
    decided,
    drawn,
    later,
    opened,
    row_of,
    signed,
    three_holders,
    used,
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[tuple[Bureau, str]]:
    made, regular = three_holders(tmp_path / "register.db")
    yield made, regular
    made.store.close()


@pytest.fixture
def bureau(three: tuple[Bureau, str]) -> Bureau:
    return three[0]


@pytest.fixture
def review(three: tuple[Bureau, str]) -> int:
    """An open one: Siti shows no sign of risk, Dina and Eko never came."""
    return opened(three[0], used(three[0], three[1]))


def card(bureau: Bureau, name: str) -> Card:
    with bureau.store.reading() as session:
        found = cards.live(session, bureau.people[name])
        assert found is not None
        return found


def grant(bureau: Bureau, name: str) -> Grant:
    with bureau.store.reading() as session:
        found = cards.live(session, bureau.people[name])
        assert found is not None
        _ = [(each.door.name, each.schedule.weekly) for each in found.grant.doors]
        return found.grant


def complaints(error: pytest.ExceptionInfo[Incomplete]) -> set[str]:
    return {each.field for each in error.value.complaints}


def test_the_snapshot_keeps_what_was_seen_and_its_digest_holds(bureau: Bureau, review: int) -> None:
    with bureau.store.reading() as session:
        found = deciding.find(session, review)
        rows = deciding.items(session, review)
        assert [row.flagged for row in rows] == [False, True, True]
        assert rows[1].evidence["risiko"] == ["belum-dipakai"]
        assert found.dossier.answers["ringkasan"]["pemegang"] == 3
        assert found.dossier.answers["ringkasan"]["belum"] == 2
        assert signing.intact(found, rows) == (True, True)
        assert "Siti" not in str([row.evidence for row in rows])


def test_there_is_no_review_of_nothing(empty: Bureau) -> None:
    with pytest.raises(ReviewRefused):
        drawn(empty)


def test_one_review_at_a_time(bureau: Bureau) -> None:
    drawn(bureau)
    with pytest.raises(ReviewRefused):
        drawn(bureau)


def test_a_row_is_decided_only_while_the_review_is_open(bureau: Bureau) -> None:
    review = drawn(bureau)
    with pytest.raises(ReviewRefused):
        decided(bureau, review, "siti", "tetap")


def test_a_flagged_row_is_kept_with_a_reason_alone(bureau: Bureau, review: int) -> None:
    with pytest.raises(Incomplete) as error:
        decided(bureau, review, "dina", "tetap", alasan="")
    assert complaints(error) == {"alasan"}
    assert decided(bureau, review, "siti", "tetap", alasan="").decision == "tetap"
    assert decided(bureau, review, "dina", "tetap", alasan="Cuti melahirkan").reason


def test_bulk_keeps_the_unflagged_and_never_a_flagged_row(bureau: Bureau, review: int) -> None:
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        assert deciding.keep_unflagged(session, found, bureau.by("kasi"), bureau.now) == 1
        assert deciding.keep_unflagged(session, found, bureau.by("kasi"), bureau.now) == 0
        rows = deciding.items(session, review)
        assert [row.decision for row in rows] == ["tetap", None, None]
        assert deciding.progress(rows) == deciding.Progress(1, 3, 2)


def test_others_than_the_kasi_decide_nothing(bureau: Bureau, review: int) -> None:
    for who in ("kabid", "kadis", "operator", "auditor", "atasan", "admin"):
        with pytest.raises(SeparationOfDuties):
            decided(bureau, review, "siti", "cabut", by=who)
        with bureau.session() as session:
            found = session.get_one(Dossier, review)
            assert deciding.keep_unflagged(session, found, bureau.by(who), bureau.now) == 0


def test_the_kasis_own_row_is_the_kabids_to_decide(bureau: Bureau, review: int) -> None:
    with bureau.session() as session:
        new = NewTenure(role=Role.KASI, person=bureau.people["siti"], title="Kasi",
                        valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, new, bureau.by("admin"), bureau.now)
    with pytest.raises(SeparationOfDuties):
        decided(bureau, review, "siti", "tetap", by="siti")
    assert decided(bureau, review, "siti", "tetap", by="kabid").decided_by == bureau.people["kabid"]
    with pytest.raises(Incomplete) as error:
        decided(bureau, review, "siti", "perpanjang", by="kabid", perpanjang_sampai="2027-11-24")
    assert complaints(error) == {"keputusan"}


def test_the_superior_says_whether_it_is_needed_and_nobody_else(
    bureau: Bureau, review: int
) -> None:
    row = row_of(bureau, review, "dina")
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        deciding.confirm(session, found, row.id, bureau.by("atasan"), bureau.now, needed=False)
        with pytest.raises(SeparationOfDuties):
            deciding.confirm(session, found, row.id, bureau.by("kasi"), bureau.now, needed=True)
    assert row_of(bureau, review, "dina").needed is False


def test_it_is_not_signed_before_every_row_is_decided_the_log_seen_and_a_conclusion_written(
    bureau: Bureau, review: int
) -> None:
    with pytest.raises(ReviewRefused):
        signed(bureau, review)
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "tetap")
    with pytest.raises(ReviewRefused):
        signed(bureau, review, log_ditinjau="")
    with pytest.raises(Incomplete) as error:
        signed(bureau, review, kesimpulan="")
    assert complaints(error) == {"kesimpulan"}
    signed(bureau, review)
    with pytest.raises(ReviewRefused):
        decided(bureau, review, "siti", "cabut")


def test_what_is_revoked_or_frozen_stops_at_the_kasis_signature(
    bureau: Bureau, review: int
) -> None:
    decided(bureau, review, "siti", "tetap")
    decided(bureau, review, "dina", "cabut")
    decided(bureau, review, "eko", "bekukan")
    assert card(bureau, "dina").state is CardState.ACTIVE
    signed(bureau, review)
    assert card(bureau, "siti").state is CardState.ACTIVE
    assert card(bureau, "dina").state is CardState.FROZEN
    assert card(bureau, "eko").state is CardState.FROZEN
    with bureau.store.reading() as session:
        row = row_of(bureau, review, "dina")
        assert row.removal_id is not None
        removal = session.get_one(Dossier, row.removal_id)
        assert (removal.state, removal.answers["hubungan"]) == (State.AT_KASI, "review")
        assert removals.items(session, removal)[0].frozen_at is not None
        waits = signing.unconfirmed(session, review)
        assert waits is not None
    with bureau.session() as session:
        signing.confirmed(session, review, waits - 1, bureau.now)
        assert signing.unconfirmed(session, review) == waits
        signing.confirmed(session, review, waits, bureau.now)
        assert signing.unconfirmed(session, review) is None
        assert audit.verify(session) > 0


def test_an_extension_becomes_a_grant_by_the_kabids_signature_alone(
    bureau: Bureau, review: int
) -> None:
    before = grant(bureau, "siti")
    last = (bureau.now + timedelta(days=364)).date()
    decided(bureau, review, "siti", "perpanjang", perpanjang_sampai=last.isoformat())
    for name in ("dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    assert grant(bureau, "siti").id == before.id
    countersigned(bureau, review)
    after = grant(bureau, "siti")
    assert after.id != before.id
    assert after.valid_until > before.valid_until
    with bureau.store.reading() as session:
        rows = {row.grant: row for row in register_list.rows(session, bureau.now)}
        for each in (before.id, after.id):
            assert rows[each].values["review"]["hasil"] == "Perpanjang s.d."
            told = row_history.history(session, each, rows[each].reviews)
            acts = {one.act for one in told}
            assert {"review.perpanjang", "grant.review"} <= acts
        assert rows[before.id].values["keterangan"] == "diganti hak akses baru"
        assert "review_berikut" not in rows[before.id].values
        assert rows[after.id].values["review_berikut"] > bureau.now.date()
    assert [each.schedule_id for each in after.doors] == [each.schedule_id for each in before.doors]
    assert card(bureau, "siti").state is CardState.ACTIVE
    with bureau.store.reading() as session:
        old = session.get_one(Grant, before.id)
        assert old.revoked_at == after.granted_at
        assert session.get_one(Dossier, review).state is State.CLOSED
        assert signing.intact(deciding.find(session, review), deciding.items(session, review)) == (
            True,
            True,
        )


@pytest.mark.parametrize("until", ["2026-12-31", "2027-11-23", later(days=60)])
def test_an_extension_is_longer_than_the_right_and_no_longer_than_the_office_allows(
    bureau: Bureau, review: int, until: str
) -> None:
    with pytest.raises(Incomplete) as error:
        decided(bureau, review, "siti", "perpanjang", perpanjang_sampai=until)
    assert complaints(error) == {"perpanjang_sampai"}


def test_a_change_narrows_and_a_wider_one_is_refused(bureau: Bureau, review: int) -> None:
    with pytest.raises(Incomplete):
        decided(bureau, review, "eko", "ubah", jam="07.30-16.00")
    with pytest.raises(Incomplete):
        decided(bureau, review, "eko", "ubah", hari=["1", "2", "3"])
    with pytest.raises(Incomplete):
        decided(bureau, review, "eko", "ubah", hari=["1", "2"])
    with pytest.raises(Incomplete):
        decided(bureau, review, "eko", "ubah", pintu=["elsewhere"])
    with pytest.raises(Incomplete):
        decided(bureau, review, "eko", "ubah")
    decided(bureau, review, "eko", "ubah", hari=["2"], jam="09.00-11.00")
    for name in ("dina", "siti"):
        decided(bureau, review, name, "tetap")
    before = grant(bureau, "eko")
    signed(bureau, review)
    countersigned(bureau, review)
    after = grant(bureau, "eko")
    assert [each.schedule.weekly for each in after.doors] == ["2 0900-1100"]
    assert after.valid_until == before.valid_until


def test_a_suspended_card_gets_nothing_new_by_a_review(bureau: Bureau, review: int) -> None:
    frozen = card(bureau, "dina")
    with bureau.session() as session:
        cards.suspend(
            session, frozen.id, CardState.FROZEN, "why", bureau.by("operator"), bureau.now
        )
    with pytest.raises(Incomplete) as error:
        decided(bureau, review, "dina", "perpanjang", perpanjang_sampai="2027-11-24")
    assert complaints(error) == {"keputusan"}
    decided(bureau, review, "siti", "perpanjang", perpanjang_sampai="2027-11-24")
    for name in ("dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    with bureau.session() as session:
        cards.suspend(
            session, card(bureau, "siti").id, CardState.LOST, "why", bureau.by("operator"),
            bureau.now,
        )  # fmt: skip
    countersigned(bureau, review)
    assert card(bureau, "siti").state is CardState.LOST


def test_who_signed_does_not_countersign_and_nobody_else_does(bureau: Bureau, review: int) -> None:
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    with bureau.session() as session:
        new = NewTenure(role=Role.KABID, person=bureau.people["kasi"], title="Plt.",
                        valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, new, bureau.by("admin"), bureau.now)
    with pytest.raises(SeparationOfDuties):
        countersigned(bureau, review, "kasi")
    with pytest.raises(StepNotAllowed):
        countersigned(bureau, review, "kadis")
    countersigned(bureau, review)


def test_sent_back_it_is_open_again_but_what_froze_stays_frozen(
    bureau: Bureau, review: int
) -> None:
    decided(bureau, review, "dina", "cabut")
    for name in ("siti", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        by = bureau.by("kabid")
        dossiers.sign(session, found, "return", bureau.signs("kabid", "Lengkapi"), by, bureau.now)
    with pytest.raises(Incomplete):
        decided(bureau, review, "dina", "tetap")
    decided(bureau, review, "siti", "bekukan")
    signed(bureau, review)
    countersigned(bureau, review)
    assert card(bureau, "siti").state is CardState.FROZEN
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, review)
        assert found.state is State.CLOSED


def test_a_row_of_another_review_is_not_there(bureau: Bureau, review: int) -> None:
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        with pytest.raises(NotFound):
            deciding.decide(session, found, 999, {}, bureau.by("kasi"), bureau.now)
    with bureau.store.reading() as session, pytest.raises(NotFound):
        deciding.find(session, 1)


def test_a_change_of_unit_or_post_since_the_grant_is_a_sign_of_risk(
    three: tuple[Bureau, str],
) -> None:
    bureau, regular = three
    bureau.wait(days=1)
    with bureau.session() as session:
        new = NewTenure(role=Role.OPERATOR, person=bureau.people["siti"], title="Operator",
                        valid_from=bureau.now)  # fmt: skip
        posts.appoint(session, new, bureau.by("admin"), bureau.now)
    review = opened(bureau, used(bureau, regular))
    assert row_of(bureau, review, "siti").evidence["risiko"] == ["mutasi"]


def test_a_review_falls_due_so_many_months_after_the_last(
    three: tuple[Bureau, str],
) -> None:
    bureau, regular = three
    with bureau.store.reading() as session:
        assert opening.due(session, bureau.now) is None
        assert opening.due(session, bureau.now + timedelta(days=89)) is None
        plan = opening.due(session, bureau.now + timedelta(days=93))
        assert plan is not None
        assert plan.doors == ("server",)
    review = opened(bureau, used(bureau, regular))
    with bureau.store.reading() as session:
        assert opening.due(session, bureau.now + timedelta(days=93)) is None
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "tetap")
    signed(bureau, review)
    countersigned(bureau, review)
    with bureau.store.reading() as session:
        found = session.get_one(Review, review)
        assert opening.due(session, found.period_until + timedelta(days=80)) is None
        assert opening.due(session, found.period_until + timedelta(days=93)) is not None


def test_the_signs_of_risk_come_from_the_log(
    three: tuple[Bureau, str],
) -> None:
    bureau, regular = three
    log = Log(
        used={
            regular: Usage(
                entries=2, last=bureau.now - timedelta(days=91), outside=1, held=1, unescorted=1
            )
        }
    )
    review = opened(bureau, log)
    assert row_of(bureau, review, "siti").evidence["risiko"] == [
        "tidak-aktif", "luar-jam", "pintu-ditahan", "tanpa-pendamping",
    ]  # fmt: skip
    assert row_of(bureau, review, "siti").evidence["sampai"] == "2027-11-23"


def test_an_incidental_review_may_be_of_some_a_periodic_one_is_of_all(bureau: Bureau) -> None:
    with bureau.store.reading() as session:
        doors, units = opening.scope(session)
        assert (dict(doors), list(units)) == ({"server": "Ruang Server"}, [])
        for kind, narrowed in (("insidental", True), ("berkala", False)):
            plan = opening.plan(session, kind, bureau.now)
            assert opening.narrowed(plan, [], None) == plan
            assert opening.narrowed(plan, ["else"], None).doors == ("server",)
            assert (opening.narrowed(plan, ["server"], "TIK").unit == "TIK") is narrowed
