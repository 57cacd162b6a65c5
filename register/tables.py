"""A table out of a spreadsheet's CSV, however the office's computer wrote it (pure)."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from register.errors import Refusal

MOST_BYTES: Final = 16 << 20
MOST_ROWS: Final = 20_000
MOST_CELL: Final = 5_000  # characters
DELIMITERS: Final = ";,\t"
BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class TableRefused(Refusal):
    """A file is no table that can be read."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says.

    Attributes:
        columns: the words of its first line, trimmed.
        rows: its other lines with their number in the file, empty ones left out.
    """

    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def read(content: bytes) -> Table:
    """Read a CSV: semicolon, comma or tab; UTF-8 with or without BOM, UTF-16, Windows-1252.

    Raises TableRefused: too large, another kind of file, or nothing in it.
    """
    if len(content) > MOST_BYTES:
        raise TableRefused(
            f"Berkas berukuran {len(content)} bita; paling besar {MOST_BYTES} bita (16 MB).",
            f"the file has {len(content)} bytes; {MOST_BYTES} (16 MB) are the most",
        )
    lines = _lines(_text(content))
    number, columns = next(lines, (0, ()))
    if not any(columns):
        raise TableRefused(
            "Berkas kosong; baris pertama memuat judul kolom seperti pada contoh.",
            "the file is empty; its first line has the columns' names, as in the template",
        )
    rows: list[tuple[int, Sequence[str]]] = []
    for number, cells in lines:
        if len(rows) == MOST_ROWS:
            raise TableRefused(
                f"Berkas memuat lebih dari {MOST_ROWS} baris; bagi menjadi beberapa berkas.",
                f"the file has more than {MOST_ROWS} rows; divide it",
            )
        if any(cells):
            rows.append((number, cells))
    return Table(columns, rows)


def _text(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")):
        raise TableRefused(
            "Berkas ini bukan CSV. Di Excel: Simpan Sebagai, pilih CSV (dibatasi titik koma).",
            "this file is no CSV; in Excel: Save As, choose CSV",
        )
    encoding = next((name for mark, name in BOMS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TableRefused(
            "Berkas ini bukan CSV: ada isi biner di dalamnya.", "this file is no CSV: it is binary"
        )
    return text


def _lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    head = text.partition("\n")[0]
    if head.lower().startswith("sep="):  # Excel's own first line
        text, head = text.partition("\n")[2], text.split("\n", 2)[1] if "\n" in text else ""
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cell.strip()[:MOST_CELL] for cell in cells)
    except csv.Error as error:
        raise TableRefused(
            f"Baris {reader.line_num} tidak terbaca sebagai CSV: periksa tanda kutipnya.",
            f"line {reader.line_num} cannot be read as CSV: {error}",
        ) from error
