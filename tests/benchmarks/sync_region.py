"""Greater Manchester on one PostgreSQL: 565 homes, 40,000 residents and their year, and what it is like then.

A few homes are loaded and used first, as many as make 20,000 changes; then the others, and the same
again. Everything is loaded but the observations of every week. What was measured at each size stands
side by side.
"""

from collections.abc import Callable
from pathlib import Path

import psycopg

from mdt_service.app import open_parts
from mdt_service.handlers import keeping
from mdt_service.settings import Settings
from tests.benchmarks import region_load, region_share, sync_goals
from tests.benchmarks.figures import Figure, as_time
from tests.benchmarks.region_homes import HOMES, RESIDENTS, Home, homes
from tests.benchmarks.region_load import Taken
from tests.benchmarks.region_reading import PUSHED, Reading, reading

_FIRST = 20_000
_IN_A_YEAR = 50
"""Changes of one resident."""


def figures(url: str, folder: Path, residents: int = RESIDENTS) -> list[Figure]:
    """What a region's record costs to load and keep, and to push to, pull from and ask."""
    folder.mkdir()
    region = homes(residents, max(2, round(HOMES * residents / RESIDENTS)))
    few = max(1, min(len(region) - 1, round(_FIRST / _IN_A_YEAR / region[0].residents)))
    parts = open_parts(Settings(database=url))
    keeping.begin(parts.service)
    region_share.list_homes(parts.service, region)
    parts.database.close()
    before = _bytes_of(url)
    told = _telling()
    region_load.load(url, region[:few], told=told)
    small_changes, small = _changes_in(url), _read(url, region[0], folder)
    taken = region_load.load(url, region[few:], told=told)
    told(str(taken))
    changes, size = _changes_in(url), _bytes_of(url)
    large = _read(url, region[few], folder)
    return [
        *_loaded(region, taken, changes, size, size - before),
        *_beside(small, large, f"{changes:,}", f"at {small_changes:,}"),
    ]


def _read(url: str, home: Home, folder: Path) -> Reading:
    found = reading(url, home, folder)
    print(found, flush=True)
    return found


def _telling() -> Callable[[str], None]:
    return lambda words: print(words, flush=True)


def _loaded(region: list[Home], taken: Taken, changes: int, size: int, grown: int) -> list[Figure]:
    told = sync_goals.told
    residents = sum(each.residents for each in region)
    rate = f"{taken.changes / taken.seconds:,.0f}/s"
    parts = f"rows {taken.rows:,.0f}, indexes {taken.indexes:,.0f}, analyse {taken.analysed:,.0f} s"
    return [
        told("region: homes, residents, changes", f"{len(region)}, {residents:,}, {changes:,}"),
        told(f"region: bulk load of {taken.changes:,}", f"{taken.seconds:,.0f} s", rate),
        told("region: the same, in parts", parts),
        told("region: the database", f"{size / 1e9:,.2f} GB", f"{grown / changes:,.0f} B a change"),
    ]  # fmt: skip


def _beside(small: Reading, large: Reading, size: str, beside: str) -> list[Figure]:
    """The larger record beside the smaller one; with a goal where sync has one."""
    share, load = sync_goals.time_share, large.first_load
    return [
        share(f"region: push of 50 at {size}", large.push, beside, small.push, most=1.5),
        share("region: pull of 100, a device of one home", large.pull, beside, small.pull, most=1.5),
        _told("region: pull of 100, a device of every home", large.pull_all, beside, small.pull_all),
        _told(f"region: first load of one home, {load.got:,}", load.seconds, beside, small.first_load.seconds),
        sync_goals.at_most("region: memory of the client that loads it", load.rss, 150, "MB"),
        _told("region: /metrics, with a look for duplicates", large.metrics, beside, small.metrics),
        _told("region: the administrators' first page", large.overview, beside, small.overview),
        _told("region: report by home, kind and month", large.report, beside, small.report),
        _told("region: falls of every home as a measure", large.measure, beside, small.measure),
        sync_goals.at_most("region: memory of a process of the service", large.memory, 200, "MB",
                           f"{small.memory:,.0f} MB {beside}"),
        sync_goals.told("region: pushes of 50 by one device after another",
                        f"{PUSHED / large.push:,.0f} changes/s"),
    ]  # fmt: skip


def _told(what: str, seconds: float, beside: str, other: float) -> Figure:
    return Figure(what, as_time(seconds), f"{beside} {as_time(other)}", seconds / other)


def _bytes_of(url: str) -> int:
    return _asked(url, "SELECT pg_database_size(current_database())")


def _changes_in(url: str) -> int:
    return _asked(url, "SELECT count(*) FROM change")


def _asked(url: str, query: str) -> int:
    with psycopg.connect(url) as owner:
        row = owner.execute(query).fetchone()
    assert row is not None
    return int(row[0])
