"""Copy for GP record: signed words on the clipboard for two minutes, recorded before they are there.

The clipboard is cleared only while it still holds what was put there, also when the page is gone.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from mdt_core.store.queries.together import RoundOf
from mdt_core.use_cases.gp_copies import record_copy
from mdt_desktop.ui.context import Context

CLEARED_AFTER_MS: Final = 120_000
COPIED: Final = "Copied for the GP record. The clipboard is cleared in 2 minutes"
_NOT_FOR_HISTORIES: Final = (
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
)


class LentClipboard(QObject):
    """What we put on the clipboard, until it is taken away again; belongs to the application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._ends = QTimer(self, singleShot=True, interval=CLEARED_AFTER_MS)
        self._ends.timeout.connect(self.clear)

    @classmethod
    def of_application(cls) -> "LentClipboard":
        """The one of this program, which outlives every page."""
        app = QCoreApplication.instance()
        if app is None:
            raise RuntimeError("there is no clipboard before the program runs")
        found = app.findChild(cls)
        if isinstance(found, cls):
            return found
        made = cls(app)
        app.aboutToQuit.connect(made.clear)
        return made

    @property
    def is_waiting(self) -> bool:
        """Whether something of ours is to be taken away yet."""
        return self._ends.isActive()

    def lend(self, text: str) -> None:
        """Puts a text there for two minutes, asking clipboard histories not to keep it."""
        data = QMimeData()
        data.setText(text)
        for kind, value in _NOT_FOR_HISTORIES:
            data.setData(kind, value)
        self._text = text
        QGuiApplication.clipboard().setMimeData(data)
        self._ends.start()

    def clear(self) -> None:
        """Takes it away, where nobody has put something else there."""
        clipboard = QGuiApplication.clipboard()
        if self._text and clipboard.text() == self._text:
            clipboard.clear()
        self._text = ""
        self._ends.stop()


class Copying(QObject):
    """Copies entries of one round.

    Signals:
        copied: words to show
        failed: the error that kept it from being copied
    """

    copied = Signal(object)
    failed = Signal(object)

    def __init__(self, context: Context, of: RoundOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._of = context, of

    def copy(self, resident_id: str = "") -> None:
        """Copies one resident's entries of the round, or all of it where nobody is named."""
        context = self._context
        context.runners.deeds.run(
            partial(
                record_copy,
                context.store,
                by=context.actor,
                home_id=self._of.home_id,
                day=self._of.day,
                programme=self._of.programme,
                resident_id=resident_id,
            ),
            then=self._on_recorded,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_recorded(self, text: str) -> None:
        LentClipboard.of_application().lend(text)
        self.copied.emit(COPIED)

    def _on_failed(self, error: Exception) -> None:
        self.failed.emit(error)
