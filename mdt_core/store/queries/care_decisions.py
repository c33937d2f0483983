"""The decisions that must never be stale, of one resident: CPR, ceiling, ReSPECT, law, capacity, consent.

Read together in one question. Every head of a series is given: two that differ are both here, and
nothing is chosen between them. `cpr_stands` and `ceiling_stands` say in words what may be relied on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, bindparam

from mdt_core import care_words
from mdt_core.care_validity import (
    attorney_over_refusal,
    consent_doubts,
    doubts,
    respect_contradicts,
    review_overdue,
)
from mdt_core.clock import clinical_date, clinical_moment
from mdt_core.record import Statement, Status
from mdt_core.records.capacity import CapacityAssessment, DecisionAbout
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.legal_documents import (
    AdvanceRefusal,
    Attorney,
    LibertySafeguard,
    RefusalState,
)
from mdt_core.records.respect_plans import RespectPlan
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.statements import SIGNED, Signed, signed

S = TypeVar("S", bound=Statement)

NEITHER: Final = "two versions. Neither is being used as current"
LOOK_AT_ORIGINAL: Final = "Look at the signed original"
CARE_DECISIONS: Final[tuple[type[Statement], ...]] = (
    *(CprDecision, TreatmentCeiling, RespectPlan, AdvanceRefusal),
    *(Attorney, LibertySafeguard, CapacityAssessment, SharingConsent),
)
"""In the order in which they are read and written."""


@dataclass(frozen=True)
class CareDecisions:
    """What stands of each kind, newest first; all heads of a series where there are several.

    `restored` names the kinds of which a later version was withdrawn, so that an earlier one stands
    again.
    """

    cpr: tuple[Signed[CprDecision], ...] = ()
    ceiling: tuple[Signed[TreatmentCeiling], ...] = ()
    respect: tuple[Signed[RespectPlan], ...] = ()
    refusals: tuple[Signed[AdvanceRefusal], ...] = ()
    attorneys: tuple[Signed[Attorney], ...] = ()
    liberty: tuple[Signed[LibertySafeguard], ...] = ()
    capacity: tuple[Signed[CapacityAssessment], ...] = ()
    consents: tuple[Signed[SharingConsent], ...] = ()
    restored: frozenset[str] = frozenset()
    is_shown: bool = True
    """False for a role that reads people and no notes."""

    @property
    def series(self) -> tuple[tuple[Signed[Any], ...], ...]:
        """The heads of each kind of which the next replaces the one before."""
        most = (self.cpr, self.ceiling, self.respect, self.refusals)
        return (*most, self.attorneys, self.liberty, self.consents)

    def all_of_them(self) -> Iterator[Signed[Any]]:
        """Every statement that stands, in the order of the kinds."""
        for several in (*self.series, self.capacity):
            yield from several


@dataclass(frozen=True)
class Stands(Generic[S]):
    """What may be relied on: the sentence, the short one, every line; and the record where it is one.

    `record` is None where nothing is recorded, where two versions stand, and where it is not readable.
    """

    words: str
    short: str
    lines: tuple[str, ...]
    record: S | None = None
    is_two: bool = False
    is_plain: bool = False
    """Whether it is one version, read whole, with no review overdue and none withdrawn after it."""


def care_decisions(connection: Connection, resident_id: str) -> CareDecisions:
    """Reads all of them for one resident."""
    found: dict[str, list[Signed[Any]]] = {kind.kind: [] for kind in CARE_DECISIONS}
    by_name = {kind.kind: kind for kind in CARE_DECISIONS}
    for row in connection.execute(_STATEMENTS, {"resident": resident_id}):
        found[row.kind].append(signed(connection, by_name[row.kind], row))
    standing = {
        name: tuple(each for each in several if each.status is Status.CURRENT)
        for name, several in found.items()
    }
    return CareDecisions(
        cpr=standing[CprDecision.kind],
        ceiling=standing[TreatmentCeiling.kind],
        respect=standing[RespectPlan.kind],
        refusals=standing[AdvanceRefusal.kind],
        attorneys=standing[Attorney.kind],
        liberty=standing[LibertySafeguard.kind],
        capacity=standing[CapacityAssessment.kind],
        consents=standing[SharingConsent.kind],
        restored=frozenset(name for name, several in found.items() if _is_restored(several)),
    )


def _is_restored(several: Sequence[Signed[Any]]) -> bool:
    """Whether the newest was withdrawn and an earlier one stands."""
    return (
        len(several) > 1
        and several[0].status is Status.ENTERED_IN_ERROR
        and any(each.status is Status.CURRENT for each in several)
    )


def cpr_stands(care: CareDecisions, today: date) -> Stands[CprDecision]:
    """What may be relied on about CPR."""
    sayings = _Sayings(
        care_words.CPR_NOT_RECORDED,
        care_words.cpr_words,
        care_words.cpr_words_in_short,
        care_words.cpr_lines,
    )
    if not care.is_shown:
        return _hidden(CprDecision)
    notes = (*_restored(care, CprDecision), *contradictions(care).get(CprDecision.kind, ()))
    found = _stands(CprDecision, care.cpr, sayings, today, notes)
    return replace(found, lines=(*found.lines, *_capacity(care, DecisionAbout.CPR)))


def ceiling_stands(care: CareDecisions, today: date) -> Stands[TreatmentCeiling]:
    """What may be relied on about the ceiling of treatment."""
    sayings = _Sayings(
        care_words.CEILING_NOT_RECORDED,
        care_words.ceiling_words,
        care_words.ceiling_words_in_short,
        care_words.ceiling_lines,
    )
    if not care.is_shown:
        return _hidden(TreatmentCeiling)
    notes = _restored(care, TreatmentCeiling)
    found = _stands(TreatmentCeiling, care.ceiling, sayings, today, notes)
    return replace(found, lines=(*found.lines, *_capacity(care, DecisionAbout.CEILING)))


def contradictions(care: CareDecisions) -> dict[str, tuple[str, ...]]:
    """What two of them say against each other, by the kind that it is said with."""
    cpr, plan = _only(care.cpr), _only(care.respect)
    refusal, attorney = _only(care.refusals), _only(care.attorneys)
    consent = _only(care.consents)
    said = {
        CprDecision.kind: respect_contradicts(plan, cpr) if plan and cpr else "",
        AdvanceRefusal.kind: attorney_over_refusal(attorney, refusal)
        if attorney and refusal
        else "",
    }
    found: dict[str, tuple[str, ...]] = {kind: (words,) for kind, words in said.items() if words}
    assessed = [each.record for each in care.capacity if each.record]
    if consent and (lacking := consent_doubts(consent, assessed)):
        found[SharingConsent.kind] = lacking
    return found


def _only(heads: Sequence[Signed[S]]) -> S | None:
    """What one version says; None where there is none, where two stand, and where it is not readable."""
    return confirmed_last(heads).record if heads and not is_two(heads) else None


def _capacity(care: CareDecisions, about: DecisionAbout) -> tuple[str, ...]:
    """Whether the person could make this decision, as last assessed."""
    found = (each.record for each in care.capacity if each.record and each.record.about is about)
    last = next(found, None)
    if last is None:
        return ()
    able = "able to decide it" if last.is_able else "not able to decide it"
    return (f"Capacity: {able}, {clinical_date(last.assessed_on)}, {last.assessed_by}",)


def refusal_words(care: CareDecisions, today: date) -> str:
    """That somebody has refused treatment beforehand, for the crisis line; empty where nobody did."""
    title = AdvanceRefusal.title
    if is_two(care.refusals):
        return f"{title}: {NEITHER}"
    head = care.refusals[0] if care.refusals else None
    if head is None:
        return ""
    if head.record is None:
        return f"{title}: cannot be read here. {LOOK_AT_ORIGINAL}"
    if head.record.state is RefusalState.WITHDRAWN:
        return ""
    against = doubts(head.record, today)
    check = f". {against[0]}" if against else ""
    return f"{title}: made {head.record.made_on.display()}{check}"


def changed_decisions(before: CareDecisions, after: CareDecisions) -> tuple[str, ...]:
    """Which of them another statement says now than before, by their names."""
    titles = [kind.title for kind in CARE_DECISIONS if kind.is_series]
    pairs = zip(titles, before.series, after.series, strict=True)
    return tuple(title for title, old, new in pairs if _mids(old) != _mids(new))


def _mids(heads: Sequence[Signed[Any]]) -> list[str]:
    return [each.mid for each in heads]


def two_decisions(care: CareDecisions) -> tuple[str, ...]:
    """Which of them stand in two versions, by their names."""
    titles = [kind.title for kind in CARE_DECISIONS if kind.is_series]
    return tuple(title for title, heads in zip(titles, care.series, strict=True) if is_two(heads))


def is_two(heads: Sequence[Signed[Any]]) -> bool:
    """Whether versions stand that do not say the same."""
    return len(heads) > 1 and any(each.has_siblings for each in heads)


def confirmed_last(heads: Sequence[Signed[S]]) -> Signed[S]:
    """Of versions that say the same, the one confirmed last; the newest where none was confirmed."""
    return max(heads, key=lambda each: (each.record is not None, _confirmed_on(each) or date.min))


def _confirmed_on(head: Signed[Any]) -> date | None:
    found: date | None = getattr(head.record, "still_right_on", None)
    return found


def _also_confirmed(said: Signed[Any], heads: Sequence[Signed[Any]]) -> Iterator[str]:
    """Who else confirmed the same decision, without having seen the other confirmation."""
    for each in heads:
        on = _confirmed_on(each)
        if each is not said and on is not None:
            asked = getattr(each.record, "still_right_asked", None)
            who = f", {asked}" if asked else ""
            yield f"Also confirmed {clinical_date(on)}{who}. {_written(each)}"


@dataclass(frozen=True)
class _Sayings(Generic[S]):
    """How one kind is put into words."""

    not_recorded: str
    words: Callable[[S, date], str]
    short: Callable[[S, date], str]
    lines: Callable[[S, date], tuple[str, ...]]


def _hidden(kind: type[S]) -> Stands[S]:
    words = f"{kind.title} not shown to your role"
    return Stands(words, words, (words,))


def _stands(
    kind: type[S],
    heads: Sequence[Signed[S]],
    say: _Sayings[S],
    today: date,
    more: tuple[str, ...],
) -> Stands[S]:
    if not heads:
        return Stands(say.not_recorded, say.not_recorded, (say.not_recorded,))
    if is_two(heads):
        words = f"{kind.title}: {NEITHER}"
        told = [line for each in reversed(heads) for line in _version(each, say, today)]
        return Stands(words, words, (f"{words}. {LOOK_AT_ORIGINAL}", *told), is_two=True)
    head = confirmed_last(heads)
    if head.record is None:
        words = f"{kind.title} cannot be read in full here. {LOOK_AT_ORIGINAL}"
        return Stands(words, words, (words, _written(head)))
    notes = (*more, *_unread(head))
    record = head.record
    return Stands(
        ", ".join((say.words(record, today), *notes)),
        ", ".join((say.short(record, today), *notes)),
        (*say.lines(record, today), *_also_confirmed(head, heads), *notes, _written(head)),
        record,
        is_plain=not notes and not review_overdue(_review_of(record), today),
    )


def _review_of(record: Statement) -> date | None:
    found: date | None = getattr(record, "review_on", None)
    return found


def _restored(care: CareDecisions, kind: type[Statement]) -> tuple[str, ...]:
    is_restored = kind.kind in care.restored
    return ("a later version was withdrawn, check the original",) if is_restored else ()


def _unread(head: Signed[Any]) -> tuple[str, ...]:
    return () if head.is_whole else ("part of it cannot be read here, check the original",)


def _version(head: Signed[S], say: _Sayings[S], today: date) -> Iterator[str]:
    """One of several, in order of writing; none is called newer."""
    if head.record is None:
        yield f"One version cannot be read here. {_written(head)}"
    else:
        yield f"One version: {say.words(head.record, today)}. {_written(head)}"


def _written(head: Signed[Any]) -> str:
    return f"Recorded by {head.author.name}, {clinical_moment(head.recorded_at)}"


_STATEMENTS = SIGNED.where(
    RECORD.c.resident_id == bindparam("resident"),
    RECORD.c.kind.in_(tuple(kind.kind for kind in CARE_DECISIONS)),
    RECORD.c.status.in_((Status.CURRENT.value, Status.ENTERED_IN_ERROR.value)),
).order_by(RECORD.c.recorded_at.desc(), RECORD.c.mid.desc())
