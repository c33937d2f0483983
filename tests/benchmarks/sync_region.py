"""Greater Manchester on one PostgreSQL: 40,000 residents, and of their year as much as time allows.

Everyone comes first, with stays, allergies, medicines and problems; then the year goes by for all of
them in turn. What is told is measured at the size that was reached, and the size is told with it.
"""

from itertools import islice
from random import Random
from time import perf_counter

from sqlalchemy import text

from mdt_service.hub.walls import EVERYTHING
from tests.benchmarks import sync_goals, sync_pushing
from tests.benchmarks.bulk import Filling
from tests.benchmarks.figures import Figure, as_time
from tests.benchmarks.people import A_YEAR
from tests.benchmarks.sync_scale import bytes_of, deltas
from tests.benchmarks.sync_service import Filled

RESIDENTS = 40_000
_FIRST = 20_000
_AT_ONCE = 10_000


def figures(url: str, minutes: float) -> list[Figure]:
    """What a region's record costs to load, keep, push to and pull from."""
    filled = Filled(url)
    going = Filling(Random(1), RESIDENTS * A_YEAR).changes()
    caller, epoch = sync_pushing.caller_of(filled)
    before, began = bytes_of(filled), perf_counter()
    filled.fill(islice(going, _FIRST))
    at_small = deltas(filled, caller, epoch, going)
    while perf_counter() - began < minutes * 60 and filled.fill(islice(going, _AT_ONCE)):
        print(f"{filled.changes:,} in {perf_counter() - began:,.0f} s", flush=True)
    seconds, each = perf_counter() - began, (bytes_of(filled) - before) / filled.changes
    at_large, people = deltas(filled, caller, epoch, going), _residents(filled)
    filled.close()
    share = sync_goals.time_share
    size = f"{filled.changes:,} changes"
    return [
        sync_goals.told("region: residents, and changes of them", f"{people:,}", size),
        sync_goals.told("region: bulk load with fold", f"{filled.changes / seconds:,.0f}/s"),
        sync_goals.told("region: the database, for each change", f"{each:,.0f} B"),
        share(f"region: push of 50 at {size}", at_large[0], f"at {_FIRST:,}", at_small[0], most=1.5),
        share(f"region: pull of 100 at {size}", at_large[1], f"at {_FIRST:,}", at_small[1], most=1.5),
        sync_goals.told("region: pushes of 50 by one process", f"{50 / at_large[0]:,.0f} changes/s",
                        as_time(at_large[0])),
    ]  # fmt: skip


def _residents(filled: Filled) -> int:
    with filled.parts.database.reading(EVERYTHING) as connection:
        return int(connection.execute(text("SELECT count(*) FROM resident_current")).scalar_one())
