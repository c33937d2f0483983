"""«Still right»: one decision as it stands, who was asked about it and when; signed as a new version.

Nothing of the decision can be changed here, and no draft is kept: three answers are soon given again.
Where two versions stand there is nothing to confirm, and the page says so.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.actor import Actor
from mdt_core.care_validity import doubts
from mdt_core.clock import london_day
from mdt_core.drafts import Draft, Problem
from mdt_core.errors import KnownError, NotFound
from mdt_core.record import Statement, kind_named
from mdt_core.store.queries.care_decisions import is_two
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes as Touched
from mdt_core.typed_dates import Direction
from mdt_core.use_cases.care_decisions import (
    ASKED,
    CONFIRMED_SINGLY,
    NEXT_REVIEW,
    ON,
    StillRight,
    confirm_still_right,
)
from mdt_desktop.qt.fields import Words
from mdt_desktop.qt.layouts import Columns, column
from mdt_desktop.ui.autosave import Offer
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.copies.words import becomes_words
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.secret import SECRET, SecretField
from mdt_desktop.ui.forms.standing import StandingCard
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.page import QuickFormPage
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.widgets import COLUMN_PX, NarrowColumn

NOTHING_STANDS: Final = "Nothing is recorded yet that could be confirmed"
TWO_STAND: Final = "Two versions stand. They are settled, not confirmed"
_NEEDED: Final = {
    "still_right_asked": "Say whom you asked",
    "still_right_on": "Give the day on which you asked",
}
_WIDE_PX: Final = COLUMN_PX * 7 // 4
_ASKED_HINT: Final = "For example t for today"


class StillRightForm(FieldsForm):
    """The decision as it stands, then the three answers and the secret."""

    def __init__(
        self,
        kind: type[Statement],
        read: QuickRead,
        context: Context,
        parent: QWidget | None = None,
    ) -> None:
        who = read.read.page.line.resident_id
        seen = tuple(each.mid for each in read.standing)
        super().__init__(kind, who, f"{kind.title}: still right?", context.clock, parent, seen=seen)
        self._names = {ASKED: "still_right_asked", ON: "still_right_on", NEXT_REVIEW: "review_on"}
        self._build_columns(kind, read)
        self._put_doubts(read, london_day(context.clock()))
        self.ask("still_right_asked", needed=_NEEDED["still_right_asked"])
        on = self.day(ON, Direction.PAST, hint=_ASKED_HINT)
        self.ask("still_right_on", needed=_NEEDED["still_right_on"], as_field=on)
        if "review_on" in kind.model_fields:
            again = self.day(NEXT_REVIEW, Direction.FUTURE, hint="For example +12w or 24/2/2027")
            self.ask("review_on", as_field=again)
        self._body.addStretch(1)
        self.secret: SecretField | None = None
        if kind.signed_with_pin:
            self.secret = SecretField(context, f"to confirm «{kind.title}»", self)
            self._box.addWidget(self.secret)

    def _build_columns(self, kind: type[Statement], read: QuickRead) -> None:
        """The answers, and beside or below them what stands."""
        columns = Columns(self, least_em=30)
        questions = QWidget(columns)
        self._body = column(questions, gap=12)
        columns.add(questions, 3)
        columns.add(StandingCard(kind, read, columns), 2)
        self._box.addWidget(columns)

    @override
    def put(self, part: QWidget) -> None:
        self._body.addWidget(part)

    def said(self, kind: type[Statement]) -> StillRight:
        """What is confirmed, and the three answers."""
        values = self.draft().values
        again = values.get("review_on")
        return StillRight(
            kind,
            seen=(self._seen or ("",))[0],
            asked=str(values.get("still_right_asked", "")),
            on=date.fromisoformat(str(values["still_right_on"])),
            next_review=date.fromisoformat(str(again)) if again else None,
        )

    @override
    def _problem_of_record(self) -> Problem | None:
        """The answers are no record by themselves: the use case has the rest, and judges it."""
        return self.secret.missing() if self.secret is not None else None

    @override
    def focus_field(self, name: str) -> None:
        if name == SECRET and self.secret is not None:
            self.secret.setFocus()
        else:
            super().focus_field(self._names.get(name, name))

    def _put_doubts(self, read: QuickRead, today: date) -> None:
        """What speaks against relying on it as recorded, before anybody says that it is right."""
        record = read.standing[0].record
        for words in doubts(record, today) if record is not None else ():
            self.put(Words(f"▲ {words}", self, words="label"))


class StillRightPage(QuickFormPage):
    """Confirms one decision. Raises NotFound for a kind that is not confirmed so."""

    def __init__(
        self,
        context: Context,
        kind: str,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        record_class = kind_named(kind)
        if record_class not in CONFIRMED_SINGLY:
            raise NotFound(f"«{kind}» is not confirmed, it is recorded anew")
        self._kind: type[Statement] = record_class
        super().__init__(context, record_class, resident_id, back, parent)
        self.form: StillRightForm | None = None

    @override
    def leave(self) -> None:
        """Keeps nothing."""

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = StillRightForm(self._kind, read, self.context, parent)
        words = becomes_words(self._kind, read.read.copies)
        if words:
            self.form.put_last(Words(f"▲ {words}", self.form, words="label"))
        return self.form

    @override
    def show_form(self, form: QWidget) -> None:
        self._area.show_part(NarrowColumn(most_px=_WIDE_PX), form)

    @override
    def deed_words(self) -> str:
        return f"Still right for {self.opened.read.page.line.family_name.upper()}"

    @override
    def work_of(self, draft: Draft[Any]) -> Callable[[], Any]:
        if self.form is None:
            raise TypeError("there is no form yet")
        secret = self.form.secret.take() if self.form.secret else ""
        return partial(
            _confirm,
            self.context.store,
            by=self.context.actor,
            resident_id=draft.resident_id,
            said=self.form.said(self._kind),
            confirm=self.context.confirm if self.form.secret else None,
            secret=secret,
        )

    @override
    def _show_form(self, read: QuickRead) -> None:
        if not read.standing:
            self.message.show_message(NOTHING_STANDS, "amber")
        elif is_two(read.standing):
            self.message.show_message(TWO_STAND, "amber")
        else:
            super()._show_form(read)

    @override
    def _on_loaded(self, offer: Offer | None) -> None:
        self._start()

    @override
    def _on_edited(self, draft: Draft[Any]) -> None:
        self.message.clear()

    @override
    def _save(self, draft: Draft[Any]) -> None:
        self.save.setEnabled(False)
        self.context.runners.deeds.run(
            self.work_of(draft), then=self._on_saved, failed=self._on_not_saved, receiver=self
        )

    @override
    def _on_not_saved(self, error: Exception) -> None:
        super()._on_not_saved(error)
        if self.form is not None and isinstance(error, KnownError):
            self.form.show_problem_at(error.where, error.message)


def _confirm(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    said: StillRight,
    confirm: Callable[[str], None] | None,
    secret: str,
) -> tuple[str, Touched]:
    """Raises WrongSecret before anything is written."""
    if confirm is not None:
        confirm(secret)
    return confirm_still_right(store, by=by, resident_id=resident_id, said=said)
