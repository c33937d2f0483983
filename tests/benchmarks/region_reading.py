"""What one size of a region's record costs who uses it: through the real service over HTTP, and by its roles.

One home is written to and read, as on any day. The best of a few is told of what is done again and
again, since the machine does other things meanwhile.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter

import httpx2
import psycopg
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from mdt_core.actor import Actor
from mdt_core.measures.definitions import FALLS, MEASURES
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked, tabulate
from mdt_core.roles import Role
from mdt_core.store.queries.measured.facts import measure_facts
from mdt_service.cli.run import DONE, main
from mdt_service.hub.scopes import EVERY_HOME
from tests.benchmarks import sync_service
from tests.benchmarks.region_homes import Home
from tests.benchmarks.region_share import AT
from tests.benchmarks.sync_service import Told
from tests.benchmarks.timing import seconds_of
from tests.service.device import Device, Log
from tests.service.processes import Started, one_time_code, started

PUSHED = 50
TRIES = 10
_EACH_TRY = 2 * PUSHED
_GUESTS = 22
"""People enough for what is pushed: what is written of one is some 50 changes."""

_YEAR = Period(date(2025, 11, 25), date(2026, 11, 20))


@dataclass(frozen=True)
class Reading:
    """What was measured at one size; seconds, but for the first load and the memory in MB."""

    push: float
    pull: float
    pull_all: float
    first_load: Told
    metrics: float
    overview: float
    report: float
    measure: float
    memory: float


def reading(url: str, home: Home, folder: Path) -> Reading:
    """Measures the record as it stands; leaves a few people more in the home."""
    guests = replace(home, residents=_GUESTS, first_room=1 + home.residents)
    with started(url) as service:
        loads = [
            _first_load(url, service, home, folder / f"client-{home.number}-{n}") for n in range(2)
        ]
        first_load = min(loads, key=lambda each: each.seconds)
        pushes, pulls, pulls_all = _deltas(url, service, guests)
        metrics = min(_asked(service, "/metrics") for _ in range(3))
        overview = _overview(url, service)
        memory = sync_service.peak_of(service)
    return Reading(
        *(min(pushes), min(pulls), min(pulls_all), first_load, metrics, overview),
        *(_report(url), _measure(url), memory),
    )


def _first_load(url: str, service: Started, home: Home, folder: Path) -> Told:
    words = (service.address, one_time_code(url, home=home.id), str(folder))
    with sync_service.module("tests.benchmarks.sync_client", *words) as process:
        measured = sync_service.Measured(process)
        measured.answer()
        return measured.do("exchange")


# Pushes and pulls


def _deltas(
    url: str, service: Started, guests: Home
) -> tuple[list[float], list[float], list[float]]:
    """Twice 50 pushed, then got by another computer of the home, and by one that serves every home."""
    writes, reads, reads_all = (
        _enrolled(url, service, f"{each}-{guests.number}", where)
        for each, where in (("writes", guests.id), ("reads", guests.id), ("reads-all", EVERY_HOME))
    )
    reads.sync()
    _know_heads(reads_all)
    going = guests.year()
    pushes, pulls, pulls_all = [], [], []
    for _ in range(TRIES):
        for _ in range(_EACH_TRY // PUSHED):
            writes.wrote(islice(going, PUSHED))
            pushes.append(seconds_of(partial(_pushed, writes)))
        pulls.append(seconds_of(partial(_pulled, reads)))
        pulls_all.append(seconds_of(partial(_pulled, reads_all)))
    for each in (writes, reads, reads_all):
        each.close()
    return pushes, pulls, pulls_all


def _enrolled(url: str, service: Started, name: str, home_id: str) -> Device:
    device = Device(service.address, name)
    answer = device.enrol(one_time_code(url, home=home_id))
    assert answer.status == 200, answer.said
    return device


def _know_heads(device: Device) -> None:
    """Makes a computer hold every log to its end, without the days of its first load."""
    heads = device.hello().said["scopes"]
    device.logs |= {each["scope"]: Log(each["seq"], each["digest"]) for each in heads}


def _pushed(device: Device) -> None:
    answer = device.push(PUSHED)
    assert {each["result"] for each in answer.of("answer")} == {"applied"}, answer.said


def _pulled(device: Device) -> None:
    before = sum(log.seq for log in device.logs.values())
    answer = device.pull()
    assert answer.status == 200, answer.said
    assert sum(log.seq for log in device.logs.values()) == before + _EACH_TRY


# Pages and reports


def _asked(service: Started, path: str) -> float:
    began = perf_counter()
    answer = httpx2.get(f"{service.address}{path}", timeout=600)
    assert answer.status_code == 200, answer.text
    return perf_counter() - began


def _overview(url: str, service: Started) -> float:
    """The administrators' first page: every device and every home."""
    said = io.StringIO()
    assert main(["--database", url, "administrator", "--name", "Bench"], out=said) == DONE
    code = {"code": said.getvalue().splitlines()[0]}
    with httpx2.Client(base_url=service.address, follow_redirects=True, timeout=600) as browser:
        assert browser.post("/admin/sign-in", data=code).status_code == 200
        return min(seconds_of(partial(_shown, browser)) for _ in range(3))


def _shown(browser: httpx2.Client) -> None:
    answer = browser.get("/admin")
    assert "Signed in as" in answer.text


def _report(url: str) -> float:
    """Who makes reports counts everything of the year, by home, kind and month."""
    with psycopg.connect(url) as connection:
        connection.execute("SET ROLE mdt_report")
        connection.execute("SET mdt.scopes = '*'; SET mdt.homes = '*'")
        return _best(lambda: connection.execute(_BY_MONTH).fetchall())


def _measure(url: str) -> float:
    """The falls of every home for each 1,000 resident-days, with intervals, as the program measures them.

    No page of the service asks for it: by who owns the database, whom nothing cuts short.
    """
    asked = Asked(FALLS.id, _YEAR)
    by = Actor("bench", "Bench", Role.GP, "")
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        taken = seconds_of(
            lambda: tabulate(MEASURES[FALLS.id], measure_facts(connection, by, asked, AT), asked)
        )
    engine.dispose()
    return taken


def _best(deed: Callable[[], object]) -> float:
    return min(seconds_of(deed) for _ in range(2))


_BY_MONTH = """
    SELECT home_id, kind, left(occurred_at, 7), count(*) FROM record
    WHERE kind IN ('round_entry', 'fall', 'action') GROUP BY 1, 2, 3
"""
