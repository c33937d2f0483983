"""The first step of an import: what comes in, for which home, from where."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.actor import Actor
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import HomeLine
from mdt_desktop.qt.fields import Choice, ChoiceField, Heading, TextField, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.importing.sources import ABOUT, Source, sources, withheld_words
from mdt_desktop.ui.quick.widgets import NarrowColumn

_STAYS = tuple(Choice(stay.value, stay.label) for stay in StayType)
_TRY_FIRST = (
    "A file is read and tried first. Nothing is changed before you have seen what it would bring."
)


class ChooseView(QWidget):
    """What comes in, and what must be known of it before a file is chosen.

    Signals:
        edited: nothing; something was chosen
    """

    edited = Signal()

    def __init__(self, by: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offered = sources(by)
        choices = tuple(Choice(each.value, each.label) for each in offered)
        self.source = ChoiceField("What comes in", choices)
        self.home = ListField("Home of the list")
        self.stay = ChoiceField("Type of stay, where the list does not say", _STAYS)
        self.area = TextField(
            "Area", hint="Homes of other areas in the same directory are left out"
        )
        self.area.set_value("Trafford")
        inside = NarrowColumn(self)
        self.about = Words("", inside)
        self.withheld = Words(withheld_words(by), inside)
        for part in (
            Heading("Import", 1, inside),
            Words(_TRY_FIRST, inside),
            *(self.source, self.about, self.home, self.stay, self.area, self.withheld),
        ):
            inside.add(part)
        inside.close_up()
        column(self).addWidget(inside)
        if len(offered) == 1:
            self.source.set_value(offered[0].value)
        self.source.edited.connect(self._on_edited)
        self.home.edited.connect(self._on_edited)
        self._show_fields()

    def show_homes(self, homes: tuple[HomeLine, ...]) -> None:
        """Offers these homes."""
        self.home.set_choices(tuple(Choice(home.id, home.name) for home in homes))
        self._on_edited()

    @property
    def chosen(self) -> Source | None:
        """What comes in; None while that is not chosen."""
        return Source(self.source.value()) if self.source.value() else None

    @property
    def stay_type(self) -> StayType | None:
        """The type of stay of rows that do not say."""
        return StayType(self.stay.value()) if self.stay.value() else None

    @property
    def missing(self) -> str:
        """What must be chosen first, in words; empty where a file can be chosen."""
        if self.chosen is None:
            return "Choose what comes in"
        if self.chosen is Source.RESIDENTS and not self.home.value():
            return "Choose the home of the list"
        if self.chosen is Source.HOMES and not self.area.value().strip():
            return "Give the area"
        return ""

    def _show_fields(self) -> None:
        is_list = self.chosen is Source.RESIDENTS
        self.home.setVisible(is_list)
        self.stay.setVisible(is_list)
        self.area.setVisible(self.chosen is Source.HOMES)
        self.about.setText(ABOUT[self.chosen] if self.chosen else "")
        self.withheld.setVisible(bool(self.withheld.text()))

    def _on_edited(self, _value: object = None) -> None:
        self._show_fields()
        self.edited.emit()
