"""A process that opens one window, says on standard output when it is first painted, and ends.

`bare` is a label in a QWidget; `locked FOLDER` is the client on a workspace. Only Qt is loaded before
it is known which, so that the bare window pays for nothing of ours.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from typing_extensions import override


class PaintWatch(QObject):
    """Says «painted» once, at the end of the turn in which a window is first painted; then ends."""

    _is_painted = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        print("painted", flush=True)
        QApplication.quit()


def bare() -> int:
    """A window with a label and nothing of ours."""
    app, watch, window = QApplication([]), PaintWatch(), QWidget()
    QVBoxLayout(window).addWidget(QLabel("Larch House"))
    window.resize(1180, 820)
    window.installEventFilter(watch)
    window.show()
    return app.exec()


def locked(folder: Path) -> int:
    """The client as it starts, on a workspace."""
    from mdt_desktop.app import build  # noqa: PLC0415 - the bare window must not pay for it

    watch = PaintWatch()
    with build(folder) as application:
        application.window.installEventFilter(watch)
        return application.run()


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1] == "bare" else locked(Path(sys.argv[2])))
