"""The MDT meetings of the homes served; Enter opens one. The form that plans one stands in its place."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_core.records.meetings import Meeting
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, Heading, MessageBar, Words
from mdt_desktop.qt.layouts import column
from mdt_desktop.ui.context import Context, ToMeeting
from mdt_desktop.ui.frame.folding import FoldingTable
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.meetings.form import PlanForm
from mdt_desktop.ui.meetings.model import FOLD, MeetingsModel
from mdt_desktop.ui.meetings.presenter import MeetingsView, Planning, plan, read_meetings

_KINDS: Final = (Meeting.kind, "meeting_minutes", "case_discussion")


class MeetingsPage(QStackedWidget):
    """The list, or the form."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context = context
        self._view: MeetingsView | None = None
        self.message = MessageBar(self)
        self.table = FoldingTable("Meetings", FOLD, self)
        self.model = MeetingsModel(self.table)
        self.summary = Words("", self)
        self.plan = Button("Plan a meeting", Kind.PRIMARY, icon_name="plus", parent=self)
        self.form = PlanForm(context, self)
        self._list = self._build_list()
        for part in (self._list, self.form):
            self.addWidget(part)
        self.table.opened.connect(self._on_opened)
        self.plan.clicked.connect(self._on_plan)
        self.form.cancelled.connect(self._show_list)
        self.form.planned.connect(self._on_planned)

    def load(self) -> None:
        """Reads the meetings."""
        self._context.runners.reads.run(
            partial(read_meetings, self._context.store, self._context.actor),
            then=self._on_read,
            failed=self._on_failed,
            receiver=self,
        )

    def refresh(self, changes: Changes) -> None:
        """Reads again where a meeting has changed."""
        if changes.touches(*_KINDS):
            self.load()

    def leave(self) -> None:
        """Has no draft: a plan is short, and is kept only when it is made."""

    def _build_list(self) -> QWidget:
        page = QWidget(self)
        box = column(page, margin=16)
        box.addWidget(self.message)
        box.addWidget(Heading("MDT meetings", 1, page))
        line = FlowRow(page)
        line.add(self.plan)
        box.addWidget(self.summary)
        box.addWidget(line)
        self.table.setModel(self.model)
        box.addWidget(self.table, 1)
        self.plan.hide()
        return page

    def _on_read(self, view: MeetingsView) -> None:
        is_first, self._view = self._view is None, view
        self.model.set_rows(view.rows)
        self.summary.setText(view.summary)
        self.plan.setVisible(view.may_plan)
        if is_first and view.rows:
            self.table.selectRow(0)
            self.table.setFocus()
        elif is_first:
            self.plan.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _on_opened(self, meeting: object) -> None:
        self._context.go(ToMeeting(str(meeting)))

    def _on_plan(self) -> None:
        if self._view is not None:
            self.setCurrentWidget(self.form)
            self.form.begin(self._view)

    def _show_list(self) -> None:
        self.setCurrentWidget(self._list)
        self.table.setFocus()

    def _on_planned(self, said: Planning) -> None:
        view, context = self._view, self._context
        homes = tuple(home_id for home_id, _ in view.homes) if view else ()
        context.runners.deeds.run(
            partial(plan, context.store, context.actor, said, homes),
            then=self._on_saved,
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_saved(self, made: tuple[str, Written]) -> None:
        meeting, written = made
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._context.go(ToMeeting(meeting))

    def _on_not_saved(self, error: Exception) -> None:
        self.form.save.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        self.form.show_problem(error.where, words)
