"""A short form inside a page: whose it is, a few fields, the problem in words, and its two deeds.

It keeps no draft and checks nothing; the page that holds it says what is wrong, by the words that
errors name a field by. Esc and the left deed leave it, the right one gives what was entered.
"""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mdt_core.clock import london, london_day
from mdt_core.store.queries.homes import ResidentLine
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import Field, Heading, Words
from mdt_desktop.qt.layouts import FlowRow, InnerScroll, column
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where


class ShortForm(QWidget):
    """The frame of such a form; what is made from it adds fields and says what they give.

    Signals:
        cancelled: nothing; the person goes back
    """

    cancelled = Signal()

    def __init__(
        self,
        context: Context,
        *,
        heading: str,
        deed: str,
        back: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.banner = IdentityBanner(self)
        self.heading = Heading(heading, 1, self)
        self.problem = Words("", self, words="problem")
        self.save = Button(deed, Kind.PRIMARY, parent=self)
        self.cancel = Button(back, parent=self)
        self._area = InnerScroll(self)
        self.banner.hide()
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self.cancelled)
        self._keys = Bindings(Where.SHORT_FORM, self)
        self._keys.bind_buttons((("short.save", self.save), ("short.cancel", self.cancel)))

    @property
    def fields(self) -> dict[str, Field]:
        """Each field under the words that errors name it by, in order."""
        raise NotImplementedError

    def give(self) -> None:
        """Tells what was entered; called once the main deed is pressed."""
        raise NotImplementedError

    def show_whose(self, line: ResidentLine | None) -> None:
        """Shows the banner of the one resident that the form is about; None: of nobody."""
        self.banner.setVisible(line is not None)
        if line is not None:
            today = london_day(self._context.clock())
            self.banner.show_identity(identity_text(line, today=today))

    def show_problem(self, where: str, words: str) -> None:
        """Shows a problem at its field, or at the foot where it belongs to none on show."""
        is_at_field = False
        for name, field in self.fields.items():
            is_here = name == where and not field.isHidden()
            field.show_problem(words if is_here else "")
            is_at_field = is_at_field or is_here
            if is_here:
                field.setFocus()
                self._area.ensureWidgetVisible(field)
        self.problem.setText("" if is_at_field else words)
        self.problem.setVisible(bool(words) and not is_at_field)
        self.save.setEnabled(True)

    def local_now(self) -> datetime:
        """Local time as fields for dates want it."""
        return london(self._context.clock()).replace(tzinfo=None)

    def lay_out(self, *parts: QWidget) -> None:
        """Puts banner, heading, these parts and the deeds below one another."""
        outer = column(self, gap=0)
        outer.addWidget(self.banner)
        inside = QWidget()
        box = column(inside, margin=16, gap=16)
        for part in (self.heading, *parts, self.problem):
            box.addWidget(part)
        box.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._deeds())

    def _deeds(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "deeds")
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addStretch(1)
        flow = FlowRow(bar)
        for button in (self.cancel, self.save):
            flow.add(button)
        row.addWidget(flow)
        return bar

    def _on_save(self) -> None:
        self.save.setEnabled(False)
        self.give()
