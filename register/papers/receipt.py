"""Berita acara of a card (BAST): handed over, given back, destroyed."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from register import dates, dossiers, posts, removals, settings
from register.errors import NotFound
from register.forms.papers import RECEIPT
from register.forms.removal import BACK
from register.models import Card, Cardholder, Dossier, SignedStep
from register.papers import signatures
from register.papers.paper import AsWritten, Paper
from register.papers.signatures import Signed
from register.workflow import Role

NO_CARD: Final = ("Belum ada kartu untuk berita acara ini.", "there is no card to record yet")
HELD: Final = (
    "1. Kartu dipakai sendiri dan tidak dipinjamkan.\n"
    "2. Kehilangan atau kerusakan segera dilaporkan kepada operator ruang server.\n"
    "3. Kartu dikembalikan bila tidak diperlukan lagi, pada mutasi, pensiun, atau berakhirnya"
    " penugasan.\n"
    "4. Tata tertib ruang server dipatuhi."
)
GIVEN_BACK: Final = (
    "Sejak berita acara ini kartu tidak lagi menjadi tanggung jawab PIHAK KEDUA, dan tidak membuka"
    " pintu mana pun."
)
DESTROYED: Final = "Kartu dimusnahkan sehingga tidak dapat dipakai atau diterbitkan kembali."
OPENINGS: Final = {
    "serah-terima": "PIHAK KESATU menyerahkan dan PIHAK KEDUA menerima kartu akses ruang server",
    "pengembalian": "PIHAK KEDUA mengembalikan dan PIHAK KESATU menerima kartu akses ruang server",
    "pemusnahan": "PIHAK KESATU memusnahkan kartu akses ruang server yang dipegang PIHAK KEDUA",
}
DOTTED: Final = "." * 60  # where somebody writes with a pen
CLOSING: Final = (
    "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
)


def hand_over(session: Session, dossier: Dossier, at: datetime) -> Paper:
    """Return the receipt of the card that a request led to; NotFound where there is none yet."""
    card = session.scalar(select(Card).where(Card.dossier_id == dossier.id).limit(1))
    issued, received = (signatures.last(dossier, act) for act in ("issue", "receive"))
    if card is None or issued is None:
        raise NotFound(*NO_CARD)
    zone = ZoneInfo(settings.read(session).zone)
    return _deed(
        session, dossier, at,
        occasion="serah-terima", day=_handed_over(received, zone), basis=dossier.number, card=card,
        condition="baik", duties=HELD, first=signatures.signed(issued),
        second=_holder(dossier.applicant, received),
    )  # fmt: skip


def closing(session: Session, dossier: Dossier, item: int, at: datetime) -> Paper:
    """Return the deed by which a removed card came back or was destroyed."""
    found = next((each for each in removals.items(session, dossier) if each.id == item), None)
    if found is None or found.fate != BACK or not found.closing:
        raise NotFound(*NO_CARD)
    destroyed = found.closing.get("dimusnahkan") is True
    return _deed(
        session, dossier, at,
        occasion="pemusnahan" if destroyed else "pengembalian",
        day=date.fromisoformat(found.closing["tanggal"]), basis=dossier.number, card=found.card,
        condition=found.closing.get("kondisi", ""),
        duties=DESTROYED if destroyed else GIVEN_BACK,
        first=_receiver(dossier, found.closing.get("penerima")),
        second=_holder(found.person, None),
    )  # fmt: skip


def _deed(  # noqa: PLR0913 - what a deed states
    session: Session, dossier: Dossier, at: datetime, *, occasion: str, day: date | None,
    basis: str | None, card: Card, condition: str, duties: str, first: Signed | None,
    second: Signed,
) -> Paper:  # fmt: skip
    kasi = posts.standing(session, (Role.KASI,), at)[Role.KASI]
    said = DOTTED if day is None else dates.day_in_words(day)
    return Paper(
        form=RECEIPT,
        values={
            "judul": occasion,
            "nomor": dossier.official_number or dossier.number,
            "hari_tanggal": AsWritten(said if day is None else f"{said} ({day:%d-%m-%Y})"),
            "dasar": basis,
            "pihak_kesatu": _party(first),
            "pihak_kedua": _party(second),
            "nomor_kartu": card.printed or f"UID ••••{card.last_four}",
            "kondisi": condition,
            "kewajiban": duties,
            "ttd_kesatu": first,
            "ttd_kedua": second,
            # No step of the SOP signs this paper for her: the register's initials are another's.
            "mengetahui": signatures.awaited(dossier, Role.KASI, kasi),
        },
        code=dossier.code,
        digest=dossiers.digest(dossier),
        number=dossier.official_number or dossier.number,
        at=at,
        dossier=dossier.id,
        opening=f"Pada hari ini, {said}, {OPENINGS[occasion]} sebagai berikut.",
        closing=CLOSING,
    )


def _handed_over(received: SignedStep | None, zone: ZoneInfo) -> date | None:
    """Return the day on which the holder signed, that on the paper if it was on paper; or None."""
    if received is None:
        return None
    if received.signed_on is not None:
        return date.fromisoformat(received.signed_on)
    return received.at.astimezone(zone).date()


def _holder(person: Cardholder, received: SignedStep | None) -> Signed:
    return signatures.signed(received) or signatures.of_person(person)


def _receiver(dossier: Dossier, name: str | None) -> Signed:
    """Return who took the card back: the operator who closed, or whom the closing names."""
    for act in ("close", "revoke"):
        step = signatures.last(dossier, act)
        if step is not None and name in (None, step.person.name):
            return Signed(
                name=step.person.name, nip=step.person.nip, title=step.title or step.person.position
            )
    return Signed(name=name)


def _party(who: Signed | None) -> dict[str, str | None]:
    return {} if who is None else {"nama": who.name, "nip": who.nip, "jabatan": who.title}
