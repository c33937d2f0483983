"""Lets these tests be found only where `./dev torture` runs them, and lets them tell their figures."""

import os
import sys
from collections.abc import Callable

import pytest

from tests.service.conftest import new_postgresql, postgresql  # noqa: F401 - its fixtures

collect_ignore_glob = [] if os.environ.get("MDT_TORTURE") else ["test_*.py"]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Writes a figure for the person who waits."""

    def write(words: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{words}\n")

    return write
