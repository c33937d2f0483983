"""What cannot have been so is refused at its field, in words, before a plan is signed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.kinds import checked, dump
from mdt_core.record import Statement, kind_named
from tests.support.plans import PLAN_SAMPLES

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOMORROW = (NOW + timedelta(days=1)).date().isoformat()
YESTERDAY = (NOW - timedelta(days=1)).date().isoformat()
LATER = "2026-11-24T13:00:00Z"


def changed(kind: str, changes: dict[str, Any]) -> Statement:
    record_class = kind_named(kind)
    assert record_class is not None
    body = {**dump(PLAN_SAMPLES[kind]()), **changes}
    made = checked(record_class, {key: value for key, value in body.items() if value is not None})
    assert isinstance(made, Statement)
    return made


@pytest.mark.parametrize("kind", PLAN_SAMPLES)
def test_a_plan_with_plain_clinical_values_is_possible(kind: str) -> None:
    changed(kind, {}).require_possible(NOW)


@pytest.mark.parametrize(
    ("kind", "changes", "where", "words"),
    [
        ("about_me", {"told_on": TOMORROW}, "Told on", "later than today"),
        ("care_plan", {"next_review": YESTERDAY}, "Next review due", "in the past"),
        ("contingency_plan", {"situations": []}, "What may happen", "at least one thing"),
        ("contingency_plan", {"next_review": YESTERDAY}, "Next review due", "in the past"),
        ("contingency_plan", {"statement_on": TOMORROW}, "Advance statement dated", "later"),
        ("support_plan", {"plans": []}, "Plans", "at least one plan"),
        ("preferred_place", {"said_on": TOMORROW}, "Said on", "later than today"),
        (
            "preferred_place",
            {"care": None, "death": None},
            "Preferred place of death",
            "place of care or the place of death",
        ),
        ("end_of_life_plan", {"gsf_on": TOMORROW}, "Stage last looked at", "later than today"),
        ("end_of_life_plan", {"next_review": YESTERDAY}, "Next review due", "in the past"),
        (
            "end_of_life_plan",
            {"involved": ["discussed", "declined"]},
            "Who took part in planning ahead",
            "choose one",
        ),
        ("last_days_care", {"recognised_at": LATER}, "Recognised as dying at", "later than now"),
        ("last_days_care", {"driver_since": LATER}, "Syringe driver since", "later than now"),
        ("just_in_case", {"location": None}, "Where exactly", "Say where they are"),
        ("just_in_case", {"location": "  "}, "Where exactly", "Say where they are"),
        ("just_in_case", {"checked_on": TOMORROW}, "Looked at on", "later than today"),
        ("just_in_case", {"dispensed_on": "2026-10-01"}, "Dispensed on", "before they were"),
        ("just_in_case", {"first_dose_at": LATER}, "First dose given at", "later than now"),
    ],
)
def test_what_cannot_have_been_is_refused_at_its_field(
    kind: str, changes: dict[str, Any], where: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        changed(kind, changes).require_possible(NOW)
    assert refused.value.where == where


def test_about_me_needs_one_heading_and_an_end_of_life_plan_something_planned() -> None:
    for kind, kept in (("about_me", {"told_on"}), ("end_of_life_plan", {"responsible"})):
        body = dump(PLAN_SAMPLES[kind]())
        nothing = {key: None for key in body if key not in kept}
        with pytest.raises(InvalidInput, match="Write"):
            changed(kind, nothing).require_possible(NOW)


def test_medicines_that_are_not_here_need_no_place() -> None:
    for state in ("asked_for", "prescribed", "returned", "not_needed"):
        changed("just_in_case", {"state": state, "location": None}).require_possible(NOW)


def test_a_review_may_be_today() -> None:
    today = date(2026, 11, 24).isoformat()
    changed("care_plan", {"next_review": today}).require_possible(NOW)


@pytest.mark.parametrize("value", [0, 11])
def test_how_much_a_goal_matters_is_one_to_ten(value: int) -> None:
    with pytest.raises(InvalidInput, match="between 1 and 10"):
        changed("care_plan", {"goals": [{"text": "Walk", "importance": value}]})
