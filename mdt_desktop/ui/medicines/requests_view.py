"""The requests of a resident below one another, each with its strip and its one green deed."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.medicine_request_steps import RequestStep
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, FlowRow, OneLine, Quiet, Tag, Words
from mdt_desktop.ui.medicines.requests import NO_REQUESTS, TWO_VERSIONS, RequestView, is_done
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.resident.medicines import FOOT
from mdt_desktop.ui.resident.views import ScrolledTab


@dataclass(frozen=True)
class StepWanted:
    """The step that somebody wants to tell."""

    view: RequestView
    step: RequestStep


class RequestsView(ScrolledTab):
    """Shows requests, the open ones first.

    Signals:
        wanted: `StepWanted`
        asked: nothing; a new request is wanted
    """

    wanted = Signal(object)
    asked = Signal()

    def show_requests(self, views: tuple[RequestView, ...], *, may_ask: bool) -> None:
        """Shows these requests anew."""
        parts: list[QWidget] = []
        if may_ask:
            row = FlowRow()
            ask = Button("Ask for a prescription", icon_name="plus", parent=row)
            ask.clicked.connect(self.asked)
            row.add(ask)
            parts.append(row)
        if not views:
            parts.append(Quiet(NO_REQUESTS))
        parts += [self._card(view) for view in views]
        self.show_parts(*parts, Quiet(FOOT))

    def _card(self, view: RequestView) -> Card:
        is_late = bool(view.overdue) or view.has_two_versions
        card = Card(view.medicine, tone="amber" if is_late else "info" if view.is_open else "")
        if view.overdue:
            _tag(card, f"Overdue: {view.overdue}", "amber")
        if view.has_two_versions:
            _tag(card, TWO_VERSIONS, "red")
        if view.is_urgent:
            _tag(card, "Urgent", "red")
        card.add(_strip(view, card))
        for words in view.words:
            card.add(Words(words, card))
        for words in view.told:
            card.add(Quiet(words, card))
        if view.whose and not view.overdue:
            card.add(Words(view.whose, card))
        if view.step or view.others:
            card.add(self._deeds(view, card))
        return card

    def _deeds(self, view: RequestView, parent: QWidget) -> FlowRow:
        row = FlowRow(parent)
        steps = [(view.step, Kind.PRIMARY)] if view.step else []
        for step, kind in (*steps, *((each, Kind.SECONDARY) for each in view.others)):
            button = Button(step.value, kind, parent=row)
            button.setAccessibleName(f"{step.value}: {view.medicine}")
            button.clicked.connect(partial(self._on_step, StepWanted(view, step)))
            row.add(button)
        return row

    def _on_step(self, wanted: StepWanted) -> None:
        self.wanted.emit(wanted)


def _tag(card: Card, words: str, tone: str) -> None:
    tag = WrappedTag(card)
    tag.show_words(words, tone)
    card.add(tag)


def _strip(view: RequestView, parent: QWidget) -> FlowRow:
    """Asked > Decided > Sent > Received in home > First dose, and how it ended where it ended early."""
    row = FlowRow(parent)
    row.setAccessibleName(f"{view.state}. {'. '.join(view.told)}")
    for place, part in enumerate(view.strip):
        if place:
            row.add(OneLine(">", row))
        row.add(Tag(part.name, "green" if part.is_reached else "grey", row))
    if not view.is_open and not is_done(view):
        row.add(Tag(view.state, "grey", row))
    return row
