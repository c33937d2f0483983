"""Two network namespaces that are parted twenty times while a device works: it has caught up within a minute.

Needs root and `ip netns`; where these are missing the test says so and is skipped.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

PARTITIONS = 20
HEALED_WITHIN_S = 60
LONGEST_PARTITION_S = 10

END = "tests.torture.parted_device"
WRITTEN = "SELECT count(*) FROM change WHERE k = 'event'"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def namespaces() -> Iterator[tuple[str, str]]:
    """A place for the service and one for the device, with a cable between them."""
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("parting networks needs root and the program ip")
    here, there = f"mdt-s{os.getpid()}", f"mdt-d{os.getpid()}"
    try:
        ip("netns", "add", here)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine makes no network namespaces: {error.stderr.decode().strip()}")
    try:
        ip("netns", "add", there)
        ip("link", "add", "mdt0", "netns", here, "type", "veth", "peer", "mdt0", "netns", there)
        for number, name in enumerate((here, there), 1):
            ip("-n", name, "addr", "add", f"10.77.0.{number}/24", "dev", "mdt0")
            ip("-n", name, "link", "set", "mdt0", "up")
            ip("-n", name, "link", "set", "lo", "up")
        yield here, there
    finally:
        for name in (here, there):
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def inside(name: str, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["ip", "netns", "exec", name, *command],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(0)
def test_a_device_has_caught_up_within_a_minute_of_each_of_twenty_partitions(
    tmp_path: Path, tell: Callable[[str], None]
) -> None:
    random, longest = Random(77), 0.0
    with namespaces() as (here, there):
        service = inside(here, sys.executable, "-m", END, "service", str(tmp_path))
        device = inside(there, sys.executable, "-m", END, "device", str(tmp_path))
        try:
            assert said(service) == "listening"
            assert said(device) == "agreed"
            for number in range(PARTITIONS):
                end = random.choice((here, there))
                ip("-n", end, "link", "set", "mdt0", "down")
                order(device, f"write {number}")
                time.sleep(random.uniform(0, LONGEST_PARTITION_S))
                ip("-n", end, "link", "set", "mdt0", "up")
                healed = time.monotonic()
                order(device, "agree")
                assert said(device) == "agreed"
                longest = max(longest, time.monotonic() - healed)
            with closing(sqlite3.connect(tmp_path / "service.db")) as connection:
                assert connection.execute(WRITTEN).fetchone() == (PARTITIONS,)
        finally:
            for each in (device, service):
                each.kill()
                each.communicate()
    tell(f"the longest took {longest:.1f} s after its partition had ended")
    assert longest < HEALED_WITHIN_S


def order(program: subprocess.Popen[str], words: str) -> None:
    assert program.stdin is not None
    program.stdin.write(words + "\n")
    program.stdin.flush()


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()
