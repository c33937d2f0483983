"""The hands that play the main job: what they keep as a picture is what a person sees."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_desktop import player


@pytest.fixture
def changing(qtbot: QtBot) -> QLabel:
    """A window that settles in five turns, as one whose list is fitted to its words."""
    label = QLabel("0")
    qtbot.addWidget(label)
    with qtbot.waitExposed(label):
        label.show()
    turn = QTimer(label, interval=0)

    def settle() -> None:
        label.setText(str(int(label.text()) + 1))
        if label.text() == "5":
            turn.stop()

    turn.timeout.connect(settle)
    turn.start()
    return label


def test_a_picture_is_taken_once_the_window_has_come_to_rest(
    changing: QLabel, tmp_path: Path
) -> None:
    at_once = changing.grab().toImage()
    assert player.at_rest(changing).toImage() == changing.grab().toImage() != at_once
    assert changing.text() == "5"
    player.picture(tmp_path / "rest.png")
    assert not QImage(str(tmp_path / "rest.png")).isNull()


def test_a_window_that_never_rests_is_pictured_as_it_is_then(qtbot: QtBot) -> None:
    label = QLabel("0")
    qtbot.addWidget(label)
    turn = QTimer(label, interval=5)
    turn.timeout.connect(lambda: label.setText(str(int(label.text()) + 1)))
    turn.start()
    assert not player.at_rest(label, seconds=0.1).isNull()
    assert turn.isActive()


def test_a_page_counts_as_drawn_once_its_picture_is_there(qtbot: QtBot) -> None:
    page = QLabel("Page 1 of 1")
    page.setAccessibleName("Page 1 of 1")
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    with pytest.raises(player.NotOnScreen, match="was not drawn"):
        player.wait_for_drawing("Page 1 of", seconds=0)
    QTimer.singleShot(0, lambda: page.setPixmap(QPixmap(30, 40)))
    player.wait_for_drawing("Page 1 of")
    assert not page.pixmap().isNull()
