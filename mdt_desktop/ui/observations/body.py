"""Form and score side by side; below one another where there is no room for both."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mdt_core.clock import london_day
from mdt_core.roles import Role
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.qt.fields import Columns
from mdt_desktop.ui.observations.form import ObservationForm
from mdt_desktop.ui.observations.presenter import score_view
from mdt_desktop.ui.observations.score_panel import ScorePanel


class ObservationBody(Columns):
    """One observation set being entered for one resident, as the resident was when it opened.

    Signals:
        edited: the `Draft` as it stands
    """

    edited = Signal(object)

    def __init__(
        self,
        page: ResidentPage,
        *,
        role: Role,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, least_em=28)
        self._usual = page.usual
        self.form = ObservationForm(page, role=role, clock=clock, parent=self)
        self.panel = ScorePanel(page.usual, today=london_day(clock()), parent=self)
        self.add(self.form, 3)
        self.add(self.panel, 2)
        self.form.edited.connect(self._on_edited)
        self._show_score()

    def _show_score(self) -> None:
        self.panel.show_score(score_view(self.form.readings(), self._usual))

    def _on_edited(self, draft: object) -> None:
        self._show_score()
        self.edited.emit(draft)
