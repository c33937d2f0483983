"""A death as it was told: when, where, whether expected, and who verified it.

Signed once beside the resident's own death group, which is what lists read. Source: ux.md 5.18 of
the specification; NHS England, verification of expected death (2023), for who verified (to be
verified before clinical release). It is no certificate and names no cause.
"""

from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Choice, Long, Searchable
from mdt_core.record import Statement, registered
from mdt_core.records.stays import StayState
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class DeathTime(Choice):
    """How the time is known."""

    KNOWN = "known", "Died at this time"
    FOUND = "found", "Found at this time"


class DeathPlace(Choice):
    """Where the person died; beside the preferred place it says whether that was kept."""

    HERE = "here", "In this home"
    HOSPITAL = "hospital", "In hospital"
    HOSPICE = "hospice", "In a hospice"
    OWN_HOME = "own_home", "At their own home"
    OTHER = "other", "Elsewhere"


class Expected(Choice):
    """Whether the death was expected by those who cared for the person."""

    YES = "yes", "Expected"
    NO = "no", "Not expected"
    NOT_KNOWN = "not_known", "Do not know"


@registered
class Death(Statement):
    """A death of a resident; withdrawn, the resident is back on every list."""

    kind = "death"
    title = "Death"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    time_known: Annotated[DeathTime, Ask("How is the time known?")]
    died_at: Annotated[UtcMoment, Ask("When")]
    place: Annotated[DeathPlace, Ask("Where")]
    expected: Annotated[Expected, Ask("Was it expected?")]
    verified_by: Annotated[
        str | None, Ask("Verified by", "Name and role. Leave empty where not yet."), Searchable()
    ] = None
    note: Annotated[
        str | None,
        Ask("Note", "Who was there, who was told, and what is still to do."),
        Long(),
        Searchable(),
    ] = None
    stay_id: Annotated[str | None, Ask("Stay that ended")] = None
    whereabouts: Annotated[StayState | None, Ask("Recorded until then as")] = None
