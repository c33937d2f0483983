"""What the frequent forms cost from the page of a resident to «saved», by pointer and by keys.

A press, a chosen key and one typed field are one interaction each; Tab goes on to the next question
and belongs to the answer before it. A budget is the answers that are needed, the way in and the deed
that signs; whatever is over that has its reason. Nothing is chosen for the person beforehand: time,
findings, scores, decisions and who made them are all asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.medicines import MedicineLine
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.choices import ChoiceField, ManyChoiceField
from mdt_desktop.qt.fields import Field, NoteField, TextField
from mdt_desktop.ui.context import ToResident
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.observations.page import ObservationsPage
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.several import Several
from mdt_desktop.ui.resident.tabs import TABS
from tests.support.builders import SAMPLES
from tests.support.counted import Counted
from tests.ui.beds.board import Board
from tests.ui.conftest import PASSPHRASE
from tests.ui.fall.test_answering import SEVEN

CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
SIGN: Final = 1
FIND: Final = 3
"""Ctrl+K, a word of its name, Enter."""
KEY: Final = 1
DEED: Final = 1
MORE: Final = ("More",)
CHARTS: Final = ("Observations", "Scores and charts")
MOST_TABS: Final = 40
NOW: Final = "t 07:00"
LINES: Final = 8
ABBEY: Final = ("voice", "face", "body_language", "behaviour", "physiological", "physical")
DECIDED: Final = {"decided_on": "t", "decided_by": "Dr Amina Shah", "decided_by_role": "GP"}
PIN: Final = {"secret": PASSPHRASE}


@dataclass(frozen=True)
class Form:
    """A form, the answers that are given, its ways in, and what it costs beside them.

    `by` is where its button is: the words pressed one after another, or nothing for a deed of the
    page. `keys` is its key, or the word typed in Find.
    """

    name: str
    answers: Mapping[str, str]
    by: tuple[str, ...]
    keys: str | tuple[Qt.Key, Qt.KeyboardModifier]
    over: int = 0
    """Interactions beside answers, way in and deed: a choice from many is typed and then chosen."""
    lines: int = 0

    @property
    def budget(self) -> int:
        """The answers and the deed that signs."""
        return len(self.answers) + self.lines + self.over + SIGN

    @property
    def by_pointer(self) -> int:
        """Most interactions with the pointer."""
        return len(self.by) + DEED + self.budget

    @property
    def by_keys(self) -> int:
        """Most interactions without it."""
        return (FIND if isinstance(self.keys, str) else KEY) + self.budget


FORMS: Final = (
    Form(
        "Observations",
        {
            "respirations": "16",
            "oxygen_percent": "97",
            "on_oxygen": "air",
            "systolic": "128",
            "diastolic": "74",
            "pulse": "72",
            "consciousness": "alert",
            "temperature": "36.8",
        },
        (),
        (Qt.Key.Key_O, CTRL),
    ),
    Form("Fall", dict(SEVEN), (), (Qt.Key.Key_F, CTRL | SHIFT)),
    Form(
        "Concern", {"soft_signs": "sleepier", "how_soon": "today"}, (), (Qt.Key.Key_C, CTRL | SHIFT)
    ),
    Form(
        "Medication issue",
        {"occurred_at": NOW, "stage": "dispensing"},
        MORE,
        "medication issue",
        over=1,
    ),
    Form(
        "Prescription request",
        {"request_kind": "acute", "medicine": "amoxicillin", "needed_by": "+2d"},
        (),
        "prescription",
    ),
    Form(
        "Vaccination",
        {
            "vaccine": "influenza",
            "outcome": "given",
            "occurred_on": "t",
            "consent": "person",
            "batch": "AB1234",
            "expiry": "31/3/2027",
            "site": "left_arm",
            "giver": "Ann Hall",
        },
        MORE,
        "vaccination",
    ),
    Form(
        "MUST screen",
        {
            "screened_at": NOW,
            "weight_kg": "52.5",
            "height_how": "measured",
            "height_cm": "160",
            "weight_change": "not_lost",
            "acutely_ill": "false",
        },
        CHARTS,
        "must",
    ),
    Form("Pain", {"seen_at": NOW, **dict.fromkeys(ABBEY, "1")}, CHARTS, "pain"),
    Form("Stool", {"passed_at": NOW, "stool_type": "4"}, CHARTS, "stool"),
    Form("Drinking", {"seen_at": NOW, "hours": "12", "taken_ml": "900"}, CHARTS, "drinking"),
    Form(
        "Wound",
        {"seen_at": NOW, "site": "low_back", "wound_kind": "moisture", "course": "better"},
        CHARTS,
        "wound",
        over=1,
    ),
    Form(
        "CPR decision", {"cpr": "not_for_cpr", "reasoning": "Frail", **DECIDED, **PIN}, MORE, "cpr"
    ),
    Form("Treatment ceiling", {"focus": "balance", **DECIDED, **PIN}, MORE, "ceiling"),
    Form(
        "Medicines reconciliation",
        {"occasion": "return", "source": "discharge", "as_of": NOW},
        MORE,
        "reconciliation",
        lines=LINES,
    ),
    Form(
        "Extension of a D2A stay",
        {"until": "+2w", "reason": "Stairs", "approved_by": "Ms Okoro"},
        MORE,
        "extension",
    ),
    Form(
        "Therapy session",
        {"held_at": NOW, "therapy": "physiotherapy", "is_given": "true"},
        MORE,
        "therapy session",
    ),
    Form(
        "Escalation",
        {
            "trigger": "deterioration",
            "channel": "practice",
            "to_whom": "Elm Surgery",
            "sent_at": NOW,
            "situation": "Sleepier",
        },
        MORE,
        "escalation",
        over=1,
    ),
)
"""Those that a round, a home or a therapist fills in most, with the answers that mean something alone."""


class Pointer(Counted):
    """A hand with the pointer, and the keyboard to type."""

    def open(self, qtbot: QtBot, page: ResidentPage, form: Form) -> None:
        del qtbot
        if not form.by:
            self.press(button_in(page.deeds, form.name))
            return
        if form.by == MORE:
            self.press(page.deeds.more)
            self.press(button_in(page.deeds, f"Record: {form.name}"))
            return
        tab, words = form.by
        self.click(page.tabs, page.tabs.tabRect(TABS.index(tab)))
        several = page._stack.currentWidget()
        assert isinstance(several, Several)
        self.press(several.choice.button(words))
        self.press(button_in(several, f"Record: {form.name}"))

    def click(self, part: QWidget, within: QRect) -> None:
        self.interactions += 1
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=within.center())

    def choose(self, field: ChoiceField | ManyChoiceField, key: str) -> None:
        self.press(field.button(key))

    def find(self, field: LongChoiceField, key: str) -> None:
        self.click(field.editor, field.editor.rect())
        view = field.list.view
        place = [each.key for each in field._answers].index(key)
        index = view.model().index(place, 0)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index))
        give_back(field)

    def type(self, field: TextField | NoteField, words: str) -> None:
        field.editor.setFocus()
        self.field(words)

    def save(self, page: QuickFormPage) -> None:
        self.press(page.save)


class Keys(Counted):
    """Somebody who uses no pointer."""

    def open(self, qtbot: QtBot, page: ResidentPage, form: Form) -> None:
        if not isinstance(form.keys, str):
            self.key(*form.keys)
            return
        frame = page.window().findChild(Frame)
        assert isinstance(frame, Frame)
        self.key(Qt.Key.Key_K, CTRL)
        self.field(form.keys)
        qtbot.waitUntil(lambda: frame.finder.is_answered)
        self.key(Qt.Key.Key_Return)

    def choose(self, field: ChoiceField | ManyChoiceField, key: str) -> None:
        self.go_to(field)
        place = [each.key for each in field._choices].index(key)
        self.key(Qt.Key(Qt.Key.Key_1 + place))

    def find(self, field: LongChoiceField, key: str) -> None:
        self.go_to(field)
        self.field(next(each.words for each in field._answers if each.key == key)[:4])
        self.interactions += 1
        QTest.keyClick(field.list.view, Qt.Key.Key_Return)
        give_back(field)

    def type(self, field: TextField | NoteField, words: str) -> None:
        self.go_to(field)
        self.field(words)

    def save(self, page: QuickFormPage) -> None:
        assert page.save.isEnabled()
        self.key(Qt.Key.Key_Return, CTRL)

    def go_to(self, field: Field) -> None:
        """Tab, as often as it takes."""
        for _ in range(MOST_TABS):
            focus = QApplication.focusWidget()
            assert focus is not None
            if field.isAncestorOf(focus):
                return
            QTest.keyClick(focus, Qt.Key.Key_Tab)
        pytest.fail(f"«{field.label}» is not reached by Tab")


def give_back(field: Field) -> None:
    """The keyboard to the window, as where there is a screen: a list that opens never takes it there."""
    field.window().activateWindow()


def button_in(part: QWidget, words: str) -> Button:
    found = (each for each in part.findChildren(Button) if each.text() == words)
    return next(each for each in found if each.isVisible())


def fields_of(page: QuickFormPage) -> Mapping[str, Field]:
    """The questions of any form, by their names."""
    if isinstance(page, ObservationsPage):
        assert page.body is not None
        return page.body.form.fields
    form = page.form_widget
    found: dict[str, Field] = dict(getattr(form, "fields", None) or form.rows)  # type: ignore[attr-defined]
    secret = getattr(form, "secret", None)
    return {**found, "secret": secret} if secret is not None else found


def give(person: Pointer | Keys, field: Field, answer: str) -> None:
    match field:
        case LongChoiceField():
            person.find(field, answer)
        case ChoiceField() | ManyChoiceField():
            person.choose(field, answer)
        case TextField() | NoteField():
            person.type(field, answer)
        case _:
            pytest.fail(f"{field.label} is answered by nothing known here")


def fill(qtbot: QtBot, frame: Frame, who: str, form: Form, person: Pointer | Keys) -> int:
    """Opens, answers and saves one form; gives the interactions."""
    if not isinstance(frame.page, ResidentPage):  # most go back there by themselves
        frame.go(ToResident(who))
        idle(qtbot, frame)
    there = frame.page
    assert isinstance(there, ResidentPage)
    person.open(qtbot, there, form)
    page = frame.page
    assert isinstance(page, QuickFormPage), form.name
    idle(qtbot, frame)
    fields = fields_of(page)
    for name, answer in form.answers.items():
        give(person, fields[name], answer)
    if form.lines:
        lines = fields["lines"]
        assert isinstance(lines, PartsField)
        assert len(lines.rows) == form.lines
        for row in lines.rows:
            give(person, row.fields["decision"], "keep")
    person.save(page)
    qtbot.waitUntil(partial(is_over, page), timeout=3000)
    assert page.is_saved, f"{form.name}: {page.message.text}"
    idle(qtbot, frame)
    return person.interactions


def is_over(page: QuickFormPage) -> bool:
    return page.is_saved or bool(page.message.text)


def idle(qtbot: QtBot, frame: Frame) -> None:
    runners = frame.context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


@pytest.fixture
def who(frame: Frame) -> str:
    """Somebody in a D2A bed with decisions that stand, who takes eight medicines."""
    context = frame.context
    lodger = Board(context.store, context.actor).lodger
    for number in range(LINES):
        values = {"medicine": f"Medicine {number}", "state": "active"}
        draft = Draft(MedicineLine, lodger, values)
        save_medicine_line(context.store, by=context.actor, draft=draft)
    for kind in (CprDecision, TreatmentCeiling):  # what is signed here changes what stands
        standing = Draft(kind, lodger, dump(SAMPLES[kind.kind]()))
        record_statement(context.store, by=context.actor, draft=standing)
    return lodger


@pytest.mark.parametrize("hand", [Pointer, Keys], ids=["pointer", "keys"])
def test_the_frequent_forms_cost_what_their_answers_cost(
    qtbot: QtBot, frame: Frame, who: str, hand: Callable[[], Pointer | Keys]
) -> None:
    cost = {form.name: fill(qtbot, frame, who, form, hand()) for form in FORMS}
    most = {each.name: each.by_keys if hand is Keys else each.by_pointer for each in FORMS}
    assert {name: (cost[name], most[name]) for name in most if cost[name] > most[name]} == {}
