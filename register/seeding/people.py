"""Who is who in a demonstration's office, as tables: officials, and what holders asked for (pure).

Every name, number and address is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from register.workflow import Role

INSTITUTION: Final = "Dinas Komunikasi dan Informatika"
HEALTH: Final = "Dinas Kesehatan"
INSPECTORATE: Final = "Inspektorat Daerah"
DOMAINS: Final = {
    INSTITUTION: "kominfo.wanasarikab.example",
    HEALTH: "dinkes.wanasarikab.example",
    INSPECTORATE: "inspektorat.wanasarikab.example",
    "CV Cahaya Data Nusantara": "cahayadata.example",
    "PT Sinar Jaringan Mandiri": "sinarjaringan.example",
}
PREFIXES: Final = ("811", "812", "813", "821", "822", "852", "857", "878")


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who acts in the SOP.

    Attributes:
        superior: an official's key.
        came_from: his unit before the mutasi.
        by_decree: it was the mutasi that gave him his post.
    """

    key: str
    name: str
    nip: str
    rank: str
    title: str
    role: Role | None
    unit: str
    superior: str = "sekretaris"
    institution: str = INSTITUTION
    came_from: str | None = None
    by_decree: bool = False


SEKSI: Final = "Seksi Layanan Infrastruktur TIK"
BIDANG: Final = "Bidang Infrastruktur dan APTIKA"
SANDI: Final = "Seksi Persandian"
PUBLIK: Final = "Bidang Informasi Publik"
STATISTIK: Final = "Bidang Statistik dan Persandian"
DINKES: Final = "Subbagian Perencanaan dan Informasi"

OFFICIALS: Final = (
    Official("kadis", "Hadi Wibowo, S.Sos., M.Si.", "197003121994031004", "IV/c",
             "Kepala Dinas Komunikasi dan Informatika", Role.KADIS, "Pimpinan"),
    Official("sekretaris", "Endah Purwanti, S.E., M.M.", "197209211997032003", "IV/b",
             "Sekretaris Dinas", Role.SECRETARY, "Sekretariat", "kadis"),
    Official("kabid", "Tri Wahyudi, S.T., M.Kom.", "197806152003121002", "IV/a",
             "Kepala Bidang Infrastruktur dan APTIKA", Role.KABID, BIDANG, "kadis"),
    Official("kasi", "Nurul Aini, S.Kom.", "198310272008012011", "III/d",
             "Kepala Seksi Layanan Infrastruktur TIK", Role.KASI, SEKSI, "kabid"),
    Official("operator", "Fajar Nugroho, A.Md.", "199205142019031006", "II/d",
             "Operator Ruang Server", Role.OPERATOR, SEKSI, "kasi"),
    Official("deputi", "Wulan Sari, A.Md.Kom.", "199508302020122009", "II/c",
             "Operator Ruang Server (pengganti)", Role.OPERATOR, SEKSI, "kasi",
             came_from="Sekretariat", by_decree=True),
    Official("surat", "Slamet Riyadi", "198001052006041008", "III/a", "Pengelola Surat",
             Role.REGISTRY, "Sekretariat"),
    Official("auditor", "Ratna Dewi, S.H.", "198712192010012007", "III/d", "Auditor Ahli Muda",
             Role.AUDITOR, "Inspektur Pembantu IV", "kadis", INSPECTORATE),
    Official("admin", "Yoga Permana, S.Kom.", "199003032015031003", "III/b",
             "Administrator Sistem", Role.ADMINISTRATOR, SEKSI, "kasi"),
    Official("atasan", "Bambang Sutrisno, S.T.", "197511111999031001", "III/d",
             "Kepala Seksi Persandian", None, SANDI, "persandian"),
    Official("dimas", "Dimas Prakoso, S.Kom.", "199701182022031005", "III/a",
             "Pranata Komputer Ahli Pertama", None, SANDI, "atasan"),
    Official("intan", "Intan Permatasari, S.Kom.", "199612042021012003", "III/a",
             "Pranata Komputer Ahli Pertama", None, PUBLIK, "publik", came_from="Sekretariat"),
    Official("galih", "Galih Saputra", "199411202023211011", "VII", "Teknisi Jaringan", None,
             DINKES, "kesehatan", HEALTH),
    Official("ayu", "Ayu Lestari, S.T.", "199302152018012005", "III/b", "Analis Sistem", None,
             BIDANG, "kabid", came_from=PUBLIK),
    Official("publik", "Lilik Kurniawati, S.Sos., M.I.Kom.", "197404222000032001", "IV/a",
             "Kepala Bidang Informasi Publik", None, PUBLIK, "kadis"),
    Official("persandian", "Heru Kuncoro, S.Si., M.T.", "197612092002121003", "IV/a",
             "Kepala Bidang Statistik dan Persandian", None, STATISTIK, "kadis"),
    Official("kesehatan", "Puspita Maharani, S.K.M., M.Kes.", "198005172006042010", "III/d",
             "Kepala Subbagian Perencanaan dan Informasi", None, DINKES, "kadis", HEALTH),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a planted card, and what he asked for.

    Attributes:
        superior: an official's key; of a vendor, who answers for him in the office.
        why: for hours outside the office's own.
        basis: number of the letter or order that sent him.
    """

    post: str
    superior: str
    category: str
    purpose: str
    rank: str | None = None
    institution: str = INSTITUTION
    why: str | None = None
    project: str | None = None
    basis: str | None = None
    address: str | None = None


HOLDERS: Final[Mapping[str, Holder]] = {
    "P-S1T1RAHMA1": Holder(
        post="Pranata Komputer Ahli Muda", rank="III/c", superior="kasi", category="perawatan",
        purpose="Perawatan harian ruang server, pendingin, dan UPS",
        why="Penanggung jawab ruang server, dihubungi setiap saat bila ada gangguan.",
    ),
    "P-BAG0SPRAT1": Holder(
        post="Teknisi Jaringan", rank="II/d", superior="kabid", category="perbaikan",
        purpose="Penanganan gangguan jaringan antarperangkat daerah",
        why="Siaga gangguan jaringan di luar jam kerja.",
    ),
    "P-R1NAWA1ASR": Holder(
        post="Sandiman Ahli Pertama", rank="III/a", superior="atasan", category="perawatan",
        purpose="Perawatan perangkat enkripsi di rak B",
        why="Penggantian kunci sandi dilakukan malam hari saat lalu lintas data rendah.",
    ),
    "P-J0K0SVSAN1": Holder(
        post="Pengelola Pusat Data", rank="II/d", superior="kasi", category="backup",
        purpose="Pencadangan dan uji pemulihan basis data",
        why="Pencadangan penuh berjalan di luar jam layanan.",
    ),
    "P-HENDRAWJY4": Holder(
        post="Teknisi", superior="kasi", category="instalasi",
        purpose="Pemasangan penyimpanan data tambahan di rak C",
        institution="CV Cahaya Data Nusantara", project="Penambahan kapasitas penyimpanan data",
        basis="027/214/SPK/406.020", address="Jalan Diponegoro 48, Wanasari",
    ),
    "P-DEW1ANGGR7": Holder(
        post="Pranata Humas Ahli Pertama", rank="III/b", superior="publik",
        category="perangkat-lunak", purpose="Pemeliharaan server siaran dan portal berita",
        why="Peliputan sore hari dan Sabtu.",
    ),
    "P-AG0SSANT0S": Holder(
        post="Analis Jaringan", rank="III/c", superior="kabid", category="pemantauan",
        purpose="Pemantauan kapasitas dan suhu perangkat",
        why="Pemantauan pagi sebelum layanan dibuka.",
    ),
    "P-MAYAK0S0MA": Holder(
        post="Pranata Komputer Ahli Pertama", rank="III/a", superior="kasi",
        category="pemantauan", purpose="Pemantauan aplikasi layanan publik",
    ),
    "P-Y0S0FH1DAY": Holder(
        post="Administrator Basis Data", rank="III/b", superior="kesehatan",
        category="perangkat-lunak", purpose="Migrasi basis data rekam medis puskesmas",
        institution=HEALTH, why="Migrasi hanya dapat dilakukan saat layanan puskesmas tutup.",
        project="Integrasi rekam medis elektronik", basis="800/417/406.010",
    ),
    "P-1ESTAR1N1N": Holder(
        post="Sandiman Ahli Pertama", rank="III/a", superior="atasan", category="perawatan",
        purpose="Perawatan jalur komunikasi sandi di ruang jaringan",
        why="Pemeriksaan pagi dan malam sesuai jadwal komunikasi sandi.",
    ),
    "P-TEGVHPRAS7": Holder(
        post="Statistisi Ahli Muda", rank="III/d", superior="persandian",
        category="perangkat-lunak", purpose="Pemeliharaan server data statistik sektoral",
    ),
    "P-NANANGKR8N": Holder(
        post="Pengelola Siaran", rank="II/c", superior="publik", category="instalasi",
        purpose="Penggantian perangkat siaran daring di rak A",
    ),
    "P-R0D1HART0N": Holder(
        post="Teknisi", superior="kasi", category="perbaikan",
        purpose="Perbaikan darurat modul UPS ruang server",
        institution="PT Sinar Jaringan Mandiri", why="UPS diperbaiki sampai selesai.",
        project="Pemeliharaan UPS", basis="027/198/SPK/406.020",
        address="Jalan Ahmad Yani 7, Wanasari",
    ),
}  # fmt: skip


def address(name: str, institution: str) -> str:
    """Return somebody's e-mail address at his institution: first and last name, no titles."""
    words = name.partition(",")[0].lower().split()
    return f"{'.'.join(dict.fromkeys((words[0], words[-1])))}@{DOMAINS[institution]}"


def phone(turn: int) -> str:
    """Return somebody's number; another turn, another number."""
    return f"+62{PREFIXES[turn % len(PREFIXES)]}{20_000_000 + turn * 7_654_321 % 70_000_000}"
