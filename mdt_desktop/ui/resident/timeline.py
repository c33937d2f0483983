"""Everything that was recorded about a resident in one order, newest first, withdrawn things too.

Free of Qt. Decides whether the person may take a statement back at once (own, for 10 minutes) or
withdraw it with a reason; nothing ever leaves the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.anticholinergic import burden_facts
from mdt_core.care_validity import doubts
from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.kinds import Body
from mdt_core.record import Statement, Status
from mdt_core.records.concerns import Concern
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.settlements import Settlement
from mdt_core.roles import KNOW_MEDICINES
from mdt_core.store.merges import KINDS
from mdt_core.store.queries.care_decisions import CARE_DECISIONS, contradictions
from mdt_core.store.queries.statements import Signed
from mdt_core.use_cases.rounds import withdrawal_for
from mdt_desktop.ui.resident.changed import Changed, changed, version_before
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.words import (
    FROM_JOINED,
    Fact,
    author_words,
    facts_of,
    moment_words,
    sentences,
    usual_total,
)

UNDO_FOR: Final = timedelta(minutes=10)
TWO_VERSIONS: Final = "One of two versions. Neither is being used as current"
NOTHING_YET: Final = (
    "Nothing recorded here yet. What was recorded elsewhere may be in another system"
)


@dataclass(frozen=True)
class TimelineItem:
    """One statement as shown: when, what, its facts, who signed it and what became of it.

    Its facts are put into words when it is shown: of hundreds that are listed few ever are.
    """

    id: str
    kind: str
    happened_at: datetime
    when: str
    title: str
    signed_by: str
    is_struck: bool
    struck_words: str
    may_undo: bool
    may_withdraw: bool
    is_no_change: bool
    signed: Signed[Any] = field(repr=False)
    doubts: tuple[str, ...] = ()
    """What speaks against relying on it as recorded."""
    usual: int | None = None
    """The resident's usual NEWS2, beside which a set of observations is said."""
    has_burden: bool = False
    """Whether the reader is somebody whom the anticholinergic burden of a review is shown to."""
    before: Signed[Any] | None = field(default=None, repr=False)
    """The version that this one replaced, where one did."""

    @cached_property
    def changes(self) -> Changed | None:
        """What it says otherwise than the version it replaced."""
        return changed(self.signed, self.before) if self.before is not None else None

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What it says, field by field, and what speaks against relying on it."""
        return (
            *(Fact("Check", words) for words in self.doubts),
            *facts_of(self.signed, self.usual),
            *self._burden,
        )

    @property
    def _burden(self) -> tuple[Fact, ...]:
        review = self.signed.record if self.has_burden else None
        return burden_facts(review) if isinstance(review, MedicineReview) else ()

    @property
    def body(self) -> Body:
        """What was signed, as JSON values: given back as a draft when it is taken back."""
        return self.signed.readable

    def spoken(self) -> str:
        """The whole item as one text for a screen reader."""
        facts = ". ".join(f"{fact.label} {fact.words}" for fact in self.facts)
        changes = self.changes.words if self.changes else ""
        return ". ".join(
            part
            for part in (
                self.struck_words,
                f"{self.when} {self.title}",
                facts,
                changes,
                self.signed_by,
            )
            if part
        )


def timeline(read: ResidentRead, by: Actor, now: datetime) -> tuple[TimelineItem, ...]:
    """Gives every entry, set, concern, fall and hospital episode, the newest first."""
    home_id = read.page.line.home_id
    whose = read.page.line.resident_id
    told = tuple(_statements(read))
    usual = usual_total(read.page)
    items = [
        replace(
            _item(signed, kind, by, (whose, home_id), now),
            before=version_before(signed, kind, told) if kind.is_series else None,
            usual=usual if kind is ObservationSet else None,
        )
        for signed, kind in told
    ]
    apart = contradictions(read.page.care)
    weighed = [_with_contradictions(item, apart.get(item.kind, ())) for item in items]
    return tuple(sorted(weighed, key=lambda item: (item.happened_at, item.id), reverse=True))


def _with_contradictions(item: TimelineItem, words: tuple[str, ...]) -> TimelineItem:
    """What another decision says against it stands with the one that holds now."""
    if not words or item.struck_words:
        return item
    return replace(item, doubts=(*words, *item.doubts))


@dataclass(frozen=True)
class Run:
    """Entries one after another that say that nothing has changed, newest first."""

    items: tuple[TimelineItem, ...]

    @property
    def words(self) -> str:
        """One line for all of them."""
        first, last = (
            clinical_date(london_day(item.happened_at)) for item in (self.items[-1], self.items[0])
        )
        return f"{len(self.items)} entries without change, {first} to {last}"


def kinds_in(items: tuple[TimelineItem, ...]) -> tuple[tuple[str, str], ...]:
    """Gives the kinds that the list holds with their titles, for choosing among them."""
    titles = {item.kind: item.title for item in items}
    return tuple(sorted(titles.items(), key=lambda pair: pair[1]))


def folded(
    items: tuple[TimelineItem, ...], kinds: tuple[str, ...], open_runs: frozenset[str]
) -> tuple[TimelineItem | Run, ...]:
    """Gives the list with these kinds alone (none: all), runs of «no change» as one line each.

    A run whose newest item is among `open_runs` stands unfolded.
    """
    shown: list[TimelineItem | Run] = []
    kept = (item for item in items if not kinds or item.kind in kinds)
    for is_same, group in groupby(kept, key=lambda item: item.is_no_change):
        run = tuple(group)
        if is_same and len(run) > 1 and run[0].id not in open_runs:
            shown.append(Run(run))
        else:
            shown += run
    return tuple(shown)


def _statements(read: ResidentRead) -> Iterator[tuple[Signed[Any], type[Statement]]]:
    page = read.page
    for entry in page.entries:
        yield entry, RoundEntry
    for kind, signed in (
        (ObservationSet, page.observations),
        (Concern, page.concerns),
        (Fall, page.falls),
        (HospitalEpisode, page.hospital),
        (PlanReview, read.reviews),
        (Death, read.deaths),
        (Settlement, read.settlements),
    ):
        yield from ((each, kind) for each in signed)
    yield from read.decisions
    yield from read.withdrawn
    yield from read.in_areas


def _item(
    signed: Signed[Any],
    statement: type[Statement],
    by: Actor,
    place: tuple[str, str | None],
    now: datetime,
) -> TimelineItem:
    resident_id, home_id = place
    is_current = signed.status is Status.CURRENT
    may = is_current and _may_withdraw(signed, statement, by, home_id)
    is_fresh = signed.author.id == by.person_id and now - signed.recorded_at <= UNDO_FOR
    return TimelineItem(
        id=signed.id,
        kind=statement.kind,
        happened_at=signed.occurred_at,
        when=moment_words(signed),
        title=statement.title,
        signed_by=_signed_by(signed, resident_id),
        is_struck=signed.status is Status.ENTERED_IN_ERROR,
        struck_words=_struck_words(signed),
        may_undo=may and is_fresh and statement.kind not in KINDS,
        may_withdraw=may and (statement.kind in KINDS or not is_fresh),
        is_no_change=is_current and statement is RoundEntry and _carries_on(signed),
        signed=signed,
        doubts=_doubts(signed, statement, now) if is_current else (),
        has_burden=statement is MedicineReview and by.role in KNOW_MEDICINES,
    )


def _doubts(signed: Signed[Any], statement: type[Statement], now: datetime) -> tuple[str, ...]:
    if statement not in CARE_DECISIONS or signed.record is None:
        return ()
    return doubts(signed.record, london_day(now))


def _signed_by(signed: Signed[Any], resident_id: str) -> str:
    words = author_words(signed.author, signed.responsible)
    is_joined = signed.resident_id not in (None, resident_id)
    return sentences(words, FROM_JOINED if is_joined else "")


def _carries_on(entry: Signed[Any]) -> bool:
    return bool(entry.readable.get("carries_on"))


def _may_withdraw(
    signed: Signed[Any], statement: type[Statement], by: Actor, home_id: str | None
) -> bool:
    if statement is Settlement:
        return False  # what was settled is settled anew where it was wrong; the reason stays
    kind = withdrawal_for(statement)
    is_allowed = all(access.may_write(by, each, home_id) for each in (statement, kind))
    is_own = signed.author.id == by.person_id
    return is_allowed and (is_own or by.role in kind.writers_of_others)


def _struck_words(signed: Signed[Any]) -> str:
    if signed.status is Status.SUPERSEDED:
        return "Replaced by a later version"
    if signed.status is Status.CURRENT and signed.has_siblings:
        return TWO_VERSIONS
    if signed.status is not Status.ENTERED_IN_ERROR:
        return ""
    if signed.withdrawn is None:
        return "Withdrawn"
    who, when = author_words(signed.withdrawn.by), clinical_moment(signed.withdrawn.at)
    return f"Withdrawn {when} by {who}: «{signed.withdrawn.reason}»"
