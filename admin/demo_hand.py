"""The demo's hand of cards and its buttons, as tables: what each is called and lets one expect."""

from dataclasses import dataclass
from typing import Final

from admin.languages import mark


@dataclass(frozen=True, slots=True)
class CardInHand:
    """A card to tap.

    Attributes:
        id: names it in an act, and says what it shows: a key of `PARTS`.
        name: of the person, or "" where nobody is known.
        unit: where the person works.
        printed: on the card.
        technology: a key of `TECHNOLOGIES`.
        pin: asked behind this card, or "".
        duress: the PIN that opens too, and raises the silent alarm.
        part: the key of `PARTS` that it shows by now, where that is not its id.
    """

    id: str
    name: str
    unit: str
    printed: str
    technology: str
    pin: str = ""
    duress: str = ""
    part: str = ""

    @property
    def shows(self) -> str:
        """Return the key of `PARTS` that it shows."""
        return self.part or self.id

    @property
    def initials(self) -> str:
        """Return up to two letters for the place of the photo."""
        words = [word for word in self.name.split() if word[0].isupper() and "." not in word]
        return "".join(word[0] for word in words[:2]) or "?"


@dataclass(frozen=True, slots=True)
class Part:
    """What a card is there to show.

    Attributes:
        label: two or three words on the card.
        hint: what will happen.
        tone: as of a journal line.
    """

    label: str
    hint: str
    tone: str


TECHNOLOGIES: Final = {
    "iso14443a": mark("13,56 MHz"),
    "em4100": mark("125 kHz"),
    "wiegand": mark("Wiegand"),
}
KEYS: Final = dict(zip((*"123456789", "star", "0", "hash"), "123456789*0#", strict=True))
PARTS: Final[dict[str, Part]] = {
    "granted": Part(mark("Berlaku"), mark("Pintu terbuka."), "good"),
    "fob": Part(mark("Berlaku"), mark("Gantungan kunci 125 kHz: pintu terbuka."), "good"),
    "pin": Part(
        mark("Dengan PIN"),
        mark("Ketik PIN, lalu #. PIN paksaan juga membuka; alarmnya diam-diam."),
        "good",
    ),
    "visitor": Part(mark("Tamu"), mark("Ketuk ini dulu, lalu kartu pendampingnya."), "wait"),
    "escort": Part(mark("Pendamping"), mark("Masuk sendiri, atau sesudah tamunya."), "good"),
    "outside-schedule": Part(
        mark("Di luar jadwal"), mark("Ditolak: sekarang bukan jamnya."), "bad"
    ),
    "expired": Part(mark("Kedaluwarsa"), mark("Ditolak: masa berlakunya habis."), "bad"),
    "lost": Part(mark("Hilang"), mark("Ditolak: dilaporkan hilang."), "bad"),
    "frozen": Part(mark("Dibekukan"), mark("Ditolak: dibekukan oleh review."), "bad"),
    "not-handed-over": Part(
        mark("Belum diserahkan"), mark("Ditolak: tanda terima belum ada."), "bad"
    ),
    "wrong-door": Part(mark("Pintu lain"), mark("Ditolak: haknya untuk pintu lain."), "bad"),
    "unknown": Part(mark("Tak dikenal"), mark("Ditolak: tidak ada di daftar."), "bad"),
    "two": Part(mark("Dua sekaligus"), mark("Ditolak: satu kartu setiap kali."), "bad"),
}
LATER: Final[dict[str, Part]] = {  # what a blank card may show once it was somebody's
    "revoked": Part(mark("Dicabut"), mark("Ditolak: aksesnya dicabut."), "bad"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do at the door besides tapping.

    Attributes:
        act: its name in an act.
        icon: a symbol of templates/icons.svg.
        pressed: the state's field, and its value, that show it as pressed; None for a push.
    """

    act: str
    icon: str
    label: str
    hint: str
    pressed: tuple[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Buttons that belong together."""

    title: str
    buttons: tuple[Button, ...]


GROUPS: Final = (
    Group(
        mark("Pintu"),
        (
            Button("leave", "leave", mark("Tekan tombol keluar"),
                   mark("Orang di dalam keluar. Keluar tidak pernah ditolak.")),
            Button("wedge", "wedge", mark("Ganjal pintu"),
                   mark("Sesudah dibuka, pintu tidak menutup: peringatan, lalu alarm."),
                   ("wedged", True)),
            Button("force", "crowbar", mark("Dobrak pintu"),
                   mark("Dibuka tanpa izin: alarm seketika.")),
        ),
    ),
    Group(
        mark("Gangguan"),
        (
            Button("fire", "flame", mark("Alarm kebakaran"),
                   mark("Panel kebakaran memutus daya kunci lewat kabel; di sini dicatat."),
                   ("fire", True)),
            Button("tamper", "screwdriver", mark("Bongkar pembaca"),
                   mark("Saklar di dalam kotak memberi tahu."), ("tampered", True)),
            Button("unplug", "cable", mark("Cabut pembaca"),
                   mark("Ketahuan dalam dua detik, pulih sendiri sesudah dipasang."),
                   ("plugged", False)),
            Button("power", "power", mark("Putus daya"),
                   mark("Pengendali mati seketika (SIGKILL), lalu menyala lagi sendiri."),
                   ("daemon", "down")),
        ),
    ),
    Group(
        mark("Jam"),
        (
            Button("clock-synced", "clock", mark("Jam tersinkron"),
                   mark("Jam dipandu server waktu: tersinkron."), ("clock", "synced")),
            Button("clock-holdover", "clock", mark("Server waktu putus"),
                   mark("Jam berjalan sendiri dan masih dipercaya: bertahan."),
                   ("clock", "holdover")),
            Button("clock-untrusted", "clock", mark("Boot tanpa jam"),
                   mark("Pi tidak punya jam sendiri: hanya pegawai tetap boleh masuk."),
                   ("clock", "untrusted")),
        ),
    ),
)  # fmt: skip
ACTS: Final = frozenset(button.act for group in GROUPS for button in group.buttons)
