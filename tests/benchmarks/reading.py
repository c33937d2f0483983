"""Opening a resident and a home, and finding a name: warm, and first thing in a new process."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from mdt_core.clock import london_day
from mdt_core.store.dialects import sqlite
from mdt_core.store.queries.find import find
from mdt_core.store.queries.homes import home_page, homes
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.worklist import worklist
from mdt_core.store.search import words_of
from mdt_core.store.store import Reading, Store
from mdt_core.worklist import shipped_thresholds
from tests.benchmarks import people
from tests.benchmarks.bulk import GP, KEY, Made
from tests.benchmarks.figures import Figure, within
from tests.benchmarks.timing import in_turn

A_YEAR_ON = people.BEGAN + timedelta(days=365)
"""The day on which everything is read."""

WARM_MS = 5
FIRST_MS = 100

Read = Callable[[Reading], object]


@dataclass(frozen=True)
class Page:
    """A page by the words of its figure, how the program reads it, and the plain SQL beneath it."""

    what: str
    read: Read
    floor: Read


def warm(made: Made, number: int) -> list[Figure]:
    """Each page many times, in one process, in turn with the plain rows it is made of."""
    with closing(made.open()) as workspace:
        return [_warm(workspace.store, page, made, number) for page in pages(made)]


def first_queries(made: Made, processes: int) -> list[Figure]:
    """The first query of a new process after imports and unlock, with the files out of the cache."""
    figures = []
    asked = ((0, "resident"), (2, "home"), (4, "worklist"))
    for page, name in ((pages(made)[at], name) for at, name in asked):
        taken = [_in_new_process(made, name) for _ in range(processes)]
        seconds = median(each["seconds"] for each in taken)
        floor = median(each["floor"] for each in taken)
        read = median(each["read"] for each in taken) / 1024
        what = f"{page.what}, first, {made.entries:,} entries, {read:,.0f} KiB from disk"
        figures.append(within(what, seconds, "same, second time", floor, at_most_ms=FIRST_MS))
    return figures


def searching(made: Made, number: int) -> list[Figure]:
    """A family name as typed into Find, against the index alone."""
    with closing(made.open()) as workspace, workspace.store.reading() as connection:
        name = home_page(connection, GP, made.home_id).residents[0].family_name
        for asked in (name, name[:3]):
            assert find(connection, GP, asked).residents, "the name is not found"
        whole, index = in_turn(
            (
                lambda: find(connection, GP, name[:4]),
                lambda: sqlite.records_with(connection, words_of(name[:4]), 400),
            ),
            number,
        )
    what = f"find a name, {made.entries:,} entries"
    return [within(what, whole.p50, "index alone", index.p50, at_most_ms=WARM_MS)]


def pages(made: Made) -> tuple[Page, ...]:
    """What is opened most: two residents, a home, the list of homes."""
    year, long_stay = made.residents[1], made.long_stayer
    today = london_day(A_YEAR_ON)
    return (
        Page(
            "resident page, a year",
            lambda c: resident_page(c, GP, year, today=today),
            _rows_about(year),
        ),
        Page(
            "resident page, three years",
            lambda c: resident_page(c, GP, long_stay, today=today),
            _rows_about(long_stay),
        ),
        Page("home of 60 residents", lambda c: home_page(c, GP, made.home_id), _lines_of(made)),
        Page("list of homes", lambda c: homes(c, GP), _homes),
        Page(
            f"worklist of {len(made.residents)}",
            lambda c: worklist(c, GP, made.home_id, today=today, thresholds=shipped_thresholds()),
            _lines_of(made),
        ),
    )


def _warm(store: Store, page: Page, made: Made, number: int) -> Figure:
    def open_page() -> object:
        with store.reading() as connection:
            return page.read(connection)

    def read_rows() -> object:
        with store.reading() as connection:
            return page.floor(connection)

    open_page()
    ours, floor = in_turn((open_page, read_rows), number)
    what = f"{page.what}, warm, {made.entries:,} entries"
    return within(what, ours.p50, "its rows", floor.p50, at_most_ms=WARM_MS)


def _rows_about(resident_id: str) -> Read:
    query = (
        "SELECT record.*, change.body FROM record LEFT JOIN change ON change.mid = record.mid"
        " WHERE record.resident_id = ?"
    )
    return lambda connection: connection.exec_driver_sql(query, (resident_id,)).fetchall()


def _lines_of(made: Made) -> Read:
    query = "SELECT * FROM resident_current WHERE home_id = ?"
    return lambda connection: connection.exec_driver_sql(query, (made.home_id,)).fetchall()


def _homes(connection: Reading) -> object:
    return connection.exec_driver_sql("SELECT * FROM record WHERE kind = 'home'").fetchall()


def _in_new_process(made: Made, name: str) -> dict[str, Any]:
    asked = {
        "folder": str(made.folder),
        "key": KEY.hex(),
        "page": name,
        "home": made.home_id,
        "resident": made.residents[1],
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.first_query"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
