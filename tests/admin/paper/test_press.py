"""The press: a process of its own, one paper at a time, that reads nothing but what it is given."""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pytest
from pypdf import PdfReader

from admin.paper.pdf import NotPrinted, Press
from register import office_papers
from register.models import Cardholder, PaperKind
from register.seeding.papers import scan
from tests.admin.office import Office
from tests.admin.served import SOON

XSS = '<script>alert("x")</script>'
PAPERS = (
    "/kertas/berkas/1", "/kertas/berkas/2", "/kertas/berkas/1/tanda-terima",
    "/kertas/berkas/2/tanda-terima/1", "/kertas/daftar-akses", "/kertas/buku-tamu",
)  # fmt: skip


class Waiting:
    """An e-sign service that takes its time."""

    def __init__(self) -> None:
        self.begun, self.done = Event(), Event()

    def seal(self, pdf: bytes) -> bytes:
        self.begun.set()
        assert self.done.wait(30)
        return pdf


def test_who_waits_too_long_is_told_to_come_back() -> None:
    slow = Waiting()
    press = Press(sealer=slow, waiting=0)
    first = Thread(target=press.press, args=("<p>satu", "a4"))
    first.start()
    assert slow.begun.wait(30)
    with pytest.raises(NotPrinted, match="another paper is being printed"):
        press.press("<p>dua", "a4")
    slow.done.set()
    first.join(30)
    assert press.press("<p>tiga", "a4").startswith(b"%PDF-")


def test_what_cannot_be_made_is_said_and_the_next_is_made() -> None:
    press = Press(waiting=0)
    with pytest.raises(NotPrinted, match="could not be made"):
        press.press("<p>x", "no-such-size")
    assert press.press("<p>x", "a4").startswith(b"%PDF-")


class _Listening(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def neighbour() -> Iterator[tuple[str, list[str]]]:
    """A web server that a paper could be told to ask, and what it was asked."""
    asked: list[str] = []
    handler = type("Handler", (_Listening,), {"asked": asked})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(SOON,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join(10)


def test_the_press_asks_no_network_and_opens_no_file(
    neighbour: tuple[str, list[str]], tmp_path: Path
) -> None:
    where, asked = neighbour
    (tmp_path / "secret.png").write_bytes(scan())
    file = (tmp_path / "secret.png").as_uri()
    markup = (
        f'<link rel="stylesheet" href="{where}/a.css"><link rel="attachment" href="{file}">'
        f'<img src="{where}/a.png"><img src="{file}"><p style="background: url({where}/b.png)">x'
    )
    made = PdfReader(BytesIO(Press().press(markup, "a4")))
    assert asked == []
    assert not made.attachments
    assert not made.pages[0].images
    inside = f'<img src="data:image/png;base64,{b64encode(scan()).decode()}">'
    assert len(PdfReader(BytesIO(Press().press(inside, "a4"))).pages[0].images) == 1


def test_the_child_is_a_module_that_says_nothing_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "admin.paper.weasy", "paper.css", "paper-f4.css"],
        input=b"<p>x", capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(b"%PDF-")
    assert done.stderr == b""


@pytest.mark.parametrize("path", PAPERS)
def test_no_name_runs_on_any_paper(storied: Office, path: str) -> None:
    with storied.bureau.session() as session:
        for name in ("siti", "operator", "kasi"):
            person = session.get_one(Cardholder, storied.bureau.people[name])
            person.name, person.unit, person.position = XSS, XSS, XSS
    shown = storied.visitor("kasi").get(path)
    assert shown.status_code == 200
    assert XSS not in shown.text
    assert "&lt;script&gt;" in shown.text


def test_the_uploaded_emblem_is_on_the_letterhead(storied: Office) -> None:
    with storied.bureau.session() as session:
        by = storied.bureau.by("admin")
        office_papers.keep(session, PaperKind.EMBLEM, "a.png", scan(), by, storied.bureau.now)
    client = storied.visitor("kasi")
    shown = client.get("/kertas/berkas/1").text
    assert 'alt="Lambang daerah"' in shown
    made = client.post("/kertas/berkas/1/pdf").data
    assert len(PdfReader(BytesIO(made)).pages[0].images) == 1
