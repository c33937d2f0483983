"""What every test has: a window system without a screen, compiled modules, and quick waits.

Where Python is told to write no bytecode, every process of a test would compile all that it imports
anew, which takes it longer than most tests; it is kept in `build` then, beside no source.
What collecting the tests has made is looked through by Python's collector no more.
What tests write stands in memory where there is room: they cut off processes, never the power, so
that waiting for a disk would prove nothing. What takes longest begins first.
"""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

_LONG: Final = (
    "tests/journeys/",
    "tests/demo/test_first_command.py",
    "tests/sync/test_planted_faults.py",
    "tests/sync/test_machine.py",
    "tests/ui/every_screen/",
    "tests/exchange/test_real_records.py",
    "tests/service/test_processes.py",
)
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - only where the system keeps it for everybody
_ROOM: Final = 4 * 1024**3
_FAILED: Final = pytest.StashKey[bool]()

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parents[1] / "build" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # for the processes that tests start
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
    os.environ["TMPDIR"] = str(_MEMORY)
    tempfile.tempdir = None  # so that it is asked for anew


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the long tests first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


def pytest_collection_finish() -> None:
    """Half a million objects that live as long as the tests are set apart, once for all of them."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Once all that a test had open is closed, drops what it wrote; what failed can be looked at."""
    report = yield
    item.stash[_FAILED] = report.failed or item.stash.get(_FAILED, False)
    wrote = getattr(item, "funcargs", None) or {}
    if report.when == "teardown" and "tmp_path" in wrote and not item.stash[_FAILED]:
        shutil.rmtree(wrote["tmp_path"], ignore_errors=True)
    return report


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """Drives windows as pytest-qt's own, and sees at once that what it waits for has come."""
    from tests.support.quick_bot import QuickBot  # noqa: PLC0415 - most tests need no Qt

    assert qapp is not None
    return QuickBot(request)
