"""What the resident page says first: crisis line, allergies, what is happening, what is missing.

Free of Qt. Never says «none» of something that nobody recorded, and never turns two versions into
one. Every line carries its date or says that there is none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_moment, london_day
from mdt_core.record import Statement, Status
from mdt_core.records.about_me import AboutMe
from mdt_core.records.actions import Action
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.concerns import Concern
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.deaths import Death
from mdt_core.records.episodes import HospitalEpisode, PlanReview
from mdt_core.records.falls import Fall
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.observations import ObservationSet
from mdt_core.records.put_offs import PutOff
from mdt_core.records.residents import AllergyState, AllergyStateKind
from mdt_core.records.rounds import RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.queries.care_decisions import ceiling_stands, cpr_stands, refusal_words
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.use_cases.care_planning import PLANS
from mdt_desktop.sync.tie import Got
from mdt_desktop.ui.medicines.requests import request_lines
from mdt_desktop.ui.resident.alerts import alerts
from mdt_desktop.ui.resident.missing import (
    CEILING,
    CPR,
    CPR_STILL_RIGHT,
    HOSPITAL,
    MOST_MISSING,
    OBSERVE,
    PLAN_PAPER,
    REQUEST,
    REVIEW,
    TRANSFER,
    MissingLine,
    asked_for,
    put_off_words,
)
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.words import (
    FROM_JOINED,
    Fact,
    action_words,
    author_words,
    facts_of,
    fall_words,
    kept_words,
    score_words,
    sentences,
    value_words,
)
from mdt_desktop.ui.sync.words import as_known

TWO_VERSIONS: Final = "Two versions. Neither is being used as current"


@dataclass(frozen=True)
class ActionLine:
    """An open action as shown, and whether its day has passed."""

    id: str
    text: str
    words: str
    is_overdue: bool
    has_two_versions: bool


@dataclass(frozen=True)
class AllergyVersion:
    """One of several statements of allergies, each as signed."""

    state: str
    substances: str
    signed: str


@dataclass(frozen=True)
class Happening:
    """The first tab."""

    actions: tuple[ActionLine, ...]
    last_entry_heading: str
    last_entry: tuple[Fact, ...]
    since_then: tuple[str, ...]
    about_me: str
    alerts: tuple[str, ...]
    missing: tuple[MissingLine, ...]
    put_off: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    is_missing_shown: bool = True


_FORMS: Final[tuple[type[Statement], ...]] = (AllergyState, *PLANS)


@dataclass(frozen=True)
class Deeds:
    """Which deeds the page offers to this person for this resident."""

    observe: bool
    concern: bool
    fall: bool
    write_entry: bool
    answer_actions: bool
    hospital: bool = False
    review: bool = False
    death: bool = False
    put_off: bool = False
    cpr: bool = False
    ceiling: bool = False
    print_plan: bool = False
    request: bool = False
    forms: tuple[str, ...] = ()
    """The titles of what else may be missing and this person may write."""

    @property
    def ways(self) -> tuple[str, ...]:
        """The words of the deeds that are offered."""
        offered = (
            (OBSERVE, self.observe),
            (HOSPITAL, self.hospital),
            (REVIEW, self.review),
            (CPR, self.cpr),
            (CPR_STILL_RIGHT, self.cpr),
            (CEILING, self.ceiling),
            (TRANSFER, self.print_plan),
            (PLAN_PAPER, self.print_plan),
            (REQUEST, self.request),
        )
        return (*(words for words, is_offered in offered if is_offered), *self.forms)


def crisis_words(page: ResidentPage, got: Got, now: datetime) -> str:
    """Gives the line that never scrolls away, with as of when it is known."""
    when = as_known(got, now)
    when = when.replace(" ", "\u00a0").replace("-", "\u2011")  # stays on one line
    today = london_day(now)
    cpr, ceiling = cpr_stands(page.care, today), ceiling_stands(page.care, today)
    return _parted(page, cpr.words, ceiling.words, refusal_words(page.care, today), when)


def crisis_words_in_short(page: ResidentPage, now: datetime) -> str:
    """Gives the line as a low window shows it: what is known, without since when."""
    today = london_day(now)
    cpr, ceiling = cpr_stands(page.care, today), ceiling_stands(page.care, today)
    return _parted(page, cpr.short, ceiling.short, refusal_words(page.care, today))


def _parted(page: ResidentPage, *parts: str) -> str:
    died = "This person has died" if page.line.is_deceased else ""
    return "   |   ".join(filter(None, (died, *parts)))


def allergy_versions(page: ResidentPage) -> tuple[AllergyVersion, ...]:
    """Gives every standing statement of allergies where they differ, else nothing."""
    if not page.line.allergy_siblings:
        return ()
    return tuple(_allergy_version(signed) for signed in page.allergies)


def _allergy_version(signed: Signed[AllergyState]) -> AllergyVersion:
    known = signed.record
    who = f"{author_words(signed.author)}, {clinical_moment(signed.occurred_at)}"
    if known is None:
        facts = "; ".join(f"{fact.label} {fact.words}" for fact in facts_of(signed))
        return AllergyVersion(AllergyStateKind.UNAVAILABLE.label, facts, who)
    source = f". Source {known.source}" if known.source else ""
    return AllergyVersion(known.state.label, value_words(known.allergies) + source, who)


def deeds(page: ResidentPage, by: Actor) -> Deeds:
    """Tells what this person may do here; nothing new is asked of somebody who has died."""
    home_id, is_alive = page.line.home_id, not page.line.is_deceased
    return Deeds(
        observe=is_alive and access.may_write(by, ObservationSet, home_id),
        concern=is_alive and home_id is not None and access.may_write(by, Concern, home_id),
        fall=is_alive and home_id is not None and access.may_write(by, Fall, home_id),
        write_entry=is_alive and home_id is not None and access.may_write(by, RoundEntry, home_id),
        answer_actions=access.may_write(by, Action, home_id),
        hospital=is_alive and access.may_write(by, HospitalEpisode, home_id),
        review=is_alive and access.may_write(by, PlanReview, home_id),
        death=is_alive and access.may_write(by, Death, home_id),
        put_off=is_alive and access.may_write(by, PutOff, home_id),
        print_plan=access.may_read(by, CarePlan, home_id),
        request=is_alive and access.may_write(by, MedicineRequest, home_id),
        forms=tuple(
            kind.title for kind in _FORMS if is_alive and access.may_write(by, kind, home_id)
        ),
        cpr=is_alive and access.may_write(by, CprDecision, home_id),
        ceiling=is_alive and access.may_write(by, TreatmentCeiling, home_id),
    )


def happening(read: ResidentRead, by: Actor, now: datetime) -> Happening:
    """Gives the first tab."""
    page = read.page
    last = _last_entry(page)
    card = page.card.record
    return Happening(
        actions=tuple(_action_line(action, now) for action in page.open_actions),
        requests=request_lines(page.requests, london_day(now)),
        last_entry_heading=_entry_heading(last),
        last_entry=_entry_facts(last),
        since_then=_since(page, last),
        about_me=_about_me(read) or ((card.about_me or "") if card else ""),
        alerts=alerts(read, london_day(now)),
        missing=tuple(asked_for(read, now, deeds(page, by).ways))[:MOST_MISSING],
        put_off=put_off_words(read, now),
        is_missing_shown=by.role is not Role.HOME_CARER,
    )


def _about_me(read: ResidentRead) -> str:
    """What the person says most of all, where one version of it stands; all of it is in its area."""
    told = [each for each, kind in read.in_areas if kind is AboutMe]
    standing = [each.record for each in told if each.status is Status.CURRENT and each.record]
    if len(standing) != 1:
        return ""
    said = (standing[0].matters_most, standing[0].communication, standing[0].do_and_do_not)
    return "\n".join(filter(None, said))


def _last_entry(page: ResidentPage) -> Signed[RoundEntry] | None:
    current = (entry for entry in page.entries if entry.status is Status.CURRENT)
    return next(current, None)


def _action_line(kept: Kept[Action], now: datetime) -> ActionLine:
    action = kept.record
    if action is None:
        return ActionLine(kept.id, "", kept_words(kept), False, kept.has_siblings)
    is_overdue = action.due is not None and action.due < london_day(now)
    words = sentences(action_words(action), FROM_JOINED if kept.own_id else "")
    return ActionLine(kept.id, action.text, words, is_overdue, kept.has_siblings)


def _entry_heading(last: Signed[RoundEntry] | None) -> str:
    if last is None:
        return "Last entry"
    return f"Last entry {clinical_moment(last.occurred_at)}, {author_words(last.author)}"


def _entry_facts(last: Signed[RoundEntry] | None) -> tuple[Fact, ...]:
    """Plan (or note), what to watch for, when to see again; all of it where it is not readable."""
    if last is None or last.record is None:
        return facts_of(last) if last else ()
    entry = last.record
    watch = ", ".join(
        part
        for part in (
            entry.watch_for,
            f"call {entry.watch_call}" if entry.watch_call else "",
            f"by {entry.watch_by}" if entry.watch_by else "",
        )
        if part
    )
    said = Fact("Plan", entry.plan) if entry.plan else Fact("Note", entry.note or "")
    facts = (said, Fact("Watch for", watch), _see_again(entry))
    return tuple(fact for fact in facts if fact.words)


def _see_again(entry: RoundEntry) -> Fact:
    if entry.see_again is SeeAgain.ON_DATE and entry.see_again_on:
        return Fact("See again", clinical_date(entry.see_again_on))
    return Fact("See again", entry.see_again.label)


def _since(page: ResidentPage, last: Signed[RoundEntry] | None) -> tuple[str, ...]:
    found = [
        (taken.occurred_at, f"NEWS2 {score_words(taken.record)}")
        for taken in page.observations
        if taken.record
    ]
    found += [
        (
            concern.occurred_at,
            f"Concern: «{concern.record.words or value_words(concern.record.soft_signs)}»",
        )
        for concern in page.concerns
        if concern.record
    ]
    found += [(fall.occurred_at, fall_words(fall)) for fall in page.falls]
    found += [(each.occurred_at, each.record.part.label) for each in page.hospital if each.record]
    after = [each for each in found if last is None or each[0] > last.occurred_at]
    newest_first = sorted(after, key=lambda each: each[0], reverse=True)
    return tuple(f"{clinical_moment(at)} {words}" for at, words in newest_first)
