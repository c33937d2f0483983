"""The throw-away practice workspace of `./dev run`."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mdt_core.errors import StoreProblem
from mdt_desktop import demo_run, practice_workspace
from mdt_desktop.session import unlock_session
from mdt_desktop.vault import SlotMode, has_workspace, slots

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)


def test_it_opens_with_the_passphrase_that_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    made = practice_workspace.make_practice_workspace(
        folder, clock=lambda: NOW, random=secrets.token_bytes
    )
    said = "\n".join(practice_workspace.how_to_unlock(made))
    session = unlock_session(
        folder,
        person_id=made.person_id,
        secret=said.rpartition("passphrase:  ")[2],
        clock=lambda: NOW,
        random=secrets.token_bytes,
        keyring=practice_workspace.NO_KEYRING,
    )
    try:
        assert session.is_practice
        assert session.workspace_name == "Damson Fold"
        assert session.workspace.state.homes == (made.truth.home_id,)
        assert session.actor.name in said
    finally:
        session.close()
    assert [slot.mode for slot in slots(folder)] == [SlotMode.PASSPHRASE]


def test_a_beginning_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "practice"

    def failing_once_unlocked() -> datetime:
        if has_workspace(folder) and slots(folder)[0].last_used:
            raise RuntimeError("no more")
        return NOW

    with pytest.raises(RuntimeError, match="no more"):
        practice_workspace.make_practice_workspace(
            folder, clock=failing_once_unlocked, random=secrets.token_bytes
        )
    assert not folder.exists()


def test_a_workspace_that_is_there_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("mine")
    with pytest.raises(StoreProblem, match="holds other files"):
        practice_workspace.make_practice_workspace(tmp_path, clock=lambda: NOW, random=os.urandom)
    assert kept.read_text() == "mine"


@pytest.mark.parametrize(
    ("environment", "system", "shows"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_noticed(environment: dict[str, str], system: str, shows: bool) -> None:
    assert demo_run.has_display(environment, system) is shows
