"""Writes pictures of the round and of its paper in every look to build/pictures/round.

Run as `pytest tests/ui/round/gallery.py`; it is not collected with the tests. The best light and
dark ones are kept in docs/pictures.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import PartialDate
from mdt_core.drafts import Draft
from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind, Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.joining import join_round
from mdt_core.use_cases.residents import save_resident
from mdt_core.use_cases.rounds import sign_entry, start_round
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, ToRound
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.paper.page import PaperPage
from mdt_desktop.ui.paper.printing import PrinterNames
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.ward import Ward
from tests.ui.round.conftest import Open, is_open
from tests.ui.round.hands import ALT, CTRL, desk_of, press, sign, type_words, write_entry
from tests.ui.round.scene import Scene

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "round"
_LOOKS = [(palette, scale) for palette in PALETTES for scale in (1.0, 1.5, 2.0)]


def put_on(palette: str, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))


def write_some(page: RoundRunPage) -> None:
    form = desk_of(page).form
    type_words("Sleepier than last week, drinks when prompted. Chest clear on the video, no cough.")
    press(Qt.Key.Key_2, ALT)
    press(Qt.Key.Key_Tab)
    type_words("Offer a drink every hour while awake. Weigh on Sunday.")
    form.medicines.line.setFocus()
    type_words("stop furosemide dizzy since Sunday")
    press(Qt.Key.Key_Return)
    form.action_lines.setFocus()
    type_words("bloods FBC @home fri !")
    QTest.qWait(100)
    form.focus_on("note")


def keep(qtbot: QtBot, page: QWidget, name: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.qWait(300)
    page.grab().save(str(_FOLDER / f"{name}.png"))


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_run(qtbot: QtBot, past: str, open_round: Open, palette: str, scale: float) -> None:
    put_on(palette, scale)
    page = open_round(past, width=1116 if scale == 1 else 1216, height=748)
    name = f"run-{palette}-{round(scale * 100)}"
    if desk_of(page).panes.is_one_column:
        keep(qtbot, page, f"{name}-know")
        desk_of(page).panes.show_pane(1)
        desk_of(page).focus_note()
    write_some(page)
    keep(qtbot, page, name)


def test_states(qtbot: QtBot, past: str, open_round: Open, context: Context, scene: Scene) -> None:
    page = open_round(past, width=1116, height=748)
    sign(page)
    keep(qtbot, page, "refused")
    desk_of(page).focus_note()
    write_entry(page, "Stable")
    press(Qt.Key.Key_G, CTRL)
    keep(qtbot, page, "list")
    press(Qt.Key.Key_Escape)
    sign(page)
    qtbot.waitUntil(lambda: is_open(page) and desk_of(page).resident_id != past)
    keep(qtbot, page, "next")
    again = open_round(scene.residents[1], width=1116, height=748)
    type_words("A draft left by a crash")
    desk_of(again).autosave.flush()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    third = open_round(scene.residents[1], width=1116, height=748)
    keep(qtbot, third, "offer")
    paper = PaperPage(context, scene.home_id, scene.day, printers=PrinterNames(("Office",)))
    qtbot.addWidget(paper)
    paper.resize(1116, 748)
    paper.show()
    paper.load()
    qtbot.waitUntil(
        lambda: bool(paper.preview.pages) and not paper.preview.pages[0].pixmap().isNull()
    )
    keep(qtbot, paper, "paper")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_long_names(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene, scale: float
) -> None:
    put_on("light", scale)
    who = scene.residents[0]
    person = Resident(
        family_name="Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
        given_name="Maria Magdalena Wilhelmina Antoinette Philippa",
        title_prefix="Professor Dame",
        preferred_name="Millie",
        born=PartialDate("1931-06-11"),
    )
    save_resident(context.store, by=context.actor, resident=person, resident_id=who)
    stated = AllergyState(
        state=AllergyStateKind.KNOWN,
        allergies=tuple(
            Allergy(substance=name, reaction="swelling of the face and difficulty in breathing")
            for name in ("Penicillin", "Trimethoprim", "Elastoplast")
        ),
    )
    with context.store.deed(context.actor) as unit:
        unit.sign(stated, About(who, scene.home_id))
        unit.commit()
    page = open_round(who, width=1116 if scale == 1 else 1216, height=748)
    keep(qtbot, page, f"long-{round(scale * 100)}")


@pytest.fixture
def joined(workspace: Session, scene: Scene) -> Scene:
    """The round, with the person at the keyboard among those who are here."""
    join_round(workspace.store, by=workspace.actor, round_ids=[scene.round_id])
    return scene


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_whole_window(qtbot: QtBot, past: str, joined: Scene, frame: Frame, palette: str) -> None:
    scene = joined
    put_on(palette, 1.0)
    frame.go(ToRound(scene.home_id, scene.day, past))
    window = frame.window()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.findChild(RoundRunPage) is not None)
    page = window.findChild(RoundRunPage)
    assert isinstance(page, RoundRunPage)
    qtbot.waitUntil(lambda: is_open(page))
    write_some(page)
    assert (window.width(), window.height()) == (1180, 820)
    keep(qtbot, window, f"window-{palette}")


@pytest.fixture
def signed_by_another(context: Context, scene: Scene, past: str) -> str:
    """A resident of whom somebody else signed an entry in this round."""
    values = {"how": "in_person", "note": "Heel red, skin whole", "plan": "Off-load the heel"}
    said = {**values, "see_again": "next_round", "round_id": scene.round_id}
    draft = Draft(RoundEntry, past, said)
    sign_entry(context.store, by=replace(context.actor, person_id="b", name="Ruth"), draft=draft)
    return past


@pytest.mark.parametrize(("palette", "scale"), [("light", 1.0), ("contrast", 1.0), ("dark", 1.5)])
def test_medicines_and_two_clinicians(
    qtbot: QtBot, signed_by_another: str, open_round: Open, palette: str, scale: float
) -> None:
    put_on(palette, scale)
    page = open_round(signed_by_another, width=1078 if scale == 1 else 1139, height=744)
    form = desk_of(page).form
    form.medicines.line.setFocus()
    type_words("stop furosemide dizzy since Sunday")
    press(Qt.Key.Key_Return)
    type_words("start penicillin V, 250 mg four times a day")
    press(Qt.Key.Key_Return)
    keep(qtbot, page, f"medicines-{palette}-{round(scale * 100)}")


@pytest.fixture
def in_d2a(context: Context, scene: Scene, ward: Ward) -> str:
    """A resident in a D2A block bed, on the list of the round."""
    who = ward.in_room("8")
    start_round(
        context.store, by=context.actor, home_id=scene.home_id, day=scene.day, residents=[who]
    )
    return who


@pytest.mark.parametrize(("palette", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 2.0)])
def test_d2a(qtbot: QtBot, in_d2a: str, open_round: Open, palette: str, scale: float) -> None:
    put_on(palette, scale)
    page = open_round(in_d2a, width=1078 if scale == 1 else 1216, height=744)
    desk_of(page).panes.show_pane(1)
    desk_of(page).form.focus_on("therapy" if palette == "light" else "planned_end")
    keep(qtbot, page, f"d2a-{palette}-{round(scale * 100)}")
