"""Prepare: the agenda at the left; people, quorum, basis for sharing and the invitation at the right."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.errors import InvalidInput
from mdt_core.records.meetings import SharingBasis
from mdt_core.use_cases.meetings import change_meeting, lock_agenda
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import ChoiceField, TextField
from mdt_desktop.qt.layouts import Columns, column
from mdt_desktop.qt.words import Card
from mdt_desktop.ui.meeting.agenda import AgendaView
from mdt_desktop.ui.meeting.deed_bar import DeedBar
from mdt_desktop.ui.meeting.people import PeopleView
from mdt_desktop.ui.meeting.presenter import MeetingRead
from mdt_desktop.ui.meeting.stack import Roomy
from mdt_desktop.ui.meetings.form import BASES


class PrepareView(QWidget):
    """What is settled before the meeting, and may change while it runs.

    Signals:
        asked: a deed that still wants the store, `by` and the meeting
        start_asked: nothing
        invitation_asked: nothing
    """

    asked = Signal(object)
    start_asked = Signal()
    invitation_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: MeetingRead | None = None
        self._asking: AgendaView | PeopleView | None = None
        self.agenda = AgendaView(self)
        self.people = PeopleView(self)
        self.basis = ChoiceField("Basis for sharing", BASES)
        self.link = TextField("Link to join", hint="Kept here; never printed, and in no invitation")
        self.keep_link = Button("Keep the link", parent=self)
        self.lock = Button("Lock agenda", icon_name="lock", parent=self)
        self.invite = Button("Save invitation...", icon_name="calendar", parent=self)
        self.start = Button("Start the meeting", Kind.PRIMARY, icon_name="play", parent=self)
        self._build()

    def _build(self) -> None:
        sharing = Card("Sharing", self)
        self.link.add_beside(self.keep_link)
        for part in (self.basis, self.link):
            sharing.add(part)
        content = QWidget()
        columns = Columns(content, least_em=34)
        right = QWidget(columns)
        beside = column(right, gap=12)
        beside.addWidget(self.people)
        beside.addWidget(sharing)
        beside.addStretch(1)
        left = QWidget(columns)
        box = column(left, gap=12)
        box.addWidget(self.agenda)
        box.addStretch(1)
        columns.add(left, 5)
        columns.add(right, 4)
        column(content, margin=8).addWidget(columns)
        outer = column(self, gap=6)
        outer.addWidget(Roomy(content, "Prepare", self), 1)
        outer.addWidget(DeedBar(self.invite, self.lock, self.start, parent=self))
        self.agenda.asked.connect(self._on_agenda)
        self.people.asked.connect(self._on_people)
        self.basis.edited.connect(self._on_basis)
        self.keep_link.clicked.connect(self._on_link)
        self.lock.clicked.connect(self._on_lock)
        self.start.clicked.connect(self.start_asked)
        self.invite.clicked.connect(self.invitation_asked)

    def show_read(self, read: MeetingRead) -> None:
        """Shows the meeting as it stands; what is being typed stays."""
        self._read = read
        header, is_open = read.header, read.may_write and not read.page.is_closed
        self.agenda.show_read(read)
        self.people.show_read(read)
        self.basis.set_value(header.basis.value if header.basis else "")
        if not self.link.editor.hasFocus():
            self.link.set_value(header.join_link or "")
        self.lock.setText("Unlock agenda" if header.locked_at else "Lock agenda")
        self.start.setText("Go on with the meeting" if header.started_at else "Start the meeting")
        self.invite.setVisible(header.starts_at is not None and not read.page.is_closed)
        for part in (self.lock, self.start, self.keep_link):
            part.setVisible(is_open)
        for field in (self.basis, self.link):
            field.setEnabled(is_open)

    def show_problem(self, error: InvalidInput) -> bool:
        """Says a problem at its field; False where it is at none of these."""
        return self.agenda.show_problem(error) or self.people.show_problem(error)

    def start_over(self) -> None:
        """Empties the small form that asked, once that is done; what is typed in another stays."""
        if self._asking is not None:
            self._asking.start_over()
        self._asking = None

    def _on_agenda(self, deed: object) -> None:
        self._asking = self.agenda
        self.asked.emit(deed)

    def _on_people(self, deed: object) -> None:
        self._asking = self.people
        self.asked.emit(deed)

    def _on_basis(self, value: object) -> None:
        basis = SharingBasis(str(value)) if value else None
        self.asked.emit(partial(change_meeting, update={"basis": basis}))

    def _on_link(self) -> None:
        link = self.link.value().strip() or None
        self.asked.emit(partial(change_meeting, update={"join_link": link}))

    def _on_lock(self) -> None:
        is_locked = self._read is not None and self._read.header.locked_at is None
        self.asked.emit(partial(lock_agenda, is_locked=is_locked))
