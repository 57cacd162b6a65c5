"""A Plt. of the mutasi day: by the decree itself, or by a surat perintah and a term of his own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from register import mutation_plan, posts
from register.errors import Incomplete
from register.models import Tenure
from register.mutation_plan import MutationRefused
from register.workflow import Role
from tests.register.bureau import Bureau
from tests.register.test_mutations import Row, carries, decree, row

ORDER = {"plt_nomor": "800/31/SPLT/2026", "plt_tanggal": "2026-11-24"}
BEGINS = datetime(2026, 11, 30, 17, tzinfo=UTC)  # 1 December at midnight, WIB
STARTS = datetime(2026, 12, 4, 17, tzinfo=UTC)
ENDS = datetime(2027, 2, 28, 17, tzinfo=UTC)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    made = Bureau(tmp_path / "register.db")
    yield made
    made.store.close()


def left(bureau: Bureau, **more: object) -> Row:
    """The Kabid leaves, and the secretary stands in for him until the end of February."""
    acting = {"plt": str(bureau.people["sekretaris"]), "plt_sampai": "2027-02-28"}
    return row(bureau, "kabid", **{**acting, **more})


def acting(bureau: Bureau) -> tuple[object, ...]:
    with bureau.session() as session:
        (found,) = session.query(Tenure).filter(Tenure.title == "Plt. kabid")
        return found.decree, found.decree_date, found.valid_from, found.valid_until


def test_without_an_order_of_his_own_the_decree_is_it(bureau: Bureau) -> None:
    carries(bureau, decree(left(bureau)))
    assert acting(bureau) == ("800/27/2026", "2026-11-20", BEGINS, ENDS)


def test_a_plt_stands_in_by_his_own_order_and_term(bureau: Bureau) -> None:
    carries(bureau, decree(left(bureau, **ORDER, plt_mulai="2026-12-05")))
    assert acting(bureau) == ("800/31/SPLT/2026", "2026-11-24", STARTS, ENDS)
    with bureau.session() as session:
        assert posts.holders(session, Role.KABID, BEGINS) == []
        assert len(posts.holders(session, Role.KABID, STARTS)) == 1


def test_each_plt_of_a_decree_has_his_own_order(bureau: Bureau) -> None:
    superior = str(bureau.people["atasan"])
    other = row(bureau, "kasi", plt=superior, plt_sampai="2027-02-28")
    with bureau.session() as session:
        answers = decree(left(bureau, **ORDER), other)
        given = mutation_plan.plan(session, answers, bureau.now).given
    assert {new.role: new.decree for _, new in given} == {
        Role.KABID: "800/31/SPLT/2026", Role.KASI: "800/27/2026",
    }  # fmt: skip


def test_a_post_is_told_vacant_until_its_plt_begins(bureau: Bureau) -> None:
    with bureau.session() as session:
        for starts, vacant in (("2026-12-01", ()), ("2026-12-05", (Role.KABID,))):
            answers = decree(left(bureau, plt_mulai=starts))
            assert mutation_plan.plan(session, answers, bureau.now).vacant == vacant


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"plt_nomor": "800/31"}, "Date of his surat perintah must be"),
        ({"plt_tanggal": "2026-11-24"}, "Number of his surat perintah must be"),
        ({"plt_mulai": "2026-11-30"}, "on the day the decree takes effect, or later"),
        ({**ORDER, "plt": ""}, "without a Plt."),
    ],
)
def test_an_order_that_contradicts_itself_is_asked_back(
    bureau: Bureau, more: dict[str, str], said: str
) -> None:
    with bureau.session() as session, pytest.raises(Incomplete, match=said):
        mutation_plan.plan(session, decree(left(bureau, **more)), bureau.now)


def test_a_term_does_not_end_before_it_begins(bureau: Bureau) -> None:
    with bureau.session() as session, pytest.raises(MutationRefused, match="after it begins"):
        mutation_plan.plan(session, decree(left(bureau, plt_mulai="2027-03-01")), bureau.now)
