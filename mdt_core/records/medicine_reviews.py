"""Medicines compared, reviewed and, rarely, hidden in food: what was decided of each line, and why.

Sources: NICE SC1 (2014) and NG5 (2015) for reconciliation at a transfer; NHS England structured
medication review (2020) for the review; NICE SC1 (2014) and the Mental Capacity Act 2005 for covert
administration. None of it is a prescription, and none records doses given.
"""

from collections import Counter
from datetime import date, datetime
from typing import Annotated, ClassVar, Final

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day, to_second
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Internal,
    Long,
    OnlyIf,
    Searchable,
    Section,
    Within,
    field_of,
)
from mdt_core.record import MergeClass, Part, Statement, registered
from mdt_core.records.medicines import ListSource
from mdt_core.roles import HOME_CLINICAL, PRESCRIBERS, READERS_OF_NOTES, Role

REVIEWERS: Final = PRESCRIBERS | {Role.PHARMACIST, Role.COMMUNITY_MATRON, Role.NURSE}


class Occasion(Choice):
    """Why a list is compared with another."""

    ADMISSION = "admission", "New here"
    RETURN = "return", "Back from hospital"
    DISCHARGE = "discharge", "Leaving the home"
    MONTHLY = "monthly", "New MAR chart"
    OTHER = "other", "Other"


class LineDecision(Choice):
    """What is decided of one line when two lists are compared."""

    KEEP = "keep", "Keep"
    STOP = "stop", "Stop"
    CHANGE = "change", "Change"
    START = "start", "New"
    QUERY = "query", "Query"


class ReviewDecision(Choice):
    """What is decided of one medicine at a review."""

    KEEP = "keep", "Keep"
    STOP = "stop", "Stop"
    REDUCE = "reduce", "Reduce"
    SWITCH = "switch", "Switch"
    START = "start", "Start"

    @property
    def past(self) -> str:
        """What became of a medicine by it, as it is counted: `kept`, `stopped`."""
        return _PAST[self.value]


_PAST: Final = {
    "keep": "kept",
    "stop": "stopped",
    "reduce": "reduced",
    "switch": "switched",
    "start": "started",
}


class ReconciledLine(Part):
    """One line of the worksheet: what stood on our list, what stands on the other, what is decided."""

    told: ClassVar[tuple[str, ...]] = ("medicine", "was")
    """What a line of ours comes with: shown, and not asked."""

    id: Annotated[
        str | None,
        Ask("Line", "The line of our list; any other id for one that is not on it."),
        Internal(),
    ] = None
    medicine: Annotated[str, Ask("Medicine", "The name in full.")]
    was: Annotated[str | None, Ask("Was", "As it stood on our list.")] = None
    decision: Annotated[LineDecision | None, Ask("Decided")] = None
    now: Annotated[
        str | None,
        Ask("Now", "Dose and how often, as the other list says; not a prescription."),
        OnlyIf("decision", "change", "start"),
    ] = None
    reason: Annotated[
        str | None, Ask("Why"), OnlyIf("decision", "stop", "change", "start", "query")
    ] = None

    @property
    def missing(self) -> str:
        """What this line still lacks, in words; empty where it is finished."""
        if self.decision is None:
            return f"{self.medicine}: not decided"
        if self.decision is not LineDecision.KEEP and not (self.reason or "").strip():
            return f"{self.medicine}: say why"
        if self.decision is LineDecision.START and self.was:
            return f"{self.medicine}: stands on our list already; keep, change or stop it"
        needs_now = self.decision in (LineDecision.CHANGE, LineDecision.START)
        return f"{self.medicine}: say what it is now" if needs_now and not self.now else ""


@registered
class MedicineReconciliation(Statement):
    """Two lists compared line by line; signed only once every line is decided."""

    kind = "medicine_reconciliation"
    title = "Medicines reconciliation"
    writers = REVIEWERS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    occasion: Annotated[
        Occasion, Ask("Occasion"), Section("What is compared"), IndexedAs(Column.STATE)
    ]
    source: Annotated[ListSource, Ask("Compared with", "The list that is taken over.")]
    source_name: Annotated[str | None, Ask("Named", "The hospital, practice or chart.")] = None
    as_of: Annotated[UtcMoment, Ask("As of", "The day and time that list is of.")]
    contacts_checked: Annotated[
        bool | None, Ask("GP, contacts and allergies checked"), Full()
    ] = None  # fmt: skip
    lines: Annotated[
        tuple[ReconciledLine, ...],
        Ask("Lines", "Every line of both lists; each is decided before this can be signed."),
        Section("Line by line"),
    ] = ()
    changes_since: Annotated[
        str | None, Ask("Changed since last seen", "What was changed, by whom and why."), Long(), Full()
    ] = None  # fmt: skip
    last_doses: Annotated[
        str | None,
        Ask("Last dose", "Of what is given weekly, monthly or when needed: day and time."),
        Long(),
        Full(),
    ] = None
    monitoring: Annotated[
        str | None, Ask("Review and monitor", "What is to be looked at, and when."), Long(), Full()
    ] = None
    support: Annotated[
        str | None, Ask("Support", "How this person is helped to take medicines."), Full()
    ] = None
    asked: Annotated[str | None, Ask("Asked", "Who was asked: the resident, family, practice.")] = (
        None
    )

    @property
    def unfinished(self) -> tuple[str, ...]:
        """What each line still lacks, in words."""
        return tuple(line.missing for line in self.lines if line.missing)

    @override
    def require_possible(self, now: datetime) -> None:
        if to_second(self.as_of) > to_second(now):
            raise InvalidInput("This cannot be later than now", where=_label(type(self), "as_of"))
        if self.unfinished:
            words = "; ".join(self.unfinished[:3])
            more = len(self.unfinished) - 3
            also = f"; and {more} more" if more > 0 else ""
            raise InvalidInput(f"{words}{also}", where=_label(type(self), "lines"))


class ReviewedMedicine(Part):
    """What was decided of one medicine, and why."""

    told: ClassVar[tuple[str, ...]] = ("medicine", "was")
    """What a line of ours comes with: shown, and not asked."""

    id: Annotated[
        str | None,
        Ask("Line", "The line of our list; any other id for one that is not on it."),
        Internal(),
    ] = None
    medicine: Annotated[str, Ask("Medicine", "The name in full.")]
    was: Annotated[str | None, Ask("As listed", "As it stood on our list.")] = None
    decision: Annotated[ReviewDecision | None, Ask("Decided")] = None
    reason: Annotated[
        str | None, Ask("Why"), OnlyIf("decision", "stop", "reduce", "switch", "start")
    ] = None
    how: Annotated[
        str | None,
        Ask("How", "To what, or how it is reduced step by step; not a prescription."),
        OnlyIf("decision", "reduce", "switch", "start"),
    ] = None

    @property
    def missing(self) -> str:
        """What this line still lacks, in words; empty where it is finished."""
        if self.decision is None:
            return f"{self.medicine}: not decided"
        needs = self.decision is not ReviewDecision.KEEP and not (self.reason or "").strip()
        return f"{self.medicine}: say why" if needs else ""


class BurdenPart(Part):
    """One medicine's part in the anticholinergic burden; without points it is not in the list used."""

    medicine: Annotated[str, Ask("Medicine", "As listed; lines of one medicine stand together.")]
    points: Annotated[int | None, Ask("Points", "As the list says."), Within(0, 3)] = None
    is_before: Annotated[bool, Ask("Before the review")] = False
    is_after: Annotated[bool, Ask("After the review")] = False


@registered
class MedicineReview(Statement):
    """A structured medication review with a decision for each medicine; what changes is asked for."""

    kind = "medicine_review"
    title = "Structured medication review"
    writers = REVIEWERS
    readers = READERS_OF_NOTES

    goals: Annotated[
        str | None,
        Ask("What matters to this person", "In their own words where possible."),
        Section("The person"),
        Long(),
        Searchable(),
    ] = None
    taken_how: Annotated[
        str | None,
        Ask("How they are taken", "What is refused, hard to swallow, or not given as listed."),
        Long(),
        Full(),
    ] = None
    medicines: Annotated[
        tuple[ReviewedMedicine, ...],
        Ask("Medicines", "A decision for each; what is stopped, changed or started is asked for."),
        Section("Medicine by medicine"),
    ] = ()
    bloods: Annotated[
        str | None, Ask("Bloods due", "Which, by when, and who takes them."), Section("Afterwards"), Long()
    ] = None  # fmt: skip
    follow_up: Annotated[
        str | None, Ask("Follow-up", "What to watch for, who looks, and when."), Long()
    ] = None
    next_review: Annotated[date | None, Ask("Next review"), IndexedAs(Column.DUE_AT)] = None
    agreed_with: Annotated[
        str | None, Ask("Agreed with", "The resident, or who decides for them, and the prescriber.")
    ] = None
    burden_list: Annotated[
        str | None,
        Ask(
            "Anticholinergic list", "Name, version and approver of the list used, as it was shown."
        ),
        Internal(),
    ] = None
    burden: Annotated[
        tuple[BurdenPart, ...], Ask("Anticholinergic burden", "As it was shown."), Internal()
    ] = ()

    @property
    def unfinished(self) -> tuple[str, ...]:
        """What each medicine still lacks, in words."""
        return tuple(each.missing for each in self.medicines if each.missing)

    @property
    def decided(self) -> tuple[tuple[ReviewDecision, int], ...]:
        """How many medicines were kept, stopped and so on; nothing for an answer nobody chose."""
        counted = Counter(each.decision for each in self.medicines)
        return tuple((each, counted[each]) for each in ReviewDecision if counted[each])

    @override
    def require_possible(self, now: datetime) -> None:
        if self.unfinished:
            words = "; ".join(self.unfinished[:3])
            raise InvalidInput(words, where=_label(type(self), "medicines"))
        if self.next_review is not None and self.next_review < london_day(now):
            where = _label(type(self), "next_review")
            raise InvalidInput("This day is past. Choose today or later", where=where)


class CovertState(Choice):
    """Whether giving medicines hidden is authorised."""

    AUTHORISED = "authorised", "Authorised"
    NOT_AUTHORISED = "not_authorised", "Not authorised"
    ENDED = "ended", "Ended"


@registered
class CovertAdministration(Statement):
    """Whether medicines may be given hidden: a decision for one person and named medicines alone."""

    kind = "covert_administration"
    title = "Covert administration"
    is_series = True
    series_merge = MergeClass.SETTLE_NOW
    settled_by = PRESCRIBERS
    writers = REVIEWERS
    readers = READERS_OF_NOTES
    signed_with_pin = True

    state: Annotated[CovertState, Ask("Covert administration"), IndexedAs(Column.STATE)]
    medicines: Annotated[
        tuple[str, ...], Ask("For these medicines", "Each by name; never for all.")
    ] = ()
    why: Annotated[str | None, Ask("Why", "Why it is needed, and what was tried."), Long()] = None
    capacity: Annotated[
        str | None,
        Ask("Capacity", "Who assessed capacity for this decision, on which day, and the finding."),
        Section("How it was decided"),
        Long(),
    ] = None
    best_interests: Annotated[
        str | None, Ask("Best interests", "Who was asked, on which day, and what was decided."), Long()
    ] = None  # fmt: skip
    pharmacist: Annotated[
        str | None, Ask("Pharmacist's advice", "How each may be given, and by whom that was said.")
    ] = None
    how: Annotated[str | None, Ask("How it is given", "As the plan says."), Long()] = None
    review_due: Annotated[date | None, Ask("Looked at again"), IndexedAs(Column.DUE_AT)] = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What an authority needs and has not, by the labels of the fields."""
        needed = ("medicines", "capacity", "best_interests", "pharmacist", "review_due")
        return tuple(_label(type(self), name) for name in needed if not getattr(self, name))

    @override
    def require_possible(self, now: datetime) -> None:
        if self.state is CovertState.AUTHORISED and self.missing:
            raise InvalidInput(
                f"An authority needs: {', '.join(self.missing).lower()}", where=self.missing[0]
            )


def _label(record_class: type[Statement], name: str) -> str:
    return field_of(record_class, name).label
