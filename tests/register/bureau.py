"""A real register with a whole office in it: everyone who acts in the SOP, and no card yet."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy.orm import Session

from register import posts, store
from register.audit import By
from register.dossiers import Signature
from register.models import Cardholder, Door
from register.posts import NewTenure
from register.pseudonym import pseudonym
from register.store import Store
from register.workflow import Role
from tests.register.laid import Laid

AT: Final = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PEOPLE: Final = {
    "kadis": Role.KADIS, "sekretaris": Role.SECRETARY, "kabid": Role.KABID, "kasi": Role.KASI,
    "operator": Role.OPERATOR, "deputi": Role.OPERATOR, "tu": Role.REGISTRY,
    "auditor": Role.AUDITOR, "admin": Role.ADMINISTRATOR, "siti": None, "atasan": None,
}  # fmt: skip
RIGHT: Final = {
    "jenis_akses": "tetap",
    "pintu": ("server",),
    "hari": ("1", "2", "3", "4", "5"),
    "jam": "07.30-16.00",
    "mulai": "2026-11-24",
    "sampai": "2027-11-23",
    "didampingi": False,
}


@cache
def _opened(*, demo: bool) -> tuple[Laid, Mapping[str, int]]:
    """An office that has just opened."""
    people: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        with store.create(path, demo=demo) as made, made.session() as session:
            session.add(Door(name="server", label="Ruang Server"))
            for name, role in PEOPLE.items():
                person = Cardholder(public_id=pseudonym(), name=name.title(), kind="ASN Diskominfo")
                session.add(person)
                session.flush()
                people[name] = person.id
                if role is not None:
                    new = NewTenure(role=role, person=person.id, title=role, valid_from=AT)
                    posts.appoint(session, new, By(), AT)
        return Laid.taken(path), people


class Bureau:
    """The office's people by a short name, and a clock that only `wait` moves."""

    def __init__(self, path: Path, *, demo: bool = False) -> None:
        opened, people = _opened(demo=demo)
        opened.lay(path)
        self.store = Store(path)
        self.now = AT
        self.people = dict(people)

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def by(self, name: str) -> By:
        return By(self.people[name], name, "test")

    def signs(self, name: str, note: str | None = None, version: int | None = None) -> Signature:
        return Signature(person=self.people[name], note=note, version=version)

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.store.session() as session:
            yield session
