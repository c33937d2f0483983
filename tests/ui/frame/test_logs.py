"""The log never holds what could be a patient's; faults get a reference number and the program lives."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_desktop import logs, paths
from mdt_desktop.settings import Settings, load_settings, save_settings
from tests.ui.frame.conftest import Starter, signed_in

NUMBER = "9990000018"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "logs" / "mdt.log"
    end = logs.start(path)
    yield path
    end()


@pytest.mark.parametrize(
    "written",
    [NUMBER, "999 000 0018", "999-000-0018", "999\u00a0000\u00a00018", "999.000.0018"],
)
def test_an_nhs_number_is_taken_out_however_it_is_written(log: Path, written: str) -> None:
    logs.logger("store").warning("resident %s is odd", written)
    logs.logger("store").warning(f"again {written}")
    text = log.read_text("utf-8")
    assert "resident [taken out] is odd" in text
    assert "0018" not in text


def test_what_stands_in_braces_is_taken_out(log: Path) -> None:
    logs.logger("store").info("body %s done", {"family": {"name": "Achterberg"}})
    text = log.read_text("utf-8")
    assert "Achterberg" not in text
    assert "body [taken out] done" in text


def test_ids_and_counts_stay(log: Path) -> None:
    logs.logger("sync").info("sent 12 of 45 changes of 01a20c68-6d20-723c-8cfa-f933d97aac38")
    assert "12 of 45 changes of 01a20c68-6d20-723c-8cfa-f933d97aac38" in log.read_text("utf-8")


def test_of_an_error_only_its_kind_and_place_are_written(log: Path) -> None:
    with pytest.raises(ValueError, match="Achterberg") as raised:
        int(f"Achterberg {NUMBER}")
    reference = logs.report(raised.value, lambda count: bytes(range(count)))
    text = log.read_text("utf-8")
    assert reference == "00010203"
    assert "reference 00010203" in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert "Achterberg" not in text
    assert NUMBER not in text


@given(st.text(), st.from_regex(r"[0-9]{10}", fullmatch=True), st.text())
def test_ten_digits_never_pass(before: str, number: str, after: str) -> None:
    assert number not in logs.redacted(f"{before} {number} {after}")


def test_a_fault_in_the_window_is_told_with_a_reference_and_the_program_lives(
    qtbot: QtBot, started: Starter, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)

    def hook(_kind: object, error: BaseException, _trace: object) -> None:
        application.tell_fault(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    QTimer.singleShot(0, frame, _faulty)
    qtbot.waitUntil(lambda: "Reference " in frame.message.text)
    assert "Achterberg" not in frame.message.text
    frame.open_find()
    QTest.keyClicks(frame.finder.question.editor, "oko")
    qtbot.waitUntil(lambda: len(frame.finder.model.rows) == 1)


def _faulty() -> None:
    raise RuntimeError("Achterberg")


def test_the_log_is_quiet_again_once_it_has_ended(tmp_path: Path) -> None:
    path = tmp_path / "mdt.log"
    logs.start(path)()
    logging.getLogger(logs.ROOT).warning("nobody reads this")
    assert path.read_text("utf-8") == ""


def test_a_full_log_begins_anew_and_the_last_three_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST_BYTES", 1)
    path = tmp_path / "mdt.log"
    end = logs.start(path)
    for number in range(6):
        logs.logger("store").info("line %s", number)
    end()
    kept = ["mdt.log", "mdt.log.1", "mdt.log.2", "mdt.log.3"]
    assert sorted(each.name for each in tmp_path.glob("mdt.log*")) == [*kept, "mdt.log.crash"]
    assert [(tmp_path / name).read_text("utf-8").split()[-1] for name in kept] == list("5432")


def test_a_log_that_cannot_begin_anew_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST_BYTES", 1)
    monkeypatch.setattr(logging, "raiseExceptions", False)
    path = tmp_path / "mdt.log"
    (tmp_path / "mdt.log.3").mkdir()
    (tmp_path / "mdt.log.2").touch()
    end = logs.start(path)
    for number in range(3):
        logs.logger("store").info("line %s", number)
    end()
    assert [line[-1] for line in path.read_text("utf-8").splitlines()] == list("012")


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "workspace.settings.json"
    settings = Settings(palette="dark", text_percent=175, idle_minutes=2, workspace_name="Larch")
    save_settings(path, settings)
    assert load_settings(path) == settings


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"palette": 3}', '{"text_percent": "150"}', '{"text_percent": 1000}']
)
def test_settings_that_cannot_be_read_are_the_usual_ones(tmp_path: Path, text: str) -> None:
    path = tmp_path / "workspace.settings.json"
    path.write_text(text, encoding="utf-8")
    assert load_settings(path) == Settings()


@pytest.mark.parametrize(
    ("system", "environment", "expected"),
    [
        ("linux", {}, "home/.local/share/mdt/workspace"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "home/.local/share/mdt/workspace"),
        ("win32", {}, "home/AppData/Local/mdt/workspace"),
        ("darwin", {}, "home/Library/Application Support/mdt/workspace"),
    ],
)
def test_each_system_has_its_place_for_the_workspace(
    tmp_path: Path, system: str, environment: dict[str, str], expected: str
) -> None:
    found = paths.default_workspace(environment, tmp_path / "home", system)
    assert found == tmp_path / expected
    assert paths.settings_file(found).parent == found.parent
    assert paths.log_file(found).parent == found.parent
