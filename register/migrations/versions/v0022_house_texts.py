"""The house rules and the notice on personal data: each version is kept as it was read.

The first version of each is the product's own; the office's follow it, one number after another.
"""

from typing import Final

from alembic import op
from sqlalchemy import text

revision = "0022"
down_revision = "0021"

TABLE: Final = """CREATE TABLE house_text (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('tata-tertib', 'pelindungan-data')),
    version INTEGER NOT NULL CHECK (version >= 1),
    said_id TEXT NOT NULL CHECK (said_id <> ''),
    said_en TEXT NOT NULL,
    person_id INTEGER REFERENCES cardholder (id),
    at INTEGER,
    UNIQUE (kind, version),
    CHECK (version = 1 OR (person_id IS NOT NULL AND at IS NOT NULL))
) STRICT"""
TRIGGERS: Final = (
    """CREATE TRIGGER house_text_kept BEFORE DELETE ON house_text
        BEGIN SELECT RAISE(ABORT, 'a text that was read is never deleted'); END""",
    """CREATE TRIGGER house_text_fixed BEFORE UPDATE ON house_text
        BEGIN SELECT RAISE(ABORT, 'a text that was read is never changed'); END""",
    """CREATE TRIGGER house_text_next BEFORE INSERT ON house_text WHEN NEW.version <> 1 +
        (SELECT coalesce(max(version), 0) FROM house_text WHERE kind = NEW.kind)
        BEGIN SELECT RAISE(ABORT, 'a new version follows the last one'); END""",
)
RULES_ID: Final = """\
1. Ruang server hanya dimasuki pemegang kartu dan tamu yang didampingi, untuk keperluan yang \
disetujui.
2. Setiap orang mengetuk kartunya sendiri. Kartu tidak dipinjamkan, dan pintu tidak ditahan \
terbuka untuk orang lain.
3. Tamu mengisi buku tamu, didampingi selama di dalam, dan keluar bersama pendampingnya.
4. Perangkat yang dibawa masuk dan keluar dicatat.
5. Dilarang memotret, merekam, dan menyalin data tanpa izin tertulis Kasi.
6. Dilarang makan, minum, merokok, dan membawa bahan yang mudah terbakar.
7. Perangkat yang bukan tanggung jawabnya tidak disentuh. Pekerjaan yang dapat mengganggu layanan \
diberitahukan lebih dahulu kepada Kasi.
8. Seusai bekerja, rak dikunci, ruangan dirapikan, dan pintu dipastikan tertutup.
9. Dalam keadaan darurat, segera keluar. Pintu selalu dapat dibuka dari dalam.
10. Kartu hilang, kerusakan, dan kejadian segera dilaporkan kepada operator ruang server.
11. Pelanggaran dapat berakibat kartu dibekukan dan hak akses dicabut."""
RULES_EN: Final = """\
1. Only card holders, and guests with an escort, enter the server room, for an approved purpose.
2. Everybody taps his own card. A card is not lent, and a door is not held open for another.
3. A guest signs the guest book, is escorted while inside, and leaves with his escort.
4. Equipment carried in and out is recorded.
5. No photographs, recordings or copies of data without the Kasi's written permission.
6. No food, drink or smoking, and nothing that burns easily.
7. Leave alone the equipment that is not yours to look after. Work that may disturb a service is \
announced to the Kasi first.
8. After work, racks are locked, the room is left tidy, and the door is seen to be shut.
9. In an emergency, leave at once. The door always opens from inside.
10. A lost card, damage and incidents are reported at once to the operator of the server room.
11. Who breaks these rules may have his card frozen and his access revoked."""
NOTICE_ID: Final = """\
1. Dinas ini memproses data Anda untuk menilai permintaan akses, menerbitkan kartu, dan \
mengamankan ruang server.
2. Dasarnya pelaksanaan tugas kedinasan dan kepentingan umum (UU 27/2022 pasal 20). Karena itu \
ini pemberitahuan, bukan permintaan persetujuan.
3. Data yang diproses: nama, nomor identitas, pangkat, jabatan, unit kerja, instansi, nomor HP, \
pos-el, lampiran dan tanda tangan pada permintaan, serta catatan ketukan kartu di pintu.
4. Log pintu menyimpan identitas semu, bukan nama. Nomor kartu tidak disimpan, hanya sidik \
berkunci dan empat angka terakhirnya. Tidak ada data biometrik.
5. Data dibaca oleh pejabat dan petugas menurut SOP serta auditor, dan setiap pembacaan log \
tercatat.
6. Data disimpan selama jangka waktu retensi yang ditetapkan dinas, lalu dihapus.
7. Anda berhak melihat, mengunduh, dan meminta perbaikan data Anda. Sampaikan kepada Kasi atau \
administrator; keberatan dijawab secara tertulis."""
NOTICE_EN: Final = """\
1. This office processes your data to judge requests for access, to issue cards and to keep the \
server room secure.
2. Its basis is official duty and the public interest (Law 27/2022, article 20). So this is a \
notice, not a request for consent.
3. What is processed: name, identity number, rank, position, unit, organisation, mobile number, \
e-mail, the attachments and signature of a request, and the record of cards tapped at the doors.
4. The door log keeps a pseudonymous number, no name. Card numbers are not kept, only a keyed \
fingerprint and their last four digits. There are no biometric data.
5. It is read by the officials and staff whom the SOP names and by auditors, and each reading of \
the log is recorded.
6. It is kept for the time of retention that the office has set, and then erased.
7. You may see, download and have corrected what is kept about you. Tell the Kasi or the \
administrator; an objection is answered in writing."""
FIRST: Final = (("tata-tertib", RULES_ID, RULES_EN), ("pelindungan-data", NOTICE_ID, NOTICE_EN))


def upgrade() -> None:
    """Make the table with the first version of each text."""
    for statement in (TABLE, *TRIGGERS):
        op.execute(statement)
    insert = text(
        "INSERT INTO house_text (kind, version, said_id, said_en) VALUES (:kind, 1, :id, :en)"
    )
    for kind, indonesian, english in FIRST:
        op.execute(insert.bindparams(kind=kind, id=indonesian, en=english))
