"""A record store in memory, to make changes in before they are taken in as a device's are."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.pool import StaticPool

from mdt_core.clock import Clock
from mdt_core.identifiers import IdSource
from mdt_core.store.dialects import sqlite
from mdt_core.store.store import Store
from mdt_core.store.tables import ChangeRow
from mdt_service.hub.tables import PROJECTIONS

CHANGE = ChangeRow.__table__  # type: ignore[attr-defined]


def scratch_store(device: str, clock: Clock, random: Callable[[int], bytes]) -> Store:
    """An empty store that is gone when it is let go."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _connected(raw: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
        raw.isolation_level = None

    sqlite.begin_as_asked(engine)
    _create(engine)
    return Store(engine, device, clock, IdSource(clock, random))


def _create(engine: Engine) -> None:
    with engine.begin() as connection:
        CHANGE.create(connection)
        for table in PROJECTIONS:
            table.create(connection)
        sqlite.create_guards(connection)


def changes_in(store: Store) -> Iterator[tuple[int, str, str]]:
    """Every change of a store in the order of its making: number, mid and text."""
    query = select(CHANGE.c.n, CHANGE.c.mid, CHANGE.c.body).order_by(CHANGE.c.n)
    with store.reading() as connection:
        for row in connection.execute(query).all():
            yield row.n, row.mid, row.body
