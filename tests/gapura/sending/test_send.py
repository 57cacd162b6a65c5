"""`gapura send`: what is due leaves, what fails comes again, and the SOP never waits for it."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from gapura.sending.config import EmailConfig, HttpConfig, MessagesConfig, Tls
from gapura.sending.run import run, send, ways
from register.messaging import messages, outbox
from register.messaging.outbox import MOST_TRIES
from register.models import Account, Cardholder, Notice, Outgoing
from tests.gapura.sending.servers import Counter, Postbox, free_port, gateway, mail_server
from tests.register.bureau import Bureau
from tests.register.test_requests import act, submitted

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ORIGIN = "https://gapura.example"


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    with made.session() as session:
        outbox.senders(session, frozenset({"email", "http"}), made.by("admin"), made.now)
        session.get_one(Cardholder, made.people["atasan"]).email = "atasan@dinas.example"
        session.get_one(Cardholder, made.people["kadis"]).email = "kadis@dinas.example"
    yield made
    made.store.close()


def by_mail(port: int) -> MessagesConfig:
    email = EmailConfig(
        host="localhost", port=port, sender="g@kab.example", tls=Tls.NONE, timeout=5.0
    )
    return MessagesConfig(origin=ORIGIN, email=email)


def by_gateway(url: str) -> MessagesConfig:
    http = HttpConfig(url=url, body='{"to": "$to", "m": "$text"}', timeout=5.0)
    return MessagesConfig(origin=ORIGIN, http=http)


def sends(bureau: Bureau, config: MessagesConfig) -> tuple[int, int]:
    return send(bureau.store, ways(config), lambda: bureau.now)


def row(bureau: Bureau, number: int = 1) -> Outgoing:
    with bureau.store.reading() as session:
        return session.get_one(Outgoing, number)


def is_due(bureau: Bureau) -> None:
    """Let the wait of every row be over, by any clock."""
    with bureau.session() as session:
        for each in session.scalars(select(Outgoing)):
            each.due_at = LONG_AGO


def test_an_act_is_told_by_mail_with_a_link_for_who_has_no_account(bureau: Bureau) -> None:
    postbox, port = Postbox(), free_port()
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", "endorse")
    with bureau.session() as session:
        boss = bureau.people["kadis"]
        session.add(Account(person_id=boss, login="kadis", created_at=bureau.now))
    with mail_server(postbox, port):
        assert sends(bureau, by_mail(port)) == (1, 0)
        assert sends(bureau, by_mail(port)) == (0, 0)
    (mail,) = postbox.mails
    assert f"{ORIGIN}/berkas/{dossier}" in str(mail.get_payload())
    assert row(bureau, 2).sent_at is not None


def test_a_superior_without_an_account_gets_a_one_time_link(bureau: Bureau) -> None:
    postbox, port = Postbox(), free_port()
    submitted(bureau)
    with mail_server(postbox, port):
        sends(bureau, by_mail(port))
    assert f"{ORIGIN}/tautan/" in str(postbox.mails[0].get_payload())
    with closing(sqlite3.connect(bureau.store.path)) as raw:
        dump = "\n".join(raw.iterdump())
    token = str(postbox.mails[0].get_payload()).split("/tautan/")[1].split()[0]
    assert len(token) > 20
    assert token not in dump


def test_a_server_that_is_down_delays_nothing_and_gets_it_once_it_is_back(bureau: Bureau) -> None:
    postbox, port = Postbox(), free_port()
    dossier = submitted(bureau)
    assert sends(bureau, by_mail(port)) == (0, 1)
    assert row(bureau).attempts == 1
    with mail_server(postbox, port):
        assert sends(bureau, by_mail(port)) == (0, 0)  # its wait is not over
        is_due(bureau)
        assert sends(bureau, by_mail(port)) == (1, 0)
    assert postbox.ids[0].startswith("<1.")
    act(bureau, dossier, "atasan", "endorse")


def test_while_a_gateway_hangs_an_official_signs(bureau: Bureau) -> None:
    with bureau.session() as session:
        session.get_one(Cardholder, bureau.people["atasan"]).phone = "+6281234567890"
    dossier = submitted(bureau)
    counter = Counter(holds=threading.Event())
    with gateway(counter) as url:
        sending = threading.Thread(target=lambda: sends(bureau, by_gateway(url)), daemon=True)
        sending.start()
        assert counter.arrived.wait(20)
        act(bureau, dossier, "atasan", "endorse")  # the message is on the wire meanwhile
        assert counter.holds is not None
        counter.holds.set()
        sending.join()
    assert len(counter.asked) == 1


def test_the_wait_grows_and_after_the_last_try_the_administrator_knows(bureau: Bureau) -> None:
    submitted(bureau)
    waits: list[timedelta] = []
    for _ in range(MOST_TRIES):
        with bureau.session() as session:
            outbox.failed(session, 1, "HTTP 503", bureau.now, chance=1)
        waits.append(row(bureau).due_at - bureau.now)
    given_up = row(bureau)
    assert given_up.given_up_at is not None
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert max(waits) == timedelta(hours=4)
    with bureau.store.reading() as session:
        found = messages.of_person(session, bureau.people["admin"])
        assert [notice.template for notice in found] == ["undeliverable"]


def test_chance_spreads_the_next_try_over_the_second_half_of_the_wait(bureau: Bureau) -> None:
    submitted(bureau)
    with bureau.session() as session:
        outbox.failed(session, 1, "HTTP 503", bureau.now, chance=0)
    assert row(bureau).due_at - bureau.now == timedelta(seconds=30)


def test_a_message_that_was_given_up_goes_again_when_asked(bureau: Bureau) -> None:
    submitted(bureau)
    postbox, port = Postbox(refuses={"atasan@dinas.example": "550 no such user"}), free_port()
    with mail_server(postbox, port):
        assert sends(bureau, by_mail(port)) == (0, 1)
        assert row(bureau).given_up_at is not None
        postbox.refuses.clear()
        assert sends(bureau, by_mail(port)) == (0, 0)
        with bureau.session() as session:
            outbox.again(session, 1, bureau.by("admin"), bureau.now)
        assert sends(bureau, by_mail(port)) == (1, 0)


def test_one_refused_address_does_not_keep_the_others(bureau: Bureau) -> None:
    with bureau.session() as session:
        for name in ("atasan", "kadis", "kasi"):
            session.get_one(Cardholder, bureau.people[name]).email = f"{name}@dinas.example"
            messages.tell(session, bureau.people[name], "undeliverable", {}, bureau.now)
            session.add(
                Outgoing(
                    channel="email", person_id=bureau.people[name], template="undeliverable",
                    fields={}, created_at=bureau.now, due_at=bureau.now,
                )
            )  # fmt: skip
    postbox, port = Postbox(refuses={"atasan@dinas.example": "550 no such user"}), free_port()
    with mail_server(postbox, port):
        assert sends(bureau, by_mail(port)) == (2, 1)
    assert [mail["To"] for mail in postbox.mails] == ["kadis@dinas.example", "kasi@dinas.example"]


def test_the_register_learns_from_the_file_which_senders_there_are(bureau: Bureau) -> None:
    sends(bureau, by_mail(free_port()))
    with bureau.store.reading() as session:
        assert outbox.known_senders(session) == {"email"}
    sends(bureau, MessagesConfig(origin=ORIGIN))
    submitted(bureau)
    with bureau.store.reading() as session:
        assert session.scalars(select(Outgoing)).all() == []
        assert session.scalars(select(Notice)).all() != []


def test_two_runs_never_overlap(bureau: Bureau) -> None:
    with bureau.session() as session:
        session.get_one(Cardholder, bureau.people["atasan"]).phone = "+6281234567890"
    submitted(bureau)
    is_due(bureau)
    counter = Counter(holds=threading.Event())
    with gateway(counter) as url:
        path = bureau.store.path
        first = threading.Thread(target=lambda: run(path, by_gateway(url)), daemon=True)
        first.start()
        assert counter.arrived.wait(20)
        assert run(path, by_gateway(url)) == (0, 0)
        assert counter.holds is not None
        counter.holds.set()
        first.join()
    assert len(counter.asked) == 1


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from gapura.sending.config import HttpConfig, MessagesConfig
from gapura.sending.run import run
http = HttpConfig(url=sys.argv[2], body='{"to": "$to"}', timeout=60.0)
run(Path(sys.argv[1]), MessagesConfig(origin="https://gapura.example", http=http))
"""


def test_killed_between_sending_and_its_commit_it_sends_again_under_the_same_key(
    bureau: Bureau,
) -> None:
    with bureau.session() as session:
        session.get_one(Cardholder, bureau.people["atasan"]).phone = "+6281234567890"
    submitted(bureau)
    is_due(bureau)
    counter = Counter(holds=threading.Event())
    with gateway(counter) as url:
        child = subprocess.Popen([sys.executable, "-c", KILLED, str(bureau.store.path), url])
        assert counter.arrived.wait(20)
        os.kill(child.pid, signal.SIGKILL)  # the gateway has it, nobody has said so
        child.wait()
        assert counter.holds is not None
        counter.holds.set()
        assert row(bureau).sent_at is None
        assert run(bureau.store.path, by_gateway(url)) == (1, 0)
    keys = [each.headers["Idempotency-Key"] for each in counter.asked]
    assert len(keys) == 2
    assert len(set(keys)) == 1
