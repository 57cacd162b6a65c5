"""Signing by a one-time link: one dossier, its pages and papers, and nothing else."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from register import dossiers, settings
from register.login import links
from register.messaging import messages
from register.models import Cardholder, Dossier, Method, Notice, Outgoing, Purpose
from register.workflow import State
from tests.admin.office import Office
from tests.admin.paper import desk


@pytest.fixture
def number(office: Office) -> int:
    return desk.submitted(office)


def let_in(office: Office, who: str, number: int) -> FlaskClient:
    """Return a browser in which somebody has opened the link of his mail."""
    bureau = office.bureau
    with bureau.session() as session:
        token = links.make(
            session, Purpose.SIGNATURE, bureau.people[who], bureau.by("tu"), bureau.now,
            dossier=number,
        )  # fmt: skip
    client = office.app.test_client()
    assert client.post(f"/tautan/{token}").headers["Location"] == f"/berkas/{number}"
    bureau.wait(minutes=1)
    return client


def test_a_superior_of_another_office_endorses_by_link(office: Office, number: int) -> None:
    client = let_in(office, "atasan", number)
    assert "Setujui dan teruskan ke Kadis" in client.get(f"/berkas/{number}").text
    assert client.get(f"/kertas/berkas/{number}").status_code == 200
    assert client.post(f"/berkas/{number}/endorse").status_code == 303
    with office.bureau.store.reading() as session:
        dossier = session.get_one(Dossier, number)
        assert dossier.state is State.AT_KADIS
        assert dossier.steps[-1].method is Method.LINK
    shown = client.get(f"/kertas/berkas/{number}").text
    assert "Ditandatangani melalui tautan sekali pakai" in shown


def test_an_applicant_corrects_and_submits_again_by_link(office: Office, number: int) -> None:
    bureau = office.bureau
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, number)
        back = bureau.signs("atasan", "Surat tugas belum ada")
        dossiers.sign(session, dossier, "return", back, bureau.by("atasan"), bureau.now)
    client = let_in(office, "siti", number)
    assert client.get(f"/permintaan/{number}").status_code == 200
    given = {key: value for key, value in desk.answers().items() if isinstance(value, str | list)}
    given = {key: value for key, value in given.items() if key != "perangkat"}
    given |= {"didampingi": "tidak", "tatib": "ya", "nda": "ya", "pdp": "ya"}
    given |= {"tatib_versi": "1", "pdp_versi": "1"}
    given |= {"atasan.nama": "Bambang Sutrisno", "atasan.nip": desk.BOSS,
              "atasan.jabatan": "Kepala Seksi Persandian",
              "atasan.email": "bambang@diskominfo.example"}  # fmt: skip
    assert client.post(f"/permintaan/{number}", data=given).status_code == 303
    with office.bureau.store.reading() as session:
        assert session.get_one(Dossier, number).steps[-1].method is Method.LINK


def test_a_link_opens_no_other_door(office: Office, number: int) -> None:
    client = let_in(office, "atasan", number)
    for path in ("/kertas/daftar-akses", "/arsip/", "/permintaan/baru", f"/berkas/{number + 1}",
                 f"/kertas/berkas/{number + 1}"):  # fmt: skip
        assert client.get(path).status_code in (403, 404), path


def test_tata_usaha_has_a_link_sent_again_but_never_sees_it(office: Office, number: int) -> None:
    bureau = office.bureau
    office.account("kadis")
    tu = office.visitor("tu")
    assert "Kirim tautan lagi" in tu.get(f"/arsip/{number}").text
    refused = tu.post(f"/arsip/{number}/tautan")
    assert refused.status_code == 422
    assert "di atas kertas" in refused.text
    with bureau.session() as session:
        settings.change(session, {"senders": "email"}, bureau.by("admin"), bureau.now)
        boss = session.get_one(Cardholder, bureau.people["atasan"])
        boss.email = "bambang@diskominfo.example"
        assert messages.reachable(session, boss)
    done = tu.post(f"/arsip/{number}/tautan")
    assert done.status_code == 303
    assert "/tautan/" not in tu.get(done.headers["Location"]).text.replace('/tautan"', "")
    with bureau.store.reading() as session:
        (sent,) = session.scalars(select(Outgoing).where(Outgoing.template == "waits"))
        assert sent.person_id == bureau.people["atasan"]
        told = session.scalars(select(Notice).where(Notice.person_id == sent.person_id)).all()
        assert len(told) == 2  # when it came to him, and now


def test_who_has_an_account_gets_no_link(office: Office, number: int) -> None:
    office.account("atasan")
    tu = office.visitor("tu")
    assert "Kirim tautan lagi" not in tu.get(f"/arsip/{number}").text
    assert tu.post(f"/arsip/{number}/tautan").status_code == 422
