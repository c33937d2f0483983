"""A new workspace for each test; its folder is the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_desktop.device.workspace import OpenWorkspace
from tests.store.deeds import Ward, ward_in


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    """A workspace with an empty store, closed."""
    made = ward_in(tmp_path / "elm")
    made.create()
    return made


@pytest.fixture
def workspace(ward: Ward) -> Iterator[OpenWorkspace]:
    """The same, open."""
    opened = ward.open()
    yield opened
    opened.close()
