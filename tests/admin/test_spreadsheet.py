"""Tables to take away: what a spreadsheet makes of them."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask

from admin import spreadsheet
from admin.spreadsheet import Row
from admin.zips import zipped

ATTACKS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("x")',
    "\n=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
)


def written(rows: list[Row]) -> list[list[str]]:
    text = "".join(spreadsheet.csv_text(rows))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_run_as_a_formula(attack: str) -> None:
    ((cell,),) = written([(attack,)])
    assert cell == f"'{attack}"


def test_what_is_harmless_stays_as_it_is() -> None:
    rows: list[Row] = [("a;b", 'c"d', "e\nf", -3, None, "-", "19710609 199101 1 002")]
    assert written(rows) == [["a;b", 'c"d', "e\nf", "-3", "", "-", "19710609 199101 1 002"]]


def test_a_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    with Flask("test").test_request_context():
        answer = spreadsheet.xlsx_file("a.xlsx", [("=1+1", 7), ("<b>&\x01", None)])
        content = answer.get_data()
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert re.findall(r"<t[^>]*>([^<]*)</t>", sheet) == ["=1+1", "&lt;b&gt;&amp;_x0001_"]
    assert "<v>7</v>" in sheet


def test_a_zip_is_sent_while_it_is_made() -> None:
    asked = []

    def pieces(name: str) -> Iterator[bytes]:
        asked.append(name)
        yield from (name.encode() for _ in range(3))

    sending = zipped((name, pieces(name)) for name in ("a.txt", "b.txt"))
    first = next(sending)
    assert asked == ["a.txt"]
    with ZipFile(BytesIO(first + b"".join(sending))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.txt": b"a.txta.txta.txt",
            "b.txt": b"b.txtb.txtb.txt",
        }


def test_rows_are_asked_for_as_they_are_sent() -> None:
    asked = 0

    def rows() -> Iterator[Row]:
        nonlocal asked
        for asked in range(1, 10_000):
            yield (asked,)

    sending = spreadsheet.csv_text(rows())
    next(sending), next(sending)
    assert asked == spreadsheet.ROWS_A_PIECE
