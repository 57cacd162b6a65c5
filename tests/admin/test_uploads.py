"""Files that are two things at once, or are called what they are not (ASVS 5.2, 5.3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from register import requests
from register.models import Attachment
from tests.admin.office import Office

PDF = b"%PDF-1.4\n"
JPG = b"\xff\xd8\xff\xe0"
PNG = b"\x89PNG\r\n\x1a\n"
SCRIPT = b"<script>alert(document.domain)</script>"

REFUSED = {
    "a GIF that is a script": b"GIF89a/*" + b"*/=1;alert(1)",
    "an SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a page": b"<!doctype html>" + SCRIPT,
    "a page with a PDF behind it": b"<!--\n" + PDF + b"-->" + SCRIPT,
    "a ZIP": b"PK\x03\x04" + bytes(40),
    "a program": b"MZ" + bytes(60),
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "a PHP": b"<?php system($_GET[0]); ?>",
    "a PDF that begins a byte late": b"\n" + PDF,
    "nothing": b"",
    "half a mark": b"%PDF",
}
TAKEN = {
    "a PDF that is a page too": (PDF + SCRIPT, "application/pdf"),
    "a JPG with a program in its comment": (JPG + b"<?php system('id'); ?>", "image/jpeg"),
    "a PNG that is a ZIP too": (PNG + b"PK\x03\x04" + bytes(30), "image/png"),
}
NAMES = {
    "../../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\win.ini": None,
    "/etc/shadow": "shadow.pdf",
    "surat.pdf.html": "surat.pdf.pdf",
    "surat.pdf\x00.exe": "surat.pdf.pdf",
    "surat\r\nSet-Cookie: a=b.pdf": None,
    "\u202efdp.exe": "fdp.pdf",
    "<img src=x onerror=alert(1)>.pdf": None,
    '";filename="x.html': None,
    "....": "lampiran.pdf",
    "con\ufeff.pdf": "con.pdf",
    f"{'a' * 4000}.pdf": f"{'a' * 100}.pdf",
    "=cmd|'x'!A0.pdf": None,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


@pytest.fixture
def draft(office: Office) -> int:
    with office.bureau.session() as session:
        siti = office.bureau.people["siti"]
        by, at = office.bureau.by("siti"), office.bureau.now
        return requests.begin(session, siti, "baru", by, at).id


@pytest.fixture
def siti(office: Office) -> FlaskClient:
    return office.visitor("siti")


def kept(office: Office) -> list[tuple[str, str]]:
    with office.bureau.store.reading() as session:
        return [(each.name, each.media_type) for each in session.query(Attachment)]


def multipart(content: bytes, name: str) -> bytes:
    """What a browser sends; made here, since a crooked name is what is tried."""
    head = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n{value}'
        for field, more, value in (
            ("jenis", "", "surat-pengantar\r\n"), ("berkas", f'; filename="{name}"', ""),
        )
    )  # fmt: skip
    return head.encode() + content + b"\r\n--x--\r\n"


def sent(client: FlaskClient, draft: int, content: bytes, name: str = "surat.pdf") -> int:
    return client.post(
        f"/permintaan/{draft}/lampiran",
        data=multipart(content, name),
        content_type="multipart/form-data; boundary=x",
    ).status_code


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_paper_is_not_taken_whatever_it_is_called(
    office: Office, siti: FlaskClient, draft: int, what: str
) -> None:
    assert sent(siti, draft, REFUSED[what]) == 422
    assert kept(office) == []


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_two_things_is_handed_out_as_the_harmless_one_and_as_a_file(
    office: Office, siti: FlaskClient, draft: int, what: str
) -> None:
    content, media_type = TAKEN[what]
    assert sent(siti, draft, content) == 303
    with office.bureau.store.reading() as session:
        paper = session.query(Attachment).one().id
    answer = siti.get(f"/permintaan/{draft}/lampiran/{paper}")
    assert answer.data == content
    assert answer.mimetype == media_type
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_to_no_place_and_says_what_the_file_is(
    office: Office, siti: FlaskClient, draft: int, name: str
) -> None:
    if sent(siti, draft, PDF, name) == 400:  # the form itself falls apart by such a name
        assert kept(office) == []
        return
    ((called, _),) = kept(office)
    assert NAMES[name] in (None, called)
    assert called.endswith(".pdf")
    assert not set(called) & set("/\\<>\"'=|\r\n\0\u202e\ufeff")
    assert len(called) <= 104


def test_a_file_is_five_megabytes_at_most_and_five_of_them(
    office: Office, siti: FlaskClient, draft: int
) -> None:
    assert sent(siti, draft, PDF + bytes(5 << 20)) == 422
    assert [sent(siti, draft, PDF) for _ in range(6)] == [303] * 5 + [422]
    assert len(kept(office)) == 5


def test_a_flood_is_not_read(siti: FlaskClient, draft: int) -> None:
    assert sent(siti, draft, PDF + bytes(33 << 20)) == 413


def test_who_is_not_signed_in_has_no_byte_of_his_read(office: Office, draft: int) -> None:
    client = office.app.test_client()
    for address in (f"/permintaan/{draft}/lampiran", "/daftar-awal/periksa", "/daftar-awal/baru"):
        data, form = multipart(PDF, "x.pdf"), "multipart/form-data; boundary=x"
        assert client.post(address, data=data, content_type=form).status_code == 401
    assert kept(office) == []
