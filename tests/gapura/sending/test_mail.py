"""By e-mail, against a real server: its certificate, its login, its refusals."""

from pathlib import Path

import pytest

from gapura.sending.config import EmailConfig, Tls
from gapura.sending.mail import Mail
from gapura.sending.way import NotSent
from register.messaging.outbox import Letter
from tests.gapura.sending.servers import Postbox, certificate, free_port, mail_server

LETTER = Letter(
    id=7, channel="email", key="7.abc", to="siti@dinas.example", subject="Menunggu Anda: 1",
    text="Yang diminta: verifikasi.", path="/berkas/3", tries=0,
)  # fmt: skip


def config(port: int, **more: object) -> EmailConfig:
    known = {
        "host": "localhost", "port": port, "sender": "Gapura <gapura@kab.example>",
        "tls": Tls.NONE, "timeout": 5.0,
    }  # fmt: skip
    return EmailConfig(**(known | more))  # type: ignore[arg-type]


def send(config: EmailConfig, password: str | None = None, letter: Letter = LETTER) -> None:
    with Mail(config, password, "https://gapura.example").open() as out:
        out(letter)


def test_a_mail_arrives_with_its_link_and_the_same_id_each_time() -> None:
    postbox, port = Postbox(), free_port()
    with mail_server(postbox, port):
        send(config(port))
        send(config(port))
    mail = postbox.mails[0]
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "https://gapura.example/berkas/3" in body.decode()
    assert mail["To"] == "siti@dinas.example"
    assert postbox.ids == ["<7.abc@kab.example>"] * 2


def test_the_server_is_known_by_its_certificate_and_knows_us_by_a_password(tmp_path: Path) -> None:
    postbox, port = Postbox(), free_port()
    tls, authority = certificate(tmp_path)
    known = {"tls": Tls.STARTTLS, "ca_file": str(authority)}
    own = config(port, **known, user="gapura", password_file="pw")  # noqa: S106 - its name
    with mail_server(postbox, port, tls, "rahasia"):
        send(own, "rahasia")
        with pytest.raises(NotSent) as wrong:
            send(own, "salah")
        with pytest.raises(NotSent, match="CERTIFICATE") as stranger:
            send(config(port, tls=Tls.STARTTLS))
    assert len(postbox.mails) == 1
    assert wrong.value.nobody
    assert stranger.value.nobody
    assert "salah" not in str(wrong.value)


def test_a_server_without_tls_gets_neither_mail_nor_password() -> None:
    postbox, port = Postbox(), free_port()
    with mail_server(postbox, port), pytest.raises(NotSent):
        send(config(port, tls=Tls.STARTTLS))
    assert postbox.mails == []


@pytest.mark.parametrize(
    ("reply", "final"), [("550 5.1.1 no such user", True), ("450 4.2.1 try later", False)]
)
def test_a_refused_address_says_whether_to_try_again(reply: str, final: bool) -> None:  # noqa: FBT001 - a case
    postbox, port = Postbox(refuses={LETTER.to: reply}), free_port()
    with mail_server(postbox, port), pytest.raises(NotSent, match=reply[:3]) as error:
        send(config(port))
    assert (error.value.final, error.value.nobody) == (final, False)


def test_nobody_there_is_no_fault_of_the_message() -> None:
    with pytest.raises(NotSent) as error:
        send(config(free_port()))
    assert (error.value.final, error.value.nobody) == (False, True)


def test_an_address_with_a_line_break_writes_no_header_of_its_own() -> None:
    postbox, port = Postbox(), free_port()
    evil = Letter(
        id=1, channel="email", key="1.a", to="a@b.example\r\nBcc: c@d.example", subject="x",
        text="x", path="", tries=0,
    )  # fmt: skip
    with mail_server(postbox, port), pytest.raises(NotSent) as error:
        send(config(port), letter=evil)
    assert error.value.final
    assert postbox.mails == []
