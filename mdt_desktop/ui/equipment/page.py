"""The equipment of a home: one card a thing, what asks for something first, with its loans."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.use_cases.equipment import clean, lend, take_back
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Card, FlowRow, Heading, Words
from mdt_desktop.qt.layouts import clear
from mdt_desktop.ui.context import Context, ToEquipment, ToEquipmentCard, ToVersions
from mdt_desktop.ui.equipment.forms import LendForm, Lending, Return, ReturnForm
from mdt_desktop.ui.equipment.presenter import EquipmentRow, EquipmentView, read_equipment
from mdt_desktop.ui.home_cards import HomeCardsPage
from mdt_desktop.ui.quick.widgets import WrappedTag


class EquipmentPage(HomeCardsPage[EquipmentView]):
    """The list, and in its place the form of a loan."""

    concerned = frozenset({"equipment", "resident", "stay", "home", "settlement"})

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(context, home_id, "Equipment of the home", parent)
        self.view: EquipmentView | None = None
        self.summary = Words("", self, words="label")
        self.new = Button("New equipment", Kind.PRIMARY, icon_name="plus", parent=self)
        self.lending = LendForm(context, self)
        self.returning = ReturnForm(context, self)
        self.buttons: dict[tuple[str, str], Button] = {}
        """Each deed of a card by its words and the thing's id."""
        self._put_together((self.new,), (self.summary, self._list), (self.lending, self.returning))
        self.new.hide()
        self.new.clicked.connect(self._on_new)
        self.lending.given.connect(self._on_lent)
        self.returning.given.connect(self._on_returned)

    def load(self) -> None:
        """Reads the equipment; the keyboard goes to the way back until it is known what may be done."""
        self.back.setFocus()
        self._read()

    @override
    def reading(self) -> Callable[[], EquipmentView]:
        context = self._context
        return partial(read_equipment, context.store, context.actor, self._home_id, context.clock())

    @override
    def show_view(self, view: EquipmentView) -> None:
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

    @override
    def _show_main(self) -> None:
        super()._show_main()
        (self.back if self.new.isHidden() else self.new).setFocus()
