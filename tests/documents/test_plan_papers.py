"""The care plan, its plain copy and the transfer summary: every word comes out again, and none misleads."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_core.answers import Answer, answers
from mdt_core.documents.care_plan import ESSENTIAL_SIDES, essential_sides, render_care_plan
from mdt_core.documents.care_plan_plain import LEFT_OUT, LEFT_TO_TALK, names_on, render_plain_plan
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.furniture import DRAFT_WORDS, PRACTICE_WORDS, Setting
from mdt_core.documents.plan_contents import (
    TWO_VERSIONS,
    CallOnPaper,
    InfectionOnPaper,
    NowOnPaper,
    PartOnPaper,
    PlanPaper,
    PlanPaperKind,
    VersionOnPaper,
)
from mdt_core.documents.plan_pages import CPR_NOT_RECORDED, DRAFT_PART, answer_rows
from mdt_core.documents.transfer_summary import (
    MEDICINES_FOOT,
    NO_DETAILS,
    NO_INFECTIONS,
    NO_MEDICINES,
    render_transfer_summary,
)
from mdt_core.fields import fields_of
from mdt_core.record import Statement, kind_named
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.use_cases.plan_papers import PRINTED
from tests.documents.sheets import AT, as_drawn, person, squeezed, texts
from tests.documents.sheets import texts_of_pages as pages
from tests.support.builders import SAMPLES

Render = Callable[..., bytes]
RENDERERS: tuple[tuple[PlanPaperKind, Render], ...] = (
    (PlanPaperKind.CLINICAL, render_care_plan),
    (PlanPaperKind.PLAIN, render_plain_plan),
    (PlanPaperKind.TRANSFER, render_transfer_summary),
)
each_paper = pytest.mark.parametrize(
    ("kind", "render"), RENDERERS, ids=[kind.name.lower() for kind, _ in RENDERERS]
)
SIGNED = "Signed 24-Nov-2026 09:00 by Grace Obi, Nurse"


def part(kind: type[Statement], *, long_dates: bool = False) -> PartOnPaper:
    version = VersionOnPaper(SIGNED, answers(SAMPLES[kind.kind](), long_dates=long_dates))
    return PartOnPaper(kind.kind, kind.title, (version,), kind.is_series)


def paper(kind: PlanPaperKind = PlanPaperKind.CLINICAL, *, full: bool = True) -> PlanPaper:
    long_dates = kind is PlanPaperKind.PLAIN
    more = (PersonalDetails,) if kind is PlanPaperKind.TRANSFER else ()
    kinds: tuple[type[Statement], ...] = (*PRINTED, *more)
    parts = tuple(part(each, long_dates=long_dates) for each in kinds)
    if not full:
        parts = tuple(replace(each, versions=()) for each in parts)
    return PlanPaper(
        paper=kind,
        person=person(),
        home_name="Elm House",
        home_address="1 Elm Road",
        home_phone="0161 496 0100",
        parts=parts,
        people=(CallOnPaper("Ann Smith", "Daughter, call first", "0161 496 0001", first=True),),
        freshness=Freshness(AT, 2),
        printed_by="Grace Obi",
        printed_at=AT,
        document_id="d0c0",
        version=7,
        now=NowOnPaper(
            "24-Nov-2026 09:00: NEWS2 3. Pulse 96",
            "01-Nov-2026 09:00: NEWS2 1. Pulse 80",
            ("bisoprolol 2.5 mg tablets – 2.5 mg once a day",),
            "As of 02-Nov-2026 from MAR chart. Check the MAR",
            ("Heart failure (since 2019)",),
            "20-Nov-2026: Drinks every hour.",
            "21-Nov-2026 03:10",
            (
                InfectionOnPaper(
                    "Confirmed: Norovirus",
                    "KEPT APART until 26-Nov-2026. Gloves and apron,\nown toilet. Recorded by Grace Obi",
                    is_standing=True,
                ),
                InfectionOnPaper("Over: COVID-19", "Recorded by Lin Cole", is_standing=False),
            ),
            "Welsh; English too",
        ),
        alerts=("Falls",),
    )


def read(pdf: bytes) -> str:
    return squeezed(" ".join(pages(pdf)))


@pytest.mark.parametrize("kind", PRINTED, ids=lambda kind: kind.kind)
def test_every_answer_of_every_kind_is_on_the_care_plan_word_for_word(
    kind: type[Statement],
) -> None:
    alone = replace(paper(full=False), parts=(part(kind),))
    said = read(render_care_plan(alone, look=PaperLook()))
    for text in texts(alone.parts[0].versions[0].answers):
        assert squeezed(as_drawn(text)) in said
    assert squeezed(SIGNED) in said


def test_the_plain_copy_says_all_but_what_is_left_to_be_talked_about_and_says_so() -> None:
    plain = paper(PlanPaperKind.PLAIN)
    said = read(render_plain_plan(plain, look=PaperLook()))
    for kind in ("about_me", "preferred_place", "contingency_plan", "just_in_case", "care_plan"):
        told = plain.part(kind)
        assert told is not None
        on_it = names_on(told)
        assert len(on_it) > len(told.versions[0].answers) / 2
        shown = tuple(each for each in told.versions[0].answers if each.name in on_it)
        for text in texts(shown):
            assert squeezed(as_drawn(text)) in said
    assert squeezed(LEFT_OUT) in said
    assert "B–green" not in said
    assert squeezed("As told by the heart failure nurse") not in said
    assert squeezed("24 November 2026") in said
    assert "24-Nov-2026" not in said


def test_what_is_left_out_of_the_plain_copy_are_questions_that_there_are() -> None:
    for kind, names in LEFT_TO_TALK.items():
        record_class = kind_named(kind)
        assert record_class is not None
        assert set(names) <= {spec.name for spec in fields_of(record_class)}
    safety = {"situations", "location", "cpr", "refused", "care", "death", "contacts"}
    assert not safety & {name for names in LEFT_TO_TALK.values() for name in names}


def test_the_plain_copy_says_the_decision_about_cpr_in_a_sentence() -> None:
    said = read(render_plain_plan(paper(PlanPaperKind.PLAIN), look=PaperLook()))
    assert (
        squeezed("Nobody will try to restart my heart. I am made comfortable. (Not for CPR)")
        in said
    )


@each_paper
@pytest.mark.parametrize(
    "look",
    [PaperLook(), PaperLook(large_print=True), PaperLook(page="A5", black_and_white=False)],
    ids=["usual", "large", "a5"],
)
def test_each_page_says_who_it_is_about_and_cpr_allergies_version_and_as_known_at(
    kind: PlanPaperKind, render: Render, look: PaperLook
) -> None:
    made = paper(kind)
    known = "24 November 2026 at 10:42am" if kind is PlanPaperKind.PLAIN else "24-Nov-2026 10:42"
    found = pages(render(made, look=look))
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        said = squeezed(page)
        for words in (
            *(made.person.name, made.person.nhs_number, "CPR: Not for CPR"),
            *("penicillin – rash, severe", "latex – contact dermatitis"),
            *(f"As known at {known}", "2 changes waiting", "d0c0, version 7"),
            f"Page {number} of {len(found)}",
        ):
            assert squeezed(words) in said


@each_paper
def test_what_nobody_recorded_is_said_on_each_page_and_never_left_blank(
    kind: PlanPaperKind, render: Render
) -> None:
    bare = replace(paper(kind, full=False), people=(), now=NowOnPaper())
    unknown = replace(person(), allergy_state="Allergies not recorded", allergies=())
    for page in pages(render(replace(bare, person=unknown), look=PaperLook())):
        assert squeezed(CPR_NOT_RECORDED) in squeezed(page)
        assert squeezed("Allergies not recorded") in squeezed(page)
    said = read(render(bare, look=PaperLook()))
    assert squeezed("No contact recorded") in said


def test_the_essentials_come_first_and_take_two_sides() -> None:
    made = paper()
    assert essential_sides(made, look=PaperLook()) <= ESSENTIAL_SIDES
    first = "".join(pages(render_care_plan(made, look=PaperLook()))[:ESSENTIAL_SIDES])
    said = squeezed(first)
    for words in (
        *("Treatment ceiling", "More short of breath than usual", "Ring 999, stay with her"),
        *("Treatment room, red box, key with the nurse in charge", "Preferred place of death"),
        *("Ann Smith", "0161 496 0001", "Falls"),
    ):
        assert squeezed(words) in said
    assert squeezed("The whole plan") not in said


def test_essentials_that_need_more_sides_are_printed_whole_and_say_so() -> None:
    crisis = paper().part("contingency_plan")
    assert crisis is not None
    (told,) = crisis.versions
    rows = told.answers[0].rows * 40
    long = replace(told, answers=(replace(told.answers[0], rows=rows),))
    made = replace(paper(full=False), parts=(replace(crisis, versions=(long,)),))
    sides = essential_sides(made, look=PaperLook())
    assert sides > ESSENTIAL_SIDES
    said = read(render_care_plan(made, look=PaperLook()))
    assert squeezed(f"The essentials take {sides} sides") in said
    assert said.count(squeezed("More short of breath than usual")) == 80


def test_the_transfer_summary_is_one_sheet_and_says_how_the_person_is() -> None:
    made = paper(PlanPaperKind.TRANSFER)
    pdf = render_transfer_summary(made, look=PaperLook())
    assert len(pages(pdf)) <= 2
    said = read(pdf)
    for text in (
        *made.now.medicines,
        *made.now.problems,
        *(made.now.observations, made.now.usual, made.now.last_entry, made.now.falls),
        *(made.now.medicines_as_of, MEDICINES_FOOT),
    ):
        assert squeezed(as_drawn(text)) in said
    assert squeezed(NO_MEDICINES) not in said


def test_no_line_of_the_summary_ends_between_a_number_and_its_unit() -> None:
    made = paper(PlanPaperKind.TRANSFER, full=False)
    readings = "101 mmHg; 95 %; 42.8 kg; 36.4 °C; " * 5
    told = replace(made.now, medicines=tuple("x" * shift + readings for shift in range(6)))
    found = pages(render_transfer_summary(replace(made, now=told), look=PaperLook()))
    assert not re.search(r"\d *\n(mmHg|%|kg|°C)", "\n".join(found))


def test_infections_stand_below_the_allergies_on_the_first_side_word_for_word() -> None:
    made = paper(PlanPaperKind.TRANSFER)
    first = squeezed(pages(render_transfer_summary(made, look=PaperLook()))[0])
    norovirus, over = (squeezed(f"{each.what}. {each.words}") for each in made.now.infections)
    assert squeezed("(!) Infection: ") + norovirus in first
    order = ("latex – contact dermatitis", "Norovirus", "COVID-19", "Write by hand")
    places = [first.index(squeezed(words)) for words in order]
    assert places == sorted(places)
    assert over in first


def test_language_interpreter_and_adjustments_are_on_the_summary_word_for_word() -> None:
    made = paper(PlanPaperKind.TRANSFER)
    said = read(render_transfer_summary(made, look=PaperLook()))
    told = made.part("personal_details")
    assert told is not None
    unsaid = {"ethnicity", "sex_at_birth", "told_on"}
    assert unsaid < {spec.name for spec in fields_of(PersonalDetails)}
    for text in texts(tuple(e for e in told.versions[0].answers if e.name not in unsaid)):
        assert squeezed(as_drawn(text)) in said
    assert squeezed("Language: Welsh; English too") in said
    assert "?:" not in said
    bare = replace(paper(PlanPaperKind.TRANSFER, full=False), now=NowOnPaper())
    empty = read(render_transfer_summary(bare, look=PaperLook()))
    assert all(squeezed(words) in empty for words in (NO_INFECTIONS, NO_DETAILS))


def test_without_medicines_the_summary_does_not_say_that_there_are_none() -> None:
    bare = replace(paper(PlanPaperKind.TRANSFER, full=False), now=NowOnPaper())
    assert squeezed(NO_MEDICINES) in read(render_transfer_summary(bare, look=PaperLook()))


@each_paper
def test_two_versions_are_both_said_on_each_page_and_neither_is_preferred(
    kind: PlanPaperKind, render: Render
) -> None:
    decision = paper(kind).part("cpr_decision")
    assert decision is not None
    (one,) = decision.versions
    changed = tuple(
        replace(each, words="For CPR") if each.name == "cpr" else each for each in one.answers
    )
    two = replace(decision, versions=(one, replace(one, answers=changed)))
    made = replace(paper(kind, full=False), parts=(two,), is_draft=True)
    for page in pages(render(made, look=PaperLook())):
        said = squeezed(page)
        assert squeezed(f"CPR: {TWO_VERSIONS}: Not for CPR") in said
        assert squeezed("; or For CPR") in said


@each_paper
def test_a_draft_says_on_each_page_that_it_is_not_for_use(
    kind: PlanPaperKind, render: Render
) -> None:
    made = paper(kind)
    for page in pages(render(replace(made, is_draft=True), look=PaperLook())):
        assert page.count(DRAFT_WORDS) == 2
    assert DRAFT_WORDS not in " ".join(pages(render(made, look=PaperLook())))


def test_what_is_not_signed_is_marked_and_is_not_the_decision_at_the_head() -> None:
    decision = paper().part("cpr_decision")
    assert decision is not None
    unsigned = replace(decision.versions[0], is_draft=True)
    made = replace(paper(full=False), parts=(replace(decision, versions=(unsigned,)),))
    said = read(render_care_plan(replace(made, is_draft=True), look=PaperLook()))
    assert squeezed(DRAFT_PART) in said
    assert squeezed(CPR_NOT_RECORDED) in said


@each_paper
def test_the_same_paper_is_the_same_bytes_practice_is_marked_and_a_checker_finds_no_fault(
    kind: PlanPaperKind, render: Render, tmp_path: Path
) -> None:
    made = replace(paper(kind), practice=True)
    pdf = render(made, look=PaperLook())
    assert pdf == render(made, look=PaperLook())
    assert all(PRACTICE_WORDS in page for page in pages(pdf))
    checker = shutil.which("qpdf")
    if checker is None:
        pytest.skip("qpdf is not installed here, so that no other program has checked the file")
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf)
    subprocess.run([checker, "--check", str(file)], check=True, capture_output=True)


def test_short_answers_share_a_line_only_where_none_is_carried_over_to_the_next() -> None:
    short = Answer("role", "Their role", "GP")
    broken = Answer("by", "Who was involved", "Susan Ashworth, daughter and attorney")
    told = (Answer("cpr", "CPR", "Not for CPR"), short, broken, broken, short)
    rows = list(answer_rows(told, Setting(PaperLook())))
    assert all(len(row.cells[0].lines.lines) == 1 for row in rows)
    assert len(rows) == 2


def test_an_answer_of_several_lines_is_set_in_below_its_question() -> None:
    (row,) = answer_rows([Answer("signs", "Early signs", "Asks less\nPicks")], Setting(PaperLook()))
    assert len(row.cells[0].lines.lines) == 3
