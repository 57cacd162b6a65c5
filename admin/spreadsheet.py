"""Tables to take away: CSV as an Indonesian Excel opens it, and XLSX; both streamed.

A cell that a spreadsheet would run as a formula is written as text (CWE-1236).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from flask import Response, stream_with_context

from admin.zips import zipped

Cell: TypeAlias = str | int | None
Row: TypeAlias = Sequence[Cell]

BOM: Final = "\ufeff"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
DELIMITER: Final = ";"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_A_PIECE: Final = 500
UNSEEN: Final = {code: None for code in range(32) if chr(code) not in "\t\n"}
NAMESPACE: Final = "http://schemas.openxmlformats.org"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS: Final = {  # ECMA-376 part 1: the least that a workbook of one sheet is made of
    "[Content_Types].xml": (
        f'<Types xmlns="{NAMESPACE}/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="r1"'
        f' Type="{NAMESPACE}/officeDocument/2006/relationships/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{NAMESPACE}/package/2006/relationships"><Relationship Id="r1"'
        f' Type="{NAMESPACE}/officeDocument/2006/relationships/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{NAMESPACE}/spreadsheetml/2006/main"'
        f' xmlns:r="{NAMESPACE}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Gapura" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
}  # fmt: skip


def csv_text(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a table as CSV: semicolons, CRLF and a mark by which Excel knows it for UTF-8."""
    yield BOM
    written = StringIO()
    writer = csv.writer(written, delimiter=DELIMITER, lineterminator="\r\n")
    for number, row in enumerate(rows, 1):
        writer.writerow([_harmless(cell) for cell in row])
        if number % ROWS_A_PIECE == 0:
            yield _taken(written)
    yield _taken(written)


def csv_file(name: str, rows: Iterable[Row]) -> Response:
    """Return a table as a CSV to keep."""
    return file(name, "text/csv; charset=utf-8", (text.encode() for text in csv_text(rows)))


def xlsx_file(name: str, rows: Iterable[Row]) -> Response:
    """Return a table as an XLSX to keep; every cell is a text or a whole number, none a formula."""
    parts = [(part, iter((f"{HEAD}{text}".encode(),))) for part, text in PARTS.items()]
    sheet = ("xl/worksheets/sheet1.xml", _sheet(rows))
    return file(name, XLSX, zipped(chain(parts, (sheet,))))


def file(name: str, media_type: str, pieces: Iterable[bytes]) -> Response:
    """Return what is streamed as a file to keep, never as a page of ours."""
    answer = Response(stream_with_context(iter(pieces)), mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _harmless(cell: Cell) -> str:
    words = "" if cell is None else str(cell).replace("\0", "")
    runs = isinstance(cell, str) and words.startswith(FORMULA) and len(words) > 1
    return f"'{words}" if runs else words


def _taken(written: StringIO) -> str:
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text


def _sheet(rows: Iterable[Row]) -> Iterator[bytes]:
    yield f'{HEAD}<worksheet xmlns="{NAMESPACE}/spreadsheetml/2006/main"><sheetData>'.encode()
    for row in rows:
        yield f"<row>{''.join(map(_cell, row))}</row>".encode()
    yield b"</sheetData></worksheet>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f"<c><v>{int(cell)}</v></c>"
    words = escape((cell or "").translate(UNSEEN))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
