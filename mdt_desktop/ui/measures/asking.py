"""What is asked: which measure, of which months and homes, cut into which rows, compared from which day."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london, london_day
from mdt_core.measures.definitions import MEASURES
from mdt_core.measures.overview import EVERY_MEASURE, TITLE
from mdt_core.measures.tables import Asked, Cut, Order
from mdt_desktop.qt.fields import Choice, ChoiceField, Columns, DateField
from mdt_desktop.qt.layouts import column, column_from_top
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.measures.presenter import PERIODS, cuts_of, period_of

EVERY_HOME: Final = "All homes served"


class AskedFields(QWidget):
    """The fields; each holds at once.

    Signals:
        changed: nothing; something else is asked now
    """

    changed = Signal()

    def __init__(
        self,
        clock: Callable[[], datetime],
        home_id: str,
        measure: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock, self._cut = clock, Cut.HOME
        both = Columns(self, least_em=36)
        sides = QWidget(both), QWidget(both)
        left, right = (column_from_top(each) for each in sides)
        for side, share in zip(sides, (2, 3), strict=True):
            both.add(side, share)
        self.measure = ListField("Measure", sides[0])
        self.home = ListField("Home", sides[0])
        self.from_day = DateField(
            "Compare before and after", now=self._now, hint="A day", parent=sides[0]
        )
        self.period = ChoiceField("Months", _choices(PERIODS), parent=sides[1])
        self.cut = ChoiceField("Rows", _choices((e.value, e.label) for e in Cut), parent=sides[1])
        self.order = ChoiceField(
            "Order of rows", _choices((e.value, e.label) for e in Order), parent=sides[1]
        )
        for part in (self.measure, self.home, self.from_day):
            left.addWidget(part)
        for choice in (self.period, self.cut, self.order):
            right.addWidget(choice)
        column(self).addWidget(both)
        each_one = (Choice(key, each.title) for key, each in MEASURES.items())
        self.measure.set_choices((Choice(EVERY_MEASURE, TITLE), *each_one))
        self.measure.set_value(measure or EVERY_MEASURE)
        self.period.set_value("year")
        self.order.set_value(Order.NAME.value)
        self._home_id = home_id
        self._offer()
        for field in (self.measure, self.home, self.from_day, self.period, self.cut, self.order):
            field.edited.connect(self._on_edited)

    def show_homes(self, homes: tuple[tuple[str, str], ...]) -> None:
        """Offers the homes served; the one that was asked for stays chosen."""
        every = (Choice("", EVERY_HOME), *(Choice(key, name) for key, name in homes))
        self.home.set_choices(every)
        self.home.set_value(self._home_id if self._home_id in dict(homes) else "")
        self._offer()

    def choose_home(self, home_id: str) -> None:
        """Asks of one home alone."""
        self.home.set_value(home_id)
        self._on_edited(None)

    def choose_measure(self, measure: str) -> None:
        """Asks for another measure of the same days and homes."""
        self.measure.set_value(measure)
        self._on_edited(None)

    def asked(self) -> Asked:
        """What is asked now."""
        today = london_day(self._clock())
        day = self.from_day.value()
        return Asked(
            measure=self.measure.value(),
            period=period_of(self.period.value() or "year", today),
            home_id=self._home_id,
            cut=self._cut,
            order=Order(self.order.value() or Order.NAME.value),
            from_day=date.fromisoformat(day[:10]) if day else None,
        )

    def _now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _on_edited(self, _given: object) -> None:
        self._home_id = self.home.value()
        self._cut = Cut(self.cut.value() or self._cut.value)
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        """Offers only what the measure has: one of today has no months, one home no other rows."""
        definition = MEASURES.get(self.measure.value())
        offered = cuts_of(definition, is_one_home=bool(self._home_id)) if definition else ()
        for each in Cut:
            self.cut.button(each.value).setVisible(each in offered)
        if offered and self._cut not in offered:
            self._cut = offered[0]
        self.cut.set_value(self._cut.value)
        self.cut.setVisible(len(offered) > 1)
        self.order.setVisible(bool(offered) and self._cut is not Cut.MONTH)
        is_standing = definition is not None and definition.is_standing
        self.period.setVisible(not is_standing)
        self.from_day.setVisible(definition is not None and not is_standing)


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(key, words) for key, words in pairs)
