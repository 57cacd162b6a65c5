"""Erasure: nothing of the name is left in any byte, and every chain still verifies."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from ledger.access import CardState
from ledger.orders import OrderKind
from register import attachments, audit, cards, door_orders, dossiers, erasure, requests
from register.dossiers import Signature
from register.erasure import ErasureRefused
from register.errors import NotFound
from register.login import accounts
from register.models import Card, Cardholder, DoorOrder, Dossier, Erasure, ProposedOrder
from register.orders import NewOrder
from tests.register import papers
from tests.register.bureau import RIGHT, Bureau
from tests.register.offices import raw

NAME = "Zulaikha Prawiranegara, S.T."
NIP = "199107052019032011"
MARKS = (b"Zulaikha", b"Prawiranegara", NIP.encode(), b"19910705 201903", b"81277700091",
         b"zulaikha.p")  # fmt: skip
ANSWERS = {
    "nama": NAME, "no_id": NIP, "jenis_id": "nip", "hp": "+6281277700091", "kategori": "magang",
    "email": "zulaikha.p@diskominfo.example",
    "keperluan": "Magang Zulaikha Prawiranegara, 19910705 201903 2 011",
}  # fmt: skip


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path / "register.db")
    with made.session() as session:
        person = session.get_one(Cardholder, made.people["siti"])
        person.name, person.nip = NAME, NIP
        person.phone, person.email = "+6281277700091", "zulaikha.p@diskominfo.example"
        accounts.make(
            session, person.id, "zulaikha.prawiranegara", None, made.by("admin"), made.now
        )
    return made


def rejected(bureau: Bureau, who: str = "siti") -> int:
    """A request of hers that came to nothing, with her name wherever one could write it."""
    with bureau.session() as session:
        by, person = bureau.by(who), bureau.people[who]
        dossier = requests.begin(session, person, "baru", by, bureau.now)
        requests.save(session, dossier, ANSWERS, bureau.people["atasan"], bureau.now)
        if who == "siti":
            attachments.add(
                session, dossier, "identitas", "KTP Zulaikha Prawiranegara.pdf",
                b"%PDF-1.4 Zulaikha Prawiranegara", by, bureau.now,
            )  # fmt: skip
        requests.submit(session, dossier, RIGHT, bureau.signs(who), by, bureau.now)
        number = dossier.id
    bureau.wait(hours=1)
    with bureau.session() as session:
        note = f"Zulaikha Prawiranegara (NIP {NIP}) sudah selesai magang"
        dossiers.sign(session, session.get_one(Dossier, number), "reject",
                      bureau.signs("atasan", note), bureau.by("atasan"), bureau.now)  # fmt: skip
    return number


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in sorted(path.parent.iterdir()))


def erase(bureau: Bureau, who: str = "siti") -> None:
    with bureau.session() as session:
        erasure.erase(session, bureau.people[who], "SK 800/12/2029", bureau.by("admin"), bureau.now)


def test_a_name_leaves_the_reason_of_an_order_to_a_door(bureau: Bureau) -> None:
    with bureau.session() as session:
        for kind in (OrderKind.UNLOCK, OrderKind.RESET_CLOCK_MARK):
            new = NewOrder(
                kind=kind, by="P-K4S1K4S1AA", why=f"{NAME} lupa kartu",
                door="server" if kind is OrderKind.UNLOCK else None,
            )  # fmt: skip
            door_orders.give(session, new, bureau.by("kasi"), bureau.now)
    with bureau.session() as session, pytest.raises(IntegrityError, match="never changed"):
        session.execute(text("UPDATE door_order SET why = '(dihapus) lupa'"))
    bureau.wait(hours=1)
    erase(bureau)
    assert bureau.store.shred()
    assert NAME.encode() not in bytes_of(bureau.store.path)
    with bureau.store.reading() as session:
        said = session.scalars(select(DoorOrder.why).union_all(select(ProposedOrder.why))).all()
    assert said == ["(dihapus) lupa kartu"] * 2


def test_the_name_is_in_no_byte_of_the_register_and_every_chain_verifies(bureau: Bureau) -> None:
    number = rejected(bureau)
    another = rejected(bureau, "deputi")  # another's request, in which her name stands too
    found = bytes_of(bureau.store.path)
    assert all(mark in found for mark in MARKS)
    with bureau.store.reading() as session:
        before = [step.chain for step in session.get_one(Dossier, number).steps]
        signed = dossiers.digest(session.get_one(Dossier, number))
    erase(bureau)
    assert bureau.store.shred()
    left = bytes_of(bureau.store.path)
    assert [mark for mark in MARKS if mark in left] == []
    with bureau.store.reading() as session:
        assert audit.verify(session) > 0
        dossier = session.get_one(Dossier, number)
        assert [step.chain for step in dossier.steps] == before
        assert dossiers.digest(dossier) == signed
        assert dossier.answers == {"kategori": "magang"}
        assert dossier.erased_at == session.get_one(Dossier, another).erased_at == bureau.now
        person = session.get_one(Cardholder, bureau.people["siti"])
        assert (person.name, person.erased_at) == (None, bureau.now)
        assert person.public_id.startswith("P-")
        account = accounts.of_person(session, person.id)
        assert account is not None
        assert account.disabled_at is not None


def test_who_stays_keeps_his_name(bureau: Bureau) -> None:
    rejected(bureau)
    erase(bureau)
    with bureau.store.reading() as session:
        names = session.scalars(select(Cardholder.name)).all()
    assert names.count(None) == 1
    assert "Kasi" in names


@pytest.mark.parametrize("who", ["kasi", "siti"])
def test_who_holds_a_post_a_card_or_an_open_dossier_is_not_erased(bureau: Bureau, who: str) -> None:
    with bureau.session() as session:
        requests.begin(session, bureau.people["siti"], "baru", bureau.by("siti"), bureau.now)
    with pytest.raises(ErasureRefused):
        erase(bureau, who)


def test_a_holder_is_erased_once_his_card_was_taken_away(bureau: Bureau) -> None:
    listed = papers.ratified(bureau, [{**papers.ROW, "Nama": NAME, "NIP/No. identitas": NIP}])
    card = papers.tapped(bureau, papers.admitted(bureau, listed))
    with pytest.raises(ErasureRefused, match="card"):
        erase(bureau)
    with bureau.session() as session:
        dossier = session.get_one(Card, card).dossier_id
        assert dossier is not None
        holder = Signature(person=bureau.people["siti"])
        cards.hand_over(
            session, session.get_one(Dossier, dossier), holder, bureau.by("siti"), bureau.now
        )
        cards.revoke_all(session, bureau.people["siti"], "selesai", bureau.by("kasi"), bureau.now)
    erase(bureau)
    assert bureau.store.shred()
    left = bytes_of(bureau.store.path)
    assert [mark for mark in MARKS if mark in left] == []
    with bureau.store.reading() as session:
        assert session.get_one(Card, card).state is CardState.REVOKED


def test_erasing_is_told_once_with_what_it_rests_on_and_without_the_name(bureau: Bureau) -> None:
    rejected(bureau)
    for reason in ("", "  ", "permintaan Zulaikha Prawiranegara"):
        with bureau.session() as session, pytest.raises(ErasureRefused):
            erasure.erase(session, bureau.people["siti"], reason, bureau.by("admin"), bureau.now)
    erase(bureau)
    with pytest.raises(NotFound):
        erase(bureau)
    with bureau.store.reading() as session:
        (kept,) = session.scalars(select(Erasure))
        assert kept.why == "SK 800/12/2029"


def test_whose_retention_has_ended_is_due_and_nobody_else(bureau: Bureau) -> None:
    rejected(bureau)
    with bureau.store.reading() as session:
        assert erasure.due(session, bureau.now + timedelta(days=700)) == []
        found = erasure.due(session, bureau.now + timedelta(days=760))
        assert [each.id for each in found] == [bureau.people["siti"], bureau.people["atasan"]]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE step SET note = 'lain'",
        "UPDATE dossier SET answers = '{}'",
        "UPDATE dossier SET erased_at = 5",
        "UPDATE dossier SET erased_at = 5, answers = '{}'",
        "DELETE FROM step",
    ],
)
def test_no_words_go_without_an_erasure_on_record(bureau: Bureau, statement: str) -> None:
    rejected(bureau)
    with closing(raw(bureau.store.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE step SET person_id = 1",
        "UPDATE step SET chain = digest",
        "UPDATE step SET act = 'approve'",
        "UPDATE dossier SET erased_at = NULL",
        "DELETE FROM erasure",
        "UPDATE erasure SET why = 'x'",
    ],
)
def test_an_erased_dossier_keeps_its_signatures(bureau: Bureau, statement: str) -> None:
    rejected(bureau)
    erase(bureau)
    with closing(raw(bureau.store.path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
