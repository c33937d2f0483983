"""A region loaded in bulk into one PostgreSQL: shares of homes in several processes, each by COPY.

Meanwhile the indexes are away that are no key, and made anew afterwards; a commit does not wait for
the disk (`fsync` stays on), and checkpoints are far apart. What is left is what pushes would have left.
Asks for a superuser: COPY passes the walls between homes.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import psycopg

from tests.benchmarks import region_share
from tests.benchmarks.region_homes import Home

SHARE = 5
"""Homes in one transaction: few enough that their rows are held in memory."""

_TABLES = ("change", "record", "relation", "resident_current", "source_identifier")
_LOG_BETWEEN_CHECKPOINTS = "8GB"


@dataclass(frozen=True)
class Taken:
    """How long the parts of a load took, in seconds."""

    changes: int
    rows: float
    indexes: float
    analysed: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.rows + self.indexes + self.analysed


def load(
    url: str,
    homes: Sequence[Home],
    *,
    processes: int = 0,
    share: int = SHARE,
    told: Callable[[str], None] = print,
) -> Taken:
    """Loads the years of homes; they must be in the directory already. 0 processes: one for each core."""
    began = perf_counter()
    shares = [homes[at : at + share] for at in range(0, len(homes), share)]
    with psycopg.connect(url, autocommit=True) as owner, _apart(owner):
        made_anew = _without_indexes(owner)
        try:
            changes = _load_rows(url, shares, processes or len(os.sched_getaffinity(0)), told)
        finally:
            told("indexes")
            loaded = perf_counter()
            _run(owner, made_anew)
        indexed = perf_counter()
        told("analyse")
        owner.execute("VACUUM (ANALYZE)")
        owner.execute("CHECKPOINT")
    return Taken(changes, loaded - began, indexed - loaded, perf_counter() - indexed)


def _load_rows(
    url: str, shares: Sequence[Sequence[Home]], processes: int, told: Callable[[str], None]
) -> int:
    began, changes = perf_counter(), 0
    with get_context("fork").Pool(processes, _begin) as pool:
        for done, made in enumerate(
            pool.imap_unordered(partial(region_share.load, url), shares), 1
        ):
            changes += made
            seconds = perf_counter() - began
            left = seconds / done * (len(shares) - done)
            told(f"{changes:,} changes, {done} of {len(shares)} shares in {seconds:,.0f} s,"
                 f" {changes / seconds:,.0f}/s, {left:,.0f} s to go")  # fmt: skip
    return changes


def _begin() -> None:
    """What was imported lives as long as the process, and nearly all that is made is let go at once."""
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


# The database meanwhile


@contextmanager
def _apart(owner: "psycopg.Connection[Any]") -> Iterator[None]:
    """Checkpoints far apart, so that a page is written whole into the log but once or twice."""
    owner.execute(f"ALTER SYSTEM SET max_wal_size = '{_LOG_BETWEEN_CHECKPOINTS}'")
    owner.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        owner.execute("ALTER SYSTEM RESET max_wal_size")
        owner.execute("SELECT pg_reload_conf()")


def _without_indexes(owner: "psycopg.Connection[Any]") -> list[str]:
    """Drops the indexes that are no key; returns what makes them again."""
    rows = owner.execute(_INDEXES, (list(_TABLES),)).fetchall()
    _run(owner, [f"DROP INDEX {name}" for name, _ in rows])
    return [made for _, made in rows]


def _run(owner: "psycopg.Connection[Any]", statements: Sequence[str]) -> None:
    owner.execute("SET maintenance_work_mem = '512MB'")
    for each in statements:
        owner.execute(each)


_INDEXES = """
    SELECT quote_ident(indexname), indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = ANY (%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint) ORDER BY tablename, indexname
"""
