"""The SOP's tables walked whole: every way, state, act and role; and people who try anything."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from register import dossiers, posts
from register.audit import By
from register.errors import Refusal, StepNotAllowed
from register.migrations import moves
from register.models import Capacity, Dossier
from register.moves import advance, possible
from register.posts import NewTenure
from register.ways import STEPS, WAYS
from register.workflow import (
    ENDED,
    SEPARATE,
    STANDS_IN,
    TABLES,
    Course,
    Procedure,
    Role,
    State,
    Step,
)
from tests.examples import examples
from tests.register.bureau import AT, Bureau
from tests.register.test_requests import submitted

ACTS = sorted({step.act for steps in STEPS.values() for step in steps})
ACTORS = frozenset(Role) - {Role.SYSTEM}
HELD = {(row["way"], row["act"]) for row in moves.rows()}  # by the database


def refused(way: str, act: str, state: State, roles: frozenset[Role]) -> bool:
    """Return whether the table refuses an act; for a million of them, pytest.raises is dear."""
    try:
        advance(way, act, state, roles)
    except StepNotAllowed:
        return True
    return False


@pytest.mark.parametrize("way", WAYS)
def test_each_act_is_one_roles_in_one_state_and_nobody_elses(way: str) -> None:
    for state in State:
        for act in ACTS:
            allowed = {step.role for step in possible(way, state) if step.act == act}
            for role in ACTORS:
                if role in allowed:
                    assert advance(way, act, state, frozenset({role})).role is role
                else:
                    assert refused(way, act, state, frozenset({role}))


@pytest.mark.parametrize("way", WAYS)
def test_a_line_that_nobody_signs_is_no_act_of_anybody_in_any_state(way: str) -> None:
    everybody = frozenset(Role)
    for line in WAYS[way].lines():
        if isinstance(line, Step):
            continue
        assert (way, line.act) not in HELD
        for state in State:
            assert line.act not in {step.act for step in possible(way, state)}
            assert refused(way, line.act, state, everybody)


@pytest.mark.parametrize("way", WAYS)
def test_a_step_of_the_system_is_no_persons_whatever_he_holds(way: str) -> None:
    for step in STEPS[way]:
        if step.role is Role.SYSTEM:
            assert refused(way, step.act, step.before, ACTORS)


def test_each_procedure_has_all_its_numbers_and_every_line_follows_an_act_of_it() -> None:
    whole = {
        Course.REQUEST: [str(n) for n in range(1, 11)],
        Course.REMOVAL: [f"P{n}" for n in range(1, 7)],
        Course.REVIEW: [f"R{n}" for n in range(1, 8)],
    }
    for course, numbers in whole.items():
        assert list(dict.fromkeys(line.number for line in TABLES[course])) == numbers
    for way in WAYS.values():
        acts = {step.act for step in way.steps()}
        assert all(line.after & acts for line in way.lines() if not isinstance(line, Step))


@pytest.mark.parametrize("way", WAYS)
def test_two_roles_in_one_person_may_do_what_either_may_and_no_more(way: str) -> None:
    for state, (one, other) in ((s, p) for s in State for p in combinations(sorted(ACTORS), 2)):
        both = {each.act for each in possible(way, state) if each.role in (one, other)}
        for act in ACTS:
            if act in both:
                assert advance(way, act, state, frozenset({one, other})).act == act
            else:
                assert refused(way, act, state, frozenset({one, other}))


@pytest.mark.parametrize("way", WAYS)
def test_every_state_that_a_dossier_can_be_in_leads_to_an_end(way: str) -> None:
    reached, edge = {State.DRAFT}, [State.DRAFT]
    while edge:
        after = {step.after for step in possible(way, edge.pop())} - reached
        reached |= after
        edge += after
    for state in reached - ENDED:
        assert possible(way, state), state
    assert reached & ENDED


@pytest.mark.parametrize("way", WAYS)
def test_a_step_stands_once_for_each_state(way: str) -> None:
    seen = [(step.act, step.before) for step in STEPS[way]]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("role", STANDS_IN)
def test_where_the_applicant_holds_a_post_no_step_that_decides_is_his_own(role: Role) -> None:
    for key, way in WAYS.items():
        if way.applicant is role and way.course in (Course.REQUEST, Course.RENEWAL):
            mine = {step.act for step in STEPS[key] if step.role is role}
            assert not mine & SEPARATE, key


def test_a_rejection_says_why_and_is_told_to_applicant_and_kadis() -> None:
    for key, steps in STEPS.items():
        for step in steps:
            if step.act in ("reject", "return") and WAYS[key].procedure is Procedure.REQUEST:
                assert step.note
                assert step.told == {Role.APPLICANT, Role.KADIS}


def test_the_database_holds_the_very_table(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "register.db")
    with bureau.store.reading() as session:
        found = session.execute(
            text("SELECT way, act, before, after, role, number, note FROM move")
        )
        there = {tuple(row) for row in found}
    bureau.store.close()
    assert there == {tuple(row.values()) for row in moves.rows()}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """An office in which people hold several posts at once, as acting officials do."""
    bureau = Bureau(tmp_path_factory.mktemp("crowded") / "register.db")
    doubled = (("kabid", Role.KASI), ("kasi", Role.OPERATOR), ("operator", Role.KABID),
               ("siti", Role.OPERATOR), ("kadis", Role.KABID))  # fmt: skip
    with bureau.session() as session:
        for name, role in doubled:
            new = NewTenure(
                role=role, person=bureau.people[name], title=role, valid_from=AT,
                valid_until=AT.replace(year=2027), capacity=Capacity.ACTING, decree="1",
                decree_date="2026-11-01",
            )  # fmt: skip
            posts.appoint(session, new, By(), AT)
    return bureau


WHO = st.sampled_from(["atasan", "kadis", "kabid", "kasi", "operator", "deputi", "siti", "auditor"])
FORWARD = st.sampled_from(["endorse", "dispose", "forward", "verify", "approve", "issue", "return"])


@settings(max_examples=examples(40), deadline=None)
@given(tries=st.lists(st.tuples(WHO, FORWARD), min_size=10, max_size=60))
def test_no_trace_reaches_a_card_but_by_four_different_people(
    crowded: Bureau, tries: list[tuple[str, str]]
) -> None:
    number = submitted(crowded)
    chain = ("endorse", "dispose", "forward", "verify", "approve", "issue")
    for who, act in (*tries, *((who, act) for act in chain for who in crowded.people)):
        crowded.wait(seconds=1)
        with crowded.session() as session:
            dossier = session.get_one(Dossier, number)
            if dossier.state is State.ISSUED:
                break
            try:
                signature = crowded.signs(who, "karena")
                dossiers.sign(session, dossier, act, signature, crowded.by(who), crowded.now)
            except Refusal:
                continue
    with crowded.store.reading() as session:
        dossier = session.get_one(Dossier, number)
        if dossier.state is State.ISSUED:
            deciding = [s.person_id for s in dossiers.round_of(dossier) if s.act in SEPARATE]
            assert len({dossier.applicant_id, *deciding}) == 4
