"""The head of a home's page: name, what it is, its telephone, and the numbers to call."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from mdt_core import access
from mdt_core.records.equipment import Equipment
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.homes import Home
from mdt_core.records.vaccinations import Vaccination
from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Heading, OneLine, Quiet, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, ToEquipment, ToHomeDetails, ToMeasures, ToUptake
from mdt_desktop.ui.home.presenter import HomeView
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.sync.words import HomeFreshness


class HomeHead(QWidget):
    """Says how to reach the home; the call list opens below."""

    def __init__(self, context: Context, home_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._home_id = context, home_id
        self._name = Heading("", 1, self)
        self._phone = Heading("", 1, self)
        self._facts = Words("", self)
        self._source = Quiet("Everything here was entered or imported on this computer", self)
        self.fresh = WrappedTag(self)
        self.fresh.hide()
        self.call_list = Button("Call list", icon_name="phone", parent=self)
        speak_as(self.call_list, Spoken.EXPANDER)
        self.measures = Button("Measures", icon_name="file-text", parent=self)
        self.measures.setVisible(access.may_read(context.actor, FallDetail, home_id))
        self.measures.clicked.connect(self._on_measures)
        self.vaccinations = Button("Vaccinations", icon_name="syringe", parent=self)
        self.vaccinations.setVisible(access.may_read(context.actor, Vaccination, home_id))
        self.vaccinations.clicked.connect(self._on_vaccinations)
        self.details = Button("Home details", icon_name="pencil", parent=self)
        self.details.setVisible(access.may_write(context.actor, Home, home_id))
        self.details.clicked.connect(self._on_details)
        self.equipment = Button("Equipment", icon_name="stethoscope", parent=self)
        self.equipment.setVisible(access.may_read(context.actor, Equipment, home_id))
        self.equipment.clicked.connect(self._on_equipment)
        self.attention = WrappedTag(self)
        self.attention.hide()
        self._calls = FlowRow(self, gap=24)
        box = column(self, gap=4)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self._name, 1)
        line.addWidget(self._phone)
        line.addWidget(self.call_list)
        box.addLayout(line)
        box.addSpacing(4)
        figures = FlowRow(self)
        for button in (self.details, self.measures, self.vaccinations, self.equipment):
            figures.add(button)
        box.addWidget(figures)
        for part in (self._calls, self._facts, self.attention, self._source, self.fresh):
            box.addWidget(part)
        self._calls.hide()
        self.call_list.toggled.connect(self._calls.setVisible)

    def _on_details(self) -> None:
        self._context.go(ToHomeDetails(self._home_id))

    def _on_measures(self) -> None:
        self._context.go(ToMeasures(self._home_id))

    def _on_vaccinations(self) -> None:
        self._context.go(ToUptake(self._home_id))

    def _on_equipment(self) -> None:
        self._context.go(ToEquipment(self._home_id))

    def show_fresh(self, fresh: HomeFreshness) -> None:
        """Shows how old what is shown may be; without a service it is all from here."""
        self._source.setVisible(not fresh.words)
        self.fresh.setVisible(bool(fresh.words))
        if fresh.words:
            self.fresh.show_words(fresh.words, fresh.tone)

    def show_home(self, view: HomeView) -> None:
        """Shows a home's head."""
        self._name.setText(view.name)
        self._phone.setText(view.phone)
        self._phone.setAccessibleName(f"Telephone {view.phone or 'not recorded'}")
        self._facts.setText(view.facts)
        self.attention.setVisible(bool(view.equipment))
        if view.equipment:
            self.attention.show_words(view.equipment, "amber")
        self._calls.clear()
        for call in view.calls:
            self._calls.add(OneLine(f"{call.whose}  {call.number}", self._calls, words="label"))
        self.call_list.setVisible(bool(view.calls))
