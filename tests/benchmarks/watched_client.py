"""The driven client with a heart that beats on the GUI thread: how long was it ever kept from beating?

Run as `python -m tests.benchmarks.watched_client FOLDER`. Adds the command `longest` to those of
`tests.support.driven_client`: the longest stall in seconds since it was last asked, how much of that
the thread itself worked, and during which command. What the driver does to read the screen is not
the client's and is not counted.
"""

import sys
import threading
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from typing_extensions import override

from mdt_desktop.app import build
from tests.support.driven_client import Answer, Driver

BEAT_S = 0.002


class Heart(QObject):
    """Beats every two milliseconds while nothing else keeps the thread."""

    def __init__(self) -> None:
        super().__init__()
        self.doing = "start"
        self._longest, self._own, self._during = 0.0, 0.0, ""
        self._last, self._worked = perf_counter(), thread_time()
        self._timer = QTimer(
            self, interval=round(BEAT_S * 1000), timerType=Qt.TimerType.PreciseTimer
        )
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def skip(self) -> None:
        """What was done since the last beat is not counted."""
        self._last, self._worked = perf_counter(), thread_time()

    def told(self) -> Answer:
        """The longest stall until now; begins anew."""
        answer: Answer = {
            "seconds": self._longest,
            "own": self._own,
            "during": self._during,
        }
        self._longest, self._own, self._during = 0.0, 0.0, ""
        return answer

    @Slot()
    def beat(self) -> None:
        """Takes account of what was done since the last beat."""
        now, worked = perf_counter(), thread_time()
        stalled = now - self._last - BEAT_S
        if stalled > self._longest:
            self._longest, self._own, self._during = stalled, worked - self._worked, self.doing
        self._last, self._worked = now, worked


class WatchedDriver(Driver):
    """A driver that says what it does, and takes its own reading out of the account."""

    def __init__(self, heart: Heart) -> None:
        super().__init__()
        self._heart = heart
        self._deeds["longest"] = lambda _command: heart.told()

    @override
    def _on_received(self, command: Answer) -> None:
        is_reading = command["do"] in ("read", "longest", "activate")
        if is_reading:
            self._heart.beat()  # what came just before is the client's
        else:
            self._heart.doing = " ".join(str(each) for each in command.values())
        super()._on_received(command)
        if is_reading:
            self._heart.skip()


def main(folder: Path) -> int:
    """Opens the client on a workspace and listens."""
    with build(folder) as application:
        heart = Heart()
        driver = WatchedDriver(heart)
        threading.Thread(target=driver.listen, daemon=True).start()
        return application.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
