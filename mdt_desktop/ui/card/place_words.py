"""An entry of a home's places in words: «Bed A, room 12, D2A block». Free of Qt."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from mdt_core.fields import FieldSpec, fields_of
from mdt_core.record_words import stored_words

Names = Mapping[str, Mapping[str, str]]
"""The names of the entries of each set, by their id."""
_ID = "id"


def place_words(part_class: type[BaseModel], entry: Mapping[str, Any], names: Names) -> str:
    """An entry with the label of what it is; what it refers to is said by its name."""
    words = place_name(part_class, entry, names)
    label = next(spec.label for spec in fields_of(part_class) if spec.name != _ID)
    return f"{label} {words}" if words else f"{label} without a name"


def place_name(part_class: type[BaseModel], entry: Mapping[str, Any], names: Names) -> str:
    """An entry as it is named beside others of its set: «12, unit Oak»."""
    specs = [spec for spec in fields_of(part_class) if spec.name != _ID]
    return ", ".join(filter(None, (_said(spec, entry.get(spec.name), names) for spec in specs)))


def _said(spec: FieldSpec, raw: object, names: Names) -> str:
    if raw in (None, ""):
        return ""
    if not spec.refers_to:
        return stored_words(raw, spec)
    name = names.get(spec.refers_to, {}).get(str(raw), "")
    return f"{spec.label.lower()} {name}" if name else f"{spec.label.lower()} withdrawn"
