"""The first tab: open actions, the last entry, what came since, who this is, and what is missing."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.records.actions import ActionState
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, Columns, FlowRow, OneLine, Quiet, Tag, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.missing import MissingLine
from mdt_desktop.ui.resident.missing_row import MissingRow, PuttingOff
from mdt_desktop.ui.resident.presenter import (
    TWO_VERSIONS,
    ActionLine,
    AllergyVersion,
    Happening,
)
from mdt_desktop.ui.resident.views import FactRow, ScrolledTab, lines

_NO_ACTIONS: Final = "No open actions"
_NO_ENTRY: Final = "No round entry recorded here yet"
_NOTHING_SINCE: Final = "Nothing recorded since the last entry"
_NOTHING_MISSING: Final = "Nothing of what is asked for here is missing"


@dataclass(frozen=True)
class Answer:
    """What a person says of an open action."""

    action_id: str
    text: str
    state: ActionState


class HappeningView(ScrolledTab):
    """Shows one `Happening` and, above it, allergies that two people wrote differently.

    Signals:
        answered: `Answer`
        put_off: `PuttingOff`
        way_chosen: the words of the deed that records what is missing
    """

    answered = Signal(object)
    put_off = Signal(object)
    way_chosen = Signal(object)

    def show_happening(
        self,
        now: Happening,
        allergies: tuple[AllergyVersion, ...],
        *,
        may_answer: bool,
        may_put_off: bool = False,
    ) -> None:
        """Shows the tab anew."""
        self._may_put_off = may_put_off
        columns = Columns(least_em=36)
        columns.add(self._left(now, may_answer=may_answer), 3)
        columns.add(self._right(now), 2)
        self.show_parts(*([_allergies(allergies)] if allergies else []), columns)

    def _left(self, now: Happening, *, may_answer: bool) -> QWidget:
        requests = f"Medicine requests ({len(now.requests)})"
        return _stack(
            self._actions(now.actions, may_answer=may_answer),
            *([_listed(requests, now.requests, "")] if now.requests else []),
            _last_entry(now),
            _listed("Since then", now.since_then, _NOTHING_SINCE),
        )

    def _right(self, now: Happening) -> QWidget:
        about = (now.about_me,) if now.about_me else ()
        missing = (self._missing(now),) if now.is_missing_shown else ()
        alerts = _listed("Alerts", now.alerts, "No alerts recorded")
        first = (alerts, *missing) if now.alerts else (*missing, alerts)
        return _stack(*first, _listed("About me", about, "About me not recorded"))

    def _actions(self, actions: tuple[ActionLine, ...], *, may_answer: bool) -> Card:
        count = f" ({len(actions)})" if actions else ""
        card = Card(f"Open actions{count}")
        if not actions:
            card.add(Quiet(_NO_ACTIONS, card))
        for action in actions:
            card.add(self._action(action, card, may_answer=may_answer))
        return card

    def _action(self, action: ActionLine, parent: QWidget, *, may_answer: bool) -> FlowRow:
        row = FlowRow(parent)
        row.add(OneLine(action.words, row))
        if action.is_overdue:
            row.add(Tag("Overdue", "amber", row))
        if action.has_two_versions:
            row.add(Tag(TWO_VERSIONS, "red", row))
        if may_answer and action.text:
            for words, state in (("Done", ActionState.DONE), ("Carry on", ActionState.OPEN)):
                button = Button(words, parent=row)
                button.setAccessibleName(f"{words}: {action.text}")
                answer = Answer(action.id, action.text, state)
                button.clicked.connect(partial(self._on_answered, answer))
                row.add(button)
        return row

    def _missing(self, now: Happening) -> Card:
        count = f" ({len(now.missing)})" if now.missing else ""
        card = Card(f"What is missing{count}", tone="amber" if now.missing else "")
        if not now.missing:
            card.add(Quiet(_NOTHING_MISSING, card))
        for line in now.missing:
            card.add(self._missing_row(line, card))
        for words in now.put_off:
            card.add(Quiet(words, card))
        return card

    def _missing_row(self, line: MissingLine, parent: QWidget) -> MissingRow:
        row = MissingRow(line, may_put_off=self._may_put_off, parent=parent)
        row.way_chosen.connect(self._on_way)
        row.put_off.connect(self._on_put_off)
        return row

    def _on_put_off(self, wanted: PuttingOff) -> None:
        self.put_off.emit(wanted)

    def _on_answered(self, answer: Answer) -> None:
        self.answered.emit(answer)

    def _on_way(self, way: str) -> None:
        self.way_chosen.emit(way)


def _last_entry(now: Happening) -> Card:
    card = Card(now.last_entry_heading)
    if not now.last_entry:
        card.add(Quiet(_NO_ENTRY, card))
    for fact in now.last_entry:
        card.add(FactRow(fact, card))
    return card


def _listed(heading: str, texts: tuple[str, ...], empty: str) -> Card:
    card = Card(heading)
    for label in lines(card, texts, empty):
        card.add(label)
    return card


def _allergies(versions: tuple[AllergyVersion, ...]) -> Card:
    card = Card(f"Allergies: {TWO_VERSIONS[0].lower()}{TWO_VERSIONS[1:]}", tone="red")
    for version in versions:
        said = f"{version.state}: {version.substances}" if version.substances else version.state
        card.add(Words(said, card, words="label"))
        card.add(Quiet(version.signed, card))
    return card


def _stack(*cards: Card) -> QWidget:
    holder = QWidget()
    box = column(holder, gap=12)
    for card in cards:
        box.addWidget(card)
    box.addStretch(1)
    return holder
