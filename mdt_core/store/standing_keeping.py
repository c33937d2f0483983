"""Writes what may be a reason to see somebody, for those of whom nothing is kept: when nobody waits.

A few residents at a time, worked out and written in one transaction, so that nothing is written of
them in between and no deed waits long.
"""

from datetime import date

from sqlalchemy import Connection

from mdt_core.store import standings
from mdt_core.store.queries.facts import worked_out
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.worklist import Thresholds, counts_since


def keep_some(connection: Connection, *, today: date, thresholds: Thresholds, most: int) -> int:
    """Keeps what is missing of so many residents, in the caller's transaction; returns of how many."""
    since = counts_since(today, thresholds)
    who = standings.missing(connection, since=since, thresholds=thresholds, most=most)
    lines = [line for each in who if (line := resident_by_id(connection, each)) is not None]
    found = worked_out(connection, lines, since=since, thresholds=thresholds)
    standings.keep(connection, found, since=since, thresholds=thresholds)
    return len(found)
