"""The furnished workspaces, made once, and one window on each that the tests of a look share."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import LIGHT
from tests.ui.every_screen.furnished import Furnished, empty, full
from tests.ui.every_screen.showing import Shown, signed_in


@pytest.fixture(scope="session")
def full_place(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The workspace full of a home's life."""
    return full(tmp_path_factory.mktemp("every-screen") / "full")


@pytest.fixture(scope="session")
def empty_place(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The workspace with next to nothing in it."""
    return empty(tmp_path_factory.mktemp("every-screen") / "empty")


@pytest.fixture(scope="module")
def window(qapp: QApplication, full_place: Furnished) -> Iterator[Shown]:
    """The signed-in window on the full workspace."""
    yield from _opened(qapp, full_place)


@pytest.fixture(scope="module")
def empty_window(qapp: QApplication, empty_place: Furnished) -> Iterator[Shown]:
    """The signed-in window on the empty workspace."""
    yield from _opened(qapp, empty_place)


def _opened(qapp: QApplication, place: Furnished) -> Iterator[Shown]:
    gc.disable()  # widgets are never freed on a runner's thread
    style.apply(qapp, style.Look())
    with signed_in(place) as shown:
        yield shown
    style.apply(qapp, style.Look(LIGHT))


@pytest.fixture
def locked_place(empty_place: Furnished, tmp_path: Path) -> Path:
    """A locked workspace of the test's own: secrets tried on it count for no other test."""
    return shutil.copytree(empty_place.folder, tmp_path / "workspace")
