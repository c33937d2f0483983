"""Makes a practice home in a store: three months of a nursing home that does not exist."""

from collections.abc import Iterator
from datetime import date

from mdt_core.actor import Actor
from mdt_core.demo import (
    PRACTICE_SEED,
    arrivals,
    asking,
    equipping,
    falling,
    medicines,
    meetings,
    observing,
    rounds,
    signing,
)
from mdt_core.demo.plan import Plan, damson_fold
from mdt_core.demo.telling import Deed, Telling, tell, telling
from mdt_core.demo.truth import KnownTruth, known_truth
from mdt_core.store.store import Store


def make_home(
    store: Store,
    *,
    by: Actor,
    today: date,
    seed: int = PRACTICE_SEED,
    home_id: str | None = None,
    plan: Plan | None = None,
) -> KnownTruth:
    """Writes the home with all that happened in it before `today`; returns what is true of it.

    `by` is who will use the workspace: a GP, community matron or nurse who serves every home; the
    round entries of the plan's lead carry this name. `home_id` names an empty home to fill. Raises
    NotAllowed where the role of `by` may not write homes or entries.
    """
    with telling(store, plan or damson_fold(), today=today, lead=by, seed=seed) as told:
        tell(told, list(_deeds(told, home_id)))
    return known_truth(told)


def _deeds(told: Telling, home_id: str | None) -> Iterator[Deed]:
    yield from arrivals.deeds(told, home_id)
    yield from medicines.deeds(told)
    yield from observing.deeds(told)
    yield from rounds.deeds(told)
    yield from signing.deeds(told)
    yield from falling.deeds(told)
    yield from asking.deeds(told)
    yield from meetings.deeds(told)
    yield from equipping.deeds(told)
