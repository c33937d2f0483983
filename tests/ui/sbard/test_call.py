"""The words for a call: from the resident's own record, unknown said as unknown, its copy audited."""

from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_core.drafts import Draft
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import ObservationSet, SoftSign
from mdt_core.store.tables import AccessAuditRow
from mdt_core.use_cases.observations import raise_concern, sign_observations
from mdt_desktop.ui.context import Context, Destination, ToResident, ToSbard
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.sbard.page import COPIED, SbardPage
from mdt_desktop.ui.sbard.words import resident_call
from tests.support.ward import UNWELL, Ward

NOT_LISTED = "Medicines list not recorded. Check the MAR."
ORDER = ["Situation", "Background", "Assessment", "Recommendation", "Decision"]


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def call(context: Context, who: str, **later: float) -> dict[str, str]:
    page = read_again(context.store, context.actor, who).page
    text = resident_call(page, NOT_LISTED, context.clock() + timedelta(**later))
    lines = text.splitlines()
    assert [line.partition(":")[0] for line in lines] == ORDER
    return {line.partition(": ")[0]: line.partition(": ")[2] for line in lines}


def test_the_call_says_who_what_is_new_the_score_with_parts_and_usual(
    context: Context, who: str
) -> None:
    raise_concern(
        context.store,
        by=context.actor,
        resident_id=who,
        concern=Concern(
            how_soon=HowSoon.TODAY, words="Not drinking.", soft_signs=(SoftSign.SLEEPIER,)
        ),
    )
    said = call(context, who)
    assert "ACHTERBERG" in said["Situation"]
    assert "NHS No. 999 000 0018" in said["Situation"]
    assert "Larch House, room 1" in said["Situation"]
    assert "Not drinking; Sleepier than usual" in said["Situation"]
    assert "NEWS2 7. Usual 1. Up 6" in said["Assessment"]
    assert "Parts: breaths " in said["Assessment"]
    assert "Breaths " in said["Assessment"]


def test_what_nobody_recorded_is_said_as_not_recorded(context: Context, ward: Ward) -> None:
    said = call(context, ward.in_room("4"))
    assert said["Situation"].endswith("Observations not recorded.")
    assert "Problems: not recorded" in said["Background"]
    assert NOT_LISTED in said["Background"]
    assert said["Assessment"] == "NEWS2: not recorded."


def test_old_observations_are_to_be_taken_again_and_an_old_concern_is_left_out(
    context: Context, who: str
) -> None:
    worry = Concern(how_soon=HowSoon.TODAY, words="Low")
    raise_concern(context.store, by=context.actor, resident_id=who, concern=worry)
    said = call(context, who, days=2)
    assert "more than a day ago: take them again" in said["Situation"]
    assert "Concern" not in said["Situation"]


def test_a_set_with_a_part_missing_has_no_total_in_the_call(context: Context, who: str) -> None:
    draft = Draft(ObservationSet, who, {"taken_at": "2026-11-24T07:00:00Z", "pulse": 140})
    draft = draft.with_value("taken_at", context.clock().isoformat())
    sign_observations(context.store, by=context.actor, draft=draft)
    said = call(context, who)["Assessment"]
    assert "No total" in said
    assert "One part scores 3: pulse" in said


def test_the_page_copies_the_words_and_the_audit_has_it(
    qtbot: QtBot, context: Context, who: str
) -> None:
    page = SbardPage(context, who, ToResident(who))
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(page.copy.isEnabled)
    page.copy.click()
    qtbot.waitUntil(lambda: page.bar.status == COPIED)
    assert QGuiApplication.clipboard().text() == page.words
    assert "NEWS2 7" in page.words
    with context.store.reading() as connection:
        done = [row.action for row in connection.execute(select(AccessAuditRow)).all()]
    assert "copy words for a call as SBARD" in done


def test_a_raised_set_offers_the_call_and_a_usual_one_does_not(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = ObservationsPage(context, who, ToResident(who))
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(page.save.isEnabled)
    assert page.body is not None
    draft = page.body.draft()
    page.body.show_draft(draft.with_value("respirations", "18"))
    assert page.save_and_call.isHidden()
    page.body.show_draft(draft.with_value("respirations", "26"))
    assert not page.save_and_call.isHidden()
    page.save_and_call.click()
    qtbot.waitUntil(lambda: bool(visited))
    assert visited == [ToSbard(who, ToResident(who))]
