"""CPR and ceiling as one line and as several, word for word."""

from datetime import date
from typing import Any

import pytest

from mdt_core.care_words import (
    ceiling_lines,
    ceiling_words,
    ceiling_words_in_short,
    cpr_lines,
    cpr_words,
    cpr_words_in_short,
)
from mdt_core.records.cpr_decisions import (
    CprChoice,
    FamilyInvolved,
    PersonInvolved,
    ReviewClock,
)
from tests.support.care import ceiling, for_cpr, not_for_cpr

TODAY = date(2026, 11, 24)
OVERDUE: dict[str, Any] = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}


def test_a_decision_is_one_line_with_where_its_original_is() -> None:
    assert cpr_words(not_for_cpr(), TODAY) == (
        "Not for CPR, 12-Aug-2026, original: front of care file, seen there 12-Aug-2026"
    )
    assert cpr_words_in_short(not_for_cpr(), TODAY) == "Not for CPR 12-Aug-2026"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (
            not_for_cpr(original_in_home=False, original_seen_on=None),
            "Not for CPR, 12-Aug-2026, original: front of care file, original NOT found in the home",
        ),
        (
            not_for_cpr(original_in_home=None, original_seen_on=None, original_place=None),
            "Not for CPR, 12-Aug-2026, not recorded whether the original was seen",
        ),
        (
            for_cpr(original_in_home=None, original_seen_on=None, original_place=None),
            "For CPR, 12-Aug-2026",
        ),
        (
            for_cpr(original_seen_on=None),
            "For CPR, 12-Aug-2026, original: front of care file, seen there",
        ),
        (
            not_for_cpr(cpr=CprChoice.CANCELLED),
            "CPR: earlier decision cancelled, 12-Aug-2026, none stands",
        ),
        (
            for_cpr(original_place=None, original_in_home=None, **OVERDUE),
            "For CPR, 12-Aug-2026, review was due 01-Nov-2026",
        ),
        (
            for_cpr(
                original_place=None,
                original_in_home=None,
                still_right_on=date(2026, 11, 20),
                still_right_asked="Ann Smith",
            ),
            "For CPR, 12-Aug-2026, confirmed 20-Nov-2026",
        ),
    ],
    ids=["not found", "not looked for", "plain", "seen", "cancelled", "overdue", "confirmed"],
)
def test_what_is_not_known_of_it_is_said_in_the_line(decision: Any, words: str) -> None:  # noqa: ANN401
    assert cpr_words(decision, TODAY) == words


def test_an_overdue_review_stands_in_the_short_line_too() -> None:
    words = cpr_words_in_short(not_for_cpr(**OVERDUE), TODAY)
    assert words == "Not for CPR 12-Aug-2026, review was due 01-Nov-2026"


def test_all_of_a_decision_is_said_in_lines_and_an_overdue_review_once() -> None:
    asked = {
        "person_involved": PersonInvolved.NO_CAPACITY,
        "person_why_not": "Dementia",
        "family_involved": FamilyInvolved.NOBODY,
        "family_who": None,
    }
    lines = cpr_lines(not_for_cpr(**asked, **OVERDUE, original_place=None), TODAY)
    assert lines[1:] == (
        "Decided by Dr Amara Osei, GP, 7012345",
        "Why: CPR would not succeed with her heart failure",
        "The person: could not decide it (Dementia)",
        "Family: there is nobody",
        "Not recorded where the signed original is",
    )
    assert lines[0].endswith("review was due 01-Nov-2026")


def test_who_was_not_asked_about_is_no_line_but_a_doubt() -> None:
    lines = cpr_lines(for_cpr(person_involved=None), TODAY)
    assert "Not recorded whether the person took part" in lines
    assert not any(line.startswith("The person:") for line in lines)


def test_a_ceiling_says_hospital_first_and_every_row_with_its_reason() -> None:
    assert ceiling_words(ceiling(), TODAY) == (
        "Hospital: for specified reversible causes, balance longer life with comfort, 12-Aug-2026"
    )
    assert ceiling_words_in_short(ceiling(), TODAY) == "Hospital: for specified reversible causes"
    assert ceiling_lines(ceiling(), TODAY)[1:] == (
        f"Admission to hospital: for specified reversible causes. {ceiling().hospital_why}",
        "Antibiotics by mouth: yes",
        "Intensive care: no. Too frail to come through it",
        "Decided by Dr Amara Osei, GP",
    )


def test_a_ceiling_without_hospital_says_its_focus_and_without_either_that_it_is_recorded() -> None:
    bare = ceiling(hospital=None, hospital_why=None)
    assert ceiling_words(bare, TODAY) == "Balance longer life with comfort, 12-Aug-2026"
    rows_alone = ceiling(hospital=None, hospital_why=None, focus=None, review_on=date(2026, 11, 1))
    assert ceiling_words_in_short(rows_alone, TODAY) == (
        "Treatment ceiling recorded, review was due 01-Nov-2026"
    )
