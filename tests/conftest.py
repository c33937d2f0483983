"""What every test has: a window system without a screen, and modules that are compiled once.

Where Python is told to write no bytecode, every process of a test would compile all that it imports
anew, which takes it longer than most tests; it is kept in `build` then, beside no source.
What collecting the tests has made is looked through by Python's collector no more.
"""

import gc
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if sys.dont_write_bytecode:
    sys.dont_write_bytecode = False
    sys.pycache_prefix = str(Path(__file__).resolve().parents[1] / "build" / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # for the processes that tests start
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix


def pytest_collection_finish() -> None:
    """Half a million objects that live as long as the tests are set apart, once for all of them."""
    gc.collect()
    gc.freeze()
