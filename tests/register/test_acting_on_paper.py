"""The surat perintah of a Plt. or Plh. as a paper states it."""

from datetime import date
from pathlib import Path

from register import dates, posts
from register.capacity import Capacity
from register.models import Dossier
from register.papers import signatures
from register.posts import NewTenure
from register.workflow import Role
from tests.register.bureau import Bureau
from tests.register.test_requests import act, submitted


def test_the_term_of_an_order_ends_with_its_last_day(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "register.db")
    dossier = submitted(bureau)
    act(bureau, dossier, "atasan", "endorse")
    with bureau.session() as session:
        order = NewTenure(
            role=Role.KADIS, person=bureau.people["sekretaris"], title="Kepala Dinas",
            valid_from=bureau.now, valid_until=dates.midnight(date(2026, 12, 1), "Asia/Jakarta"),
            capacity=Capacity.DAILY, decree="800/1", decree_date="2026-11-20",
        )  # fmt: skip
        posts.appoint(session, order, bureau.by("admin"), bureau.now)
    act(bureau, dossier, "sekretaris", "dispose")
    with bureau.store.reading() as session:
        found = session.get_one(Dossier, dossier)
        row = next(
            each
            for each in signatures.decisions(session, found, bureau.now)
            if each.get("pejabat") is not None
        )
        order_said = row["pejabat"]
    assert isinstance(order_said, dict)
    assert order_said["sampai"] == date(2026, 11, 30)
    bureau.store.close()
