"""Two kinds made up for tests, one with a field of every type and one that is a series; never of the product."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from typing_extensions import override

from mdt_core import record as registry
from mdt_core.clock import PartialDate, UtcMoment
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    CopyForward,
    Full,
    IndexedAs,
    Long,
    OnlyIf,
    Section,
    Unit,
    Within,
)
from mdt_core.record import Part, Statement, registered
from mdt_core.roles import CLINICIANS, READERS_OF_NOTES


class Side(Choice):
    """A short list."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"


class Month(Choice):
    """A list too long for buttons."""

    JANUARY = "january", "January"
    FEBRUARY = "february", "February"
    MARCH = "march", "March"
    APRIL = "april", "April"
    MAY = "may", "May"
    JUNE = "june", "June"
    JULY = "july", "July"
    AUGUST = "august", "August"
    SEPTEMBER = "september", "September"


class Step(Part):
    """A row."""

    what: Annotated[str, Ask("What")]
    is_done: Annotated[bool | None, Ask("Done?")] = None
    why_not: Annotated[str | None, Ask("Why not"), OnlyIf("is_done", "false")] = None


class Everything(Statement):
    """One field of every type that a form can ask."""

    kind = "test_everything"
    title = "Everything"
    writers: ClassVar = CLINICIANS
    readers: ClassVar = READERS_OF_NOTES

    at: Annotated[UtcMoment, Ask("When"), Section("First"), IndexedAs(Column.OCCURRED)]
    side: Annotated[Side, Ask("Side")]
    sides: Annotated[tuple[Side, ...], Ask("Sides")] = ()
    month: Annotated[Month | None, Ask("Month")] = None
    is_seen: Annotated[bool | None, Ask("Seen?")] = None
    who: Annotated[str | None, Ask("Who saw it"), OnlyIf("is_seen", "true")] = None
    breaths: Annotated[int | None, Ask("Breaths"), Unit("a minute"), Within(1, 80, 8, 30)] = None
    weight: Annotated[
        Decimal | None, Ask("Weight"), Section("Second"), Unit("kg"), Within(Decimal(20), 300)
    ] = None
    day: Annotated[date | None, Ask("Day")] = None
    since: Annotated[PartialDate | None, Ask("Since")] = None
    steps: Annotated[tuple[Step, ...], Ask("Steps")] = ()
    names: Annotated[tuple[str, ...], Ask("Names"), Full()] = ()
    note: Annotated[str | None, Ask("Note"), Long(), Full()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        if self.side is Side.LEFT and Side.RIGHT in self.sides:
            raise InvalidInput("The sides contradict each other", where="Sides")


class Plan(Statement):
    """A series that is signed with the PIN and may start from last time, but for its decision."""

    kind = "test_plan"
    title = "Test plan"
    is_series = True
    signed_with_pin = True
    writers: ClassVar = CLINICIANS
    readers: ClassVar = READERS_OF_NOTES

    decision: Annotated[str, Ask("Decision")]
    wishes: Annotated[str | None, Ask("Wishes"), CopyForward()] = None


@contextmanager
def made_up() -> Iterator[None]:
    """Registers both while it lasts."""
    before = dict(registry._KINDS)
    registered(Everything)
    registered(Plan)
    try:
        yield
    finally:
        registry._KINDS.clear()
        registry._KINDS.update(before)
