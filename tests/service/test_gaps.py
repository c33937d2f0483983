"""No reader passes over a change, however many write at once; the naive way must be seen to fail."""

import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from mdt_service.handlers import keeping
from mdt_service.hub.database import Database
from tests.service.gap import PER_TRANSACTION, count_missed
from tests.service.serving import Serving, serving
from tests.service.ward import Make, Writer, clinician
from tests.support import builders


@pytest.fixture
def on_postgresql(new_postgresql: str) -> Iterator[Serving]:
    with serving(new_postgresql) as served:
        yield served


def test_a_reader_of_numbered_scopes_misses_nothing_while_six_write(
    on_postgresql: Serving,
) -> None:
    found = count_missed(on_postgresql.parts.database, writers=6, transactions=300)
    assert found.written == 300 * PER_TRANSACTION
    assert (found.missed, found.is_whole) == (0, True)
    assert keeping.verify_logs(on_postgresql.service) == []


def test_a_reader_of_the_databases_own_numbers_is_seen_to_miss_some(
    on_postgresql: Serving,
) -> None:
    database = on_postgresql.parts.database
    runs = (
        count_missed(database, writers=6, transactions=120, naive=True, pause_s=0.002, seed=seed)
        for seed in range(10)
    )
    assert any(found.missed for found in runs)


def test_on_sqlite_too_nothing_is_missed(on_sqlite: Serving) -> None:
    found = count_missed(on_sqlite.parts.database, writers=3, transactions=60)
    assert (found.missed, found.is_whole) == (0, True)


def test_devices_that_push_at_once_about_one_resident_lose_nothing(
    running: Serving, new_device: Make
) -> None:
    writers = [Writer(seed) for seed in range(1, 5)]
    resident_id, admitted = writers[0].admit()
    devices = [clinician(running, new_device, f"laptop-{n}") for n in range(4)]
    devices[0].wrote(admitted)
    devices[0].push()
    for writer, device in zip(writers, devices, strict=True):
        if writer is not writers[0]:
            writer.memory.receive(*admitted)
        for pulse in (70, 80, 90):
            device.wrote(writer.observe(resident_id, pulse=pulse))
        changed = builders.resident(
            nhs_number=None, source_identifiers=(), given_name=f"J{writer.seed}"
        )
        device.wrote(writer.write(changed, resident_id, resident_id)[1])
    answered: Queue[int] = Queue()
    threads = [
        threading.Thread(target=lambda device=each: answered.put(device.push().status))
        for each in devices
    ]
    for thread in threads:
        thread.start()
    assert [answered.get(timeout=30) for _ in threads] == [200] * 4
    for thread in threads:
        thread.join()
    for device in devices:
        device.sync()
    assert len(devices[0].bodies()) == len(admitted) + 4 * 4
    assert all(device.bodies() == devices[0].bodies() for device in devices)
    assert keeping.verify_logs(running.service) == []


def test_verify_names_a_number_that_is_missing(on_sqlite: Serving, new_device: Make) -> None:
    gp = clinician(on_sqlite, new_device)
    gp.wrote(Writer().admit()[1])
    gp.push()
    damage(on_sqlite.parts.database, "UPDATE scope_head SET seq = seq + 1 WHERE seq > 1")
    (problem,) = keeping.verify_logs(on_sqlite.service)
    assert "the head names number 3, the log ends at 2" in problem


def damage(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
