"""What happens to the open resident while an entry is being written: a fall, a time in hospital."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Fall, FallSeenBy, HeadStruck, TimeKnown
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import click, desk_of, focus, named, press, shows, sign, write_entry
from tests.ui.round.scene import Scene


def falls(context: Context, by: Actor, who: str, before: timedelta) -> None:
    """Somebody else records a fall of so long ago, and the round screen is told."""
    fall = Fall(
        occurred_at=context.clock() - before,
        time_known=TimeKnown.FOUND_NOW,
        seen_by=FallSeenBy.NOBODY,
        head=HeadStruck.HIT,
    )
    draft = Draft(Fall, who, fall.model_dump(mode="json", exclude_none=True))
    made = record_fall(context.store, by=by, draft=draft).changes
    context.bus.publish(Changes(made.kinds, made.ids))


def test_a_fall_that_comes_in_is_named_first_and_looked_at_before_signing(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    write_entry(page, "Stable")
    desk, before = desk_of(page), focus()
    falls(context, by, scene.residents[0], timedelta(hours=4, minutes=5))
    qtbot.waitUntil(desk.news_bar.isVisible)
    assert desk.news_bar.text.startswith("New since you opened: fall at 03:10 today; action: ")
    assert desk.news_bar.text.endswith(". Look before you sign")
    assert focus() is before
    desk.focus_note()
    sign(page)
    assert page.message.text == desk.news_bar.text
    click(named(page, "Look"))
    shows(qtbot, page, "fall at 03:10 today")
    assert page.message.text == ""  # nothing asks for a look that was taken
    press(Qt.Key.Key_Escape)
    assert desk.form.note.value() == "Stable"
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id == scene.residents[1])


def test_a_fall_of_another_day_is_named_by_its_day_and_a_time_in_hospital_by_its_part(
    qtbot: QtBot, context: Context, scene: Scene, open_round: Open, by: Actor
) -> None:
    page = open_round()
    desk, who = desk_of(page), scene.residents[0]
    falls(context, by, who, timedelta(days=1))
    qtbot.waitUntil(desk.news_bar.isVisible)
    assert desk.news_bar.text.startswith("New since you opened: fall on 23-Nov-2026 at 07:15; ")
    back = HospitalEpisode(part=EpisodePart.RETURNED, happened_at=context.clock())
    with context.store.deed(by) as unit:
        unit.sign(back, About(who, scene.home_id))
        made = unit.commit()
    context.bus.publish(Changes(made.kinds, made.ids))
    qtbot.waitUntil(lambda: "back from hospital at 07:15 today" in desk.news_bar.text)
