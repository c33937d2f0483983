"""The part of the sync screen for files: save a bundle, take in an answer, and which wait for one.

Both are done on the runner of exchanges, so that never two of them meet. What they came to is told
beside the buttons.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mdt_core.sync.bundle import SUFFIX
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.sync.bundle import Taken, file_name, save_bundle, take_answer
from mdt_desktop.sync.bundle_book import Saved
from mdt_desktop.sync.tie import Course
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.ui.sync.file_words import (
    ABOUT,
    SAVING,
    TAKING,
    saved_words,
    taken_words,
    waiting_bundles,
)

_KINDS = f"Bundle files (*{SUFFIX})"


class ByFile(QWidget):
    """Two deeds and what waits.

    Signals:
        done: nothing; something was saved, or an answer taken in
    """

    done = Signal()

    def __init__(
        self,
        sync: SyncWatch,
        runner: BackgroundRunner,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sync, self._runner, self._clock = sync, runner, clock
        self.heading = Heading("Without a network", 2, self)
        self.about = Words(ABOUT, self)
        self.waiting = Words("", self)
        self.message = MessageBar(self)
        self.save = Button("Save a bundle…", icon_name="save", parent=self)
        self.take = Button("Take in an answer…", icon_name="download", parent=self)
        box = column(self)
        deeds = FlowRow(self)
        for button in (self.save, self.take):
            deeds.add(button)
        for each in (self.heading, self.about, self.waiting, self.message, deeds):
            box.addWidget(each)
        self.save.clicked.connect(self._on_save)
        self.take.clicked.connect(self._on_take)

    def show_waiting(self, saved: Sequence[Saved], now: datetime) -> None:
        """Shows the bundles whose answers are waited for."""
        self.waiting.setText("\n".join(waiting_bundles(saved, now)))

    # Saving

    def _on_save(self) -> None:
        dialog = self._dialog("Save a bundle for the service", self._on_where)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(file_name(self._clock()))
        dialog.open()

    def _on_where(self, path: str) -> None:
        where = Path(path)
        self._do(
            SAVING,
            partial(save_bundle, self._sync.tie, where),
            partial(self._on_saved, path=where),
        )

    def _on_saved(self, saved: Saved, path: Path) -> None:
        self._sync.read()
        self._end(saved_words(saved, path), "green")

    # Taking in

    def _on_take(self) -> None:
        dialog = self._dialog("Take in an answer of the service", self._on_which)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _on_which(self, path: str) -> None:
        self._do(TAKING, partial(take_answer, self._sync.tie, Path(path), Course()), self._on_taken)

    def _on_taken(self, taken: Taken) -> None:
        self._sync.took(taken.ended)
        if taken.ended.error is not None:
            self._on_failed(taken.ended.error)
        else:
            self._end(taken_words(taken, self._clock()), "green")

    # Both

    def _do(self, words: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        for button in (self.save, self.take):
            button.setEnabled(False)
        self.message.show_message(words, "info")
        self._runner.run(work, then=then, failed=self._on_failed, receiver=self)

    def _end(self, words: str, tone: str) -> None:
        for button in (self.save, self.take):
            button.setEnabled(True)
        self.message.show_message(words, tone)
        self.done.emit()

    def _on_failed(self, error: Exception) -> None:
        self._end(words_of(error), "red")

    def _dialog(self, title: str, chosen: Callable[[str], None]) -> QFileDialog:
        place = QStandardPaths.StandardLocation.DocumentsLocation
        dialog = QFileDialog(self, title, QStandardPaths.writableLocation(place), _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(chosen)
        return dialog
