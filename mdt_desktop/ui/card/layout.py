"""Which fields of a card a person changes by hand. Free of Qt.

What is not named here has a way of its own: a death, the numbers of other systems,
and the loans of equipment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from mdt_core.errors import NotFound
from mdt_core.fields import fields_of
from mdt_core.record import Card
from mdt_core.records.equipment import Equipment
from mdt_core.records.homes import Home
from mdt_core.records.residents import Problem, ProblemState, Resident


@dataclass(frozen=True)
class Layout:
    """What is asked of a card, under the sections of its definition; `by_line` are sets of many."""

    fields: frozenset[str]
    by_line: frozenset[str] = frozenset()
    begun: Mapping[str, Any] = field(default_factory=dict)
    asks_same_person: bool = False
    foot: tuple[str, ...] = ()


def _without(kind: type[Card], *names: str) -> frozenset[str]:
    return frozenset(spec.name for spec in fields_of(kind)) - set(names)


_LAYOUTS: Final[Mapping[str, Layout]] = {
    Home.kind: Layout(
        _without(Home, "registrations", "not_the_same"),
        by_line=frozenset({"units", "rooms", "beds"}),
        foot=(
            "What somebody lives in or a contract holds is not withdrawn: the bed board says more",
        ),
    ),
    Equipment.kind: Layout(_without(Equipment, "home_id", "loans")),
    Resident.kind: Layout(
        _without(Resident, "died", "is_deceased", "source_identifiers", "about_me"),
        asks_same_person=True,
    ),
    Problem.kind: Layout(
        _without(Problem, "code_system", "code"),
        begun={"state": ProblemState.ACTIVE.value},
        foot=("A code that came with the problem goes when its words are changed",),
    ),
}


def layout_of(kind: type[Card]) -> Layout:
    """The layout of a kind of card; raises NotFound for one that is not changed by hand."""
    if kind.kind not in _LAYOUTS:
        raise NotFound(f"There is no form «{kind.title}»", next_step="Update first")
    return _LAYOUTS[kind.kind]
