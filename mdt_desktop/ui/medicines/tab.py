"""The tab of medicines: the list, the requests or the reviews, one at a time, and the short form of a step.

Layout, wiring and words. What was typed into a step stays while the resident is read again.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from mdt_core import access
from mdt_core.clock import london_day
from mdt_core.errors import KnownError
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.use_cases.medicine_requests import take_step
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Choice, ChoiceField, MessageBar
from mdt_desktop.qt.layouts import Stack, column
from mdt_desktop.ui.context import Context, Destination, ToRequest
from mdt_desktop.ui.frame.problems import sentence
from mdt_desktop.ui.medicines.list_view import MedicinesList
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB, request_views
from mdt_desktop.ui.medicines.requests_view import RequestsView, StepWanted
from mdt_desktop.ui.medicines.step_form import StepForm, StepGiven

LIST: Final = "list"
REQUESTS: Final = "requests"


class MedicinesTab(QWidget):
    """What is listed and what is asked for, with the one bar for what was done."""

    def __init__(
        self,
        context: Context,
        here: Callable[[], Destination],
        beside: Mapping[str, QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._here = context, here
        self._page: ResidentPage | None = None
        others = tuple(Choice(words, words) for words in beside)
        modes = (Choice(LIST, "List"), Choice(REQUESTS, REQUESTS_TAB), *others)
        self.mode = ChoiceField("Show", modes, parent=self)
        self.mode.set_value(LIST)
        self.list = MedicinesList(context, here, self)
        self.requests = RequestsView(self)
        self.form: StepForm | None = None
        self._shown = {LIST: self.list, REQUESTS: self.requests, **beside}
        self._stack = Stack(self)
        for part in self._shown.values():
            self._stack.addWidget(part)
        box = column(self, margin=12)
        self.message = MessageBar(self)
        box.addWidget(self.message)
        box.addWidget(self.mode)
        box.addWidget(self._stack, 1)
        self.mode.edited.connect(self._on_mode)
        self.requests.wanted.connect(self._on_wanted)
        self.requests.asked.connect(self._on_asked)

    def show_page(self, page: ResidentPage) -> None:
        """Shows another reading of the resident; a step that is being told stays."""
        self._page = page
        today, by, line = london_day(self._context.clock()), self._context.actor, page.line
        is_alive = not line.is_deceased
        self.list.show_page(page)
        views = request_views(page.requests, by, today, line.home_id, is_alive=is_alive)
        may_ask = is_alive and access.may_write(by, MedicineRequest, line.home_id)
        self.requests.show_requests(views, may_ask=may_ask)
        number = sum(view.is_open for view in views)
        self.mode.button(REQUESTS).setText(
            f"{'●' if self._shows_requests else '○'} Requests ({number} open)"
        )

    @property
    def at(self) -> str:
        """The words of what is on show, as `open_at` takes them; empty for the list."""
        mode = str(self.mode.value())
        return {LIST: "", REQUESTS: REQUESTS_TAB}.get(mode, mode)

    def open_at(self, words: str) -> None:
        """Shows the requests, or what stands beside the list, by its words."""
        mode = REQUESTS if words == REQUESTS_TAB else words
        if mode in self._shown:
            self.mode.set_value(mode)
            self._on_mode(None)

    @property
    def _shows_requests(self) -> bool:
        return self.mode.value() == REQUESTS

    def _on_mode(self, _value: object) -> None:
        if not self.mode.value():
            self.mode.set_value(LIST)
        self._show_list()

    def _show_list(self) -> None:
        self.mode.show()
        self._stack.setCurrentWidget(self._shown[str(self.mode.value())])
        if self._page is not None:
            self.show_page(self._page)

    # Deeds

    def _on_asked(self) -> None:
        if self._page is not None:
            self._context.go(ToRequest(self._page.line.resident_id, self._here()))

    def _on_wanted(self, wanted: StepWanted) -> None:
        if self._page is None:
            return
        self.message.clear()
        self._drop_form()
        self.form = StepForm(self._context, wanted.view, wanted.step, self._page, self)
        self.form.cancelled.connect(self._on_cancelled)
        self.form.given.connect(self._on_given)
        self._stack.addWidget(self.form)
        self._stack.setCurrentWidget(self.form)
        self.mode.hide()
        self.form.begin()

    def _on_cancelled(self) -> None:
        self._drop_form()
        self._show_list()
        self.mode.setFocus()

    def _drop_form(self) -> None:
        if self.form is not None:
            self._stack.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None

    def _on_given(self, given: StepGiven) -> None:
        if self._page is None:
            return
        work = partial(
            take_step,
            self._context.store,
            by=self._context.actor,
            resident_id=self._page.line.resident_id,
            request_id=given.request_id,
            step=given.step,
            said=given.said,
        )
        self._context.runners.deeds.run(
            work,
            then=partial(self._on_taken, given),
            failed=self._on_not_taken,
            receiver=self,
        )

    def _on_taken(self, given: StepGiven, touched: Touched) -> None:
        self._on_cancelled()
        self.message.show_message(f"Recorded: {given.step.value.lower()}", "green")
        self._context.bus.publish(Changes(touched.kinds, touched.ids))

    def _on_not_taken(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if self.form is not None:
            words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
            self.form.show_problem(error.where, words)
