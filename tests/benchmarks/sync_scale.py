"""A record of a region's size on one PostgreSQL: loaded in bulk, then pushed to and read as by one device.

Loading is the service's own numbering, keeping and folding, without the pushes that brought it in real
life. What is told for the larger size is measured at that size; what a borough has is in docs/scale.md.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from random import Random
from time import perf_counter

from sqlalchemy import text

from mdt_core.store.intake import Logged
from mdt_service.handlers import pages
from mdt_service.service import Caller
from tests.benchmarks import sync_goals, sync_pushing
from tests.benchmarks.bulk import Filling
from tests.benchmarks.figures import Figure, as_time
from tests.benchmarks.sync_growth import DELTA, asked_now
from tests.benchmarks.sync_service import Filled
from tests.benchmarks.timing import seconds_of

_TRIES = 8


def figures(url: str, small: int, large: int) -> list[Figure]:
    """Load, size, a push of 50 and a pull of 100, at two sizes of the record."""
    filled = Filled(url)
    going = Filling(Random(1), large).changes()
    caller, epoch = sync_pushing.caller_of(filled)
    before = bytes_of(filled)
    filled.fill(islice(going, small))
    at_small = deltas(filled, caller, epoch, going)
    began, held = perf_counter(), filled.changes
    filled.fill(islice(going, large - filled.changes))
    rate = (filled.changes - held) / (perf_counter() - began)
    each = (bytes_of(filled) - before) / filled.changes
    at_large = deltas(filled, caller, epoch, going)
    filled.close()
    share, beside = sync_goals.time_share, f"at {small:,}"
    return [
        sync_goals.told(f"scale: bulk load to {large:,} changes", f"{rate:,.0f}/s"),
        sync_goals.told("scale: the database, for each change", f"{each:,.0f} B"),
        share(f"scale: push of 50 at {large:,}", at_large[0], beside, at_small[0], most=1.5),
        share(f"scale: pull of 100 at {large:,}", at_large[1], beside, at_small[1], most=1.5),
        sync_goals.told("scale: pushes of 50 by one process", f"{50 / at_large[0]:,.0f} changes/s",
                        as_time(at_large[0])),
    ]  # fmt: skip


def bytes_of(filled: Filled) -> int:
    """What the database takes on disk."""
    with filled.parts.database.reading() as connection:
        query = text("SELECT pg_database_size(current_database())")
        return int(connection.execute(query).scalar_one())


def deltas(
    filled: Filled, caller: Caller, epoch: str, going: Iterator[Logged]
) -> tuple[float, float]:
    """The quickest push of 50, each of a new life of the device, and the quickest pull of 100."""
    pushes, pulls = [], []
    for _ in range(_TRIES):
        page = list(islice(going, sync_pushing.SMALL))
        pusher = sync_pushing.Pusher(filled, caller, epoch, f"life-{page[0].change.mid}")
        pushes.append(seconds_of(partial(pusher.push, 0, page)))
    for _ in range(_TRIES // 2):
        asked = asked_now(filled)
        filled.fill(islice(going, DELTA))
        pulls.append(seconds_of(partial(pages.pull, filled.parts.service, caller, asked)))
    return min(pushes), min(pulls)
