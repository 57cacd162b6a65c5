"""Tables to take away: CSV as an Indonesian Excel opens it, and XLSX; both streamed.

A cell that a spreadsheet would run as a formula is written as text (CWE-1236).
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import StringIO
from tempfile import TemporaryFile
from typing import Final, TypeAlias

from flask import Response, stream_with_context
from xlsxwriter import Workbook

Cell: TypeAlias = str | int | None
Row: TypeAlias = Sequence[Cell]

BOM: Final = "\ufeff"
FORMULA: Final = (
    "=", "+", "-", "@", "\t", "\r", "\n",
    "\uff1d", "\uff0b", "\uff0d", "\uff20",  # full-width: some read them alike
)  # fmt: skip
DELIMITER: Final = ";"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_A_PIECE: Final = 500
MOST_ROWS: Final = 1_048_576  # of a sheet (ECMA-376)
PIECE: Final = 64 * 1024  # bytes
OPTIONS: Final = {  # rows are written as they come, and a text stays the text that it is
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


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
    """Return a table as an XLSX to keep; every cell is a text or a whole number, none a formula.

    At most 1,048,576 rows, which is what a sheet holds (ECMA-376).
    """
    return file(name, XLSX, _workbook(rows))


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


def _workbook(rows: Iterable[Row]) -> Iterator[bytes]:
    with TemporaryFile() as made:
        with Workbook(made, OPTIONS) as book:
            sheet = book.add_worksheet("Gapura")
            for number, row in enumerate(rows):
                if number >= MOST_ROWS:  # the library would drop it in silence
                    raise ValueError(f"a sheet holds {MOST_ROWS} rows; take the CSV")
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    elif cell:
                        sheet.write_string(number, column, cell)
        made.seek(0)
        yield from iter(partial(made.read, PIECE), b"")
