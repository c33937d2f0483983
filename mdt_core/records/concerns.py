"""Concerns: the home's own words about a resident, with how soon."""

from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, IndexedAs, Long, Searchable
from mdt_core.record import Statement, registered
from mdt_core.records.observations import SoftSign
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES


class HowSoon(Choice):
    """How soon the home asks for an answer."""

    TODAY = "today", "Today"
    THIS_ROUND = "this_round", "This round"
    WHEN_YOU_CAN = "when_you_can", "When you can"


@registered
class Concern(Statement):
    """Something the home is worried about, as written."""

    kind = "concern"
    title = "Concern"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    words: Annotated[
        str | None,
        Ask("In your words", "What you see and what worries you, in your own words."),
        Long(),
        Searchable(),
    ] = None
    soft_signs: Annotated[tuple[SoftSign, ...], Ask("What you see")] = ()
    how_soon: Annotated[HowSoon, Ask("How soon"), IndexedAs(Column.PRIORITY)]


@registered
class ConcernAnswer(Statement):
    """What a clinician answers to a concern, in words that the home can act on."""

    kind = "concern_answer"
    title = "Answer to a concern"
    writers = CLINICIANS
    readers = READERS_OF_NOTES

    concern_id: Annotated[str, Ask("Concern")]
    words: Annotated[
        str,
        Ask("Answer to the home", "What you see and what worries you, in your own words."),
        Long(),
        Searchable(),
    ]
