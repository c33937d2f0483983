"""A page of one home's cards, and in their place one of its short forms; what is given is kept at once.

Nobody's name is on it but in words of the cards, and it has no draft: the forms are short.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar, Generic, TypeVar

from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from mdt_core.errors import KnownError
from mdt_core.store.unit_of_work import Changes as Written
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Card, FlowRow, Heading, MessageBar
from mdt_desktop.qt.layouts import Inside, column, scrolled
from mdt_desktop.ui.context import Context, ToHome
from mdt_desktop.ui.frame.problems import sentence, words_of
from mdt_desktop.ui.quick.short_form import ShortForm

ViewT = TypeVar("ViewT")


class HomeCardsPage(QStackedWidget, Generic[ViewT]):
    """The cards with the page's own deeds above them; a page reads its view and shows it."""

    concerned: ClassVar[frozenset[str]] = frozenset()
    """The kinds of record whose changes may show here."""

    def __init__(
        self, context: Context, home_id: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(name)
        self._context, self._home_id = context, home_id
        self.heading = Heading("", 1, self)
        self.message = MessageBar(self)
        self.back = Button("Back to the home", icon_name="chevron-left", parent=self)
        self.back.clicked.connect(self._on_back)
        self.cards: list[Card] = []
        self._list = QWidget(self)
        self._box = column(self._list, gap=12)

    def _put_together(
        self, deeds: Iterable[Button], parts: Iterable[QWidget], forms: Iterable[ShortForm]
    ) -> None:
        """Lays out heading, deeds and parts one below another; a form takes their place."""
        self._main = self._laid_out((*deeds, self.back), parts)
        self.addWidget(self._main)
        for form in forms:
            self.addWidget(form)
            form.cancelled.connect(self._show_main)

    def _laid_out(self, deeds: Iterable[Button], parts: Iterable[QWidget]) -> QScrollArea:
        inside = Inside(self)
        box = column(inside, margin=16, gap=12)
        row = FlowRow(inside)
        for button in deeds:
            row.add(button)
        for part in (self.heading, self.message, row, *parts):
            box.addWidget(part)
        box.addStretch(1)
        return scrolled(inside, self)

    def reading(self) -> Callable[[], ViewT]:
        """How what is shown is read, for a worker."""
        raise NotImplementedError

    def show_view(self, view: ViewT) -> None:
        """Shows what was read."""
        raise NotImplementedError

    def refresh(self, changes: Changes) -> None:
        """Reads again where something here may have changed; a form that is open stays as it is."""
        if changes.kinds & self.concerned:
            self._read()

    def leave(self) -> None:
        """Has no draft: a form here is short, and is kept only when it is given."""

    def _read(self) -> None:
        self._context.runners.reads.run(
            self.reading(), then=self.show_view, failed=self._on_failed, receiver=self
        )

    def _save(self, deed: Callable[..., Written], **said: object) -> None:
        context = self._context
        context.runners.deeds.run(
            partial(deed, context.store, by=context.actor, **said),
            then=self._on_saved,
            failed=self._on_not_saved,
            receiver=self,
        )

    def _on_saved(self, written: Written) -> None:
        self._show_main()
        self.message.show_message("Saved", "green")
        self._context.bus.publish(Changes(written.kinds, written.ids))
        self._read()

    def _on_not_saved(self, error: Exception) -> None:
        form = self.currentWidget()
        if isinstance(form, ShortForm) and isinstance(error, KnownError):
            if error.where in form.fields:
                words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
                form.show_problem(error.where, words)
            else:
                form.show_problem("", words_of(error))
        else:
            self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(words_of(error), "red")

    def _show_main(self) -> None:
        self.setCurrentWidget(self._main)

    def _on_back(self) -> None:
        self._context.go(ToHome(self._home_id))
