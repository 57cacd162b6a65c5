"""The access review from its snapshot to its last decision, and when it falls due."""

from datetime import timedelta

import pytest

from register import card_life, posts
from register.errors import (
    Incomplete,
    NotFound,
    ReviewRefused,
    SeparationOfDuties,
)
from register.messaging import messages
from register.models import Dossier, Review
from register.posts import NewTenure
from register.reviewing import asking, deciding, opening, signing
from register.reviewing.opening import Log
from register.reviewing.usage import Usage
from register.workflow import Role
from tests.register.bureau import Bureau
from tests.register.reviewing.found import complaints
from tests.register.reviews import (
    countersigned,
    decided,
    drawn,
    opened,
    row_of,
    signed,
    used,
)


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


def test_bulk_keeps_nobody_whose_card_was_lost_since_the_snapshot(
    bureau: Bureau, review: int
) -> None:
    with bureau.session() as session:
        (row, *_) = deciding.items(session, review)
        lost = {"alasan": "Tercecer di lapangan"}
        card_life.do(session, row.card, "hilang", lost, bureau.by("operator"), bureau.now)
        found = session.get_one(Dossier, review)
        assert deciding.keep_unflagged(session, found, bureau.by("kasi"), bureau.now) == 0
    assert decided(bureau, review, "siti", "tetap", alasan="").decision == "tetap"


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


def test_who_has_answered_for_all_of_his_is_asked_no_more(bureau: Bureau, review: int) -> None:
    boss = bureau.people["atasan"]
    with bureau.session() as session:
        found = session.get_one(Dossier, review)
        asking.ask(session, found, bureau.by("kasi"), bureau.now)
        for left, row in enumerate(reversed(asking.of_superior(session, review, boss))):
            assert messages.unread(session, boss) == 1, left
            deciding.confirm(session, found, row.id, bureau.by("atasan"), bureau.now, needed=True)
        assert messages.unread(session, boss) == 0


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
