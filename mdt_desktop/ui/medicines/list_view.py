"""The list under its head, each line wrapped and whole, what to look at in it, and what the list is not."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_core import access
from mdt_core.clock import london_day
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.records.medicines import MedicineLine
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, FlowRow, OneLine, Quiet, Tag, Words
from mdt_desktop.ui.context import Context, Destination, ToForm, ToMedicineLine
from mdt_desktop.ui.medicines.burden import installed_list
from mdt_desktop.ui.medicines.checks import ChecksView, checks_view
from mdt_desktop.ui.resident.medicines import FOOT, MedicinesView, MedicineView, medicines
from mdt_desktop.ui.resident.views import ScrolledTab

_MARK_TONES: Final = {"Two versions": "red", "Stopped": "grey", "Completed": "grey"}


_FORMS: Final = (
    (MedicineReconciliation, "Reconcile with another list"),
    (MedicineReview, "Review"),
)
"""What is done with the whole list, on a form of its own."""


class MedicinesList(ScrolledTab):
    """Lines are added and changed on a page of their own; the checks fold out where they stand."""

    def __init__(
        self, context: Context, here: Callable[[], Destination], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._here = context, here
        self._resident_id = ""
        self._home_id: str | None = None
        self._has_checks_open = False
        self._page: ResidentPage | None = None

    def show_page(self, page: ResidentPage) -> None:
        """Shows another reading of the resident."""
        self._page, self._resident_id = page, page.line.resident_id
        self._home_id = page.line.home_id
        by, now, line = self._context.actor, self._context.clock(), page.line
        view = medicines(page, now)
        may = not line.is_deceased and access.may_write(by, MedicineLine, line.home_id)
        installed = installed_list(self._context.folder)
        found = checks_view(page, by, london_day(now), installed)
        parts: list[QWidget] = [_head(view)]
        if may or found is not None:
            parts.append(self._deeds(found, may=may))
        if found is not None and self._has_checks_open:
            parts.append(_checks(found))
        if view.lines:
            parts.append(self._lines("Medicines", view.lines, may=may))
        if view.past:
            parts.append(self._lines("Stopped or completed", view.past, may=may))
        self.show_parts(*parts, Quiet(FOOT))

    def _deeds(self, found: ChecksView | None, *, may: bool) -> FlowRow:
        row = FlowRow()
        if may:
            add = Button("Add a medicine", icon_name="plus", parent=row)
            add.clicked.connect(partial(self._on_line, ""))
            row.add(add)
        for kind, words in _FORMS if may else ():
            if access.may_write(self._context.actor, kind, self._home_id):
                button = Button(words, parent=row)
                button.clicked.connect(partial(self._on_form, kind.kind))
                row.add(button)
        if found is not None:
            words = f"Checks ({len(found.lines)})"
            button = Button(f"Hide {words.lower()}" if self._has_checks_open else words, parent=row)
            button.clicked.connect(self._on_checks)
            row.add(button)
        return row

    def _lines(self, heading: str, views: tuple[MedicineView, ...], *, may: bool) -> Card:
        card = Card(heading)
        for view in views:
            row = _line(view, card)
            if may and view.may_change:
                change = Button("Change", parent=row)
                change.setAccessibleName(f"Change: {view.pieces[0].words}")
                change.clicked.connect(partial(self._on_line, view.id))
                row.add(change)
            card.add(row)
            if view.below:
                card.add(Quiet(view.below, card))
        return card

    def _on_line(self, line_id: str) -> None:
        self._context.go(ToMedicineLine(self._resident_id, line_id, self._here()))

    def _on_form(self, kind: str) -> None:
        self._context.go(ToForm(kind, self._resident_id, self._here()))

    def _on_checks(self) -> None:
        self._has_checks_open = not self._has_checks_open
        if self._page is not None:
            self.show_page(self._page)


def _head(view: MedicinesView) -> Card:
    head = Card(tone="amber" if view.is_old else "info")
    head.add(Words(view.head, head, words="label"))
    return head


def _checks(found: ChecksView) -> Card:
    card = Card("Checks", tone="info")
    for words in found.lines:
        card.add(Words(words, card))
    for words in found.foot:
        card.add(Quiet(words, card))
    return card


def _line(view: MedicineView, parent: QWidget) -> FlowRow:
    row = FlowRow(parent)
    row.setAccessibleName(view.spoken())
    for piece in view.pieces:
        row.add(OneLine(piece.words, row, words="label" if piece.is_bold else "text"))
    for mark in view.marks:
        row.add(Tag(mark, _MARK_TONES.get(mark.partition(".")[0], "amber"), row))
    return row
