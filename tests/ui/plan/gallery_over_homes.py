"""Writes pictures of the round over nine homes: its plan in several looks, its brief, and the paper screen.

Run as `pytest tests/ui/plan/gallery_over_homes.py`; it is not collected with the tests.
"""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.documents.brief import render_brief
from mdt_core.documents.contents import PaperLook
from mdt_core.records.rounds import Programme
from mdt_core.store.queries.together import RoundOf
from mdt_core.use_cases.briefs import brief
from mdt_core.use_cases.plans import RoundPlan, save_plans, say_ready
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.paper.drawing import draw
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.paper.page import PaperPage
from mdt_desktop.ui.paper.preview import image_of
from tests.support.nine_homes import NineHomes
from tests.ui.plan.conftest import TODAY
from tests.ui.plan.test_over_homes import Open, nine, open_plan

__all__ = ["nine", "open_plan"]

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "plan"
_LOOKS = (("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0))


def wishes(context: Context, nine: NineHomes) -> None:
    """Something to have ready in two homes, one of which is."""
    alder, beech = nine.homes["Alder Grange"], nine.homes["Beech Lodge"]
    abbott, edith = nine.who("Abbott"), nine.who("Featherstone", "Edith")
    plans = {
        alder: RoundPlan(
            (edith, abbott), ready={abbott: "weight; MAR chart", edith: "therapy notes"}
        ),
        beech: RoundPlan((nine.who("Featherstone", "Edna"), nine.who("Bartosz"))),
    }
    ids, _ = save_plans(
        context.store, by=context.actor, day=TODAY, plans=plans, programme=Programme.D2A
    )
    say_ready(context.store, by=context.actor, round_id=ids[0], resident_id=edith, is_ready=True)


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_plan(  # noqa: PLR0917
    qtbot: QtBot,
    qapp: QApplication,
    context: Context,
    nine: NineHomes,
    open_plan: Open,
    palette: str,
    scale: float,
) -> None:
    wishes(context, nine)
    style.apply(qapp, style.Look(PALETTES[palette], scale))
    page = open_plan()
    page.deeds.ask.click()
    QTest.qWait(400)
    _FOLDER.mkdir(parents=True, exist_ok=True)
    page.grab().save(str(_FOLDER / f"homes-{palette}-{round(scale * 100)}.png"))
    assert qtbot


def test_paper(qtbot: QtBot, context: Context, nine: NineHomes) -> None:
    wishes(context, nine)
    of = RoundOf(nine.homes["Alder Grange"], TODAY, Programme.D2A)
    told = brief(context.store, by=context.actor, of=of, waiting=2, practice=True)
    for name, look in (("a4", PaperLook()), ("large", PaperLook(large_print=True))):
        picture = draw(render_brief(told, look=look), 0, 90)
        image_of(picture).save(str(_FOLDER / f"brief-{name}.png"))
    page = PaperPage(context, "", TODAY, Programme.D2A, PaperKind.BRIEF)
    qtbot.addWidget(page)
    page.resize(1116, 736)
    page.show()
    page.load()
    qtbot.waitUntil(lambda: page.made is not None)
    QTest.qWait(500)
    page.grab().save(str(_FOLDER / "paper-brief.png"))
