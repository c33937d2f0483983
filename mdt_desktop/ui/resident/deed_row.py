"""The deeds of the resident page: the everyday ones in one row, the rare ones behind `More`."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.resident.areas import Offer
from mdt_desktop.ui.resident.missing import (
    CALL,
    HOSPITAL,
    OBSERVE,
    PLAN_PAPER,
    REQUEST,
    REVIEW,
    TRANSFER,
)
from mdt_desktop.ui.resident.presenter import Deeds

MORE: Final = "More..."


class DeedRow(QWidget):
    """Buttons of what this person may do for this resident.

    Signals:
        chosen: the button that was pressed
        offer_chosen: the `Offer` of a form that was pressed
    """

    chosen = Signal(object)
    offer_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowRow(self)
        self.concern = Button("Concern", parent=row)
        self.observe = Button(OBSERVE, parent=row)
        self.fall = Button("Fall", parent=row)
        self.write = Button("Write entry", parent=row)
        self.hospital = Button(HOSPITAL, parent=row)
        self.transfer = Button(TRANSFER, parent=row)
        self.plan_paper = Button(PLAN_PAPER, parent=row)
        self.request = Button(REQUEST, parent=row)
        self.more = Button(MORE, parent=row)
        self.call = Button(CALL, parent=row)
        self.review = Button(REVIEW, parent=row)
        self.death = Button("Record a death", parent=row)
        self._is_open = False
        self._may: Deeds | None = None
        self._offers: tuple[Offer, ...] = ()
        for button in (*self._everyday, self.more, *self._rare):
            row.add(button)
            button.hide()
        for button in (*self._everyday, *self._rare):
            button.clicked.connect(self._on_clicked)
        self.more.clicked.connect(self._on_more)
        self._row = row
        self.forms: dict[str, Button] = {}
        column(self, margin=8).addWidget(row)

    @property
    def _everyday(self) -> tuple[Button, ...]:
        return (
            *(self.concern, self.observe, self.fall, self.write, self.hospital, self.request),
            *(self.transfer, self.plan_paper),
        )

    @property
    def _rare(self) -> tuple[Button, ...]:
        return (self.call, self.review, self.death)

    def show_deeds(self, may: Deeds, offers: tuple[Offer, ...] = ()) -> None:
        """Shows what is offered; the whole row goes where nothing is."""
        self._may, self._offers = may, offers
        self._show_forms()
        self.observe.setVisible(may.observe)
        self.write.setVisible(may.write_entry)
        self.fall.setVisible(may.fall)
        self.concern.setVisible(may.concern)
        self.hospital.setVisible(may.hospital)
        self.request.setVisible(may.request)
        self.transfer.setVisible(may.print_plan)
        self.plan_paper.setVisible(may.print_plan)
        has_rare = may.observe or may.review or may.death or bool(offers)
        self.more.setVisible(has_rare and not self._is_open)
        self.call.setVisible(may.observe and self._is_open)
        self.review.setVisible(may.review and self._is_open)
        self.death.setVisible(may.death and self._is_open)
        offered = (
            *(may.observe, may.write_entry, may.fall, may.concern, may.hospital, has_rare),
            may.print_plan or may.request,
        )
        self.setVisible(any(offered))

    def _show_forms(self) -> None:
        """One button a form, made once; those that are no longer offered go."""
        for offer in self._offers if self._is_open else ():
            if offer.kind not in self.forms:
                button = Button(offer.words, parent=self._row)
                button.clicked.connect(partial(self.offer_chosen.emit, offer))
                self._row.add(button)
                self.forms[offer.kind] = button
        offered = {offer.kind for offer in self._offers}
        for kind, button in self.forms.items():
            button.setVisible(self._is_open and kind in offered)

    def _on_more(self) -> None:
        self._is_open = True
        if self._may is not None:
            self.show_deeds(self._may, self._offers)
        rare = (*self._rare, *self.forms.values())
        next(button for button in rare if not button.isHidden()).setFocus()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.sender())
