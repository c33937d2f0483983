"""A D2A resident in the round: three required lines above when to see them again."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from mdt_core.clock import clinical_date
from mdt_core.records.stays import Stay
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.rounds import round_page
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.gp_copies import record_copy
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.rounds import start_round
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.d2a_lines import PlannedEnd
from mdt_desktop.ui.round.deeds import STAY_STANDS
from mdt_desktop.ui.round.no_change import D2A_WEEKLY
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import Ward
from tests.ui.round.conftest import Open
from tests.ui.round.hands import ALT, CTRL, click, desk_of, press, shows, sign, type_words, words_on
from tests.ui.round.scene import Scene

THERAPY = "Stairs with one person, twice"


@pytest.fixture
def patel(context: Context, ward: Ward, scene: Scene) -> str:
    """A resident in a D2A block bed, on the list of the round."""
    who = ward.in_room("8")
    start_round(
        context.store, by=context.actor, home_id=scene.home_id, day=scene.day, residents=[who]
    )
    return who


def lines(page: RoundRunPage) -> tuple[PlannedEnd, ManyChoiceField]:
    form = desk_of(page).form
    end, stops = form.field("planned_end"), form.field("barriers")
    assert isinstance(end, PlannedEnd)
    assert isinstance(stops, ManyChoiceField)
    return end, stops


def note(page: RoundRunPage) -> None:
    type_words("Walks to the door and back")
    press(Qt.Key.Key_2, ALT)
    assert page.isVisible()


def test_the_three_lines_stand_above_see_again_which_is_brought(
    patel: str, open_round: Open
) -> None:
    page = open_round(patel)
    form = desk_of(page).form
    names = ("planned_end", "barriers", "therapy", "see_again")
    heights = [form.field(name).mapTo(form, QPoint()).y() for name in names]
    assert heights == sorted(heights)
    assert form.see_again.value() == "next_round"
    assert "Day " in lines(page)[0].day.text()
    assert desk_of(page).draft.is_empty, "what a stay brings is nothing that was written"


def test_nobody_else_has_these_lines(past: str, open_round: Open) -> None:
    page = open_round(past)
    assert "What stops discharge" not in words_on(page)
    assert not desk_of(page).form.see_again.value()


def test_signing_is_refused_until_all_three_are_said(
    qtbot: QtBot, patel: str, open_round: Open, context: Context, scene: Scene
) -> None:
    page = open_round(patel)
    end, stops = lines(page)
    note(page)
    end.editor.clear()
    end.setFocus()
    sign(page)
    shows(qtbot, page.message, "Give the planned end of this D2A stay")
    type_words("+9d")
    chosen = scene.day + timedelta(days=9)
    assert end.value() == chosen.isoformat()
    sign(page)
    shows(qtbot, page.message, "Choose what stops discharge, or «Nothing: ready to go»")
    click(stops.button("care_at_home"))
    click(stops.button("equipment"))
    sign(page)
    shows(qtbot, page.message, "Say what therapy there was since last week")
    type_words(THERAPY)
    sign(page)
    qtbot.waitUntil(lambda: page.read is not None and page.read.is_signed(patel))
    store, by = context.store, context.actor
    with store.reading() as connection:
        entry = round_page(connection, by, scene.home_id, scene.day).entries[0][1].record
    assert entry is not None
    assert (entry.planned_end, entry.therapy) == (chosen, THERAPY)
    said = (
        f"Planned end: {clinical_date(chosen)}",
        "What stops discharge: Care at home not found; Equipment or adaptations",
        f"Therapy since last week: {THERAPY}",
    )
    sheet = round_sheet(
        store, by=by, home_id=scene.home_id, day=scene.day, waiting=0, practice=False
    )
    assert sheet.entries[0].discharge == said
    copied = record_copy(store, by=by, home_id=scene.home_id, day=scene.day, resident_id=patel)
    assert "\n".join(said) in copied


def test_the_planned_end_that_was_signed_is_brought_the_next_time(
    qtbot: QtBot, patel: str, open_round: Open, scene: Scene
) -> None:
    page = open_round(patel)
    end, stops = lines(page)
    note(page)
    end.setFocus()
    end.editor.selectAll()
    type_words("+9d")
    click(stops.button("nothing"))
    desk_of(page).form.focus_on("therapy")
    type_words("none")
    sign(page)
    qtbot.waitUntil(lambda: page.read is not None and page.read.is_signed(patel))
    again = open_round(patel)
    assert lines(again)[0].value() == (scene.day + timedelta(days=9)).isoformat()
    assert lines(again)[1].value() == ()


def test_no_change_is_refused_in_words(qtbot: QtBot, patel: str, open_round: Open) -> None:
    page = open_round(patel)
    press(Qt.Key.Key_N, CTRL)
    shows(qtbot, page.message, D2A_WEEKLY)


def test_a_draft_keeps_the_three_lines(patel: str, open_round: Open) -> None:
    page = open_round(patel)
    click(lines(page)[1].button("housing"))
    draft = desk_of(page).draft
    assert draft.values["barriers"] == ["housing"]
    again = open_round(patel)
    desk_of(again).form.show_draft(draft)
    assert lines(again)[1].value() == ("housing",)


def test_the_registration_stands_beside_the_weekly_lines(
    patel: str, open_round: Open, context: Context
) -> None:
    assert "No temporary registration" in words_on(open_round(patel))
    with context.store.deed(context.actor) as unit:
        line = resident_by_id(unit.connection, patel)
        assert line is not None
        stay = unit.card(Stay, line.stay_id or "")
        registered = {"registered_on": date(2026, 9, 24), "registration_sent": True}
        about = About(patel, line.home_id)
        unit.write(stay.model_copy(update=registered), about, record_id=line.stay_id)
        unit.commit()
    said = "Temporary until 24-Dec-2026: 30 days left. GMS3 sent"
    assert said in words_on(open_round(patel))


def test_taking_an_entry_back_says_that_the_stay_keeps_what_it_said(
    qtbot: QtBot, patel: str, open_round: Open
) -> None:
    page = open_round(patel)
    end, stops = lines(page)
    note(page)
    end.setFocus()
    end.editor.selectAll()
    type_words("+9d")
    click(stops.button("nothing"))
    desk_of(page).form.focus_on("therapy")
    type_words("none")
    sign(page)
    qtbot.waitUntil(lambda: page.read is not None and page.read.is_signed(patel))
    qtbot.waitUntil(page.deeds.undo.isVisible)
    click(page.deeds.undo)
    shows(qtbot, page.message, STAY_STANDS)
    qtbot.waitUntil(lambda: "from an entry that was withdrawn" in words_on(page))
