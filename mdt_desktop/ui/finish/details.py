"""Who was there, how, when, anyone else, and the next round: the rest of what a round's signature says."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.actor import Actor
from mdt_core.clock import london
from mdt_core.records.round_sign_offs import AnyoneElse
from mdt_core.records.rounds import Attendee, RoundMode
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, Field, ManyChoiceField
from mdt_desktop.qt.layouts import Columns, column
from mdt_desktop.ui.finish.presenter import FinishRead, moment_of

_A_WEEK = timedelta(days=7)


class Details(QWidget):
    """The fields of the signature; nothing but places and times begins with an answer.

    Signals:
        add_asked: nothing; somebody else is to be seen first
        asked: nothing; it was said whether there is anyone else
    """

    add_asked = Signal()
    asked = Signal()

    def __init__(
        self, read: FinishRead, by: Actor, now: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._people = {each.id: each for each in read.people(by)}
        headers = read.round.page.headers()
        begun = [each.started_at for each in headers if each.started_at is not None]
        mode = next((each.mode for each in headers if each.mode), None)
        self._started = min(begun, default=now())
        self._ended = now()
        self.anyone_else = _choice(
            "Anyone else the home is worried about?",
            tuple(Choice(each.value, each.label) for each in AnyoneElse),
            self,
        )
        self.add = Button("Add…", parent=self)
        self.who = ManyChoiceField(
            "Who was there",
            tuple(Choice(each.id, _person_words(each)) for each in self._people.values()),
            parent=self,
        )
        self.who.set_value(tuple(who for who in read.ticked(by) if who in self._people))
        modes = tuple(Choice(each.value, each.label) for each in RoundMode)
        self.mode = _choice("Mode", modes, self)
        self.mode.set_value(mode.value if mode else "")
        self.started = self._time("Started", self._started, now)
        self.ended = self._time("Ended", self._ended, now)
        self.next_on = DateField(
            "Next round", now=lambda: _local(now()), rule=DateRule(Direction.FUTURE), parent=self
        )
        self.next_on.set_value((read.round.day + _A_WEEK).isoformat())
        self._build()

    def _build(self) -> None:
        box = column(self, gap=10)
        self.anyone_else.add_beside(self.add)
        times = Columns(self, least_em=40)
        for part in (self.started, self.ended, self.next_on):
            times.add(part)
        for each in (self.anyone_else, self.who, self.mode, times):
            box.addWidget(each)
        self.add.clicked.connect(self._on_add)
        self.anyone_else.edited.connect(self._on_asked)

    def attendees(self) -> tuple[Attendee, ...]:
        """Those who are ticked."""
        return tuple(self._people[who] for who in self.who.value())

    def times(self) -> tuple[datetime, datetime] | None:
        """Start and end; None where one is not given."""
        typed = (self.started.value(), self.ended.value())
        if not all(typed):
            return None
        stands = (self._started, self._ended)
        first, last = (
            moment_of(value, _iso(each), each, london(each))
            for value, each in zip(typed, stands, strict=True)
        )
        return first, last

    def next_day(self) -> date | None:
        """The day of the next round, where one is given."""
        value = self.next_on.value()
        return date.fromisoformat(value) if value else None

    def missing(self) -> tuple[str, Field] | None:
        """The first thing that has to be said yet, and its field."""
        asked: tuple[tuple[str, Field, object], ...] = (
            ("anyone_else", self.anyone_else, self.anyone_else.value()),
            ("attendees", self.who, self.who.value()),
            ("mode", self.mode, self.mode.value()),
            ("times", self.started, self.times()),
        )
        return next(((name, field) for name, field, said in asked if not said), None)

    def _time(self, label: str, at: datetime, now: Callable[[], datetime]) -> DateField:
        rule = DateRule(Direction.PAST, TimeOfDay.REQUIRED)
        field = DateField(label, now=lambda: _local(now()), rule=rule, parent=self)
        field.set_value(_iso(at))
        return field

    def _on_asked(self, _answer: object) -> None:
        self.asked.emit()

    def _on_add(self) -> None:
        self.add_asked.emit()


def _choice(label: str, choices: tuple[Choice, ...], parent: QWidget) -> ChoiceField:
    return ChoiceField(label, choices, parent=parent)


def _person_words(person: Attendee) -> str:
    return f"{person.name}, {person.role.label}" if person.role else person.name


def _local(at: datetime) -> datetime:
    return london(at).replace(tzinfo=None)


def _iso(at: datetime) -> str:
    return _local(at).strftime("%Y-%m-%dT%H:%M")
