"""The weekly lines of a D2A resident: planned end, what stops discharge, therapy, and the registration."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from mdt_core.clock import clinical_date, london_day
from mdt_core.discharge_lines import day_words
from mdt_core.fields import choices_of, field_of
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.typed_dates import DateRule, Direction
from mdt_desktop.qt.choices import Choice, ManyChoiceField
from mdt_desktop.qt.fields import DateField
from mdt_desktop.qt.words import Quiet
from mdt_desktop.ui.round.recorded import Recorded


class PlannedEnd(DateField):
    """The planned end of a stay, with the day of it: `Day 19 of 28`."""

    def __init__(
        self, stay: Stay, today: date, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        spec = field_of(RoundEntry, "planned_end")
        super().__init__(spec.label, now=now, rule=DateRule(Direction.FUTURE), parent=parent)
        self._stay, self._today = stay, today
        self.day = Quiet(parent=self)
        self.add_below(self.day)
        self.edited.connect(self._on_end)
        self.show_day()

    def show_day(self) -> None:
        """Says which day of the stay it is."""
        try:
            end = date.fromisoformat(self.value()) if self.value() else None
        except ValueError:
            end = None
        self.day.setText(day_words(london_day(self._stay.admitted_at), self._today, end))

    def _on_end(self, _typed: object) -> None:
        self.show_day()


class StayWords(Quiet):
    """What the stay itself says beside the weekly lines: the registration, and what nobody backs."""

    def __init__(self, recorded: Recorded, today: date, parent: QWidget | None = None) -> None:
        registered = registration_state(recorded.d2a, today) if recorded.d2a else ""
        super().__init__("\n".join(filter(None, (registered, recorded.of_withdrawn))), parent)


def registration_state(stay: Stay, today: date) -> str:
    """`Temporary until 24-Dec-2026: 30 days left. GMS3 sent`, or that none is recorded."""
    ends, left = stay.registration_ends, stay.registration_days_left(today)
    if ends is None or left is None:
        return "No temporary registration recorded"
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    state = f"ended {days} ago" if left < 0 else f"{days} left"
    sent = {True: "GMS3 sent", False: "GMS3 not sent", None: "GMS3 not recorded"}
    return f"Temporary until {clinical_date(ends)}: {state}. {sent[stay.registration_sent]}"


def barriers(parent: QWidget | None = None) -> ManyChoiceField:
    """What stops discharge, several at once."""
    spec = field_of(RoundEntry, "barriers")
    offered = tuple(Choice(each.value, each.label) for each in choices_of(spec))
    return ManyChoiceField(spec.label, offered, parent=parent)
