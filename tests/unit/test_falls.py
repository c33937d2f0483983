"""What a fall says, and what it leaves unsaid."""

from datetime import timedelta
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.fields import choices_of, field_of
from mdt_core.record import all_kinds
from mdt_core.records.falls import Awake, Fall, HeadStruck, Hurt
from mdt_core.use_cases.falls import full_record_of, require_possible
from tests.support.builders import NINE_IN_THE_MORNING, fall

WORDS = {
    "time_known": ("Now", "Found now", "Earlier…"),
    "seen_by": ("I saw it", "Someone saw it", "Nobody"),
    "head": ("Not hit", "Hit", "Do not know"),
    "awake": ("As usual", "Confused or drowsy", "Passed out"),
    "hurt": (
        *("None", "Bruise", "Skin tear", "Cut", "Pain on moving"),
        *("Limb looks wrong", "Bleeding", "Neck or back"),
    ),
    "floor_time": ("Under 1 h", "1 h or more", "Do not know"),
    "place": ("Bedroom", "En suite", "Lounge", "Corridor", "Dining", "Other"),
    "got_up": ("Alone", "With help", "Hoist", "Still on floor", "Ambulance"),
}


def test_the_eight_questions_have_exactly_the_answers_of_the_quick_form() -> None:
    assert Fall.quick == tuple(WORDS)
    for name, words in WORDS.items():
        assert tuple(choice.label for choice in choices_of(field_of(Fall, name))) == words


def test_nothing_but_the_time_is_required_and_what_is_not_answered_is_nothing() -> None:
    bare = Fall(occurred_at=NINE_IN_THE_MORNING)
    for name in set(Fall.model_fields) - {"occurred_at"}:
        assert not getattr(bare, name)
    assert not bare.is_head_or_injury
    require_possible(bare, NINE_IN_THE_MORNING)


def test_no_field_of_a_fall_is_a_score() -> None:
    assert Fall in set(all_kinds())
    assert not [name for name in Fall.model_fields if "score" in name or "risk" in name]


@pytest.mark.parametrize(
    ("answers", "is_head_or_injury"),
    [
        ({"head": HeadStruck.HIT}, True),
        ({"head": HeadStruck.NOT_KNOWN}, True),
        ({"head": HeadStruck.NOT_HIT}, False),
        ({"awake": Awake.DROWSY}, True),
        ({"awake": Awake.PASSED_OUT}, True),
        ({"awake": Awake.AS_USUAL}, False),
        ({"hurt": (Hurt.NONE,)}, False),
        ({"hurt": (Hurt.SKIN_TEAR,)}, True),
    ],
)
def test_head_or_injury_is_what_was_answered(
    answers: dict[str, Any], is_head_or_injury: bool
) -> None:
    assert Fall(occurred_at=NINE_IN_THE_MORNING, **answers).is_head_or_injury is is_head_or_injury


@pytest.mark.parametrize(
    ("wrong", "where", "words"),
    [
        (
            {"occurred_at": NINE_IN_THE_MORNING + timedelta(seconds=1)},
            "Time of the fall",
            "A fall cannot be later than now",
        ),
        (
            {"last_seen_at": NINE_IN_THE_MORNING + timedelta(minutes=1)},
            "Last seen",
            "Last seen is later than the fall",
        ),
        ({"hurt": (Hurt.NONE, Hurt.CUT)}, "Hurt", "Choose either «None» or what is hurt"),
    ],
)
def test_what_cannot_have_been_so_is_refused_in_words(
    wrong: dict[str, Any], where: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        require_possible(fall(**wrong), NINE_IN_THE_MORNING)
    assert (refused.value.where, refused.value.message) == (where, words)


def test_the_full_record_is_due_within_a_day_of_recording_however_old_the_fall_is() -> None:
    action = full_record_of(fall(), NINE_IN_THE_MORNING + timedelta(days=6))
    assert action.text == "Full falls record of the fall on 24-Nov-2026 09:00"
    assert action.owner_role is not None
    assert (action.owner_role.label, str(action.due)) == ("Care-home nurse", "2026-12-01")
