"""Makes a practice borough in a store, and says what is true of it."""

from collections.abc import Sequence
from datetime import date

from mdt_core.actor import Actor
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.borough import beds, comings, doings
from mdt_core.demo.borough.scale import Scale
from mdt_core.demo.borough.sketch import sketch
from mdt_core.demo.borough.telling import Progress, Telling, Told
from mdt_core.demo.borough.truth import BoroughTruth, borough_truth
from mdt_core.store.store import Store


def in_silence(_told: Told) -> None:
    """Tells nobody how far it is."""


def make_borough(
    store: Store,
    *,
    by: Actor,
    today: date,
    scale: Scale | None = None,
    seed: int = PRACTICE_SEED,
    home_ids: Sequence[str] = (),
    progress: Progress = in_silence,
) -> BoroughTruth:
    """Writes a borough with all that happened in it before `today`; returns what is true of it.

    `by` is who will use the workspace: a GP or matron who serves every home, and leads every fourth
    home's rounds. `home_ids` names empty homes to fill, in the order of `home_names`. Raises
    NotAllowed where the role of `by` may not write homes or entries.
    """
    told = Telling(sketch(scale or Scale(), today, seed), store, by)
    told.tell([*comings.deeds(told, home_ids), *beds.deeds(told), *doings.deeds(told)], progress)
    return borough_truth(told)
