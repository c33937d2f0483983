"""The first window makes a workspace, and leaves nothing behind where it cannot."""

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.errors import InvalidInput, StoreProblem
from mdt_core.records.people import Practitioner
from mdt_core.roles import Role
from mdt_core.store.queries.homes import homes
from mdt_core.store.queries.statements import card_by_id
from mdt_desktop.session import unlock_session
from mdt_desktop.setup import Founded, init_workspace
from mdt_desktop.ui.context import ToHomes
from mdt_desktop.ui.first_run.page import FirstRunPage
from mdt_desktop.ui.homes.page import HomesPage
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState, SlotMode, has_workspace
from tests.support.memory_store import TestClock
from tests.ui.conftest import NO_KEYRING
from tests.ui.frame.conftest import Starter
from tests.unit.vault.rings import MemoryRing

WORDS = "four plain words here"


def made(folder: Path, **changed: object) -> Founded:
    given: dict[str, object] = {
        "name": "Priya  Nair",
        "role": Role.PHARMACIST,
        "organisation": "Larch Trust",
        "homes": ["Larch House", "", "  Elm   Lodge "],
        "secret": WORDS,
        "keyring": NO_KEYRING,
        "clock": TestClock(),
        "random": os.urandom,
        "derivation": PRACTICE_DERIVATION,
        "practice": True,
    }
    return init_workspace(folder, **{**given, **changed})  # type: ignore[arg-type]


def test_a_person_fills_in_the_form_and_is_signed_in(
    qtbot: QtBot, started: Starter, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "workspace"
    application = started(folder, practice=True)
    page = application.window.part
    assert isinstance(page, FirstRunPage)
    qtbot.waitUntil(page.deed.isEnabled, timeout=20_000)
    assert page.name.editor.hasFocus()
    assert "a passphrase of 12 characters or more" in page.told.text()
    QTest.keyClicks(page.name.editor, "Joy Adeyemi")
    page.role.editor.setFocus()
    QTest.keyClicks(page.role.editor, "Nurse")
    QTest.keyClicks(page.organisation.editor, "Larch Trust")
    QTest.keyClicks(page.homes.editor, "Larch House")
    QTest.keyClick(page.homes.editor, Qt.Key.Key_Return)
    QTest.keyClicks(page.homes.editor, "Elm Lodge")
    QTest.keyClicks(page.secret.editor, WORDS)
    QTest.keyClicks(page.again.editor, WORDS)
    QTest.keyClick(page.again.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: application.frame is not None, timeout=30_000)
    frame = application.frame
    assert frame is not None
    assert frame.context.actor.role is Role.NURSE
    frame.go(ToHomes())
    qtbot.waitUntil(lambda: isinstance(frame.page, HomesPage) and bool(frame.page.model.rows))
    assert isinstance(frame.page, HomesPage)
    assert [row.name for row in frame.page.model.rows] == ["Elm Lodge", "Larch House"]


@pytest.mark.parametrize(
    "case",
    [
        ("again", "something else", "The two are not the same"),
        ("homes", " \n ", "Name at least one home"),
        ("name", "", "Enter your name"),
        ("secret", "short", "The two are not the same"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    qtbot: QtBot, started: Starter, tmp_path: Path, case: tuple[str, str, str]
) -> None:
    field, text, words = case
    application = started(tmp_path / "new" / "workspace", practice=True)
    page = application.window.part
    assert isinstance(page, FirstRunPage)
    qtbot.waitUntil(page.deed.isEnabled, timeout=20_000)
    page.name.set_value("Joy Adeyemi")
    page.role.editor.setCurrentIndex(3)
    page.organisation.set_value("Larch Trust")
    page.homes.set_value("Larch House")
    page.secret.set_value(WORDS)
    page.again.set_value(WORDS)
    getattr(page, field).set_value(text)
    page.deed.click()
    problems = " ".join(each.problem for each in page.fields.values())
    assert words in problems
    assert not has_workspace(tmp_path / "new" / "workspace")


def test_too_short_a_passphrase_is_said_at_its_field_and_leaves_no_folder(
    qtbot: QtBot, started: Starter, tmp_path: Path
) -> None:
    folder = tmp_path / "new" / "workspace"
    application = started(folder, practice=True)
    page = application.window.part
    assert isinstance(page, FirstRunPage)
    qtbot.waitUntil(page.deed.isEnabled, timeout=20_000)
    page.name.set_value("Joy Adeyemi")
    page.role.editor.setCurrentIndex(3)
    page.organisation.set_value("Larch Trust")
    page.homes.set_value("Larch House")
    page.secret.set_value("too short")
    page.again.set_value("too short")
    page.deed.click()
    qtbot.waitUntil(lambda: bool(page.secret.problem), timeout=20_000)
    assert page.secret.problem == "Use 12 characters or more."
    assert not folder.exists()


def test_a_safe_keyring_is_named_and_a_pin_is_asked_for(
    qtbot: QtBot, started: Starter, tmp_path: Path
) -> None:
    keyring = KeyringState(name="Login keyring", backend=MemoryRing())
    application = started(tmp_path / "new" / "workspace", keyring)
    page = application.window.part
    assert isinstance(page, FirstRunPage)
    qtbot.waitUntil(page.deed.isEnabled, timeout=20_000)
    assert "safe keyring (Login keyring)" in page.told.text()
    assert page.secret.label == "PIN, 6 digits or more"


def test_a_workspace_holds_its_person_with_role_and_its_homes(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    founded = made(folder)
    assert founded.mode is SlotMode.PASSPHRASE
    with closing(
        unlock_session(
            folder,
            person_id=founded.person_id,
            secret=WORDS,
            clock=TestClock(),
            random=os.urandom,
            keyring=NO_KEYRING,
        )
    ) as session:
        assert session.actor.name == "Priya Nair"
        assert session.actor.role is Role.PHARMACIST
        assert session.workspace_name == "Larch Trust"
        assert session.workspace.state.homes == tuple(sorted(founded.home_ids))
        with session.store.reading() as connection:
            names = [home.name for home in homes(connection, session.actor)]
            card = card_by_id(connection, Practitioner, founded.person_id)
    assert names == ["Elm Lodge", "Larch House"]
    assert card is not None
    assert card.record is not None
    assert card.record.organisation == "Larch Trust"


def test_a_second_workspace_is_never_made_over_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    made(folder)
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    with pytest.raises(StoreProblem, match="already holds a workspace"):
        made(folder)
    assert {f.name: f.read_bytes() for f in folder.iterdir() if f.is_file()} == before


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreProblem, match="holds other files"):
        made(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letters.txt"]


def test_a_beginning_that_fails_leaves_an_empty_folder_empty(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir()
    with pytest.raises(InvalidInput, match="12 characters"):
        made(folder, secret="short")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"homes": ["", " "]}, "at least one home"),
        ({"homes": ["Elm Lodge", "elm  lodge"]}, "is there twice"),
        ({"name": "  "}, "Fill this in"),
        ({"organisation": ""}, "Fill this in"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_a_folder_is_made(
    tmp_path: Path, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidInput, match=words):
        made(tmp_path / "workspace", **changed)
    assert not (tmp_path / "workspace").exists()


def test_nothing_of_the_workspace_can_be_read_without_the_key(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    made(folder)
    for file in folder.rglob("*"):
        if file.is_file():
            assert b"Larch House" not in file.read_bytes()
    assert json.loads((folder / "slots.json").read_text("utf-8"))
