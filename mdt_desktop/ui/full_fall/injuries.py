"""The injuries of a fall: a body map that adds a row at the place pressed, and the rows in words."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.fields import FieldSpec
from mdt_core.records.fall_answers import BodySite
from mdt_desktop.qt.words import Quiet
from mdt_desktop.ui.forms.parts import PartRow, PartsField
from mdt_desktop.ui.full_fall.body_map import BodyMap

LEFT_IS_THEIRS = "Press a place to add an injury there. Left and right are the person's own."


class InjuriesField(PartsField):
    """Rows of injuries with a body map above; the rows alone are enough."""

    def __init__(
        self, spec: FieldSpec, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, clock, parent)
        self.map = BodyMap(self)
        before = self._box.indexOf(self._row)
        self._box.insertWidget(before, Quiet(LEFT_IS_THEIRS, self))
        self._box.insertWidget(before + 1, self.map)
        self.map.chosen.connect(self._on_place)
        self.edited.connect(self._show_map)

    @override
    def show_stored(self, value: Any) -> None:
        super().show_stored(value)
        self._show_map()

    def _on_place(self, site: BodySite) -> None:
        row = self._new_row()
        row.show_stored({"site": site.value})
        self._name_rows()
        self._focus_injury(row)
        self._tell_edited()

    def _focus_injury(self, row: PartRow) -> None:
        row.fields["injury"].setFocus()

    def _show_map(self, _value: object = None) -> None:
        sites = [part.get("site") for part in self.stored()]
        known = {each.value: each for each in BodySite}
        self.map.show_injuries(Counter(known[site] for site in sites if site in known))
