"""That two residents' records are one person, or are two: signed, with a reason, undone by a withdrawal.

A decision is signed once about each of the two, so that it lies where either lies. Nothing is deleted
and nothing is rewritten by it: what it means for reading is worked out by the fold.
"""

from typing import Annotated

from mdt_core.clock import PartialDate
from mdt_core.fields import Ask, Column, IndexedAs, Internal, Long, Sensitivity
from mdt_core.record import Part, Statement, registered
from mdt_core.records.residents import Gender
from mdt_core.roles import KNOW_THE_PERSON, READERS_OF_PEOPLE


class Showed(Part):
    """What one of the two records showed to the person who decided."""

    record_id: Annotated[str, Ask("Record"), Internal()]
    name: Annotated[str, Ask("Name")]
    born: Annotated[PartialDate | None, Ask("Born")] = None
    gender: Annotated[Gender | None, Ask("Gender")] = None
    nhs_number: Annotated[str | None, Ask("NHS No.")] = None
    other_numbers: Annotated[tuple[str, ...], Ask("Numbers elsewhere")] = ()
    address: Annotated[str | None, Ask("Usual address")] = None
    home: Annotated[str | None, Ask("Home")] = None
    room: Annotated[str | None, Ask("Room")] = None


@registered
class ResidentMerge(Statement):
    """«These two records are one person: keep this one». Source: FHIR R4 Patient.link (replaced-by)."""

    kind = "resident_merge"
    title = "Two records joined"
    sensitivity = Sensitivity.IDENTITY
    writers = KNOW_THE_PERSON
    readers = READERS_OF_PEOPLE

    other_id: Annotated[
        str,
        Ask("Other record", "The other of the two, to find it again."),
        Internal(),
        IndexedAs(Column.STATE),
    ]
    kept_id: Annotated[str, Ask("Record kept", "Under which both are read."), Internal()]
    decision: Annotated[
        str, Ask("Decision", "What the two copies of one decision have in common."), Internal()
    ]
    why: Annotated[str, Ask("Why", "How you know that both are the same person."), Long()]
    asked: Annotated[
        str, Ask("Who did you ask", "Who confirmed it: a name with a role, or the papers seen.")
    ]
    showed: Annotated[tuple[Showed, ...], Ask("What both showed")] = ()


@registered
class NotSamePerson(Statement):
    """«These two records are two people», so that nobody is asked again."""

    kind = "not_same_person"
    title = "Two people, not one"
    sensitivity = Sensitivity.IDENTITY
    writers = KNOW_THE_PERSON
    readers = READERS_OF_PEOPLE

    other_id: Annotated[
        str,
        Ask("Other record", "The other of the two, to find it again."),
        Internal(),
        IndexedAs(Column.STATE),
    ]
    decision: Annotated[
        str, Ask("Decision", "What the two copies of one decision have in common."), Internal()
    ]
    why: Annotated[str, Ask("Why", "How you know that they are two people."), Long()]
    asked: Annotated[
        str, Ask("Who did you ask", "Who confirmed it: a name with a role, or the papers seen.")
    ]
    showed: Annotated[tuple[Showed, ...], Ask("What both showed")] = ()
