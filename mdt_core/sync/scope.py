"""Whose log a change lies in: home x sensitivity, `unplaced`, `provider` or `ref`.

A device proposes; the service decides from its own records. A device reads by scope alone.
"""

from mdt_core.fields import Sensitivity
from mdt_core.record import Card, DefinitionFault, Place, Record, Statement, kind_named
from mdt_core.sync.change import Change

REFERENCE = "ref"
UNPLACED = "unplaced"


def scope_of(change: Change, *, resident_home: str | None) -> str:
    """The scope of a change, given the home of its resident's current stay (None: not placed)."""
    record_class = kind_named(change.envelope.kind)
    if record_class is not None and record_class.scope is Place.REFERENCE:
        return REFERENCE
    sensitivity = _sensitivity(record_class, change)
    home_id = resident_home if change.envelope.resident_id else change.envelope.home_id
    return f"home:{home_id}:{sensitivity}" if home_id else f"{UNPLACED}:{sensitivity}"


def sensitivity_of(card_class: type[Card], group: str) -> Sensitivity:
    """The sensitivity of one group of a card."""
    return card_class.group(group).sensitivity


def _sensitivity(record_class: type[Record] | None, change: Change) -> Sensitivity:
    """A kind or group that this program does not know is taken as restricted."""
    if record_class is not None and issubclass(record_class, Statement):
        return record_class.sensitivity
    if record_class is None or not issubclass(record_class, Card):
        return Sensitivity.RESTRICTED
    try:
        found = {sensitivity_of(record_class, group) for group in change.groups or ()}
    except DefinitionFault:
        return Sensitivity.RESTRICTED
    return found.pop() if len(found) == 1 else Sensitivity.RESTRICTED
