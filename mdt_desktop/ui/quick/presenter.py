"""What a small form about one resident reads, and what is new since it was opened. Free of Qt.

Plain functions for a runner's thread. Nothing is read that the person's role may not see.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_moment
from mdt_core.record import Record, Statement
from mdt_core.records.falls import Fall
from mdt_core.records.homes import Home
from mdt_core.records.observations import ObservationSet
from mdt_core.records.tool_licences import ToolLicence
from mdt_core.store.queries.scales import standing_choice
from mdt_core.store.queries.statements import Signed, card_by_id, every_statement, statements
from mdt_core.store.queries.tool_licences import held_permissions
from mdt_core.store.store import Store
from mdt_core.tool_licences import tools_in
from mdt_core.use_cases.falls import BloodThinnersListed, blood_thinners_listed
from mdt_desktop.ui.observations.presenter import news_since
from mdt_desktop.ui.resident.reading import ResidentRead, open_for, read_again

NO_NUMBER: Final = "Not recorded"
CALLS_FROM: Final = (
    "As entered on this computer for the home. No local policy text is set for this organisation"
)


@dataclass(frozen=True)
class Call:
    """One number of the call list: whose, and the number or that there is none."""

    whose: str
    number: str

    @property
    def is_known(self) -> bool:
        """Whether there is a number to call."""
        return self.number != NO_NUMBER


@dataclass(frozen=True)
class QuickRead:
    """A resident as a small form needs it: the page, the home, earlier falls, blood thinners."""

    read: ResidentRead
    home: Home | None = None
    home_name: str = ""
    falls: tuple[Signed[Fall], ...] = ()
    listed: BloodThinnersListed | None = None
    standing: tuple[Signed[Any], ...] = ()
    """What stands of the series that the form writes, newest first; several where they wait."""
    scale_chosen: Signed[ObservationSet] | None = None
    """For a set of observations: the one with which a prescriber last chose the SpO2 scale."""
    permissions: tuple[ToolLicence, ...] = ()
    """What may be shown of the tools that the form asks about."""


def open_quick(
    store: Store, by: Actor, resident_id: str, kind: type[Record] | None = None
) -> QuickRead:
    """Opens a resident for a form of a kind, which is audited; raises NotFound or NotAllowed."""
    return _with_home(store, by, open_for(store, by, resident_id), kind)


def read_quick_again(
    store: Store, by: Actor, resident_id: str, kind: type[Record] | None = None
) -> QuickRead:
    """Reads a resident whose form is open already; raises NotFound or NotAllowed."""
    return _with_home(store, by, read_again(store, by, resident_id), kind)


def _with_home(store: Store, by: Actor, read: ResidentRead, kind: type[Record] | None) -> QuickRead:
    line = read.page.line
    with store.reading() as connection:
        kept = card_by_id(connection, Home, line.home_id) if line.home_id else None
        quick = QuickRead(read, kept.record if kept else None, line.home_name)
        series = kind if kind is not None and issubclass(kind, Statement) else None
        if series and series.is_series and access.may_read(by, series, line.home_id):
            quick = replace(quick, standing=statements(connection, series, line.resident_id))
        if kind is ObservationSet:
            sets = every_statement(connection, ObservationSet, line.resident_id)
            quick = replace(quick, scale_chosen=standing_choice(sets))
        if kind is not None and tools_in(kind) and access.may_read(by, ToolLicence, None):
            quick = replace(quick, permissions=held_permissions(connection))
        if not access.may_read(by, Fall, line.home_id):
            return quick
        return replace(
            quick,
            falls=statements(connection, Fall, line.resident_id),
            listed=blood_thinners_listed(connection, line.resident_id),
        )


def quick_news(before: QuickRead, after: QuickRead) -> tuple[str, ...]:
    """Says what has come in about a resident since a form was opened, falls first."""
    own = (*_new_standing(before, after), *_new_falls(before, after))
    return (*own, *news_since(before.read.page, after.read.page))


def _new_standing(before: QuickRead, after: QuickRead) -> Iterator[str]:
    seen = {each.mid for each in before.standing}
    for each in after.standing:
        if each.mid not in seen:
            yield f"another version of what you write, {each.author.name}"


def _new_falls(before: QuickRead, after: QuickRead) -> Iterator[str]:
    seen = {fall.mid for fall in before.falls}
    for fall in after.falls:
        if fall.mid not in seen:
            yield f"fall of {clinical_moment(fall.occurred_at)}, {fall.author.name}"


def calls_of(home: Home | None) -> tuple[Call, ...]:
    """The home's own call list in its order; empty where there is no home."""
    if home is None:
        return ()
    pharmacy = f"Pharmacy ({home.pharmacy})" if home.pharmacy else "Pharmacy"
    numbers = (
        ("Out of hours", home.out_of_hours_phone),
        ("Home at night", home.night_phone),
        ("Home by day", home.phone),
        (pharmacy, home.pharmacy_phone),
    )
    return tuple(Call(whose, number or NO_NUMBER) for whose, number in numbers)
