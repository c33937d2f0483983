"""Reads one resident for a screen: the read model, what was withdrawn, and the names of homes.

Plain functions for a runner's thread; free of Qt.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.record import Statement, Status
from mdt_core.records.concerns import Concern
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.equipment import Equipment
from mdt_core.records.falls import Fall
from mdt_core.records.merges import NotSamePerson, ResidentMerge
from mdt_core.records.observations import ObservationSet
from mdt_core.records.put_offs import PutOff
from mdt_core.records.settlements import Settlement
from mdt_core.scores.observed import score_ahead
from mdt_core.store.queries.care_plans import PlansStanding, plans_standing
from mdt_core.store.queries.duplicates import Standing, standing_of
from mdt_core.store.queries.equipment import lent_to
from mdt_core.store.queries.homes import homes
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import (
    Signed,
    statements,
    statements_of,
    withdrawn_statements,
)
from mdt_core.store.store import Reading, Store
from mdt_core.use_cases.residents import open_resident
from mdt_desktop.ui.resident.area_list import area_kinds

_READ_ALREADY: Final[tuple[type[Statement], ...]] = (
    *(ObservationSet, Concern, Fall, HospitalEpisode, PlanReview, Death),
)
"""Kinds that the page holds, with what was withdrawn of them beside it."""


@dataclass(frozen=True)
class ResidentRead:
    """A resident's page with what was withdrawn, newest first, and homes' names by id."""

    page: ResidentPage
    withdrawn: tuple[tuple[Signed[Any], type[Statement]], ...] = ()
    reviews: tuple[Signed[PlanReview], ...] = ()
    deaths: tuple[Signed[Death], ...] = ()
    put_offs: tuple[Signed[PutOff], ...] = ()
    settlements: tuple[Signed[Settlement], ...] = ()
    decisions: tuple[tuple[Signed[Any], type[Statement]], ...] = ()
    """Who this was said to be, and to be no more: each decision once."""
    in_areas: tuple[tuple[Signed[Any], type[Statement]], ...] = ()
    """What the areas of the record hold beside that, newest first, replaced and withdrawn too."""
    plans: PlansStanding = field(default_factory=PlansStanding)
    home_names: tuple[tuple[str, str], ...] = ()
    duplicates: Standing = field(default_factory=Standing)
    copies: tuple[CopyInUse, ...] = ()
    """The copies of the plan that are about, newest first."""
    lent: tuple[Equipment, ...] = ()
    """What of the home's equipment is lent to the resident."""

    def home_name(self, home_id: str) -> str:
        """The name of a home; says so where it is not on this device."""
        return dict(self.home_names).get(home_id, "A home that is not on this device")


def open_for(store: Store, by: Actor, resident_id: str) -> ResidentRead:
    """Opens a resident, which is audited, and reads the rest; raises NotFound or NotAllowed."""
    open_resident(store, by=by, resident_id=resident_id)
    return read_again(store, by, resident_id)


def read_again(store: Store, by: Actor, resident_id: str) -> ResidentRead:
    """Reads a resident who is open already; raises NotFound or NotAllowed."""
    with store.reading() as connection:
        page = resident_page(connection, by, resident_id, today=london_day(store.clock()))
        may_read_notes = access.may_read(by, Concern, page.line.home_id)
        names = tuple((line.id, line.name) for line in homes(connection, by))
        duplicates = standing_of(connection, resident_id, by.person_id)
        score_ahead(each.record for each in page.observations)
        if not may_read_notes:
            return ResidentRead(page, home_names=names, duplicates=duplicates)
        return ResidentRead(
            page,
            tuple(_withdrawn(connection, resident_id)),
            statements(connection, PlanReview, resident_id),
            statements(connection, Death, resident_id),
            statements(connection, PutOff, resident_id),
            statements(connection, Settlement, resident_id),
            in_areas=_in_areas(connection, by, page),
            plans=plans_standing(connection, resident_id),
            home_names=names,
            decisions=tuple(_decisions(connection, resident_id)),
            duplicates=duplicates,
            copies=copies_in_use(connection, (resident_id,)),
            lent=lent_to(connection, by, page.line.home_id, resident_id),
        )


def _in_areas(
    connection: Reading, by: Actor, page: ResidentPage
) -> tuple[tuple[Signed[Any], type[Statement]], ...]:
    kinds = [
        kind
        for kind in area_kinds()
        if kind not in _READ_ALREADY and access.may_read(by, kind, page.line.home_id)
    ]
    return statements_of(connection, kinds, page.line.resident_id)


def _decisions(
    connection: Reading, resident_id: str
) -> Iterator[tuple[Signed[Any], type[Statement]]]:
    """One copy of each, the one that was withdrawn before the other."""
    for kind in (ResidentMerge, NotSamePerson):
        found = statements(connection, kind, resident_id, only_current=False)
        copies = sorted(found, key=lambda each: each.status is Status.CURRENT)
        once = {str(each.readable.get("decision")): each for each in reversed(copies)}
        yield from ((each, kind) for each in once.values())


def _withdrawn(
    connection: Reading, resident_id: str
) -> Iterator[tuple[Signed[Any], type[Statement]]]:
    """What was entered in error, but for round entries, which the page holds with the others."""
    for kind in _READ_ALREADY:
        yield from ((each, kind) for each in withdrawn_statements(connection, kind, resident_id))
