"""A kind for tests alone: a CPR decision, as a series in which two made apart must be settled."""

from typing import Annotated

from mdt_core.fields import Ask, Choice, Column, IndexedAs, Searchable
from mdt_core.record import Statement
from mdt_core.roles import CLINICIANS, PRESCRIBERS, READERS_OF_NOTES


class CprChoice(Choice):
    """Whether to attempt cardiopulmonary resuscitation."""

    YES = "yes", "For CPR"
    NO = "no", "Not for CPR"


class CprDecision(Statement):
    """A decision about CPR; not registered, a test enters it and takes it out again."""

    kind = "cpr_decision"
    title = "CPR decision"
    is_series = True
    writers = PRESCRIBERS
    readers = READERS_OF_NOTES | CLINICIANS

    decision: Annotated[CprChoice, Ask("Decision"), IndexedAs(Column.STATE)]
    because: Annotated[str | None, Ask("Because"), Searchable()] = None
