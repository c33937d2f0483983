"""The real client in a process of its own, driven by lines on its standard input, so that it can be killed.

Run as `python -m tests.support.driven_client FOLDER`. Each line is a JSON command, carried out on the
GUI thread as a person would (keys, clicks); the answer is a JSON line. See `tests.support.client`.
"""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mdt_desktop import player
from mdt_desktop.app import build

Answer = dict[str, Any]


class Driver(QObject):
    """Carries out commands on the GUI thread and answers each once."""

    received = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.received.connect(self._on_received, Qt.ConnectionType.QueuedConnection)
        self._deeds: dict[str, Callable[[Answer], Answer | None]] = {
            "press": lambda command: player.press(command["keys"]),
            "type": lambda command: player.type_text(command["text"]),
            "click": lambda command: player.click(command["name"]),
            "focus": lambda command: player.focus(command["name"]),
            "name_file": lambda command: player.name_file(Path(command["path"])),
            "picture": lambda command: player.picture(Path(command["path"])),
            "read": _read,
            "activate": _activate,
            "quit": _quit,
        }

    def add(self, name: str, deed: Callable[[], None]) -> None:
        """One more command, which takes nothing: what the system would tell the program."""
        self._deeds[name] = lambda _command: deed()

    def listen(self) -> None:
        """Reads commands until the other end closes."""
        for line in sys.stdin:
            self.received.emit(json.loads(line))

    def _on_received(self, command: Answer) -> None:
        try:
            answer = self._deeds[command["do"]](command) or {}
        except LookupError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _read(_command: Answer) -> Answer:
    focused = QApplication.focusWidget()
    return {"screen": player.screen(), "focus": focused.accessibleName() if focused else ""}


def _activate(_command: Answer) -> None:
    """Gives the window the keyboard, as a window manager does where there is one."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.activateWindow()


def _quit(_command: Answer) -> None:
    QTimer.singleShot(0, QApplication.closeAllWindows)


def main(folder: Path) -> int:
    """Opens the client on a workspace and listens."""
    driver = Driver()
    with build(folder) as application:
        driver.add("reached", application.exchange)
        threading.Thread(target=driver.listen, daemon=True).start()
        return application.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
