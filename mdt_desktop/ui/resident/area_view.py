"""The tab of one area: its forms as buttons, and below them what was recorded there, newest first."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.actor import Actor
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import FlowRow, Quiet
from mdt_desktop.ui.full_fall.offers import full_fall_offers
from mdt_desktop.ui.resident.areas import Area, Offer, offers
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.timeline import TimelineItem
from mdt_desktop.ui.resident.timeline_view import TimelineView


class AreaTab(TimelineView):
    """What the timeline holds of an area's kinds, with the forms of the area above it.

    Signals:
        chosen: the `Offer` whose button was pressed
    """

    chosen = Signal(object)

    def __init__(self, area: Area, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = area
        self._offers: tuple[Offer, ...] = ()
        self.setAccessibleName(area.title)

    def show_area(self, items: tuple[TimelineItem, ...], offers: tuple[Offer, ...]) -> None:
        """Shows those of these statements that belong here, and these forms."""
        self._offers = offers
        self.show_items(tuple(item for item in items if item.kind in self.area.kinds))

    @override
    def above(self) -> QWidget:
        row = FlowRow()
        for offer in self._offers:
            button = Button(offer.words, icon_name="plus", parent=row)
            button.clicked.connect(partial(self._on_offer, offer))
            row.add(button)
        return row

    @override
    def nothing(self) -> tuple[QWidget, ...]:
        return (self.above(), Quiet(f"Nothing recorded here yet under «{self.area.title}»"))

    def _on_offer(self, offer: Offer) -> None:
        self.chosen.emit(offer)


def show_areas(
    tabs: Iterable[AreaTab],
    items: tuple[TimelineItem, ...],
    read: ResidentRead,
    by: Actor,
    now: datetime,
) -> None:
    """Shows in each tab what it holds, with the forms offered there; full falls records first."""
    for tab in tabs:
        own = full_fall_offers(tab.area, read, by, now)
        tab.show_area(items, (*own, *offers(tab.area.offered, read.page, by)))
