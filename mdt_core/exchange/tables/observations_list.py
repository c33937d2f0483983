"""A list of observations: each row a set, known by its person and time.

Whose a set is, is known by the NHS number, with which the date of birth has to agree. Scored by the
SpO2 scale that stands for the resident; a total of the list is kept as the source's own, beside the
one worked out here.
"""

from collections.abc import Sequence
from typing import Any, Final

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.observations_rows import ObservationRow, observation_row
from mdt_core.kinds import checked, dump
from mdt_core.record import Status
from mdt_core.records.homes import Home
from mdt_core.records.observations import ObservationSet, SpO2Scale
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from mdt_core.store.queries.scales import standing_choice
from mdt_core.store.queries.statements import Signed
from mdt_core.store.unit_of_work import UnitOfWork


def _set_of(
    unit: UnitOfWork, who: str, row: ObservationRow, here: Sequence[Signed[ObservationSet]]
) -> ObservationSet:
    """The set; raises InvalidInput for another home and for readings that cannot be."""
    _require_home(unit, who, row.home)
    scale = _standing_scale(here)
    values = {**row.values, "taken_at": row.identity, "spo2_scale": scale.value}
    taken = checked(ObservationSet, values)
    evaluate(news2_input(taken))
    return taken


def _standing_scale(here: Sequence[Signed[ObservationSet]]) -> SpO2Scale:
    """The scale that a prescriber chose last, however many sets came since."""
    by_people = [each for each in here if each.status is Status.CURRENT and each.author.role]
    chosen = standing_choice(by_people)  # sets of a list have no role, and choose no scale
    return chosen.record.spo2_scale if chosen and chosen.record else SpO2Scale.SCALE_1


def _require_home(unit: UnitOfWork, who: str, named: str) -> None:
    if not named:
        return
    home_id = unit.home_of(who)
    home = unit.card(Home, home_id).name if home_id else ""
    if home.casefold() != named.casefold():
        where = f"lives in {home}" if home else "is not placed in a home"
        raise InvalidInput(f"The list says «{named}», and this person {where}.")


def _refuse_same(here: Signed[ObservationSet], taken: ObservationSet) -> None:
    if here.occurred_at == taken.taken_at:
        raise InvalidInput("A set of this very time is recorded here already.")


def _readings(taken: ObservationSet) -> dict[str, Any]:
    """The scale may stand otherwise since; the readings are what the list says."""
    return {**dump(taken), "spo2_scale": ""}


OBSERVATIONS: Final = DatedList(
    system="observations-list",
    article="a",
    name="list of observations",
    kind=ObservationSet,
    row_of=observation_row,
    record_of=_set_of,
    refuse_same=_refuse_same,
    other_words="A set of this time was imported before with other readings.",
    content=_readings,
)
