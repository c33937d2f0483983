"""Form and score side by side; the form scrolls and the score stays in sight.

Where there is no room for both, the score lies at the foot of the form, and its words stand in the
deed bar as well.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from typing_extensions import override

from mdt_core.clock import london_day
from mdt_core.drafts import Draft, Problem
from mdt_core.records.observations import ObservationSet
from mdt_core.roles import Role
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed
from mdt_desktop.qt.layouts import column, scrolled
from mdt_desktop.ui.observations.form import ObservationForm
from mdt_desktop.ui.observations.presenter import score_view
from mdt_desktop.ui.observations.score_panel import ScorePanel
from mdt_desktop.ui.quick.presenter import QuickRead

_BOTH_NEED_EM: Final = 72
_ROOM_BELOW_PX: Final = 90
_LEAST_PX: Final = 44  # banner and deeds come first in a window that is low


class ObservationBody(QWidget):
    """One observation set being entered for one resident, as the resident was when it opened.

    Signals:
        edited: the `Draft` as it stands
        answered: never; this form sees itself to what is in sight
        scored: the words of the score as far as it goes
    """

    edited = Signal(object)
    answered = Signal(object)
    scored = Signal(object)

    def __init__(
        self,
        page: ResidentPage,
        *,
        chosen: Signed[ObservationSet] | None,
        role: Role,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual = page.usual
        self.is_raised = False
        inside = QWidget()
        self._below = column(inside, margin=12, gap=12)
        self.form = ObservationForm(page, chosen=chosen, role=role, clock=clock, parent=inside)
        self._below.addWidget(self.form)
        beside = QWidget()
        self._beside = column(beside, margin=12)
        self._area, side = scrolled(inside, self), scrolled(beside, self)
        for area in (self._area, side):
            area.setMinimumHeight(_LEAST_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._area, 3)
        row.addWidget(side, 2)
        self._side = side
        self.panel = ScorePanel(page.usual, today=london_day(clock()), parent=beside)
        self._beside.addWidget(self.panel)
        self.form.edited.connect(self._on_edited)
        for part in self.form.findChildren(QWidget):
            part.installEventFilter(self)
        self._after_layout = QTimer(self, singleShot=True, interval=0)
        self._after_layout.timeout.connect(self._on_laid_out)
        self._show_score()

    def draft(self) -> Draft[ObservationSet]:
        """The form as it stands."""
        return self.form.draft()

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft in place of what is there."""
        self.form.show_draft(draft)

    def problem(self) -> Problem | None:
        """Why it cannot be saved yet, or None."""
        return self.form.problem()

    def focus_first(self) -> None:
        """Goes to the breaths."""
        self.form.focus_first()

    def focus_field(self, name: str) -> None:
        """Goes to a field, or to its reason where it was not taken."""
        self.form.focus_field(name)

    def show_news(self, _read: QuickRead) -> None:
        """Changes nothing: last and usual values stay those that the form was opened with."""

    @property
    def is_score_beside(self) -> bool:
        """Whether the score stands beside the form, in sight all the time."""
        return not self._side.isHidden()

    @property
    def score_words(self) -> str:
        """The score as far as it goes, in words."""
        return self.panel.total.text()

    def _show_score(self) -> None:
        view = score_view(self.form.readings(), self._usual)
        self.is_raised = view.is_raised
        self.panel.show_score(view)
        self.scored.emit(self.score_words)

    def _on_edited(self, draft: object) -> None:
        self._show_score()
        self.edited.emit(draft)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("n")
        has_room = self.width() >= _BOTH_NEED_EM * em
        if has_room == self._side.isHidden():
            self._side.setVisible(has_room)
            (self._beside if has_room else self._below).addWidget(self.panel)
            self.panel.show()
            self.scored.emit(self.score_words)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps the field in use in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._after_layout.start()
        return False

    def _on_laid_out(self) -> None:
        """What has just been shown has its place only now."""
        inside = QApplication.focusWidget()
        if inside is not None and self.form.isAncestorOf(inside):
            self._area.ensureWidgetVisible(inside, 0, _ROOM_BELOW_PX)
