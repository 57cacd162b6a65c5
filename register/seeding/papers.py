"""The demonstration's signed paper: a Kadis did not log in, tata usaha filed the scan."""

import struct
import zlib
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from register import filing, settings
from register.audit import By
from register.filing import Filed
from register.models import Dossier

WIDTH, HEIGHT = 105, 148  # of a page, in dots
INK: Final = {
    **dict.fromkeys((14, 18), (20, 85)),  # the letterhead
    **dict.fromkeys(range(30, 100, 4), (12, 93)),
    **dict.fromkeys((116, 117, 120), (60, 90)),  # a signature
}


def scan() -> bytes:
    """Return a picture of a page as a small PNG: grey lines on white."""
    rows = b"".join(b"\x00" + _row(number) for number in range(HEIGHT))
    size = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)  # 8 bits of grey
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def file(
    session: Session, dossier: Dossier, signed: tuple[int, str, str | None], by: By, at: datetime
) -> None:  # fmt: skip
    """File the paper by which somebody made a step: he, the act, and his words."""
    person, act, note = signed
    today = at.astimezone(ZoneInfo(settings.read(session).zone)).date()
    paper = Filed(act=act, person=person, content=scan(), signed_on=today, note=note)
    filing.file(session, dossier, paper, by, at)


def _row(number: int) -> bytes:
    start, end = INK.get(number, (0, 0))
    return b"\xff" * start + b"\x60" * (end - start) + b"\xff" * (WIDTH - end)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
