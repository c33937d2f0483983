"""The equipment of a home: one card a thing, what asks for something first, with its loans."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.equipment import clean, lend, take_back
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import clear, column, scrolled
from mdt_desktop.ui.context import Context, ToEquipment, ToEquipmentCard, ToHome, ToVersions
from mdt_desktop.ui.equipment.forms import LendForm, Lending, Return, ReturnForm
from mdt_desktop.ui.equipment.presenter import EquipmentRow, EquipmentView, read_equipment
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.pairs import Inside
from mdt_desktop.ui.quick.widgets import WrappedTag

_CONCERNED: Final = frozenset({"equipment", "resident", "stay", "home", "settlement"})


class EquipmentPage(QStackedWidget):
    """The list, and in its place the form of a loan."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName("Equipment of the home")
        self._context, self._home_id = context, home_id
        self.view: EquipmentView | None = None
        self.heading = Heading("", 1, self)
        self.message = MessageBar(self)
        self.summary = Words("", self, words="label")
        self.new = Button("New equipment", Kind.PRIMARY, icon_name="plus", parent=self)
        self.back = Button("Back to the home", icon_name="chevron-left", parent=self)
        self.lending = LendForm(context, self)
        self.returning = ReturnForm(context, self)
        self.cards: list[Card] = []
        self.buttons: dict[tuple[str, str], Button] = {}
        """Each deed of a card by its words and the thing's id."""
        self._list = QWidget(self)
        self._box = column(self._list, gap=12)
        self._main = self._build()
        for part in (self._main, self.lending, self.returning):
            self.addWidget(part)
        self.new.hide()
        self._wire()

    def load(self) -> None:
        """Reads the equipment; the keyboard goes to the way back until it is known what may be done."""
        self.back.setFocus()
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Reads again where something here may have changed; a form that is open stays as it is."""
        if changes.kinds & _CONCERNED:
            self._read()

    def leave(self) -> None:
        """Has no draft: a loan is short, and is kept only when it is made."""

    def _build(self) -> QWidget:
        inside = Inside(self)
        box = column(inside, margin=16, gap=12)
        row = FlowRow(inside)
        for button in (self.new, self.back):
            row.add(button)
        for part in (self.heading, self.message, row, self.summary, self._list):
            box.addWidget(part)
        box.addStretch(1)
        return scrolled(inside, self)

    def _wire(self) -> None:
        self.new.clicked.connect(self._on_new)
        self.back.clicked.connect(self._on_back)
        self.lending.given.connect(self._on_lent)
        self.returning.given.connect(self._on_returned)
        for form in (self.lending, self.returning):
            form.cancelled.connect(self._show_main)

    def _read(self) -> None:
        context = self._context
        context.runners.reads.run(
            partial(read_equipment, context.store, context.actor, self._home_id, context.clock()),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_read(self, view: EquipmentView) -> None:
        is_first, self.view = self.view is None, view
        self.heading.setText(f"Equipment, {view.home}")
        self.summary.setText(view.summary)
        self.new.setVisible(view.may_write)
        if is_first and view.may_write:
            self.new.setFocus()
        clear(self._box)
        self.buttons.clear()
        self.cards = [self._card(row) for row in view.rows]
        for card in self.cards:
            self._box.addWidget(card)
        if view.past:
            self._box.addWidget(Heading(f"No longer used ({len(view.past)})", 2, self._list))
        for row in view.past:
            self._box.addWidget(self._card(row))

    def _card(self, row: EquipmentRow) -> Card:
        card = Card(row.name, self._list)
        card.setAccessibleName(row.words)
        for each in row.states:
            tag = WrappedTag(card)
            tag.show_words(each.words, each.tone)
            card.add(tag)
        if row.facts:
            card.add(Words("\n".join(row.facts), card))
        deeds = self._deeds(row)
        if deeds:
            line = FlowRow(card)
            for words, deed in deeds:
                button = Button(words, parent=line)
                button.setAccessibleName(f"{words}: {row.name}")
                button.clicked.connect(deed)
                self.buttons[words, row.record_id] = button
                line.add(button)
            card.add(line)
        return card

    def _deeds(self, row: EquipmentRow) -> list[tuple[str, Callable[[], None]]]:
        offered = (
            (row.may_lend, "Lend", partial(self._on_lend, row)),
            (row.may_take_back, "Came back", partial(self._on_take_back, row)),
            (row.may_clean, "Cleaned", partial(self._on_clean, row)),
            (row.may_change, "Change", partial(self._on_change, row)),
            (row.has_two_versions, "Look at both versions", self._on_versions),
        )
        return [(words, deed) for is_offered, words, deed in offered if is_offered]

    # Deeds

    def _on_new(self) -> None:
        self._context.go(ToEquipmentCard(self._home_id))

    def _on_change(self, row: EquipmentRow) -> None:
        self._context.go(ToEquipmentCard(self._home_id, row.record_id))

    def _on_versions(self) -> None:
        self._context.go(ToVersions(back=ToEquipment(self._home_id)))

    def _on_back(self) -> None:
        self._context.go(ToHome(self._home_id))

    def _on_lend(self, row: EquipmentRow) -> None:
        self.setCurrentWidget(self.lending)
        self.lending.begin(row, self.view.residents if self.view else ())

    def _on_take_back(self, row: EquipmentRow) -> None:
        self.setCurrentWidget(self.returning)
        self.returning.begin(row)

    def _on_clean(self, row: EquipmentRow) -> None:
        self._save(clean, equipment_id=row.record_id)

    def _on_lent(self, lending: Lending) -> None:
        self._save(lend, **vars(lending))

    def _on_returned(self, given: Return) -> None:
        self._save(take_back, **vars(given))

    def _save(self, deed: Callable[..., Written], **said: object) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(deed, context.store, by=context.actor, **said),
            then=self._on_saved,
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_saved(self, written: Written) -> None:
        self._show_main()
        self.message.show_message("Saved", "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._read()

    def _on_not_saved(self, error: Exception) -> None:
        form = self.currentWidget()
        if isinstance(form, LendForm | ReturnForm) and isinstance(error, KnownError):
            words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
            form.show_problem(error.where, words)
        else:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _show_main(self) -> None:
        self.setCurrentWidget(self._main)
        (self.back if self.new.isHidden() else self.new).setFocus()
