"""The sync screen: three sentences, what was refused, each home's freshness, this computer, and the form.

Nobody needs it on a normal day. What runs is told with counts and can be cancelled; nothing here
changes a record.
"""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column, scrolled
from mdt_desktop.qt.table import Table
from mdt_desktop.ui.context import Context, ToDuplicates, ToResident, ToVersions
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.quick.widgets import WrappedTag
from mdt_desktop.ui.sync.by_file import ByFile
from mdt_desktop.ui.sync.connect_form import ConnectForm
from mdt_desktop.ui.sync.model import HomesGotModel, RefusedModel
from mdt_desktop.ui.sync.presenter import (
    REPORT_NAME,
    Entered,
    SyncView,
    connect,
    device_lines,
    home_lines,
    read_sync,
    save_report,
    sentences,
    troubles,
)
from mdt_desktop.ui.sync.words import progress_words

CONNECTED: Final = "Connected. Everything that this computer may read is being got now"
STOPPED: Final = "Stopped. It goes on from here within a minute, or when you press the button"
_LIST_EM: Final = 12
"""Height of a list, in lines."""


class SyncPage(QStackedWidget):
    """How things stand with the service; Enter on a refused change opens its resident."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._sync = context, context.sync
        self._view: SyncView | None = None
        self.message = MessageBar(self)
        self.told = [Words("", self) for _ in range(3)]
        self.trouble = WrappedTag(self)
        self.progress = Words("", self)
        self.now = Button("Send and get now", Kind.PRIMARY, icon_name="refresh-cw", parent=self)
        self.cancel = Button("Cancel", icon_name="x", parent=self)
        self.connect_button = Button("Connect to a service…", Kind.PRIMARY, parent=self)
        self.report = Button(
            "Report for support (no patient data)…", icon_name="file-text", parent=self
        )
        self.versions = Button("Two versions to settle when convenient", parent=self)
        self.duplicates = Button("Possible duplicates", parent=self)
        self.refused_heading = Heading("Refused by the service", 2, self)
        self.refused = Table("Refused by the service", self)
        self.refused_model = RefusedModel(self.refused)
        self.put_right = Button("Put right", icon_name="pencil", parent=self)
        self.homes_heading = Heading("When each home was last got", 2, self)
        self.homes = Table("When each home was last got", self)
        self.homes_model = HomesGotModel(self.homes)
        self.files = ByFile(context.sync, context.runners.sync, context.clock, self)
        self.device = Words("", self)
        self.form = ConnectForm(context, self)
        self._list = self._build()
        self.addWidget(self._list)
        self.addWidget(self.form)
        self._wire()

    def load(self) -> None:
        """Reads how things stand; the keyboard goes to the main deed."""
        self._show_standing()
        self._read()
        self._focus_deed()

    def refresh(self, changes: Changes) -> None:
        """Reads again: any change may wait, or have come."""
        if changes.kinds:
            self._read()

    def leave(self) -> None:
        """Has no draft; a code is short, and is never kept."""

    def _build(self) -> QWidget:
        inside = QWidget()
        box = column(inside, margin=16)
        top: tuple[QWidget, ...] = (self.message, Heading("Sync", 1, inside), *self.told)
        for each in (*top, self.trouble, self.progress):
            box.addWidget(each)
        deeds = FlowRow(inside)
        for button in (
            self.now,
            self.connect_button,
            self.cancel,
            self.versions,
            self.duplicates,
            self.report,
        ):
            deeds.add(button)
        box.addWidget(deeds)
        self.refused.setModel(self.refused_model)
        self.homes.setModel(self.homes_model)
        self.homes.share({0: 1, 1: 2, 2: 2})
        self.refused.share({0: 1, 1: 1, 2: 2})
        lists: tuple[QWidget, ...] = (
            *(self.refused_heading, self.refused, self.put_right),
            *(self.homes_heading, self.homes, self.files),
            *(Heading("This computer", 2, inside), self.device),
        )
        for each in lists:
            box.addWidget(each)
        box.addStretch(1)
        return scrolled(inside, self)

    def _wire(self) -> None:
        self.now.clicked.connect(self._sync.ask)
        self.cancel.clicked.connect(self._on_cancel)
        self.connect_button.clicked.connect(self._on_connect)
        self.versions.clicked.connect(self._on_versions)
        self.duplicates.clicked.connect(self._on_duplicates)
        self.report.clicked.connect(self._on_report)
        self.refused.opened.connect(self._on_refused_opened)
        self.put_right.clicked.connect(self._on_put_right)
        self.form.cancelled.connect(self._show_list)
        self.form.given.connect(self._on_given)
        self.files.done.connect(self._read)
        self._sync.changed.connect(self._show_standing)
        self._sync.ended.connect(self._read)

    def _read(self) -> None:
        context = self._context
        if context.runners.reads.takes_work:
            context.runners.reads.run(
                partial(read_sync, self._sync.tie, context.store, context.actor),
                then=self._on_read,
                failed=self._on_failed,
                receiver=self,
            )

    def _on_read(self, view: SyncView) -> None:
        self._view = view
        now = self._context.clock()
        self.refused_model.set_rows(view.refused)
        for shown in (self.refused_heading, self.refused, self.put_right):
            shown.setVisible(bool(view.refused))
        homes = home_lines(view, now)
        self.homes_model.set_rows(homes)
        for table in (self.refused, self.homes):
            table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LIST_EM)
            table.fit_soon()
        for about in (self.homes_heading, self.homes):
            about.setVisible(bool(homes))
        self.files.show_waiting(view.bundles, now)
        self.device.setText("\n".join(device_lines(view)))
        self._show_standing()

    def _show_standing(self) -> None:
        standing, now = self._sync.standing, self._context.clock()
        is_linked = standing.status.is_linked
        had = self.now.hasFocus() or self.connect_button.hasFocus() or self.cancel.hasFocus()
        self.now.setVisible(is_linked and not standing.is_busy)
        self.connect_button.setVisible(not is_linked)
        self.files.setVisible(is_linked)
        self.cancel.setVisible(standing.is_busy)
        self.progress.setText(f"{progress_words(standing)}…" if standing.is_busy else "")
        self.progress.setVisible(standing.is_busy)
        if had:
            self._focus_deed()
        said = troubles(standing, now)
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_words("\n".join(said), "amber")
        if self._view is not None:
            for words, text in zip(self.told, sentences(self._view, standing, now), strict=True):
                words.setText(text)

    def _focus_deed(self) -> None:
        """The keyboard stays with the main deed when that becomes another button."""
        for button in (self.now, self.cancel, self.connect_button):
            if not button.isHidden():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_cancel(self) -> None:
        self._sync.stop()
        self.message.show_message(STOPPED, "info")

    # Refused

    def _on_refused_opened(self, mid: object) -> None:
        place = self.refused_model.place_of(str(mid))
        line = self.refused_model.row(place) if place is not None else None
        if line is not None and line.resident_id and line.about:
            self._context.go(ToResident(line.resident_id))
        elif line is not None:
            words = f"{line.what}: {line.reason}. It is about no resident of this computer"
            self.message.show_message(words, "info")

    def _on_put_right(self) -> None:
        """Opens the resident whom the chosen one is about, where it is written anew."""
        index = self.refused.currentIndex()
        row = self.refused_model.row(index.row() if index.isValid() else 0)
        self._on_refused_opened(row.mid)

    def _on_versions(self) -> None:
        self._context.go(ToVersions())

    def _on_duplicates(self) -> None:
        self._context.go(ToDuplicates())

    # Report

    def _on_report(self) -> None:
        where = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "Save the report for support", where, "Text (*.txt)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(REPORT_NAME)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, path: str) -> None:
        context = self._context
        context.runners.long_work.run(
            partial(save_report, self._sync.tie, self._sync.standing, Path(path), context.clock()),
            then=self._on_report_saved,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_report_saved(self, path: Path) -> None:
        self.message.show_message(f"Saved as {path}. It holds no patient data", "green")

    # Connecting

    def _on_connect(self) -> None:
        self.message.clear()
        self.setCurrentWidget(self.form)
        self.form.begin()

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self._focus_deed()

    def _on_given(self, entered: Entered) -> None:
        self._context.runners.sync.run(
            partial(connect, self._sync.tie, entered),
            then=self._on_connected,
            failed=self._on_not_connected,
            receiver=self,
        )

    def _on_connected(self, _given: None) -> None:
        self._show_list()
        self.message.show_message(CONNECTED, "green")
        self._sync.read()

    def _on_not_connected(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
