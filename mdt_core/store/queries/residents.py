"""One resident, whole: what the resident page and the *Know* column show, each with date and source."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from sqlalchemy import Connection

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.errors import NotFound
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import HospitalEpisode
from mdt_core.records.falls import Fall
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicine_reviews import CovertAdministration
from mdt_core.records.medicines import MedicineLine, MedicineList, MedicineState
from mdt_core.records.observations import ObservationSet, SetPurpose
from mdt_core.records.residents import AllergyState, Problem, Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Stay
from mdt_core.store.merges import people_under
from mdt_core.store.queries.care_decisions import CareDecisions, care_decisions
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.queries.medicine_requests import requests_of
from mdt_core.store.queries.statements import (
    Kept,
    Signed,
    card_by_id,
    cards,
    statements,
    statements_holding,
    statements_in,
)
from mdt_core.store.queries.worklist import listed
from mdt_core.worklist import Reason, shipped_thresholds

_MARKED = 5
"""More than one, for the newest may be of a shape that this program cannot read."""
MOST_SETS: Final = 200
"""As many sets are read for the page; of older ones, those in which somebody was weighed."""
_IN_FORCE = (MedicineState.ACTIVE.value, MedicineState.ON_HOLD.value)


class ReadUnderAnother(NotFound):
    """Two records were found to be one person's, and this is not the one that was kept."""

    title = "Joined to another record"

    def __init__(self, kept_id: str) -> None:
        self.kept_id = kept_id
        super().__init__(
            "This record was joined to another one of the same person",
            next_step="Everything in it stands on the page of the record that was kept",
        )


@dataclass(frozen=True)
class ResidentPage:
    """Everything the screens show of one resident; newest first in each list.

    `reasons` are why the resident is to be seen; None where they were not asked for.
    """

    line: ResidentLine
    card: Kept[Resident]
    allergies: tuple[Signed[AllergyState], ...]
    entries: tuple[Signed[RoundEntry], ...]
    observations: tuple[Signed[ObservationSet], ...]
    concerns: tuple[Signed[Concern], ...]
    medicines: tuple[Kept[MedicineLine], ...]
    past_medicines: tuple[Kept[MedicineLine], ...]
    medicine_list: Signed[MedicineList] | None
    problems: tuple[Kept[Problem], ...]
    open_actions: tuple[Kept[Action], ...]
    stays: tuple[Kept[Stay], ...]
    falls: tuple[Signed[Fall], ...] = ()
    hospital: tuple[Signed[HospitalEpisode], ...] = ()
    requests: tuple[Kept[MedicineRequest], ...] = ()
    covert: tuple[Signed[CovertAdministration], ...] = ()
    joined: tuple[Kept[Resident], ...] = ()
    """The cards of the records that were joined to this one, whose contacts and alerts stand too."""
    reasons: tuple[Reason, ...] | None = None
    marked_usual: tuple[Signed[ObservationSet], ...] = ()
    """The sets that a clinician marked last as usual, however many sets came since."""
    weighed_before: tuple[Signed[ObservationSet], ...] = ()
    """Older sets than those of `observations` that hold a weight: loss is measured over months."""
    care: CareDecisions = field(default_factory=CareDecisions)
    """CPR, ceiling and what else must never be stale; every version where several stand."""

    @cached_property
    def usual(self) -> Signed[ObservationSet] | None:
        """The newest set that a clinician marked as usual, or None; read when first asked for."""
        return next((each for each in self.marked_usual if each.record), None)


def resident_page(
    connection: Connection, actor: Actor, resident_id: str, *, today: date | None = None
) -> ResidentPage:
    """One resident, with the reasons to be seen `today` where that is given.

    Raises NotFound, or NotAllowed outside the person's homes and role.
    """
    line = resident_by_id(connection, resident_id)
    card = card_by_id(connection, Resident, resident_id)
    if card is not None and card.own_id is not None:
        raise ReadUnderAnother(people_under(connection, (resident_id,))[resident_id])
    if line is None or card is None:
        raise NotFound("This resident is not on this device")
    access.require_read(actor, Resident, line.home_id)
    may_read_notes = access.may_read(actor, RoundEntry, line.home_id)
    if not may_read_notes:
        return _page_without_notes(line, card)
    page = _with_older_weights(connection, _page(connection, line, card))
    if today is None:
        return page
    (one,) = listed(connection, actor, (line,), today=today, thresholds=shipped_thresholds())
    return replace(page, reasons=one.reasons)


def _page(connection: Connection, line: ResidentLine, card: Kept[Resident]) -> ResidentPage:
    who = line.resident_id
    lines = cards(connection, MedicineLine, who)
    heads = statements(connection, MedicineList, who, limit=1)
    return ResidentPage(
        line=line,
        card=card,
        allergies=statements(connection, AllergyState, who),
        entries=statements(connection, RoundEntry, who, only_current=False),
        observations=statements(connection, ObservationSet, who, limit=MOST_SETS),
        marked_usual=statements_in(
            connection, ObservationSet, who, SetPurpose.USUAL.value, limit=_MARKED
        ),
        concerns=statements(connection, Concern, who),
        medicines=tuple(each for each in lines if _is_in_force(each)),
        past_medicines=tuple(each for each in lines if not _is_in_force(each)),
        medicine_list=heads[0] if heads else None,
        problems=cards(connection, Problem, who),
        open_actions=cards(connection, Action, who, states=(ActionState.OPEN.value,)),
        stays=cards(connection, Stay, who),
        falls=statements(connection, Fall, who),
        hospital=statements(connection, HospitalEpisode, who),
        requests=requests_of(connection, who),
        covert=statements(connection, CovertAdministration, who),
        joined=tuple(each for each in cards(connection, Resident, who) if each.own_id),
        care=care_decisions(connection, who),
    )


def _with_older_weights(connection: Connection, page: ResidentPage) -> ResidentPage:
    if len(page.observations) < MOST_SETS:
        return page
    who = page.line.resident_id
    older = statements_holding(connection, ObservationSet, who, "weight_kg", after=MOST_SETS)
    return replace(page, weighed_before=older)


def _is_in_force(line: Kept[MedicineLine]) -> bool:
    """A line whose state cannot be read, or that has two versions, is shown, not hidden."""
    return line.record is None or line.has_siblings or line.record.state.value in _IN_FORCE


def _page_without_notes(line: ResidentLine, card: Kept[Resident]) -> ResidentPage:
    """For roles that see people but no clinical notes: identity and place alone."""
    hidden = CareDecisions(is_shown=False)
    return ResidentPage(line, card, (), (), (), (), (), (), None, (), (), (), care=hidden)
