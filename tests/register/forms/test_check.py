"""Whatever is answered, a form says what is wrong with it and raises nothing."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.forms.check import check, check_draft
from register.forms.choices import Choice
from register.forms.cleaning import CLEANERS, blank, clean
from register.forms.complaint import AnswerRefused
from register.forms.fields import Field, FieldKind, Form, Need
from tests.register.forms import answers as good
from tests.register.forms.answers import CONTEXT
from tests.register.forms.test_fields import FORMS, all_fields

GOOD: dict[str, dict[str, Any]] = {
    "permintaan": {**good.VENDOR},
    "penghapusan": {**good.REMOVAL},
    "review": {**good.REVIEW},
    "verifikasi": {**good.VERIFICATION},
    "penutupan": {**good.CLOSING},
    "buku-tamu": {**good.GUEST},
}
WORDS = sorted(
    {choice.value for form in FORMS for _, field in all_fields(form.fields)
     for choice in field.choices}
    | {"ya", "on", "P-1", "2026-11-25", "25-11-2026", "07.30-16.00", "2026-11-25T08:00"}
)  # fmt: skip
NAMES = sorted({path.rpartition(".")[2] for form in FORMS for path, _ in all_fields(form.fields)})

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=3),
    st.text(st.characters(), max_size=20), st.sampled_from(WORDS), st.just(10**30),
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
        st.tuples(inner),
    ),
    max_leaves=8,
)


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Form, dict[str, object]]:
    """A good set of answers, or none, with some of them exchanged for anything."""
    form = draw(st.sampled_from(FORMS))
    keys = [field.key for field in form.fields]
    start = draw(st.sampled_from([{}, GOOD.get(form.key, {})]))
    return form, {**start, **draw(st.dictionaries(st.sampled_from(keys), anything, max_size=5))}


@given(submissions())
def test_no_answers_make_a_form_raise(submission: tuple[Form, dict[str, object]]) -> None:
    form, answers = submission
    checked = check(form, answers, CONTEXT)
    spared = check_draft(form, answers, CONTEXT)
    assert spared.values == checked.values
    assert set(spared.complaints) <= set(checked.complaints)
    fields = [each.field for each in checked.complaints]
    assert len(set(fields)) == len(fields)
    known = {field.key for field in form.fields}
    known |= {field.other.key for field in form.fields if field.other}
    assert {each.partition(".")[0] for each in fields} <= known
    assert set(checked.values) <= known


@given(submissions())
def test_what_was_taken_is_taken_again_as_it_is(submission: tuple[Form, dict[str, object]]) -> None:
    form, answers = submission
    checked = check(form, answers, CONTEXT)
    refused = {each.field.partition(".")[0] for each in checked.complaints}
    again = check(form, checked.values, CONTEXT)
    kept = {key: value for key, value in checked.values.items() if key not in refused}
    assert {key: again.values[key] for key in kept} == kept


@given(st.sampled_from(sorted(CLEANERS)), anything, st.sampled_from(["", "nip", "nik", "lainnya"]))
def test_no_answer_makes_a_kind_raise_anything_but_its_refusal(
    kind: FieldKind, answer: object, beside: str
) -> None:
    field = Field("pintu", "Pintu", "Door", kind, Need.ALWAYS)
    try:
        kept = clean(field, answer, {"jenis_id": beside} if beside else {}, CONTEXT)
    except AnswerRefused as refused:
        assert refused.sentence.id.endswith(".")  # noqa: PT017 - most answers are taken
        return
    if kept is not None and not blank(answer):
        assert clean(field, kept, {"jenis_id": beside} if beside else {}, CONTEXT) == kept


def test_deep_nonsense_is_no_answer_and_no_crash() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for form in FORMS:
        answers = {field.key: deep for field in form.fields}
        assert check(form, answers, CONTEXT).values.keys() <= {"didampingi"}


def test_unknown_keys_are_passed_over() -> None:
    answers = {**good.REQUEST, "status": "disetujui", "__class__": "x", "langkah": [{}]}
    assert check(good_form(), answers, CONTEXT) == check(good_form(), good.REQUEST, CONTEXT)


def good_form() -> Form:
    return next(form for form in FORMS if form.key == "permintaan")


@pytest.mark.parametrize("key", GOOD)
def test_each_set_of_good_answers_is_good(key: str) -> None:
    form = next(form for form in FORMS if form.key == key)
    context = replace(CONTEXT, given={"kategori": "vendor"})
    assert check(form, GOOD[key], context).complaints == ()


@pytest.mark.parametrize("answer", ["", " ", "\x00", None, [], (), {}, [" ", None], {"a": [""]}])
def test_nothing_is_blank(answer: object) -> None:
    assert blank(answer)


@pytest.mark.parametrize("answer", [False, 0, "0", [False], {"a": 0}, b""])
def test_something_is_not(answer: object) -> None:
    assert not blank(answer)


@pytest.mark.parametrize(
    ("answer", "kept"), [("ya", True), ("on", True), (True, True), ("tidak", False), (False, False)]
)
def test_yes_and_no(answer: object, *, kept: bool) -> None:
    field = Field("bekukan", "Bekukan", "Freeze", FieldKind.YES_NO, Need.ALWAYS)
    assert clean(field, answer, {}, CONTEXT) is kept


@pytest.mark.parametrize("answer", ["yes", "1", 1, 0, "YA", "mungkin", ["ya"]])
def test_what_is_neither_yes_nor_no(answer: object) -> None:
    field = Field("bekukan", "Bekukan", "Freeze", FieldKind.YES_NO, Need.ALWAYS)
    with pytest.raises(AnswerRefused, match="Bekukan belum terjawab; pilih ya atau tidak"):
        clean(field, answer, {}, CONTEXT)


@pytest.mark.parametrize(
    "answer", ["1.5", "abc", 3.0, True, "-21", "81", -21, 81, "9" * 30, 10**30]
)
def test_what_is_no_whole_number_in_bounds(answer: object) -> None:
    field = Field("suhu", "Suhu", "Temperature", FieldKind.NUMBER, Need.OPTIONAL, -20, 80)
    with pytest.raises(AnswerRefused, match="Suhu bukan bilangan bulat dari -20 sampai 80"):
        clean(field, answer, {}, CONTEXT)


@pytest.mark.parametrize("answer", ["-20", 80, " 23 "])
def test_whole_numbers_in_bounds(answer: object) -> None:
    field = Field("suhu", "Suhu", "Temperature", FieldKind.NUMBER, Need.OPTIONAL, -20, 80)
    assert clean(field, answer, {}, CONTEXT) == int(str(answer))


def test_many_answers_are_kept_once_and_in_the_forms_order() -> None:
    field = Field("pintu", "Pintu", "Door", FieldKind.MANY, Need.ALWAYS)
    for answer in (["ups", "server", "ups"], ("server", " ups ", "")):
        assert clean(field, answer, {}, CONTEXT) == ("server", "ups")
    assert clean(field, "ups", {}, CONTEXT) == ("ups",)


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, ", …")])
def test_a_refused_choice_lists_eight_of_those_on_offer(count: int, more: str) -> None:
    field = Field("pintu", "Pintu", "Door", FieldKind.CHOICE, Need.ALWAYS)
    doors = tuple(Choice(f"p{n}", f"Pintu {n}", f"Door {n}") for n in range(count))
    with pytest.raises(AnswerRefused) as refused:
        clean(field, "x", {}, replace(CONTEXT, choices={"pintu": doors}))
    listed = ", ".join(f"Door {n}" for n in range(8))
    assert refused.value.sentence.en == f'Door: "x" is not offered; on offer: {listed}{more}.'


def test_a_refused_choice_lists_those_that_have_in_them_what_was_typed() -> None:
    field = Field("pendamping", "Pendamping", "Escort", FieldKind.CHOICE, Need.ALWAYS)
    names = ("Agus Santoso", "Dewi Anggraini", "Endah Purwanti", "Endang Susilo")
    people = tuple(Choice(f"P-{n}", name, name) for n, name in enumerate(names))
    with pytest.raises(AnswerRefused) as refused:
        clean(field, "end", {}, replace(CONTEXT, choices={"pendamping": people}))
    assert refused.value.sentence.id == (
        'Pendamping: "end" tidak ditawarkan; pilihannya Endah Purwanti, Endang Susilo.'
    )


def test_an_office_that_offers_nothing_yet_says_so() -> None:
    field = Field("pintu", "Pintu", "Door", FieldKind.MANY, Need.ALWAYS)
    nothing = replace(CONTEXT, choices={})
    with pytest.raises(AnswerRefused) as refused:
        clean(field, ["server"], {}, nothing)
    sentence = refused.value.sentence
    assert sentence.id == 'Pintu: "server" tidak ditawarkan; pilihannya belum ada.'
    assert sentence.en == 'Door: "server" is not offered; on offer: nothing yet.'
