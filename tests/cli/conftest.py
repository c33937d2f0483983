"""The practice workspace, made once by `mdt demo` and copied for each test that opens it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.console import Console, Outcome


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """The folder of the workspace and what making it said."""
    folder = tmp_path_factory.mktemp("cli") / "practice"
    return folder, Console(folder).bare("demo", folder, "--json")


@pytest.fixture
def console(made_demo: tuple[Path, Outcome], tmp_path: Path) -> Console:
    """Somebody at a workspace of their own with the practice home in it."""
    folder = tmp_path / "workspace"
    shutil.copytree(made_demo[0], folder)
    return Console(folder)


@pytest.fixture
def nothing_yet(tmp_path: Path) -> Console:
    """Somebody who has no workspace."""
    return Console(tmp_path / "workspace")
