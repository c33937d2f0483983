"""When the fall was: now, found now, or earlier; with the time that will be recorded in sight.

The time is taken as the form opens, and again when it is pressed. Until somebody chooses, it follows
what is said of who saw it, since what nobody saw was found.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london, parse_utc, to_second, utc_text
from mdt_core.drafts import Problem
from mdt_core.errors import InvalidInput
from mdt_core.fields import choices_of, field_of
from mdt_core.records.falls import Fall, TimeKnown
from mdt_core.typed_dates import DateRule, Direction, TimeOfDay
from mdt_desktop.qt.fields import Choice, ChoiceField, DateField, OneLine
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.fall.presenter import TIME_NEEDED, time_known_by, when_words
from mdt_desktop.ui.observations.presenter import moment_of
from mdt_desktop.ui.quick.widgets import LabelledRows

_RULE: Final = DateRule(direction=Direction.PAST, time_of_day=TimeOfDay.REQUIRED)
_EARLIER: Final = TimeKnown.EARLIER.value
_LETTERS: Final = 23
_HAS_LAST_SEEN: Final = (TimeKnown.FOUND_NOW.value, _EARLIER)


class When(QWidget):
    """The first row; `choice` is the row of buttons and this stands below it.

    Signals:
        edited: nothing; something about the time was chosen or typed
    """

    edited = Signal()

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._at = to_second(clock())
        self.is_chosen = False
        self._standing = TimeKnown.NOW.value
        spec = field_of(Fall, "time_known")
        offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
        self.choice = ChoiceField(spec.label, offered, parent=parent)
        self._words = OneLine("", self)
        self.earlier = self._date_field("occurred_at")
        self.last_seen = self._date_field("last_seen_at")
        self._rows = LabelledRows(self, letters=_LETTERS)
        self._lay_out()
        self.choice.set_value(self._standing)
        self.choice.edited.connect(self._on_chosen)
        for field in (self.earlier, self.last_seen):
            field.edited.connect(self._on_typed)
        self._show()

    def values(self) -> Mapping[str, Any]:
        """What the draft holds of it, as JSON values; no time where an earlier one is missing."""
        last_seen = _utc(self.last_seen, self._clock()) if self._asks_last_seen else ""
        return {
            "occurred_at": self._occurred_at(),
            "time_known": self.choice.value(),
            "last_seen_at": last_seen,
        }

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Shows the times of a kept draft; they then stand as chosen."""
        self.is_chosen = True
        self.choice.set_value(str(values.get("time_known", "")))
        occurred, seen = values.get("occurred_at"), values.get("last_seen_at")
        if occurred:
            self._at = parse_utc(occurred)
            self.earlier.set_value(_local(self._at) if self.choice.value() == _EARLIER else "")
        self.last_seen.set_value(_local(parse_utc(seen)) if seen else "")
        self._show()

    def follow(self, seen_by: str) -> None:
        """Stands as fits what is said of who saw it, unless somebody chose."""
        if not self.is_chosen:
            self._standing = time_known_by(seen_by).value
            self.choice.set_value(self._standing)
            self._show()

    def problem(self) -> Problem | None:
        """Why the times cannot be recorded, shown where it is; None when they can."""
        for name, field in (("occurred_at", self.earlier), ("last_seen_at", self.last_seen)):
            words = "" if field.isHidden() else _problem_of(field, self._clock())
            if not words and name == "occurred_at" and not self._occurred_at():
                words = TIME_NEEDED
            field.show_problem(words)
            if words:
                return Problem(name, words)
        return None

    def focus_field(self, name: str) -> None:
        """Goes to the time of that name."""
        (self.last_seen if name == "last_seen_at" else self.earlier).setFocus()

    @property
    def _asks_last_seen(self) -> bool:
        return self.choice.value() in _HAS_LAST_SEEN

    def _occurred_at(self) -> str:
        if self.choice.value() == _EARLIER:
            return _utc(self.earlier, self._clock())
        return utc_text(self._at)

    def _date_field(self, name: str) -> DateField:
        spec = field_of(Fall, name)
        return DateField(spec.label, now=self._local_now, rule=_RULE, parent=self)

    def _lay_out(self) -> None:
        box = column(self)
        box.addWidget(self._words)
        box.addWidget(self._rows)
        for field in (self.earlier, self.last_seen):
            self._rows.add(field)

    def _local_now(self) -> datetime:
        return london(self._clock()).replace(tzinfo=None)

    def _show(self) -> None:
        chosen = self.choice.value()
        words, asks = when_words(chosen, self._at), self._asks_last_seen
        last_seen = ", ".join(part for part in (words, self.last_seen.label.lower()) if part)
        self._words.setText(words)
        self._words.setVisible(bool(words) and not asks)
        self._rows.setVisible(asks)
        self._rows.show_field(self.earlier, is_shown=chosen == _EARLIER)
        self._rows.show_field(
            self.last_seen, is_shown=asks, label=last_seen[:1].upper() + last_seen[1:]
        )

    def _on_chosen(self, chosen: object) -> None:
        if not chosen and not self.is_chosen:  # a press on what stands there confirms it
            self.choice.set_value(self._standing)
            chosen = self._standing
        self.is_chosen = True
        if chosen != _EARLIER:
            self._at = to_second(self._clock())
        self._show()
        if chosen == _EARLIER:
            self.earlier.setFocus()
        self.edited.emit()

    def _on_typed(self, _value: object) -> None:
        self.is_chosen = True
        self.edited.emit()


def _local(at: datetime) -> str:
    return london(at).replace(tzinfo=None).isoformat(timespec="minutes")


def _utc(field: DateField, now: datetime) -> str:
    if not field.value() or _problem_of(field, now):
        return ""
    return utc_text(moment_of(field.value(), now))


def _problem_of(field: DateField, now: datetime) -> str:
    """What was typed and is no time, in words; an empty box is no problem."""
    if not field.value():
        return field.reading or field.problem
    try:
        is_ahead = moment_of(field.value(), now) > now
    except InvalidInput as refusal:
        return refusal.message
    return "This is later than now" if is_ahead else ""
