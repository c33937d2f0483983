"""The Know pane: what is known of the one resident, block by block in a fixed order."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from mdt_core.clock import london
from mdt_core.records.actions import Action
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.chart import TrendChart
from mdt_desktop.qt.chart_geometry import Trend, TrendPoint
from mdt_desktop.qt.layouts import FlowRow, clear, column, column_from_top
from mdt_desktop.qt.words import OneLine, Quiet, Tag, Words
from mdt_desktop.ui.round.action_answers import ActionRow, Answer
from mdt_desktop.ui.round.know import Block, score_of, usual_total

_TAGGED = ("amber", "red")


class BlockView(QFrame):
    """One block: heading with its source, its lines or one grey line, and a way to all of it.

    Signals:
        all_asked: the `Block`
    """

    all_asked = Signal(object)

    def __init__(self, block: Block, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.block = block
        self.setAccessibleName(block.heading)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._box = column(gap=2)
        row.addLayout(self._box, 1)
        self._add_head()
        self._add_lines()
        if block.lines or block.whole:
            row.addWidget(self._all_button(), 0, Qt.AlignmentFlag.AlignTop)

    def _add_head(self) -> None:
        head = FlowRow(self)
        heading = OneLine(self.block.heading, head)
        heading.setProperty("level", "4")
        head.add(heading)
        if self.block.source:
            head.add(OneLine(self.block.source, head, words="quiet"))
        self._box.addWidget(head)

    def _add_lines(self) -> None:
        block = self.block
        if not block.lines:
            if block.nothing:
                self._box.addWidget(Quiet(block.nothing, self))
        elif block.tone in _TAGGED and len(block.lines[0]) <= _LONGEST_TAG:
            row = FlowRow(self)
            row.add(Tag(block.lines[0], block.tone, row))
            for line in block.lines[1:]:
                row.add(OneLine(line, row))
            self._box.addWidget(row)
        else:
            for line in block.lines:
                self._box.addWidget(Words(line, self))

    def _all_button(self) -> Button:
        button = Button("All", parent=self)
        button.setAccessibleName(f"All: {self.block.heading}")
        button.clicked.connect(self._on_all)
        return button

    def _on_all(self) -> None:
        self.all_asked.emit(self.block)


_AFTER_ACTIONS = "plan"
_LONGEST_TAG = 40
"""A tag stands on one line; longer words wrap as words."""


class KnowView(QWidget):
    """All blocks of one resident.

    Signals:
        all_asked: the `Block` to be shown whole
        answered: an `Answer` to an open action
    """

    all_asked = Signal(object)
    answered = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._today = today
        self._box = column_from_top(self, gap=8)
        self._rows: dict[str, ActionRow] = {}
        self._actions = QFrame(self)
        self._actions_box = column(self._actions, gap=4)
        self._actions_heading = OneLine("Open actions", self._actions)
        self._actions_heading.setProperty("level", "4")
        self._nothing_open = Quiet("No open actions", self._actions)
        head = FlowRow(self._actions)
        self._actions_source = OneLine("", head, words="quiet")
        for part in (self._actions_heading, self._actions_source):
            head.add(part)
        self._actions_box.addWidget(head)
        self._actions_box.addWidget(self._nothing_open)
        self._blocks: list[QWidget] = []

    def show_known(self, page: ResidentPage, blocks: tuple[Block, ...]) -> None:
        """Shows a resident as read; what was answered just now keeps its way back."""
        clear(self._box, keep=self._actions)
        self.show_actions(page.open_actions)
        for block in blocks:
            if block.key == _AFTER_ACTIONS:
                self._actions_source.setText(
                    next(each.source for each in blocks if each.key == "why")
                )
                self._box.addWidget(self._actions)
            self._add(BlockView(block, self))
            if block.key == "chart" and block.whole:
                self._box.addWidget(_chart(page, self))

    def show_actions(self, actions: tuple[Kept[Action], ...]) -> None:
        """Shows the open actions; one that is open again after all is shown so."""
        known = {kept.id: kept for kept in actions}
        for action_id, kept in known.items():
            if action_id in self._rows:
                continue
            row = ActionRow(kept, self._today, self._actions)
            row.answered.connect(self._on_answered)
            self._rows[action_id] = row
            self._actions_box.addWidget(row)
        self._actions_heading.setText(f"Open actions ({len(known)})")
        self._nothing_open.setVisible(not self._rows)

    def show_reach(self, words: Mapping[str, str]) -> None:
        """Says beside each open action how far it has come at the home."""
        for action_id, row in self._rows.items():
            row.show_reach(words.get(action_id, ""))

    def row(self, action_id: str) -> ActionRow:
        """The row of an action; raises KeyError for one that is not shown."""
        return self._rows[action_id]

    def _add(self, view: BlockView) -> None:
        view.all_asked.connect(self._on_all_asked)
        self._box.addWidget(view)

    def _on_all_asked(self, block: Block) -> None:
        self.all_asked.emit(block)

    def _on_answered(self, answer: Answer) -> None:
        self.answered.emit(answer)


def _chart(page: ResidentPage, parent: QWidget) -> QWidget:
    """NEWS2 over time with the usual total shaded; one value alone makes no chart."""
    points = []
    for taken in reversed(page.observations):
        score = score_of(taken.record) if taken.record else None
        if score and score.total is not None:
            at = london(taken.occurred_at).replace(tzinfo=None)
            points.append(TrendPoint(at, float(score.total)))
    if len(points) < _LEAST_POINTS:
        return Quiet("Too few complete sets for a chart", parent)
    usual = usual_total(page)
    band = (float(usual), float(usual)) if usual is not None else None
    chart = TrendChart(Trend("NEWS2", "points", tuple(points), band), parent)
    chart.setFixedHeight(chart.minimumSizeHint().height())
    return chart


_LEAST_POINTS = 2
