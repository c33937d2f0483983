"""Residents' lines at the service are written when nobody waits: none is forgotten, none written twice."""

import asyncio
import io
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_service.handlers.line_keeper import LATEST_S, LineKeeper
from mdt_service.hub import lines
from mdt_service.hub.database import Away, Database, open_database
from mdt_service.hub.walls import EVERYTHING
from mdt_service.logs import make_log
from tests.service.serving import Serving
from tests.service.ward import Make, Writer, clinician


def families(served: Serving) -> list[str]:
    with served.parts.database.reading(EVERYTHING) as connection:
        query = "SELECT family_name FROM resident_current ORDER BY family_name"
        return list(connection.execute(text(query)).scalars())


def admitted(served: Serving, new_device: Make, *names: str) -> None:
    """Admits each by a push of its own."""
    gp = clinician(served, new_device)
    for seed, name in enumerate(names, 1):
        _, changes = Writer(seed).admit(name)
        gp.wrote(changes)
        assert gp.push().status == 200


def test_a_push_says_whose_lines_are_due_and_they_are_written_once(
    running: Serving, new_device: Make
) -> None:
    admitted(running, new_device, "Ash", "Birch")
    lines.keep_all(running.parts.database)
    assert families(running) == ["Ash", "Birch"]
    assert lines.keep_some(running.parts.database) == 0


def keeper(database: Database, *, is_quiet: bool) -> LineKeeper:
    return LineKeeper(database, lambda: is_quiet, make_log(io.StringIO()))


def test_lines_wait_while_somebody_is_answered_but_not_for_longer_than_a_minute(
    on_sqlite: Serving, new_device: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mdt_service.handlers.line_keeper.EVERY_S", 3_600
    )  # the service's own is asleep
    admitted(on_sqlite, new_device, "Ash")
    busy = keeper(on_sqlite.parts.database, is_quiet=False)
    asyncio.run(busy.look())
    waits = families(on_sqlite)
    busy.waited_s = LATEST_S
    asyncio.run(busy.look())
    assert (set(waits) <= {"Ash"}, families(on_sqlite), busy.waited_s) == (True, ["Ash"], 0.0)


def test_a_database_that_is_away_does_not_end_the_keeper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'service.db'}")
    asked: list[int] = []

    def away(_database: object) -> int:
        asked.append(1)
        if len(asked) == 1:
            raise Away("away")
        raise asyncio.CancelledError

    monkeypatch.setattr("mdt_service.handlers.line_keeper.EVERY_S", 0)
    monkeypatch.setattr(lines, "keep_some", away)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(keeper(database, is_quiet=True).run())
    assert len(asked) == 2
