"""Which fields of what is written anew are lists of rows with questions of their own. Free of Qt."""

from typing import Any

from mdt_core.fields import FieldSpec, part_of
from mdt_core.records.residents import Allergy

Rows = list[dict[str, Any]]


def is_list_of_parts(spec: FieldSpec) -> bool:
    """Whether it holds parts with fields of their own; substances are typed one a line."""
    return part_of(spec) not in (None, Allergy)
