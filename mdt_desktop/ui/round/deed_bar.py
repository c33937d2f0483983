"""The foot of the round in one row: what was saved, who is next, and the deeds, one of them green."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from mdt_desktop.qt.accessibility import Spoken, speak_as
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.cell_words import widest_piece
from mdt_desktop.qt.layouts import GAP_PX, FlowRow, column
from mdt_desktop.qt.words import OneLine, Words

MORE: Final = "More ▾"
LESS: Final = "Less ▴"
_AROUND_WORDS_PX: Final = 40
_MARGIN_PX: Final = 12
_WORDS_OF_ROW: Final = 30
"""At most so many hundredths of the row are for the words; longer ones wrap."""
_CHANGED: Final = (
    QEvent.Type.ShowToParent,
    QEvent.Type.HideToParent,
    QEvent.Type.FontChange,
    QEvent.Type.StyleChange,
)


class NamedDeed(Button):
    """A deed with a name in its words, which wrap between words and after hyphens, never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", Kind.PRIMARY, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def width_of_words(self) -> int:
        """How wide it is with all its words on one line."""
        return self.fontMetrics().horizontalAdvance(self.text()) + _AROUND_WORDS_PX

    def width_of_longest_word(self) -> int:
        """How narrow it can be with none of its words cut."""
        return widest_piece(self.text(), self.fontMetrics()) + _AROUND_WORDS_PX

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width_of_words(), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_AROUND_WORDS_PX, super().sizeHint().height())


class DeedBar(QFrame):
    """One row: the words, the deeds that are done most, `More`, and the one green deed at the right.

    What has no room in the row stands under `More`, which opens a second row until a deed is chosen.
    The green deed wraps before it takes more than half of the row, and is never cut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "deeds")
        self.saved = Words(parent=self)
        self.next = OneLine(parent=self)
        self._main, self._rarer = FlowRow(self), FlowRow(self)
        self._rarer.hide()
        self._is_arranging = False
        self._deeds: list[Button] = []
        self.undo = self._button("Undo")
        self.no_change = self._button("No change")
        self.outcome = self._button("Outcome…")
        self.copy = self._button("Copy for GP record")
        self.observations = self._button("Observations")
        self.fall = self._button("Fall")
        self.concern = self._button("Concern")
        self.action = self._button("Action")
        self.paper = self._button("Round sheet")
        self.more = Button(MORE, parent=self)
        speak_as(self.more, Spoken.EXPANDER)
        self.more.setAccessibleName("More")  # «expanded» is said beside it
        self.more.setAccessibleDescription("Deeds that have no room in the row")
        self.sign = NamedDeed(self)
        self.of_resident = (
            *(self.observations, self.fall, self.concern, self.action),
            *(self.no_change, self.outcome),
        )
        self._build()
        for each in (self.undo, self.copy, self.paper):
            each.hide()
        self.more.clicked.connect(self._on_more)

    def show_saved(self, words: str) -> None:
        """Says what was saved last, or that nothing was."""
        self.saved.setText(words)
        self.saved.setAccessibleName(words)
        self._arrange()

    def show_deed(self, words: str) -> None:
        """Says what signing does; every word of it is on show."""
        self.sign.setText(words)
        self._arrange()

    def set_open(self, *, is_open: bool) -> None:
        """Whether there is a resident on the screen whom the deeds concern."""
        self._show_rarer(visible=False)
        for each in (self.sign, *self.of_resident):
            each.setEnabled(is_open)

    def _button(self, words: str) -> Button:
        button = Button(words, parent=self._main)
        button.show()  # now, so that only those that were hidden on purpose are so
        button.installEventFilter(self)
        button.clicked.connect(self._on_deed)
        self._deeds.append(button)
        self._main.add(button)
        return button

    def _build(self) -> None:
        box = column(self, gap=6)
        box.setContentsMargins(_MARGIN_PX, 6, _MARGIN_PX, 6)
        box.addWidget(self._rarer)
        words = column(gap=0)
        words.addWidget(self.saved)
        words.addWidget(self.next)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP_PX)
        self._row.addLayout(words, 1)
        for part in (self._main, self.more, self.sign):
            self._row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        box.addLayout(self._row)

    @override
    def minimumSizeHint(self) -> QSize:
        """Narrower than what it was arranged for: it is arranged anew."""
        least = self.sign.width_of_longest_word() + self.more.sizeHint().width() + GAP_PX
        return QSize(least + 2 * _MARGIN_PX, super().minimumSizeHint().height())

    # What has room

    def _arrange(self) -> None:
        room = self.width() - 2 * _MARGIN_PX
        if self._is_arranging or room <= 0:
            return
        self._is_arranging = True
        least = max(self.sign.width_of_longest_word(), room // 2)
        deed = min(self.sign.width_of_words(), least, room)
        self.sign.setFixedWidth(deed)
        said = max(self._width_of(self.saved.text()), self.next.sizeHint().width())
        words = min(said + GAP_PX, room * _WORDS_OF_ROW // 100)
        offered = [each for each in self._deeds if not each.isHidden()]
        self._divide(offered, room - deed - words - 2 * GAP_PX)
        self._is_arranging = False
        needed = self.heightForWidth(self.width())
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def _divide(self, offered: list[Button], room: int) -> None:
        """Puts what fits into the row, in the order of the deeds, and the rest under `More`."""
        widths = [each.sizeHint().width() + GAP_PX for each in offered]
        if sum(widths) > room:
            room -= self.more.sizeHint().width() + GAP_PX
        taken = 0
        while taken < len(widths) and sum(widths[: taken + 1]) <= room:
            taken += 1
        main, rarer = offered[:taken], offered[taken:]
        for row, deeds in ((self._main, main), (self._rarer, rarer)):
            for each in deeds:
                if each.parentWidget() is not row:
                    had_focus = each.hasFocus()
                    row.add(each)
                    each.show()
                    if had_focus:
                        each.setFocus()
        self._main.setFixedWidth(max(0, sum(widths[:taken]) - GAP_PX))
        self._main.setVisible(bool(main))
        self.more.setVisible(bool(rarer))
        if not rarer:
            self._show_rarer(visible=False)

    def _width_of(self, words: str) -> int:
        return self.saved.fontMetrics().horizontalAdvance(words)

    # More

    def _on_more(self) -> None:
        self._show_rarer(visible=self._rarer.isHidden())
        if self._rarer.isVisible():
            first = next(each for each in self._deeds if each.isVisibleTo(self._rarer))
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_deed(self) -> None:
        self._show_rarer(visible=False)

    def _show_rarer(self, *, visible: bool) -> None:
        self._rarer.setVisible(visible)
        self.more.setChecked(visible)
        self.more.setText(LESS if visible else MORE)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._rarer.isVisible():
            self._show_rarer(visible=False)
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _CHANGED:
            self._arrange()
        return False

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
