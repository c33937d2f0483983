"""Finish: each organisation's minutes as they will be, what is blacked out in them, approval by PIN, saving.

What is blacked out is shown so in the preview, which is the very paper. Nothing is approved that was not
asked for: the end, a reason for what was not discussed, and the secret.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.documents.contents import PaperLook
from mdt_core.errors import InvalidInput
from mdt_core.store.queries.meetings import MeetingPart
from mdt_core.store.unit_of_work import Changes as Written
from mdt_core.use_cases.meeting_finish import Approving, approve_minutes
from mdt_core.use_cases.minutes import organisations
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.choices import ManyChoiceField
from mdt_desktop.qt.fields import Choice, FlowRow, TextField
from mdt_desktop.qt.layouts import Columns, clear, column
from mdt_desktop.qt.words import Card, Tag, Words
from mdt_desktop.ui.autosave import not_saved_words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.secret import SecretField
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.meeting.deed_bar import DeedBar
from mdt_desktop.ui.meeting.papers import (
    CopyFor,
    MadeMinutes,
    approved_words,
    make,
    may_be_blacked,
    not_discussed_words,
)
from mdt_desktop.ui.meeting.presenter import MeetingRead
from mdt_desktop.ui.meeting.stack import Roomy
from mdt_desktop.ui.paper.presenter import KEEP_SAFE, why_words
from mdt_desktop.ui.paper.preview import Preview
from mdt_desktop.ui.paper.putting_out import PutOut, PuttingOut
from mdt_desktop.ui.paper.save_dialog import ask_file
from mdt_desktop.ui.sync.words import paper_freshness

NOT_BEGUN: Final = "The meeting has not begun"
ALWAYS: Final = (
    "Who refused that their record is shared is blacked out for other organisations anyway."
)
_PAPER_MM: Final = 210.0


class FinishView(QWidget):
    """The minutes.

    Signals:
        approved: the `Changes`
        told: words of what is done
        refused: why not, in words
    """

    approved = Signal(object)
    told = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, meeting: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._meeting = context, meeting
        self._read: MeetingRead | None = None
        self._blacked: dict[str, dict[str, frozenset[str]]] = {}
        self.made: MadeMinutes | None = None
        self._is_running = False
        self.state = Tag("", "grey", self)
        self.home = ListField("Home")
        self.copy = ListField("Copy for")
        self.fields: list[ManyChoiceField] = []
        self._cases = column(gap=12)
        self.left_out = Words("", self)
        self.why = TextField("Why not discussed")
        self.secret = SecretField(context, "to approve the minutes", self)
        self.approve = Button("Approve the minutes", Kind.PRIMARY, icon_name="check", parent=self)
        self.save = Button("Save PDF...", icon_name="save", parent=self)
        self.preview = Preview(context.runners.long_work, self)
        self.preview.setMinimumSize(320, 320)
        self.putting_out = PuttingOut(context, self)
        self._build()

    def _build(self) -> None:
        choosing = Card("Minutes", self)
        inside = QWidget(choosing)
        column(inside).addLayout(self._cases)
        top = FlowRow(choosing)
        top.add(self.state)
        parts: tuple[QWidget, ...] = (top, self.home, self.copy, Words(ALWAYS, choosing), inside)
        for part in parts:
            choosing.add(part)
        self._end = Card("Approve", self)
        for asked in (self.left_out, self.why, self.secret):
            self._end.add(asked)
        content = QWidget()
        box = column(content, margin=8, gap=12)
        box.addWidget(choosing)
        box.addWidget(self._end)
        box.addStretch(1)
        columns = Columns(self, least_em=30)
        columns.add(Roomy(content, "Finish", self), 4)
        columns.add(self.preview, 5)
        outer = column(self, gap=6)
        outer.addWidget(columns, 1)
        outer.addWidget(DeedBar(self.save, self.approve, parent=self))
        self.home.edited.connect(self._on_home)
        self.copy.edited.connect(self._on_copy)
        self.approve.clicked.connect(self._on_approve)
        self.secret.editor.returnPressed.connect(self._on_approve)
        self.save.clicked.connect(self._on_save)
        self.putting_out.ended.connect(self._on_put_out)

    # What it shows

    def show_read(self, read: MeetingRead) -> None:
        """Shows the minutes as they stand."""
        self._read = read
        parts = read.page.parts
        self.home.set_choices(tuple(Choice(each.part_id, each.home_name) for each in parts))
        if not self.home.value():
            self.home.set_value(parts[0].part_id)
        self.home.setVisible(len(parts) > 1)
        left = not_discussed_words(read)
        self.left_out.setText(left)
        for part in (self.left_out, self.why):
            part.setVisible(bool(left))
        may = read.may_write and not read.page.is_closed and read.header.started_at is not None
        self._end.setVisible(may)
        self.approve.setVisible(may)
        self._show_part()

    def _part(self) -> MeetingPart | None:
        return self._read.page.part(self.home.value()) if self._read else None

    def _show_part(self) -> None:
        part = self._part()
        if part is None or self._read is None:
            return
        approved = approved_words(part)
        waits = "Not approved yet" if part.meeting.started_at else NOT_BEGUN
        words = f"{approved or waits}. {self._read.quorum}"
        self.state.set_tag(words, "green" if approved and not self._read.missing else "amber")
        names = organisations(part)
        self.copy.set_choices(tuple(Choice(name, name) for name in names))
        if self.copy.value() not in names:
            self.copy.set_value(names[0])
        self._show_copy(part)

    def _show_copy(self, part: MeetingPart) -> None:
        clear(self._cases)
        self.fields = []
        chosen = self._chosen(part)
        record = part.minutes.record if part.minutes else None
        for n, row in enumerate((each for each in part.rows if each.case is not None), start=1):
            choices = tuple(Choice(key, words) for key, words in may_be_blacked(row))
            room = f"room {row.line.room or 'not recorded'}"
            field = ManyChoiceField(f"Case {n}, {room}: black out", choices, parent=self)
            field.set_value(tuple(key for key, _ in may_be_blacked(row) if key in chosen))
            field.setEnabled(record is None)
            field.edited.connect(self._on_blacked)
            self.fields.append(field)
            self._cases.addWidget(field)
        self._make()

    def _chosen(self, part: MeetingPart) -> frozenset[str]:
        record = part.minutes.record if part.minutes else None
        for each in record.copies if record else ():
            if each.organisation == self.copy.value():
                return frozenset(each.blacked_out)
        return self._blacked.get(part.part_id, {}).get(self.copy.value(), frozenset())

    def _on_home(self, _key: object) -> None:
        self._show_part()

    def _on_copy(self, _key: object) -> None:
        part = self._part()
        if part is not None:
            self._show_copy(part)

    def _on_blacked(self, _keys: object) -> None:
        part = self._part()
        if part is not None:
            keys = frozenset(key for field in self.fields for key in field.value())
            self._blacked.setdefault(part.part_id, {})[self.copy.value()] = keys
            self._make()

    # Making

    def _make(self) -> None:
        part, context = self._part(), self._context
        if part is None or not context.runners.long_work.takes_work:
            return
        of = CopyFor(
            self._meeting, part.part_id, part.home_id, self.copy.value(), self._chosen(part)
        )
        fresh = paper_freshness(context.got_at(part.home_id), context.waiting(), context.clock())
        work = partial(
            make,
            context.store,
            by=context.actor,
            of=of,
            look=PaperLook(),
            waiting=context.waiting(),
            practice=context.is_practice,
            fresh=fresh,
        )
        self.save.setEnabled(False)
        context.runners.long_work.run(
            work, then=self._on_made, failed=self._on_not_made, receiver=self
        )

    def _on_made(self, made: MadeMinutes) -> None:
        part = self._part()
        asked = (self.home.value(), self.copy.value())
        if part is None or not self._context.runners.long_work.takes_work:
            return  # the program is closing
        if asked != (made.of.part_id, made.of.organisation):
            return
        if made.of.blacked != self._chosen(part):
            return
        self.made = made
        self.save.setEnabled(True)
        self.preview.zoom = self.preview.fitting(_PAPER_MM)
        self.preview.show_pdf(made.pdf)

    def _on_not_made(self, error: Exception) -> None:
        self.made = None
        self.preview.show_pdf(b"")
        self.refused.emit(why_words(error, before_fault=""))

    # Approving

    def _on_approve(self) -> None:
        read = self._read
        if read is None or self._is_running or self.approve.isHidden():
            return
        if not self.why.isHidden() and not self.why.value().strip():
            self.why.show_problem("Say why, or discuss them")
            self.why.setFocus()
            return
        if self.secret.missing() is not None:
            return
        self.why.show_problem("")
        self._is_running = True
        context, secret = self._context, self.secret.take()
        said = Approving(
            context.clock(),
            {part: dict(copies) for part, copies in self._blacked.items()},
            self.why.value(),
        )
        work = partial(_approve, context, self._meeting, said, secret)
        context.runners.deeds.run(
            work, then=self._on_approved, failed=self._on_not_approved, receiver=self
        )

    def _on_approved(self, changes: Written) -> None:
        self._is_running = False
        self.approved.emit(changes)

    def _on_not_approved(self, error: Exception) -> None:
        self._is_running = False
        if isinstance(error, InvalidInput) and error.where == self.why.label:
            self.why.show_problem(error.message)
        self.refused.emit(not_saved_words(error))

    # Saving

    def _on_save(self) -> None:
        if self.made is not None:
            ask_file(self, "Save the minutes", self.made.file_name, self.save_to)

    def save_to(self, path: str) -> None:
        """Saves the copy on show to a file, and records that it went out."""
        if self.made is not None:
            self.putting_out.save(partial(_as_it_is, self.made), Path(path))

    def _on_put_out(self, done: PutOut) -> None:
        if done.error is not None:
            self.refused.emit(why_words(done.error, before_fault=""))
        else:
            self.told.emit(f"Saved as {done.path}. {KEEP_SAFE}")


def _approve(context: Context, meeting: str, said: Approving, secret: str) -> Written:
    """Runs on the worker; raises WrongSecret before anything is written."""
    confirm: Callable[[str], None] = context.confirm
    confirm(secret)
    return approve_minutes(context.store, by=context.actor, meeting=meeting, said=said)[1]


def _as_it_is(made: MadeMinutes) -> MadeMinutes:
    return made
