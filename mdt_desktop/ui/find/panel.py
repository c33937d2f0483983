"""`Find` (Ctrl+K): answers as one types, without ever making the typing wait.

Answers to a question that is no longer asked are dropped. Enter opens what is marked in the list;
before an answer is there it does nothing, since nobody is opened whose identifiers were not shown.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.store.queries.homes import homes
from mdt_desktop.qt.accessibility import announce
from mdt_desktop.qt.fields import TextField, Words
from mdt_desktop.qt.table import Table
from mdt_desktop.ui.context import Context, ToHome, ToResident
from mdt_desktop.ui.find.model import FoundModel
from mdt_desktop.ui.find.presenter import FoundRow, answer_words, command_rows, look_up, spoken
from mdt_desktop.ui.frame.panel import Panel
from mdt_desktop.ui.frame.problems import words_of
from mdt_desktop.ui.keys.bindings import Bound

PAUSE_MS: Final = 60
PEOPLE_HIDDEN: Final = "Residents and homes are not shown while you present."
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindPanel(Panel):
    """The question, and below it who and what is found.

    Signals:
        chosen: the destination to go to
    """

    chosen = Signal(object)

    def __init__(
        self, context: Context, offered: Callable[[], tuple[Bound, ...]], parent: QWidget
    ) -> None:
        super().__init__("Find a resident, a home or a command", parent)
        self._context, self._ask_offered = context, offered
        self._offered: dict[str, Bound] = {}
        self._hides_people = False
        self._answered = ""
        self._homes: tuple[str, ...] = ()
        self.question = TextField("Name, room, NHS number or command", parent=self.sheet)
        self.words = Words(answer_words("", (), ()), self.sheet)
        self.table = Table("Found", self.sheet)
        self.model = FoundModel(self.table)
        self.table.setModel(self.model)
        self.table.narrow(1, 2)
        self.body.addWidget(self.question)
        self.body.addWidget(self.words)
        self.body.addWidget(self.table, 1)
        self._add_foot()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.question.edited.connect(self._on_edited)
        self.question.editor.installEventFilter(self)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)

    @property
    def is_answered(self) -> bool:
        """Whether the list answers what is typed now."""
        return self._answered == self.question.value() and not self._pause.isActive()

    @override
    def first_field(self) -> QWidget:
        return self.question.editor

    @override
    def open(self) -> None:
        if self.isHidden():
            self._offered = {each.command.id: each for each in self._ask_offered()}
            self._start_over()
        super().open()

    def _start_over(self) -> None:
        """Nobody's name from the last question stands there when the panel opens."""
        self._pause.stop()
        self.question.set_value("")
        self._answered = ""
        self.model.set_rows(())
        self.words.setText(answer_words("", (), ()))
        self._context.runners.reads.run(
            self._home_names, then=self._on_homes, failed=self._on_failed, receiver=self
        )

    def _home_names(self) -> tuple[str, ...]:
        with self._context.store.reading() as connection:
            return tuple(home.name for home in homes(connection, self._context.actor))

    def _on_homes(self, names: tuple[str, ...]) -> None:
        self._homes = names

    def _on_edited(self, _text: object) -> None:
        self._pause.start()

    def hide_people(self, *, are_hidden: bool) -> None:
        """Answers with commands alone, for as long as others see the screen."""
        self._hides_people = are_hidden

    def _ask(self) -> None:
        asked = self.question.value()
        if self._hides_people:
            self._on_answer(asked, ())
            return
        self._context.runners.reads.run(
            partial(look_up, self._context.store, self._context.actor, asked),
            then=partial(self._on_answer, asked),
            failed=self._on_failed,
            receiver=self,
        )

    def _on_answer(self, asked: str, rows: tuple[FoundRow, ...]) -> None:
        if asked != self.question.value() or self.isHidden():
            return
        self._answered = asked
        rows += command_rows(asked, (each.command for each in self._offered.values()))
        self.model.set_rows(rows)
        words = answer_words(asked, rows, self._homes)
        if self._hides_people:
            words = f"{words if rows else ''} {PEOPLE_HIDDEN}".strip()
        self.words.setText(words)
        if rows:
            self.table.selectRow(0)
            words = f"{words} {spoken(rows[0])}"  # whom Enter opens is heard before it is pressed
        announce(self, words)

    def _on_failed(self, error: Exception) -> None:
        self.words.setText(words_of(error))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._on_opened(self.model.row(index.row()).key)

    def _on_opened(self, key: object) -> None:
        place = self.model.place_of(str(key))
        if place is None or not self.is_answered:
            return
        row = self.model.row(place)
        self.close_panel()
        if row.command_id:
            self._offered[row.command_id].run()
            return
        self.chosen.emit(ToResident(row.resident_id) if row.resident_id else ToHome(row.home_id))

    def _move(self, step: int) -> None:
        if not self.model.rows:
            return
        last = len(self.model.rows) - 1
        place = max(0, min(last, self.table.currentIndex().row() + step))
        self.table.selectRow(place)
        row = self.model.row(place)
        announce(self.table, spoken(row))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.question.editor
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._key_in_question(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _key_in_question(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key])
        elif key in _ENTER:
            if self.is_answered and self.table.currentIndex().isValid():
                self._on_opened(self.model.row(self.table.currentIndex().row()).key)
        else:
            return False
        return True
