"""A new version of a plan says word by word what it says otherwise than the one it replaced."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.care_plans import CarePlan
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import TimelineItem, timeline
from mdt_desktop.ui.resident.views import ChangedRows
from tests.support import builders
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def sign(context: Context, who: str, **changes: Any) -> None:  # noqa: ANN401 - any JSON value
    body = {**dump(builders.SAMPLES[CarePlan.kind]()), **changes}
    values = {key: value for key, value in body.items() if value is not None}
    record_statement(context.store, by=context.actor, draft=Draft(CarePlan, who, values))


def plans(context: Context, who: str) -> list[TimelineItem]:
    items = timeline(read_again(context.store, context.actor, who), context.actor, context.clock())
    return [item for item in items if item.kind == CarePlan.kind]


def test_what_changed_is_said_word_by_word_with_what_stood_there_before(
    qtbot: QtBot, context: Context, who: str, clock: TestClock
) -> None:
    sign(context, who, strengths="Knows everyone by name")
    clock.advance(hours=1)
    sign(context, who, strengths="Knows everyone by face", funding=None, prepared_at="Oak House")
    new, old = plans(context, who)
    assert old.changes is None
    assert new.changes is not None
    told = {fact.label: fact for fact in new.changes.facts}
    strengths = told["Strengths"]
    assert [(run.text.strip(), run.is_changed) for run in strengths.runs if run.text.strip()] == [
        ("Knows everyone by", False),
        ("face", True),
    ]
    assert strengths.before == "Knows everyone by name"
    assert told["Who pays for the care"].runs == ()
    assert set(told) == {"Strengths", "Who pays for the care", "Where the plan was made"}
    assert "Changed since" in new.spoken()
    rows = ChangedRows(new.changes)
    qtbot.addWidget(rows)
    assert "face" in rows.framed


def test_a_first_version_has_no_change_and_the_same_again_says_that_nothing_changed(
    context: Context, who: str, clock: TestClock
) -> None:
    sign(context, who)
    (first,) = plans(context, who)
    assert first.changes is None
    clock.advance(hours=1)
    sign(context, who)
    assert plans(context, who)[0].changes is not None
    assert "Nothing changed since" in plans(context, who)[0].spoken()
