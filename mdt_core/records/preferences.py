"""Where a person wants to be cared for and to die, as they or those who know them said.

Sources: PRSB Palliative and End of Life Care 1.1 (SNOMED CT value set of preferred places of death);
EPaCCS content (SCCI1580): the words, the date and the author besides the code. A preference changes,
so that each saying of it is a version; it is asked anew and never carried over.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long, OnlyIf, Searchable, Section
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.records.planning import require_past, require_some
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES


class PlaceOfCare(Choice):
    """Where the person wants to be looked after; no code is guessed for these."""

    THIS_HOME = "this_home", "This care home"
    OWN_HOME = "own_home", "Own home, or a relative's"
    OTHER_HOME = "other_home", "Another care home"
    HOSPICE = "hospice", "Hospice"
    HOSPITAL = "hospital", "Hospital"
    COMMUNITY_HOSPITAL = "community_hospital", "Community hospital"
    UNDECIDED = "undecided", "Undecided"
    DECLINED = "declined", "Does not want to say"
    UNABLE = "unable", "Cannot say, and nobody knows"


class PlaceOfDeath(Choice):
    """The preferred place of death, with its SNOMED CT finding."""

    HOME = "home", "Own home, or a relative's", "110481000000108"
    NURSING_HOME = "nursing_home", "Nursing home", "89761000000106"
    RESIDENTIAL_HOME = "residential_home", "Residential home", "512071000000106"
    HOSPICE = "hospice", "Hospice", "108401000000102"
    HOSPITAL = "hospital", "Hospital", "109401000000108"
    COMMUNITY_HOSPITAL = "community_hospital", "Community hospital", "89751000000108"
    LEARNING_DISABILITY_UNIT = (
        "learning_disability_unit",
        "Learning disability unit",
        "518741000000100",
    )
    MENTAL_HEALTH_UNIT = "mental_health_unit", "Mental health unit", "518771000000106"
    UNDECIDED = "undecided", "Undecided", "517161000000101"
    DECLINED = "declined", "Does not want to say", "766391000000108"
    NOT_APPROPRIATE = "not_appropriate", "Not right to ask now", "517131000000106"
    UNABLE = "unable", "Cannot say, and nobody knows", "517111000000103"

    @property
    def is_a_place(self) -> bool:
        """Whether this names a place, rather than why there is none."""
        return self not in {
            PlaceOfDeath.UNDECIDED,
            PlaceOfDeath.DECLINED,
            PlaceOfDeath.NOT_APPROPRIATE,
            PlaceOfDeath.UNABLE,
        }


class SaidBy(Choice):
    """Whose words a preference is."""

    PERSON = "person", "The person"
    FAMILY = "family", "Family, or those who know the person"
    ATTORNEY = "attorney", "An attorney or deputy for health"
    BEST_INTERESTS = "best_interests", "Decided in best interests"


@registered
class PreferredPlace(Statement):
    """One saying of where a person wants to be cared for and to die; the newest counts."""

    kind = "preferred_place"
    title = "Preferred places"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = CLINICIANS
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    care: Annotated[
        PlaceOfCare | None, Ask("Preferred place of care"), Section("Where the person wants to be")
    ] = None
    care_name: Annotated[
        str | None,
        Ask("Which place of care", "The name of the place, and anything that must be so."),
        Searchable(),
    ] = None
    death: Annotated[
        PlaceOfDeath | None, Ask("Preferred place of death"), IndexedAs(Column.STATE)
    ] = None
    death_name: Annotated[
        str | None,
        Ask("Which place of death", "The name of the place, in the person's words."),
        OnlyIf("death", *(each.value for each in PlaceOfDeath if each.is_a_place)),
        Searchable(),
    ] = None
    second_choice: Annotated[
        PlaceOfDeath | None, Ask("If that cannot be", "The second choice, where there is one.")
    ] = None
    said_on: Annotated[date, Ask("Said on"), Section("Who said so")]
    said_by: Annotated[SaidBy | None, Ask("Said by")] = None
    said_by_name: Annotated[
        str | None, Ask("Name of who said so", "With their relationship to the person.")
    ] = None
    wishes: Annotated[
        str | None,
        Ask("Wishes and preferences", "What else matters about where and how."),
        Long(),
        Searchable(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """A place of care or of death is named, and not on a day to come."""
        words = "Choose the place of care or the place of death"
        require_some(words, "Preferred place of death", self.care, self.death)
        require_past(now, ("Said on", self.said_on))
