"""Several processes on one PostgreSQL: nothing is passed over, and no request counts in two of them."""

import threading
from collections.abc import Iterator
from queue import Queue

import httpx2
import pytest

from mdt_core.errors import StoreProblem
from mdt_service.app import open_parts
from mdt_service.cli import serve
from mdt_service.handlers import keeping
from mdt_service.settings import Settings
from tests.service.device import Device
from tests.service.processes import Started, begun, one_time_code, started, two_started
from tests.service.ward import Writer

pytestmark = pytest.mark.timeout(240)
"""Each test begins up to three Pythons: on a machine that does eight other things 55 s were measured."""

ROUNDS = 6
PATIENCE_S = 30


@pytest.fixture
def url(new_postgresql: str) -> str:
    """A begun database."""
    return begun(new_postgresql)


@pytest.fixture
def two(url: str) -> Iterator[tuple[Started, Started]]:
    """Two processes that know nothing of each other."""
    with two_started(url) as both:
        yield both


def enrolled(url: str, address: str, name: str) -> Device:
    device = Device(address, name)
    assert device.enrol(one_time_code(url)).status == 200
    return device


def ward_of(url: str, two: tuple[Started, Started]) -> tuple[list[Device], int]:
    """Devices of either process, each with a few changes about one resident; how many in all."""
    writers = [Writer(seed) for seed in range(1, 5)]
    devices = [enrolled(url, two[n % 2].address, f"laptop-{n}") for n in range(4)]
    resident_id, admitted = writers[0].admit()
    devices[0].wrote(admitted)
    devices[0].push()
    for writer, device in zip(writers, devices, strict=True):
        if writer is not writers[0]:
            writer.memory.receive(*admitted)
        for pulse in range(70, 70 + ROUNDS):
            device.wrote(writer.observe(resident_id, pulse=pulse))
    return devices, len(admitted) + len(devices) * ROUNDS


def push_one_by_one(device: Device, answered: Queue[int]) -> None:
    for _ in range(ROUNDS):
        answered.put(device.push(most=1).status)


def test_devices_of_two_processes_lose_nothing_and_a_reader_sees_no_gap(
    url: str, two: tuple[Started, Started]
) -> None:
    devices, written = ward_of(url, two)
    reader = enrolled(url, two[0].address, "reader")
    answered: Queue[int] = Queue()
    threads = [threading.Thread(target=push_one_by_one, args=(each, answered)) for each in devices]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        reader.sync()  # fails where a number is missing or a chain does not follow
    assert [answered.get(timeout=1) for _ in range(4 * ROUNDS)] == [200] * (4 * ROUNDS)
    for device in (reader, *devices):
        device.sync()
        device.close()
    assert len(reader.bodies()) == written
    assert all(device.bodies() == reader.bodies() for device in devices)
    parts = open_parts(Settings(database=url))
    assert keeping.verify_logs(parts.service) == []
    parts.database.close()


def test_a_request_that_one_process_answered_is_refused_by_the_other(
    url: str, two: tuple[Started, Started]
) -> None:
    device = enrolled(url, two[0].address, "laptop")
    target = f"/v1/hello?incarnation={device.incarnation}"
    headers = device.headers("GET", target, b"")
    assert device.sent("GET", target, b"", headers).status == 200
    elsewhere = Device(two[1].address, "laptop")
    again = elsewhere.sent("GET", target, b"", headers)
    assert (again.status, again.said["code"]) == (401, "counter")
    assert again.said["counter"] == device.counter
    elsewhere.counter = device.counter
    assert elsewhere.get(target).status == 200
    older = device.sent("GET", target, b"", device.headers("GET", target, b""))
    assert (older.status, older.said["code"]) == (401, "counter")
    device.close()
    elsewhere.close()


def test_one_setting_makes_several_processes_that_tell_their_measures_together(url: str) -> None:
    with started(url, "--workers", "2") as running:
        device = enrolled(url, running.address, "laptop")
        for _ in range(6):
            device.close()
            device.http = httpx2.Client(
                base_url=running.address, timeout=PATIENCE_S
            )  # so that either may answer
            assert device.hello().status == 200
        device.close()
        told = httpx2.get(f"{running.address}/metrics", timeout=PATIENCE_S).text
        assert 'mdt_requests_total{route="/v1/hello",status="200"} 6.0' in told
        assert "mdt_waiting 0.0" in told
    assert running.process.returncode == 0


def test_several_processes_on_sqlite_are_refused_with_the_next_step(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    address = begun(f"sqlite:///{tmp_path_factory.mktemp('service') / 'service.db'}")
    settings = Settings(database=address, workers=2)
    parts = open_parts(settings)
    with pytest.raises(StoreProblem, match="one process"):
        serve.prepare(parts, print)
    parts.database.close()
    assert capsys.readouterr().out == ""
