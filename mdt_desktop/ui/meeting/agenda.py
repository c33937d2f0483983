"""The agenda while it is prepared: the list, one form that puts on or changes, what is overdue."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mdt_core.errors import InvalidInput
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.meetings import AgendaRow
from mdt_core.use_cases.meetings import put_on_agenda, take_off_agenda
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Choice, FlowRow, NoteField, NumberField, TextField, Words
from mdt_desktop.qt.layouts import Columns, clear, column
from mdt_desktop.qt.table import Column, Table, TableModel
from mdt_desktop.qt.words import Card, Tag
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.meeting.presenter import MeetingRead, Overdue

LOCKED = "The agenda is locked"
UNLOCKED = "The agenda is open"


class AgendaModel(TableModel[AgendaRow]):
    """Who is on the agenda, in turn."""

    def __init__(self, parent: QObject | None = None) -> None:
        columns = (
            Column[AgendaRow]("Resident", _who),
            Column[AgendaRow]("Question", _question),
            Column[AgendaRow]("Who asks", lambda row: row.item.asked_by or ""),
            Column[AgendaRow]("Minutes", lambda row: str(row.item.minutes or ""), is_figure=True),
        )
        super().__init__(columns, lambda row: row.line.resident_id, parent)


def _who(row: AgendaRow) -> str:
    return f"{row.line.formal_name}\n{row.line.home_name}, room {row.line.room or 'not recorded'}"


def _question(row: AgendaRow) -> str:
    if row.case is not None:
        return f"{row.item.question}\n✓ Signed"
    carried = "\nCarried over from the last meeting" if row.item.carried_from else ""
    return f"{row.item.question}{carried}"


class AgendaView(Card):
    """The agenda.

    Signals:
        asked: a deed that still wants the store, `by` and the meeting
        escalate_asked: the `Overdue` action
    """

    asked = Signal(object)
    escalate_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Agenda", parent)
        self._read: MeetingRead | None = None
        self.total = Words("", self)
        self.table = Table("Agenda", self)
        self.model = AgendaModel(self.table)
        self.table.setModel(self.model)
        self.table.share({0: 2, 1: 3, 2: 1})
        self.table.setMinimumHeight(self.fontMetrics().height() * 12)
        self.who = ListField("Resident")
        self.question = NoteField("Question", lines=2)
        self.asks = TextField("Who asks")
        self.minutes = NumberField("Time", unit="minutes")
        self.put_on = Button("Put on the agenda", icon_name="plus", parent=self)
        self.take_off = Button("Take off", parent=self)
        self.overdue = Card("Overdue actions of these homes", self)
        self._overdue_lines = column(gap=4)
        self._build()

    def _build(self) -> None:
        self.form = QWidget(self)
        box = column(self.form, gap=8)
        beside = Columns(self.form, least_em=14)
        beside.add(self.asks, 2)
        beside.add(self.minutes, 1)
        deeds = FlowRow(self.form)
        for button in (self.take_off, self.put_on):
            deeds.add(button)
        for asked in (self.who, self.question, beside, deeds):
            box.addWidget(asked)
        inside = QWidget(self.overdue)
        column(inside).addLayout(self._overdue_lines)
        self.overdue.add(inside)
        for part in (self.total, self.table, self.form, self.overdue):
            self.add(part)
        self.table.opened.connect(self._on_opened)
        self.who.edited.connect(self._on_who)
        self.put_on.clicked.connect(self._on_put_on)
        self.take_off.clicked.connect(self._on_take_off)

    def show_read(self, read: MeetingRead) -> None:
        """Shows the agenda as it stands."""
        self._read = read
        is_locked = read.header.locked_at is not None
        self.total.setText(f"{read.total_words}. {LOCKED if is_locked else UNLOCKED}")
        self.model.set_rows(read.rows)
        self.who.set_choices(tuple(Choice(line.resident_id, _line(line)) for line in read.living))
        self.form.setVisible(read.may_write and not is_locked and not read.page.is_closed)
        self._show_overdue(read, may_put=not self.form.isHidden())

    def _show_overdue(self, read: MeetingRead, *, may_put: bool) -> None:
        clear(self._overdue_lines)
        self.overdue.setVisible(bool(read.overdue))
        for each in read.overdue:
            line = FlowRow(self.overdue)
            line.add(Tag(each.ladder, "amber", line))
            line.add(Words(f"{each.where}: {each.text}\n{each.told}", line))
            put = Button("Put on the agenda", parent=line)
            put.setAccessibleName(f"Put on the agenda: {each.words}")
            put.setVisible(may_put and read.page.row(each.resident_id) is None)
            put.clicked.connect(partial(self._on_put_overdue, each))
            tell = Button("Record an escalation", parent=line)
            tell.setAccessibleName(f"Record an escalation: {each.words}")
            tell.clicked.connect(partial(self._on_escalate, each))
            for button in (put, tell):
                line.add(button)
            self._overdue_lines.addWidget(line)

    def show_problem(self, error: InvalidInput) -> bool:
        """Says a problem at its field; False where it is at none of these."""
        fields = {"Question": self.question, "Time": self.minutes, "Resident": self.who}
        field = fields.get(error.where)
        if field is None or self.form.isHidden():
            return False
        field.show_problem(error.message)
        field.setFocus()
        return True

    def start_over(self) -> None:
        """Empties the form once it was taken."""
        self.who.clear()
        self.question.set_value("")
        self.asks.set_value("")
        self.minutes.set_value("")
        for field in (self.who, self.question, self.minutes):
            field.show_problem("")

    def _on_opened(self, resident_id: object) -> None:
        self.who.set_value(str(resident_id))
        self._on_who(None)
        self.question.setFocus()

    def _on_who(self, _key: object) -> None:
        """What is asked already comes into the form, to be changed."""
        row = self._read.page.row(self.who.value()) if self._read else None
        self.put_on.setText("Change" if row else "Put on the agenda")
        if row is not None:
            self.question.set_value(row.item.question)
            self.asks.set_value(row.item.asked_by or "")
            self.minutes.set_value(str(row.item.minutes or ""))

    def _on_put_on(self) -> None:
        if not self.who.value():
            self.show_problem(InvalidInput("Choose the resident", where="Resident"))
            return
        typed = self.minutes.value().strip()
        if typed and not typed.isdecimal():
            self.show_problem(InvalidInput("Give whole minutes, such as 10", where="Time"))
            return
        self._put(self.who.value(), self.question.value(), self.asks.value(), typed)

    def _put(self, who: str, question: str, asks: str, minutes: str) -> None:
        self.asked.emit(
            partial(
                put_on_agenda,
                resident_id=who,
                question=question,
                asked_by=asks,
                minutes=int(minutes) if minutes else None,
            )
        )

    def _on_put_overdue(self, each: Overdue) -> None:
        self._put(each.resident_id, each.question, "", "")

    def _on_escalate(self, each: Overdue) -> None:
        self.escalate_asked.emit(each)

    def _on_take_off(self) -> None:
        who = self.who.value() or _chosen(self.table, self.model)
        if who:
            self.asked.emit(partial(take_off_agenda, resident_id=who))


def _chosen(table: Table, model: AgendaModel) -> str:
    index = table.currentIndex()
    return model.row(index.row()).line.resident_id if index.isValid() else ""


def _line(line: ResidentLine) -> str:
    return f"{line.formal_name}, {line.home_name}, room {line.room or 'not recorded'}"
