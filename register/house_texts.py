"""The house rules and the notice on personal data: worded by the office, read by everybody.

A change makes a new version. The older ones stay readable, for answers say which one was read.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from register import audit
from register.audit import By
from register.errors import Incomplete, NotFound
from register.forms.check import check
from register.forms.complaint import Complaint
from register.forms.context import Context
from register.forms.house_text import HOUSE_TEXT
from register.forms.values import text
from register.models import HouseText, TextKind

TICKS: Final[Mapping[str, TextKind]] = {"tatib": TextKind.RULES, "pdp": TextKind.NOTICE}
"""Ticks of a form by which somebody says that he has read a text."""
NAMES: Final[Mapping[TextKind, tuple[str, str]]] = {
    TextKind.RULES: ("Tata tertib", "The house rules"),
    TextKind.NOTICE: ("Pemberitahuan pelindungan data pribadi", "The notice on personal data"),
}


def version_key(tick: str) -> str:
    """Return where the version stands that a tick is of."""
    return f"{tick}_versi"


def current(session: Session) -> Mapping[TextKind, HouseText]:
    """Return the version in force of each text."""
    newest = select(func.max(HouseText.id)).group_by(HouseText.kind)
    found = session.scalars(select(HouseText).where(HouseText.id.in_(newest)))
    return {each.kind: each for each in found}


def versions(session: Session, kind: str) -> Sequence[HouseText]:
    """Return every version of a text, the newest first; NotFound where there is no such text."""
    return session.scalars(
        select(HouseText).where(HouseText.kind == _kind(kind)).order_by(HouseText.version.desc())
    ).all()


def change(
    session: Session, kind: str, answers: Mapping[str, Any], by: By, at: datetime
) -> HouseText:
    """Word a text anew; raises Incomplete, NotFound. The same words make no new version."""
    found = check(HOUSE_TEXT, answers, Context(today=at.date()))
    if found.complaints:
        raise Incomplete(found.complaints)
    if by.person is None:
        raise NotFound("Teks tanpa penulis.", "a text is somebody's")
    before = versions(session, kind)[0]
    words = text(found.values, "said_id"), text(found.values, "said_en")
    if words == (before.said_id, before.said_en):
        return before
    new = HouseText(
        kind=before.kind, version=before.version + 1, said_id=words[0], said_en=words[1],
        person_id=by.person, at=at,
    )  # fmt: skip
    session.add(new)
    session.flush()
    audit.write(session, "house_text.change", by, at, {kind: [before.version, new.version]})
    return new


def unread(session: Session, answers: Mapping[str, Any]) -> tuple[Complaint, ...]:
    """Return what is wrong with the ticks of a form: those of a version no longer in force."""
    return tuple(_complaint(tick, now) for tick, now in _outdated(session, answers))


def as_read(session: Session, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answers of a draft without the ticks whose text has changed since."""
    gone = {tick for tick, _ in _outdated(session, answers)}
    return {key: value for key, value in answers.items() if key not in gone}


def _outdated(session: Session, answers: Mapping[str, Any]) -> Iterator[tuple[str, HouseText]]:
    ticked = [tick for tick in TICKS if answers.get(tick)]
    now = current(session) if ticked else {}
    for tick in ticked:
        text_ = now[TICKS[tick]]
        if str(answers.get(version_key(tick))) != str(text_.version):
            yield tick, text_


def _complaint(tick: str, now: HouseText) -> Complaint:
    indonesian, english = NAMES[now.kind]
    return Complaint(
        tick,
        f"{indonesian} kini versi {now.version}: baca, lalu centang lagi.",
        f"{english}: version {now.version} is in force now; read it, then tick again.",
    )


def _kind(kind: str) -> TextKind:
    try:
        return TextKind(kind)
    except ValueError as error:
        raise NotFound(f"Tidak ada teks {kind!r}.", f"there is no text {kind!r}") from error
