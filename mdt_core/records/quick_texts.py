"""Quick texts as kept: a person's own wordings and those that a clinician approved for the team.

Source: ux.md 7 of the specification (2026). A wording holds no resident's words: it goes to every
device. The shipped wordings are no records (`mdt_core/quick_text.py`).
"""

from datetime import date
from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, In, IndexedAs, Sensitivity
from mdt_core.record import Card, Group, MergeClass, Place, registered
from mdt_core.roles import READERS_OF_NOTES


class Whose(Choice):
    """Who sees a quick text in the list."""

    MINE = "mine", "Mine"
    TEAM = "team", "The team's"


class QuickTextState(Choice):
    """Whether it is still offered."""

    IN_USE = "in_use", "In use"
    WITHDRAWN = "withdrawn", "Withdrawn"


@registered
class QuickText(Card):
    """One wording typed as `;name`, with its blanks; words and approval are one group."""

    kind = "quick_text"
    title = "Quick text"
    scope = Place.REFERENCE
    writers = READERS_OF_NOTES
    readers = READERS_OF_NOTES
    groups = (
        Group("words", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("standing", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN),
    )

    name: Annotated[str, Ask("Name", "Typed after a semicolon: «seen» is typed ;seen"), In("words")]
    text: Annotated[
        str, Ask("Text", "Write what is to be filled as [what]. No resident's words."), In("words")
    ]
    whose: Annotated[Whose, Ask("Whose"), In("words")]
    owner: Annotated[str | None, Ask("Person"), In("words"), IndexedAs(Column.OWNER)] = None
    approved_by: Annotated[str | None, Ask("Approved by"), In("words")] = None
    approved_on: Annotated[date | None, Ask("Approved on"), In("words")] = None
    review_on: Annotated[
        date | None,
        Ask("Review on", "Until when the team's wording is approved: at most two years."),
        In("words"),
        IndexedAs(Column.DUE_AT),
    ] = None
    state: Annotated[QuickTextState, Ask("State"), In("standing"), IndexedAs(Column.STATE)] = (
        QuickTextState.IN_USE
    )
