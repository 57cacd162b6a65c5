"""The papers: what they point at exists, and what they tell to type does too."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from daemon.config import read
from gapura.doctor import firmware

HOUSE = Path(__file__).parents[1]
PAPERS = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
DRAWINGS = sorted((HOUSE / "docs").rglob("*.svg"))
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")
SVG = "{http://www.w3.org/2000/svg}"


def anchors(paper: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_link_leads_somewhere(paper: Path) -> None:
    for link in LINK.findall(paper.read_text()):
        path, _, anchor = link.partition("#")
        target = paper.parent / path if path else paper
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_make_target_that_is_named_exists(paper: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (HOUSE / "Makefile").read_text(), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z-]+)", paper.read_text(), re.MULTILINE)
    assert set(named) <= targets


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_file_that_a_paper_installs_exists(paper: Path) -> None:
    named = re.findall(r"(?<![/\w])(?:systemd|requirements)/[\w-]+\.\w+", paper.read_text())
    for path in named:
        assert (HOUSE / path).is_file(), path


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
def test_every_drawing_is_an_svg_with_a_title_that_needs_nothing_else(drawing: Path) -> None:
    svg = ET.parse(drawing).getroot()  # noqa: S314 - our own file
    assert svg.tag == f"{SVG}svg"
    title = svg.find(f"{SVG}title")
    assert title is not None
    assert title.text
    assert "href" not in drawing.read_text()


def test_every_drawing_is_shown() -> None:
    shown = "".join(paper.read_text() for paper in PAPERS)
    assert [drawing.name for drawing in DRAWINGS if drawing.name not in shown] == []


HEADER = {  # Broadcom number: header pin (Raspberry Pi documentation, "GPIO and the 40-pin header")
    2: 3,
    3: 5,
    4: 7,
    14: 8,
    15: 10,
    17: 11,
    18: 12,
    27: 13,
    22: 15,
    23: 16,
    24: 18,
    10: 19,
    9: 21,
    25: 22,
    11: 23,
    8: 24,
    7: 26,
    0: 27,
    1: 28,
    5: 29,
    6: 31,
    12: 32,
    13: 33,
    19: 35,
    16: 36,
    26: 37,
    20: 38,
    21: 40,
}
PAIRS = {  # as it is written: which group is the header pin, which the line
    r"pin (\d+) · GPIO(\d+)": (1, 2),
    r">pin (\d+)</text>\s*<text[^>]*>GPIO(\d+)": (1, 2),
    r"line = (\d+) +# header pin (\d+)": (2, 1),
    r"(?:green|red|buzzer|data0|data1|reset_line) = (\d+) +# header pin (\d+)": (2, 1),
}


def test_header_pins_and_lines_agree_wherever_both_are_named() -> None:
    files = [*DRAWINGS, *PAPERS, HOUSE / "gapura" / "example.toml"]
    found = 0
    for file in files:
        for pattern, (pin, line) in PAIRS.items():
            for pair in re.finditer(pattern, file.read_text()):
                found += 1
                assert HEADER[int(pair[line])] == int(pair[pin]), f"{file.name}: {pair[0]}"
    assert found >= 50


def test_the_header_is_drawn_whole_and_every_line_of_the_example_has_its_use() -> None:
    drawn = (HOUSE / "docs/wiring/header.svg").read_text()
    uses = dict(re.findall(r"pin \d+ · GPIO(\d+)</text><text[^>]*>([^<]+)", drawn))
    assert {int(line) for line in uses} == set(HEADER)
    example = read(HOUSE / "gapura/example.toml")
    uses_named = [use for door in example.doors.values() for use in door.lines()]
    uses_named += [use for reader in example.readers.values() for use in reader.lines()]
    assert uses_named
    assert [use for use in uses_named if uses[str(use.line)] == "free"] == []


@pytest.mark.parametrize("paper", ["wiring.md", "install.md"])
def test_the_board_settings_in_the_papers_are_what_the_doctor_asks_for(paper: str) -> None:
    text = (HOUSE / "docs" / paper).read_text()
    block = re.search(r"```ini\n(.*?)```", text, re.DOTALL)
    assert block
    assert firmware.boot_level(block[1], "Raspberry Pi 5", 17) == 0
    assert firmware.parameter(block[1], "Raspberry Pi 5", "strict_gpiod")
    if paper == "install.md":
        assert firmware.parameter(block[1], "Raspberry Pi 5", "spi")


def test_the_installation_puts_each_file_where_it_says_that_it_belongs() -> None:
    install = (HOUSE / "docs/install.md").read_text()
    for file in ("sysusers.conf", "tmpfiles.conf", "udev.rules"):
        place = re.match(r"# (/usr/lib/\S+):", (HOUSE / "systemd" / file).read_text())
        assert place
        assert f"sudo install -Dm644 systemd/{file} {place[1]}\n" in install
    unit = (HOUSE / "systemd/gapura-daemon.service").read_text()
    for path in set(re.findall(r"/(?:etc/gapura|opt/gapura/venv/bin)/[\w.-]+", unit)):
        made = path.replace("/bin/python", "").replace("/bin/gapura", "")
        assert made in install, path
