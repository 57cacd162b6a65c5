"""The SOP's sheet (pure): its ten steps word for word, their forms, and what each brings about.

Source: SOP/11/406.020/2019. Its columns Waktu and Output are empty; the outputs below are ours, for
the draft of its next revision.
"""

from dataclasses import dataclass
from typing import Final

from register.ways import Way
from register.workflow import Role


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the SOP's table.

    Attributes:
        number: as printed.
        label_id: what is done (Kegiatan), word for word.
        form: the number of the form that it fills in, or 0.
        output_id: what it brings about.
    """

    number: str
    label_id: str
    label_en: str
    output_id: str
    output_en: str
    form: int = 0


LINES: Final = (
    Line("1", "Mengisi formulir permintaan akses ruang server",
         "Fill in the request for access to the server room",
         "Formulir permintaan terisi", "Request filled in", 1),
    Line("2", "Mengajukan persetujuan kepada atasan langsung dan meneruskannya kepada Kadis"
         " Komunikasi dan Informatika",
         "Ask the direct superior to approve and forward it to the Kadis",
         "Formulir disetujui atasan langsung", "Request approved by the superior", 1),
    Line("3", "Mendisposisikan permintaan akses ruang server kepada Kabid Infrastruktur dan APTIKA",
         "Dispose the request to the Kabid", "Lembar disposisi", "Disposition sheet"),
    Line("4", "Menerima disposisi dan meneruskannya kepada Kasi Layanan Infrastruktur TIK",
         "Take the disposition and forward it to the Kasi",
         "Disposisi diteruskan", "Disposition forwarded"),
    Line("5", "Melakukan verifikasi permintaan jenis akses: jika disetujui lanjut ke tahap"
         " berikutnya; jika tidak, permintaan ditolak",
         "Verify the type of access: approved it goes on, else it is rejected",
         "Hasil verifikasi: disetujui atau ditolak", "Verified or rejected", 1),
    Line("6", "Memberikan persetujuan hak akses ruang server",
         "Approve the right of access", "Persetujuan hak akses", "Right approved"),
    Line("7", "Membuatkan akses berupa kartu akses", "Make the access card",
         "Kartu akses", "Access card"),
    Line("8", "Menginformasikan status permintaan kepada Pemohon",
         "Inform the applicant of the status", "Pemberitahuan status", "Notice of the status"),
    Line("9", "Mencatat status dan meneruskan ke Pemohon",
         "Record the status and forward it to the applicant",
         "Daftar akses diparaf", "Register initialled", 2),
    Line("10", "Menerima informasi dan menggunakan hak akses",
         "Receive the notice and use the right", "Tanda terima kartu", "Receipt of the card"),
)  # fmt: skip
FORMS: Final = (
    (1, "Formulir Permintaan Akses Ruang Server", "Request for access"),
    (2, "Formulir Daftar Akses Ruang Server", "Register of access"),
    (3, "Formulir Review Akses Ruang Server", "Review of access"),
    (4, "Formulir Permintaan Penghapusan Akses Ruang Server", "Request for removal of access"),
)


def roles(way: Way) -> dict[str, Role]:
    """Return who takes each printed step of a way; 2 is the superior's."""
    found: dict[str, Role] = {}
    for line in way.lines():
        if line.act != "withdraw":
            found.setdefault(line.number, line.role)
    return found
