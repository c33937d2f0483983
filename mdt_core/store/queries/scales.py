"""Which SpO2 scale of NEWS2 stands for a resident: the one a prescriber chose last."""

from collections.abc import Iterable

from mdt_core.records.observations import ObservationSet
from mdt_core.roles import PRESCRIBERS
from mdt_core.store.queries.statements import Signed


def standing_choice(sets: Iterable[Signed[ObservationSet]]) -> Signed[ObservationSet] | None:
    """The set with which a prescriber last chose the SpO2 scale; `sets` are all, newest first."""
    roles = {role.value for role in PRESCRIBERS}
    return next((each for each in sets if each.author.role in roles and each.record), None)
