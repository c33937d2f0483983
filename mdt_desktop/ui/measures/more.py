"""The ways from the measures to what has a screen of its own: D2A, falls, vaccinations, order of review."""

from PySide6.QtWidgets import QWidget

from mdt_core import access
from mdt_core.records.bed_states import BedState
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.vaccinations import Vaccination
from mdt_core.use_cases.review_first import may_look
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Card, FlowRow, Words
from mdt_desktop.ui.context import Context, ToD2aOutcomes, ToFalls, ToUptake
from mdt_desktop.ui.review_first.way import ToReviewFirst

OF_ONE_HOME = "Kinds of falls and vaccinations are shown for one home: choose it above."


class MoreFigures(Card):
    """Buttons to the other figures; those of one home once it is chosen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("More figures", parent)
        self._context, self._home_id = context, ""
        row = FlowRow(self)
        self.d2a = Button("D2A outcomes and forecast", parent=row)
        self.falls = Button("Falls of the home by kind", parent=row)
        self.vaccinations = Button("Vaccinations of the home", parent=row)
        self.review_first = Button("Who may need a review first", parent=row)
        for button in (self.d2a, self.falls, self.vaccinations, self.review_first):
            row.add(button)
        self.words = Words(OF_ONE_HOME, self)
        self.add(row)
        self.add(self.words)
        self.d2a.setVisible(context.actor.role in BedState.readers)
        self.review_first.setVisible(may_look(context.actor))
        self.review_first.clicked.connect(self._on_review_first)
        self.d2a.clicked.connect(self._on_d2a)
        self.falls.clicked.connect(self._on_falls)
        self.vaccinations.clicked.connect(self._on_vaccinations)
        self.show_home("")

    def show_home(self, home_id: str) -> None:
        """Offers the figures of that home."""
        self._home_id = home_id
        for button, kind in ((self.falls, FallDetail), (self.vaccinations, Vaccination)):
            may_read = access.may_read(self._context.actor, kind, home_id)
            button.setVisible(bool(home_id) and may_read)
        self.words.setVisible(not home_id)

    def _on_d2a(self) -> None:
        self._context.go(ToD2aOutcomes())

    def _on_review_first(self) -> None:
        self._context.go(ToReviewFirst(self._home_id))

    def _on_falls(self) -> None:
        self._context.go(ToFalls(self._home_id))

    def _on_vaccinations(self) -> None:
        self._context.go(ToUptake(self._home_id))
