"""The Kabid countersigns a review on paper, and tata usaha files the scan."""

from register import filing
from register.filing import Filed
from register.models import Dossier, Method
from register.workflow import State
from tests.register.bureau import Bureau
from tests.register.reviews import decided, signed


def test_a_countersignature_on_paper_closes_the_review(bureau: Bureau, review: int) -> None:
    for name in ("siti", "dina", "eko"):
        decided(bureau, review, name, "cabut")
    signed(bureau, review)
    bureau.wait(minutes=1)
    with bureau.session() as session:
        dossier = session.get_one(Dossier, review)
        offered = {each.key for each in filing.choices(session, dossier, bureau.now)}
        kabid = bureau.people["kabid"]
        assert f"countersign:{kabid}" in offered
        paper = Filed(
            act="countersign", person=kabid, content=b"%PDF-1.7", signed_on=bureau.now.date()
        )
        filing.file(session, dossier, paper, bureau.by("tu"), bureau.now)
        assert dossier.state is State.CLOSED
        last = dossier.steps[-1]
        assert (last.method, last.person_id) == (Method.PAPER, kabid)
        assert last.filed_by == bureau.people["tu"]
