"""A card in the middle of an otherwise empty window, as wide as a form is read well."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from mdt_desktop.qt.layouts import column, scrolled

_EM: Final = 72


def centred(card: QWidget, parent: QWidget) -> QScrollArea:
    """Puts the card in the middle; where there is too little room it scrolls."""
    card.setMaximumWidth(parent.fontMetrics().horizontalAdvance("n") * _EM)
    inside = QWidget()
    box = column(inside, margin=16)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 100)  # all the room up to its greatest width
    row.addStretch(1)
    box.addStretch(1)
    box.addLayout(row)
    box.addStretch(2)
    return scrolled(inside, parent)
