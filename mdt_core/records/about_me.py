"""About me: what a person wants everyone who cares for them to know, in their own words.

Source: PRSB About Me standard (DAPB4022, 2024), seven headings with the date and who helped to write
it; the codes are those of its published form. The headings are asked as they stand there, the help
beside them is ours. A new version starts from the last, since it is the person's own and not a finding.
"""

from datetime import date, datetime
from typing import Annotated, Final

from typing_extensions import override

from mdt_core.errors import InvalidInput
from mdt_core.fields import Ask, Coded, CopyForward, Full, Long, Searchable, Section
from mdt_core.london import london_day
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES

SNOMED: Final = "http://snomed.info/sct"
HEADINGS: Final = (
    *("matters_most", "people", "communication", "wellness"),
    *("do_and_do_not", "support", "also_worth_knowing"),
)
"""The fields of the seven headings, in their order."""


@registered
class AboutMe(Statement):
    """One version of what a person says about themselves; a newer one replaces it."""

    kind = "about_me"
    title = "About me"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    matters_most: Annotated[
        str | None,
        Ask("What is most important to me", "People, things, places, faith, routines."),
        Coded(SNOMED, "1515861000000103"),
        Section("In my own words"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    people: Annotated[
        str | None,
        Ask("People who are important to me", "Who they are, and why they matter."),
        Coded(SNOMED, "1515871000000105"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    communication: Annotated[
        str | None,
        Ask(
            "How I communicate and how to communicate with me", "Hearing, sight, speech, language."
        ),
        Coded(SNOMED, "1515881000000107"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    wellness: Annotated[
        str | None,
        Ask("My wellness", "A good day, a bad day, and what shows that something is wrong."),
        Coded(SNOMED, "1515891000000109"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    do_and_do_not: Annotated[
        str | None,
        Ask("Please do and please don't", "What helps, and what upsets."),
        Coded(SNOMED, "1515901000000105"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    support: Annotated[
        str | None,
        Ask("How and when to support me", "Eating, washing, walking, sleeping, medicines."),
        Coded(SNOMED, "1515911000000107"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    also_worth_knowing: Annotated[
        str | None,
        Ask("Also worth knowing about me", "Work, family, interests, pets, what makes me laugh."),
        Coded(SNOMED, "1515921000000101"),
        Long(),
        Searchable(),
        CopyForward(),
    ] = None
    told_on: Annotated[
        date | None,
        Ask("Told on", "The day on which the person said this."),
        Section("How it was written"),
    ] = None
    supported_by: Annotated[
        str | None,
        Ask("Supported to write this by", "Name, relationship or role, and how to reach them."),
    ] = None
    media: Annotated[
        str | None,
        Ask("Where a recording or picture is kept", "The place or address; nothing is kept here."),
        Full(),
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Something has to be told, and not on a day to come."""
        if not any((getattr(self, name) or "").strip() for name in HEADINGS):
            raise InvalidInput("Write at least one thing under these headings", where="About me")
        if self.told_on is not None and self.told_on > london_day(now):
            raise InvalidInput("This cannot be later than today", where="Told on")
