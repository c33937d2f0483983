"""A place on the body, typed and found, or by pressing the body map; typing alone is enough."""

from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_core.fields import FieldSpec, choices_of
from mdt_core.records.fall_answers import BodySite
from mdt_desktop.ui.forms.inputs import findable
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.full_fall.body_map import BodyMap


class SiteField(LongChoiceField):
    """One place; the map marks it and chooses it."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec.label, findable(spec), hint=spec.ask.help, parent=parent)
        self.map = BodyMap(self)
        self.add_below(self.map)
        self.map.chosen.connect(self._on_place)
        self.edited.connect(self._show_map)

    @override
    def show_stored(self, value: Any) -> None:
        super().show_stored(value)
        self._show_map()

    def _on_place(self, site: BodySite) -> None:
        self.set_value(site.value)
        self._tell_edited()

    def _show_map(self, _value: object = None) -> None:
        known = {each.value: each for each in BodySite}
        chosen = known.get(str(self.value() or ""))
        self.map.show_injuries({chosen: 1} if chosen else {})


def site_field(spec: FieldSpec, parent: QWidget) -> SiteField | None:
    """The field for one place on the body; None for a question about anything else."""
    is_one = isinstance(next(iter(choices_of(spec)), None), BodySite)
    return SiteField(spec, parent) if is_one else None
