"""The way one has come: which screens `Back` leads to. No Qt.

A form that has been left, saved or not, is no place to come back to: its draft is offered when it is
asked for again. The same resident at another tab is the same place.
"""

from collections.abc import Sequence
from typing import Final

from mdt_desktop.ui.context import (
    Destination,
    ToConcern,
    ToFall,
    ToFullFall,
    ToObservations,
    ToResident,
)

LONGEST: Final = 50
_FORMS: Final = (ToObservations, ToFall, ToFullFall, ToConcern)


def gone_to(way: Sequence[Destination], destination: Destination) -> list[Destination]:
    """Gives the way once a destination has been gone to; its last place is the destination."""
    left = list(way)
    if left and isinstance(left[-1], _FORMS) and left[-1] != destination:
        left.pop()
    if left[-2:-1] and _is_same_place(left[-2], destination):
        left.pop()
    if left and _is_same_place(left[-1], destination):
        left.pop()
    return [*left, destination][-LONGEST:]


def _is_same_place(one: Destination, other: Destination) -> bool:
    if isinstance(one, ToResident) and isinstance(other, ToResident):
        return one.resident_id == other.resident_id
    return one == other
