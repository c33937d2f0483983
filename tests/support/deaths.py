"""A valid death and what was added to it, with plain clinical values."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from mdt_core.record import Record
from mdt_core.records.deaths import (
    Death,
    DeathAddition,
    DeathPlace,
    DeathTime,
    Expected,
    NotThere,
    PlaceOfDeathKind,
)

DEATH_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "death": lambda: Death(
        time_known=DeathTime.FOUND,
        died_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        place=DeathPlace.HERE,
        expected=Expected.YES,
        verified_by="Grace Obi, nurse",
    ),
    "death_addition": lambda: DeathAddition(
        not_there=NotThere.PLAN_NOT_KNOWN,
        place_kind=PlaceOfDeathKind.HOSPITAL,
        verified_by="Grace Obi, nurse",
        note="The paramedics did not find the plan",
    ),
}
"""One of each kind, as `SAMPLES` makes it."""
