"""Every measure of the homes served, or of one, with one line each. Pure."""

from dataclasses import dataclass
from typing import Final

from mdt_core.measures.definition import Definition
from mdt_core.measures.figures import Figure
from mdt_core.measures.tables import Asked

EVERY_MEASURE: Final = "every"
"""What stands in `Asked.measure` where all of them are asked for."""

TITLE: Final = "Every measure, one line each"


@dataclass(frozen=True)
class Line:
    """One measure with its figure."""

    definition: Definition
    figure: Figure


@dataclass(frozen=True)
class Overview:
    """The measures that the person may read, in their order; `label` names the homes."""

    asked: Asked
    label: str
    lines: tuple[Line, ...]
