"""One MDT meeting: Prepare, Run and Finish, one at a time; the way between them and presenting.

Layout and wiring: the views ask for deeds, this page runs them, tells the other screens, and reads again.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mdt_core.errors import InvalidInput
from mdt_core.exchange.invitation import Invitation, calendar_file
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.meetings import start_meeting
from mdt_desktop.qt.accessibility import Spoken, announce, speak_as
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import FlowRow, MessageBar
from mdt_desktop.qt.layouts import Stack, column
from mdt_desktop.qt.words import OneLine
from mdt_desktop.ui.context import Context, ToForm, ToMeeting
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.ui.meeting.finish import FinishView
from mdt_desktop.ui.meeting.prepare import PrepareView
from mdt_desktop.ui.meeting.presenter import MeetingRead, Overdue, invitation_of, read_meeting
from mdt_desktop.ui.meeting.run import RunView
from mdt_desktop.ui.paper.presenter import save

STEPS: Final = ("Prepare", "Run", "Finish")
_PREPARE, _RUN, _FINISH = range(3)
_CONCERNS: Final = (
    *("meeting", "meeting_minutes", "case_discussion", "action", "withdrawal"),
    *("resident", "stay", "sharing_consent"),
)


class MeetingPage(QWidget):
    """A meeting; with a resident it opens their case."""

    def __init__(
        self,
        context: Context,
        meeting: str,
        resident_id: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._context, self._meeting, self._asked = context, meeting, resident_id
        self._is_presenting = False
        self.read: MeetingRead | None = None
        self.message = MessageBar(self)
        self.heading = OneLine("", self)
        self.heading.setProperty("level", "4")
        self._is_own_change = False
        self.steps = [Button(words, Kind.SEGMENT, parent=self) for words in STEPS]
        self.present_button = Button("Present", icon_name="presentation", parent=self)
        self.prepare = PrepareView(self)
        self.run = RunView(context, meeting, self)
        self.finish = FinishView(context, meeting, self)
        self.views = Stack(self)
        self._build()
        self._connect()

    def load(self) -> None:
        """Reads the meeting, and opens the step that it is at."""
        self._read(self._on_first_read)

    def refresh(self, changes: Changes) -> None:
        """Reads again where something of the meeting has changed; what is being written stays.

        What came in about whom the case is of is said there, and shown once it was looked at.
        """
        desk = self.run.desk
        if desk is not None and not self._is_own_change and changes.concerns(desk.resident_id):
            desk.look_again()
        if changes.touches(*_CONCERNS):
            self._read(self._on_read)

    def leave(self) -> None:
        """Keeps what is written."""
        self.run.leave()

    @property
    def resident_id(self) -> str:
        """Who is open; empty while nobody is."""
        return self.run.resident_id if self.step == _RUN else ""

    @property
    def step(self) -> int:
        """Which of the three is on show."""
        return self.views.currentIndex()

    def set_presenting(self, *, is_presenting: bool) -> None:
        """Leaves only the run on show: agenda and minutes name many people."""
        self._is_presenting = is_presenting
        if is_presenting:
            self.show_step(_RUN)
        for button in (*self.steps, self.present_button):
            button.setHidden(is_presenting)
        self.run.set_presenting(is_presenting=is_presenting)

    # Building

    def _build(self) -> None:
        head = FlowRow(self)
        head.add(self.heading)
        for button in (*self.steps, self.present_button):
            head.add(button)
        for button in self.steps:
            button.setCheckable(True)
            speak_as(button, Spoken.TAB)
        for view in (self.prepare, self.run, self.finish):
            self.views.addWidget(view)
        box = column(self, margin=8, gap=6)
        box.addWidget(head)
        box.addWidget(self.message)
        box.addWidget(self.views, 1)

    def _connect(self) -> None:
        for place, button in enumerate(self.steps):
            button.clicked.connect(partial(self.show_step, place))
        self.prepare.asked.connect(self._on_asked)
        self.prepare.agenda.escalate_asked.connect(self._on_escalate)
        self.prepare.start_asked.connect(self._on_start)
        self.prepare.invitation_asked.connect(self._on_invitation)
        self.run.signed.connect(self._on_wrote)
        self.run.wrote.connect(self._on_wrote)
        self.run.refused.connect(self._on_refused)
        self.run.finish_asked.connect(partial(self.show_step, _FINISH))
        self.finish.approved.connect(self._on_approved)
        self.finish.told.connect(self._on_told)
        self.finish.refused.connect(self._on_refused)
        keys = Bindings(Where.MEETING, self)
        keys.bind("meeting.sign", self.run.sign_now, button=self.run.sign)
        keys.bind("meeting.start", button=self.prepare.start)
        keys.bind("meeting.approve", button=self.finish.approve)

    # Reading

    def _read(self, then: Callable[[MeetingRead], None]) -> None:
        context = self._context
        if context.runners.deeds.takes_work:  # after the deeds under way, so that a draft is seen
            work = partial(
                read_meeting, context.store, context.drafts, context.actor, self._meeting
            )
            context.runners.deeds.run(work, then=then, failed=self._on_failed, receiver=self)

    def _on_first_read(self, read: MeetingRead) -> None:
        self.read = read
        place = _FINISH if read.page.is_closed else _RUN if read.is_running else _PREPARE
        self.show_step(place)

    def _on_read(self, read: MeetingRead) -> None:
        self.read = read
        self._show()

    def show_step(self, place: int, *_: object) -> None:
        """Shows one of the three."""
        if self._is_presenting and place != _RUN:
            return
        self.views.setCurrentIndex(place)
        for n, button in enumerate(self.steps):
            button.setChecked(n == place)
        self.present_button.setVisible(place == _RUN and not self._is_presenting)
        self._show()

    def _show(self) -> None:
        read = self.read
        if read is None:
            return
        self.heading.setText(read.heading)
        if self.step == _RUN:
            asked, self._asked = self._asked, ""
            self.run.show_read(read, asked)
        elif self.step == _FINISH:
            self.finish.show_read(read)
        else:
            self.prepare.show_read(read)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    # Deeds

    def _run(self, deed: Callable[..., Written], then: Callable[[Written], None]) -> None:
        context = self._context
        work = partial(deed, context.store, by=context.actor, meeting=self._meeting)
        context.runners.deeds.run(work, then=then, failed=self._on_not_done, receiver=self)

    def _on_asked(self, deed: Callable[..., Written]) -> None:
        self._run(deed, self._on_done)

    def _on_done(self, changes: Written) -> None:
        self.prepare.start_over()
        self._on_wrote(changes)

    def _on_start(self) -> None:
        self._run(start_meeting, self._on_started)

    def _on_started(self, changes: Written) -> None:
        self._publish(changes)
        self._read(self._on_begun)

    def _on_begun(self, read: MeetingRead) -> None:
        self.read = read
        self.show_step(_RUN)

    def _on_not_done(self, error: Exception) -> None:
        if isinstance(error, InvalidInput) and self.prepare.show_problem(error):
            return
        self.message.show_message(words_of(error), "red")
        self._read(self._on_read)

    def _on_wrote(self, changes: Written) -> None:
        self._publish(changes)
        self._read(self._on_read)

    def _on_approved(self, changes: Written) -> None:
        self._on_wrote(changes)
        self.message.show_message("The minutes are approved. Save each copy, and send it", "green")
        announce(self, self.message.text)

    def _on_refused(self, words: str) -> None:
        self.message.show_message(words, "red")

    def _on_told(self, words: str) -> None:
        self.message.show_message(words, "green")

    def _publish(self, changes: Written) -> None:
        self.message.clear()
        self._is_own_change = True
        self._context.bus.publish(Changes(changes.kinds, changes.ids))
        self._is_own_change = False

    def _on_escalate(self, each: Overdue) -> None:
        back = ToMeeting(self._meeting)
        self._context.go(ToForm("escalation", each.resident_id, back, each.action_id))

    # The invitation

    def _on_invitation(self) -> None:
        made = invitation_of(self.read, self._context.clock()) if self.read else None
        if made is None:
            return
        where = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(where)
        dialog = QFileDialog(self, "Save the invitation", folder, "Calendar (*.ics)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("ics")
        dialog.selectFile(made.file_name)
        dialog.fileSelected.connect(partial(self.save_invitation, made))
        dialog.open()

    def save_invitation(self, made: Invitation, path: str) -> None:
        """Writes the calendar file."""
        self._context.runners.long_work.run(
            partial(save, calendar_file(made), Path(path), ".ics"),
            then=self._on_invitation_saved,
            failed=self._on_failed,
            receiver=self,
        )

    def _on_invitation_saved(self, path: Path) -> None:
        self._on_told(f"Saved as {path}. It names nobody: write whom you invite in the e-mail")
