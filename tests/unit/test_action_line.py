"""An action typed on one line is understood as meant, or asked, and no word of it is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.action_line import (
    NO_CHASER,
    NO_DUE_DATE,
    NO_OWNER,
    URGENT,
    ActionLine,
    Owner,
    parse,
)
from mdt_core.records.actions import OutsideOwner
from mdt_core.roles import Role

TUESDAY = date(2026, 11, 24)
FRIDAY = date(2026, 11, 27)
GRACE = Owner("Grace Obi", Role.HOME_NURSE)
GRAHAM = Owner("Graham Ash", Role.GP)
OWNERS = (GRACE, GRAHAM, Owner("Amina Shah", Role.PHARMACIST))


def read(text: str) -> ActionLine:
    return parse(text, TUESDAY, OWNERS)


def test_one_line_is_what_who_when_and_urgent() -> None:
    line = read("bloods FBC @home fri !")
    assert line.text == "bloods FBC"
    assert (line.owner, line.owner_role) == ("", Role.HOME_NURSE)
    assert line.due == FRIDAY
    assert line.urgent
    assert line.understood == ("Owner Care-home nurse", "Due Fri 27-Nov-2026", URGENT)
    assert line.missing == ()


@pytest.mark.parametrize(
    "typed",
    [
        "@home bloods FBC fri !",
        "! bloods FBC @home fri",
        "bloods @home FBC ! fri",
        "bloods FBC fri @home !",
    ],
)
def test_the_order_of_the_marks_does_not_matter(typed: str) -> None:
    assert read(typed) == read("bloods FBC @home fri !")


def test_without_owner_or_date_it_says_what_is_missing() -> None:
    line = read("weigh weekly")
    assert line.text == "weigh weekly"
    assert line.understood == ()
    assert line.missing == (NO_OWNER, NO_DUE_DATE)


def test_a_person_is_found_by_the_beginning_of_a_name() -> None:
    assert read("call son @amina").owner == "Amina Shah"
    assert read("call son @sha").owner == "Amina Shah"
    assert read("call son @grace").owner_role is Role.HOME_NURSE


def test_two_people_who_may_be_meant_are_asked() -> None:
    line = read("call son @gra fri")
    (question,) = line.questions
    assert line.owner_words == ""
    assert question.words == "Who is «@gra»?"
    assert [words for words, _ in question.answers] == [GRACE.words, GRAHAM.words]
    answered = read(question.answers[1][1])
    assert (answered.owner, answered.due, answered.questions) == ("Graham Ash", FRIDAY, ())


def test_two_people_of_one_name_are_told_apart_by_their_role() -> None:
    twins = (Owner("Ann Lee", Role.NURSE), Owner("Ann Lee", Role.PHARMACIST))
    (question,) = parse("ring @ann", TUESDAY, twins).questions
    for who, (words, line) in zip(twins, question.answers, strict=True):
        assert words == who.words
        assert parse(line, TUESDAY, twins).owner_role is who.role


def test_an_owner_nobody_knows_stays_in_the_words_and_is_said() -> None:
    line = read("ring @zebedee fri")
    assert line.text == "ring @zebedee"
    assert line.owner_words == ""
    assert "Nobody here is called «zebedee»" in line.notes[0]


def test_two_owners_are_not_decided_between() -> None:
    line = read("ring @gp @home")
    assert line.owner_words == ""
    assert line.text == "ring @gp @home"
    assert "Only one owner" in line.notes[0]


def test_the_name_of_today_is_asked() -> None:
    line = read("weigh tue")
    (question,) = line.questions
    assert line.due is None
    assert [words for words, _ in question.answers] == ["Tue 24-Nov-2026", "Tue 01-Dec-2026"]
    assert read(question.answers[1][1]).due == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("weigh t", TUESDAY),
        ("weigh tomorrow", date(2026, 11, 25)),
        ("weigh +2w", date(2026, 12, 8)),
        ("weigh 2/1", date(2027, 1, 2)),
        ("weigh 2 dec", date(2026, 12, 2)),
        ("weigh 2 dec 2026", date(2026, 12, 2)),
        ("weigh 2026-12-02", date(2026, 12, 2)),
        ("weigh 2/52", date(2026, 12, 8)),
    ],
)
def test_a_date_at_the_end_is_the_due_date(typed: str, due: date) -> None:
    line = read(typed)
    assert (line.text, line.due) == ("weigh", due)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("review 3/7", ["Fri 27-Nov-2026", "Sat 03-Jul-2027"]),
        ("review 6/12", ["Sun 06-Dec-2026", "Mon 24-May-2027"]),
    ],
)
def test_shorthand_that_may_be_a_date_is_asked(typed: str, days: list[str]) -> None:
    line = read(typed)
    (question,) = line.questions
    assert line.due is None
    assert [words for words, _ in question.answers] == days


@pytest.mark.parametrize("typed", ["check BP 120/80", "ring ext 2711", "wound 12.5 cm", "dose 5"])
def test_figures_that_are_no_date_stay_words(typed: str) -> None:
    line = read(typed)
    assert (line.text, line.due, line.questions) == (typed, None, ())


def test_a_day_that_is_past_is_no_due_date_and_is_said() -> None:
    line = read("letter of 2/11/2025")
    assert line.text == "letter of 2/11/2025"
    assert line.due is None
    assert line.notes == ("Sun 02-Nov-2025 is past, so it is no due date",)


def test_a_date_inside_the_words_is_no_due_date() -> None:
    line = read("fri bloods to be chased")
    assert (line.text, line.due) == ("fri bloods to be chased", None)


WORDS = st.sampled_from(
    ["bloods", "@home", "@gra", "@nobody", "fri", "!", "2/7", "120/80", "y", "+2w", "é", "2", "nov"]
)


@given(st.lists(WORDS, max_size=7))
def test_no_word_is_lost_and_nothing_is_raised(words: list[str]) -> None:
    line = read(" ".join(words))
    taken = len(line.understood) + len(line.questions)
    left = [word for word in words if word not in line.text.split()]
    assert bool(left) <= bool(taken)
    for question in line.questions:
        assert len(question.answers) > 1
        for _, answer in question.answers:
            assert len(read(answer).questions) < len(line.questions)


@given(st.text(max_size=80))
def test_any_text_is_read(typed: str) -> None:
    assert isinstance(read(typed), ActionLine)


def test_an_owner_outside_needs_somebody_named_to_chase_it() -> None:
    line = read("clinic letter @hospital fri")
    assert (line.text, line.owner_words, line.due) == ("clinic letter", "Hospital", FRIDAY)
    assert line.outside is OutsideOwner.HOSPITAL
    assert line.missing == (NO_CHASER,)


@pytest.mark.parametrize(
    "typed",
    ["clinic letter @hospital @grace fri", "clinic letter @grace @Hospital fri"],
    ids=["chaser last", "chaser first"],
)
def test_the_second_name_beside_an_owner_outside_is_who_chases_it(typed: str) -> None:
    line = read(typed)
    assert (line.chaser, line.chaser_role) == ("Grace Obi", Role.HOME_NURSE)
    assert (line.owner, line.owner_role) == ("", None)
    assert line.understood == ("Owner Hospital", "Chaser Grace Obi", "Due Fri 27-Nov-2026")
    assert line.missing == ()


def test_a_chaser_who_may_be_two_people_is_asked_and_the_owner_is_kept() -> None:
    line = read("clinic letter @family @gra fri")
    assert line.questions
    answered = read(line.questions[0].answers[0][1])
    assert (answered.outside, answered.chaser) == (OutsideOwner.FAMILY, "Grace Obi")
    assert answered.due == FRIDAY


def test_two_people_beside_an_owner_outside_are_one_too_many() -> None:
    line = read("clinic letter @practice @grace @amina fri")
    assert line.notes == ("Only one person can be named to chase it",)
    assert line.chaser == ""


def test_two_owners_outside_are_two_actions() -> None:
    line = read("letter @hospital @family")
    assert line.outside is None
    assert line.notes == ("Only one owner can be named. Write a second action for the other",)
