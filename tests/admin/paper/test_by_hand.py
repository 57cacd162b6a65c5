"""A paper printed before it is signed has boxes and lines for a pen where officials answer."""

import re
from pathlib import Path
from typing import Final

from register.forms.register_list import REGISTER_LIST
from tests.admin.office import Office
from tests.admin.paper import desk
from tests.register import reviews, test_removals
from tests.register.test_requests import act, issued

CELL: Final = re.compile(
    r'<th scope="row" data-key="(\w+)">[^<]*</th><td[^>]*>(.*?)</td>', re.DOTALL
)
BOX: Final = re.compile(r'<span class="tick"></span> ([^<]+)</span>')
LINE: Final = '<span class="rule"></span>'


def section(shown: str, title: str) -> str:
    return shown.partition(f"<h2>{title}")[2].partition("<h2>")[0]


def pens(shown: str) -> dict[str, tuple[str, ...] | int]:
    """The boxes of each field that has some, or the number of its lines."""
    found = {key: (tuple(BOX.findall(cell)), cell.count(LINE)) for key, cell in CELL.findall(shown)}
    return {key: boxes or lines for key, (boxes, lines) in found.items() if boxes or lines}


def paper(office: Office, number: int) -> str:
    answer = office.visitor("kasi").get(f"/kertas/berkas/{number}")
    assert answer.status_code == 200
    return answer.text


def test_the_kasi_and_the_kabid_tick_and_write_on_a_request(office: Office) -> None:
    shown = paper(office, desk.submitted(office))
    checked = pens(section(shown, "H."))
    for key in ("identitas_cocok", "penugasan_sah", "jenis_sesuai", "pernah_ditolak"):
        assert checked[key] == ("Ya", "Tidak"), key
    assert checked["hasil"] == ("Setuju", "Tolak", "Kembalikan")
    assert (checked["catatan"], checked["mulai"], checked["sampai"]) == (2, 1, 1)
    final = pens(section(shown, "I."))
    assert final["pintu"] == ("Ruang Server",)
    assert len(checked["jenis_akses"]) == len(final["jenis_akses"]) == 4  # type: ignore[arg-type]
    card = pens(section(shown, "J."))
    assert (card["nomor_kartu"], card["uji_tap"]) == (1, ("Ya", "Tidak"))
    assert pens(section(shown, "D.")) == {}  # what he asked stands as he wrote it


def test_the_kadis_and_the_kabid_fill_in_a_disposition_each(office: Office) -> None:
    shown = section(paper(office, desk.submitted(office)), "G.")
    sheets = shown.partition('data-key="disposisi"')[2].split('<div class="row">')[1:]
    assert len(sheets) == 2
    for each in sheets:
        found = pens(each)
        assert found["kecepatan"] == ("Biasa", "Segera", "Sangat segera")
        assert found["harap"][0] == "Tanggapan dan saran"  # type: ignore[index]
        assert found["kepada"] == ("kabid", "kasi")
        assert (found["agenda"], found["diterima"], found["tenggat"]) == (1, 1, 1)
        assert (found["catatan"], found["tanggal"]) == (2, 1)
        assert "Siti Rahma" in each  # from whom the letter is, is known
        assert each.count("Tempat tanda tangan") == 1
    assert "3. " in sheets[0].partition("</p>")[0]


def test_what_was_signed_leaves_nothing_to_tick(office: Office) -> None:
    number = issued(office.bureau)
    shown = paper(office, number)
    assert [pens(section(shown, each)) for each in ("H.", "I.", "J.")] == [{}, {}, {}]


def test_a_request_that_was_rejected_waits_for_no_pen(office: Office) -> None:
    number = desk.submitted(office)
    office.bureau.wait(minutes=1)
    act(office.bureau, number, "atasan", "reject", "Tidak perlu")
    assert pens(paper(office, number)) == {}


def test_a_removal_is_carried_out_with_a_pen(office: Office) -> None:
    bureau = office.bureau
    issued(bureau)
    bureau.wait(minutes=1)
    act(bureau, 1, "siti", "receive")
    shown = paper(office, test_removals.asked(bureau))
    done = pens(section(shown, "E."))
    assert (done["operator"], done["dicabut"], done["uji_tap"]) == (1, 1, ("Ya", "Tidak"))
    card = section(shown, "D.")
    assert "Siti, 0001" in card  # whose it is stands beside what becomes of it
    assert BOX.findall(card)[:3] == ["Dikembalikan", "Hilang", "Tidak kembali"]
    assert card.count(LINE) == 3 + 2 * 2  # when, who, in what condition; two other things


def test_a_holder_whom_nobody_decided_on_is_decided_on_with_a_pen(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.bureau.store.close()
    office.bureau, _ = reviews.three_holders(tmp_path / "register.db")
    review = reviews.opened(office.bureau)
    reviews.decided(office.bureau, review, "siti", "tetap")
    rows = section(paper(office, review), "B.").split('<div class="row">')[1:]
    found = [pens(row) for row in rows]
    assert sorted(map(len, found)) == [0, 9, 9]
    open_row = max(found, key=len)
    assert open_row["dibutuhkan"] == ("Ya", "Tidak")
    assert open_row["keputusan"] == (
        "Tetap", "Perpanjang s.d.", "Ubah hari-jam-pintu", "Bekukan", "Cabut",
    )  # fmt: skip
    assert pens(section(paper(office, review), "C."))["kesimpulan"] == 2
    office.bureau.store.close()


def test_the_register_leaves_room_for_initials(office: Office) -> None:
    issued(office.bureau)
    shown = office.visitor("kasi").get("/kertas/daftar-akses").text
    last = section(shown, REGISTER_LIST.sections[-1].key + ".")
    assert "<td></td></tr>" in last
