"""The page of a plan review: when it is next due, and when it was last done."""

from typing import Final

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.clock import clinical_date
from mdt_core.records.episodes import PlanReview
from mdt_core.typed_dates import Direction
from mdt_desktop.qt.fields import Quiet
from mdt_desktop.ui.context import Context, Destination
from mdt_desktop.ui.forms.deeds import save_form
from mdt_desktop.ui.forms.fields_form import FieldsForm
from mdt_desktop.ui.forms.inputs import Clock
from mdt_desktop.ui.quick.form import QuickForm
from mdt_desktop.ui.quick.presenter import QuickRead
from mdt_desktop.ui.quick.statement_page import StatementPage

_SAY_WHEN: Final = "Give the day of the next review"
_NONE_SET: Final = "No day is set yet"


class ReviewForm(FieldsForm):
    """The next day, the last one, and a note."""

    def __init__(self, read: QuickRead, clock: Clock, parent: QWidget | None = None) -> None:
        page = read.read.page
        who, seen = page.line.resident_id, tuple(each.mid for each in read.standing)
        super().__init__(PlanReview, who, PlanReview.title, clock, parent, seen=seen)
        standing = [each.record for each in read.standing if each.record]
        due = [f"Now due {clinical_date(each.next_due)}" for each in standing]
        for words in due or [_NONE_SET]:
            self.put(Quiet(words, self))
        when = self.day(
            "Next review due", Direction.FUTURE, hint="For example +4w, +12w or 24/2/2027"
        )
        self.ask("next_due", needed=_SAY_WHEN, as_field=when)
        last = self.day("Reviewed on", Direction.PAST, hint="For example t, where it was done now")
        self.ask("reviewed_on", as_field=last)
        self.ask("note")


class PlanReviewPage(StatementPage):
    """The date of the next review of one resident; afterwards back where it was asked for."""

    saving = staticmethod(save_form)

    def __init__(
        self,
        context: Context,
        resident_id: str,
        back: Destination,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, PlanReview, resident_id, back, parent)
        self.form: ReviewForm | None = None

    @override
    def make_form(self, read: QuickRead, parent: QWidget) -> QuickForm:
        self.form = ReviewForm(read, self.context.clock, parent)
        return self.form
