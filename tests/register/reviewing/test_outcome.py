"""What the signatures of an access review do."""

from datetime import timedelta

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
    ReviewRefused,
    SeparationOfDuties,
    StepNotAllowed,
)
from register.models import Dossier, Grant
from register.posts import NewTenure
from register.reviewing import deciding, signing
from register.workflow import Role, State
from tests.register.bureau import Bureau
from tests.register.reviewing.found import card, complaints, grant
from tests.register.reviews import (
    countersigned,
    decided,
    later,
    row_of,
    signed,
)


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


def test_what_is_in_an_open_removal_is_left_to_it_and_a_refused_one_is_none(
    bureau: Bureau, review: int
) -> None:
    asked = {
        "hubungan": "kasi", "alasan": "selesai", "uraian": "x", "berlaku": "segera",
        "cakupan": "seluruh", "bekukan": "tidak",
    }  # fmt: skip
    made = {}
    for name in ("dina", "eko"):
        bureau.wait(minutes=1)
        with bureau.session() as session:
            given = {**asked, "pemegang": [str(card(bureau, name).id)]}
            signs, by = bureau.signs("kasi"), bureau.by("kasi")
            made[name] = removals.ask(session, given, signs, by, bureau.now).id
    bureau.wait(minutes=1)
    for who in ("kasi", "kabid"):
        with bureau.session() as session:
            refused, signs = session.get_one(Dossier, made["eko"]), bureau.signs(who, "Bertugas")
            if who == "kasi":
                dossiers.sign(session, refused, "object", signs, bureau.by(who), bureau.now)
            else:
                removals.refuse(session, refused, signs, bureau.by(who), bureau.now)
        bureau.wait(minutes=1)
    decided(bureau, review, "siti", "tetap")
    for name in ("dina", "eko"):
        decided(bureau, review, name, "cabut")
    signed(bureau, review)
    assert row_of(bureau, review, "dina").removal_id == made["dina"]
    assert row_of(bureau, review, "eko").removal_id not in {None, *made.values()}
    assert [card(bureau, name).state for name in made] == [CardState.FROZEN, CardState.FROZEN]
