"""A death as it was told: when, where, whether expected, and who verified it.

Signed once beside the resident's own death group, which is what lists read. Source: ux.md 5.18 of
the specification; NHS England, verification of expected death (2023), for who verified (to be
verified before clinical release); PRSB Palliative and End of Life Care 1.1 for the kind of place with its
SNOMED CT concept, and for the reason where it is not the preferred one. It is no certificate and names
no cause.
"""

from datetime import datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment
from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Choice, Full, Long, Searchable
from mdt_core.record import Statement, registered
from mdt_core.records.preferences import PlaceOfDeath
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


class PlaceOfDeathKind(Choice):
    """The kind of place as it is coded elsewhere; «in this home» alone does not say which it is."""

    HOME = "home", "Own home, or a relative's", "876879006"
    NURSING_HOME = "nursing_home", "Nursing home", "876884000"
    RESIDENTIAL_HOME = "residential_home", "Residential home", "1325731000000106"
    HOSPICE = "hospice", "Hospice", "876882001"
    HOSPITAL = "hospital", "Hospital", "183676005"
    COMMUNITY_HOSPITAL = "community_hospital", "Community hospital", "713049009"
    AMBULANCE = "ambulance", "In an ambulance", "714342001"
    LEARNING_DISABILITY_UNIT = "learning_disability_unit", "Learning disability unit", "713050009"
    MENTAL_HEALTH_UNIT = "mental_health_unit", "Mental health unit", "713051008"
    STREET = "street", "In the street", "876885004"
    GP_PREMISES = "gp_premises", "GP surgery", "876881008"


class NotThere(Choice):
    """Why a person did not die where they wanted to."""

    CLINICAL_NEED = "clinical_need", "Clinical need"
    FAMILY_REQUEST = "family_request", "Family asked for it"
    NO_BED = "no_bed", "No bed was free"
    PLAN_NOT_KNOWN = "plan_not_known", "The plan was not known"
    PLAN_NOT_FOLLOWED = "plan_not_followed", "The plan was known and not followed"
    SUDDEN = "sudden", "It was sudden"
    PREFERENCE_UNKNOWN = "preference_unknown", "The preference was not known"


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
    place_kind: Annotated[
        PlaceOfDeathKind | None, Ask("Kind of place", "As it is coded elsewhere."), Full()
    ] = None
    not_there: Annotated[
        NotThere | None,
        Ask("Why not the preferred place", "Only where the person did not die where they wanted."),
        Full(),
    ] = None
    note: Annotated[
        str | None,
        Ask("Note", "Who was there, who was told, and what is still to do."),
        Long(),
        Searchable(),
    ] = None
    stay_id: Annotated[str | None, Ask("Stay that ended")] = None
    preferred: Annotated[PlaceOfDeath | None, Ask("Preferred place as recorded then")] = None
    whereabouts: Annotated[StayState | None, Ask("Recorded until then as")] = None


@registered
class DeathAddition(Statement):
    """What became known about a death after it was recorded; the death itself stays as it was told."""

    kind = "death_addition"
    title = "Added about the death"
    is_after_death = True
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    not_there: Annotated[
        NotThere | None,
        Ask("Why not the preferred place", "Only where the person did not die where they wanted."),
    ] = None
    place_kind: Annotated[
        PlaceOfDeathKind | None, Ask("Kind of place", "As it is coded elsewhere.")
    ] = None
    verified_by: Annotated[str | None, Ask("Verified by", "Name and role."), Searchable()] = None
    note: Annotated[
        str | None, Ask("What else became known", "In plain words."), Long(), Searchable()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput where nothing is said."""
        if not any((self.not_there, self.place_kind, self.verified_by, self.note)):
            raise InvalidInput("Say at least one thing", where="What else became known")
