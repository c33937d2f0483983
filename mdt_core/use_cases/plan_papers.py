"""The care plan, its plain copy and the transfer summary of one resident, gathered from what was signed.

A care plan is final or a draft. While two versions of any part stand the final plan is refused in words;
the transfer summary is for an emergency, is never refused for that, and says both. What a newer program
wrote is not printed in part.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.answers import Answer, answers
from mdt_core.care_validity import doubts
from mdt_core.clock import PartialDate, clinical_moment, london_day, long_date, long_moment
from mdt_core.documents.contents import Freshness, PersonOnPaper, every_text
from mdt_core.documents.plan_contents import (
    DOUBT,
    NEWER,
    CallOnPaper,
    NowOnPaper,
    PartOnPaper,
    PlanPaper,
    PlanPaperKind,
    VersionOnPaper,
)
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotPrinted
from mdt_core.identifiers import derived_id
from mdt_core.plan_validity import plan_doubts
from mdt_core.record import Statement, Status
from mdt_core.records.capacity import CapacityAssessment
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.homes import Home
from mdt_core.records.legal_documents import AdvanceRefusal, Attorney, LibertySafeguard
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.printed_copies import CopyMade, CopyPlace
from mdt_core.records.respect_plans import RespectPlan
from mdt_core.records.risks import InfectionStatus
from mdt_core.roles import Role
from mdt_core.store.queries.care_decisions import (
    care_decisions,
    confirmed_last,
    cpr_stands,
    is_two,
)
from mdt_core.store.queries.homes import ResidentLine, residents_of
from mdt_core.store.queries.printed_copies import shown_by_plans
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Signed, card_by_id, statements
from mdt_core.store.queries.versions import two_versions_words
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, Changes
from mdt_core.use_cases.care_planning import PLANS
from mdt_core.use_cases.infections_now import infections_now
from mdt_core.use_cases.paper import person_on_paper
from mdt_core.use_cases.printed_copies import register_copy
from mdt_core.use_cases.transfer_now import how_now

DECISIONS: Final[tuple[type[Statement], ...]] = (
    CprDecision,
    TreatmentCeiling,
    RespectPlan,
    AdvanceRefusal,
    Attorney,
    LibertySafeguard,
    CapacityAssessment,
    SharingConsent,
)
PRINTED: Final = (*DECISIONS[:2], *PLANS[:3], *DECISIONS[2:], *PLANS[3:])
"""Every kind on a care plan, in the order in which it is read."""
HANDED_OVER: Final[tuple[type[Statement], ...]] = (PersonalDetails, InfectionStatus)
"""What a transfer summary says besides."""


def plan_paper(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    paper: PlanPaperKind,
    waiting: int,
    practice: bool,
    drafts: Iterable[Draft[Any]] = (),
    is_draft: bool = False,
    fresh: Freshness | None = None,
) -> PlanPaper:
    """One resident's paper as the store knows it now.

    `is_draft` prints it «not for use», with both versions where there are two and what this person has
    not signed yet (`drafts`). Raises NotFound, NotAllowed, and NotPrinted for a final plan while two
    versions stand, or where a newer program wrote a part of it.
    """
    known = fresh or Freshness(store.clock(), waiting)
    with store.reading() as connection:
        made = _from_store(
            connection, by, resident_id, paper, Printed(by.name, store.clock(), known)
        )
    if is_draft:
        plain = paper is PlanPaperKind.PLAIN
        parts = tuple(_with_drafts(part, drafts, plain=plain) for part in made.parts)
        made = replace(made, parts=parts, is_draft=True)
    elif paper is not PlanPaperKind.TRANSFER:
        _refuse_two_versions(made.parts, made.person)
    said = "\x1f".join((paper.name, resident_id, str(is_draft), *_texts(made)))
    return replace(made, document_id=derived_id("care plan paper", said), practice=practice)


@dataclass(frozen=True)
class Printed:
    """By whom and when a paper is made, and what was known then."""

    by: str
    at: datetime
    fresh: Freshness


def _from_store(
    connection: Reading, by: Actor, resident_id: str, paper: PlanPaperKind, printed: Printed
) -> PlanPaper:
    page = resident_page(connection, by, resident_id)
    access.require_read(by, CprDecision, page.line.home_id)
    is_transfer, plain = paper is PlanPaperKind.TRANSFER, paper is PlanPaperKind.PLAIN
    more: tuple[type[Statement], ...] = HANDED_OVER[:1] if is_transfer else ()
    read, today = _read(connection, resident_id, (*PRINTED, *more)), london_day(printed.at)
    if not is_transfer:
        _refuse_unread(read)
    standing = cpr_stands(care_decisions(connection, resident_id), today)
    home = _home(connection, page.line)
    return PlanPaper(
        paper=paper,
        person=_person(connection, page.line, today, plain=plain),
        home_name=home.name if home else "Not placed in a home",
        home_address=(home.address or "") if home else "",
        home_phone=(home.phone or "") if home else "",
        parts=tuple(_part(*each, today=today, plain=plain) for each in read),
        people=tuple(_people(page, read)),
        freshness=printed.fresh,
        printed_by=printed.by,
        printed_at=printed.at,
        document_id="",
        version=_version(connection, resident_id, is_transfer=is_transfer),
        alerts=tuple(_alerts(page)),
        cpr_doubted="" if standing.is_two or standing.is_plain else standing.words,
        now=_now(connection, page, today) if is_transfer else NowOnPaper(),
        made_from=tuple(sorted(shown_by_plans(connection, (resident_id,)).get(resident_id, ()))),
    )


def residents_of_home(store: Store, *, by: Actor, home_id: str) -> tuple[ResidentLine, ...]:
    """Everybody who lives in a home, in the order of their rooms, for one paper after another."""
    with store.reading() as connection:
        return tuple(each for each in residents_of(connection, by, home_id) if not each.is_deceased)


def record_plan_print(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    paper: PlanPaper,
    how: str,
    copies: int = 1,
    made: CopyMade = CopyMade.PRINTED,
    places: tuple[CopyPlace, ...] = (),
) -> Changes:
    """Records that a paper about a resident was printed or saved, how many copies, and put where."""
    with store.deed(by) as unit:
        state = "draft" if paper.is_draft else f"version {paper.version}"
        named = f"{paper.paper.value.lower()} {paper.document_id} {state}"
        about = About(resident_id, unit.home_of(resident_id))
        register_copy(unit, about, paper, made=made, copies=copies, places=places)
        unit.audit("print", about, detail=f"{named}, {how}, {copies}")
        return unit.commit()


def _texts(paper: PlanPaper) -> Iterator[str]:
    """What the paper says, without when and by whom it was printed."""
    yield from every_text((paper.person, paper.parts, paper.people, paper.now, paper.alerts))


def _refuse_two_versions(parts: Iterable[PartOnPaper], person: PersonOnPaper) -> None:
    several = [part.title for part in parts if part.has_two]
    two = [*several]
    if person.two_versions and person.two_versions != two_versions_words(several):
        two.append("details of the resident")
    if any(words.startswith("Two versions") for words in person.allergies):
        two.append("Allergies")
    if two:
        raise NotPrinted(
            f"There are two versions of: {', '.join(two)}. A final plan is not printed until a person"
            " has said which is right",
            next_step="Settle them, or print a draft that shows both",
        )


# What was signed


Read = tuple[type[Statement], tuple[Signed[Any], ...]]


def _read(
    connection: Reading, resident_id: str, kinds: Iterable[type[Statement]]
) -> tuple[Read, ...]:
    return tuple((kind, statements(connection, kind, resident_id)) for kind in kinds)


def _now(connection: Reading, page: ResidentPage, today: date) -> NowOnPaper:
    told = statements(connection, InfectionStatus, page.line.resident_id)
    return replace(how_now(page), infections=infections_now(told, today))


def _refuse_unread(read: tuple[Read, ...]) -> None:
    if not all(each.is_whole for _, told in read for each in told):
        raise NotPrinted(
            "A part of this plan was written by a newer program, and not all of it can be printed",
            next_step="Update this program, then print again",
        )


def _part(
    kind: type[Statement], told: tuple[Signed[Any], ...], *, today: date, plain: bool
) -> PartOnPaper:
    moment = long_moment if plain else clinical_moment
    if kind.is_series and told and not is_two(told):
        told = (confirmed_last(told),)
    versions = tuple(
        VersionOnPaper(
            f"Signed {moment(each.recorded_at)} by {_who(each)}",
            tuple(_told(each, today=today, plain=plain)),
        )
        for each in told
    )
    return PartOnPaper(kind.kind, kind.title, versions, kind.is_series)


def _told(each: Signed[Any], *, today: date, plain: bool) -> Iterator[Answer]:
    """The answers, after what speaks against relying on them; that is for clinicians to weigh."""
    record = each.record
    if record is not None:
        against = () if plain else (*doubts(record, today), *plan_doubts(record, today))
        yield from (Answer(DOUBT, "Look first", words) for words in against)
        yield from answers(record, long_dates=plain)
    if not each.is_whole:
        yield _NEWER


_NEWER: Final = Answer(
    NEWER, "Not all is shown", "A newer program wrote this. Open it on an updated computer."
)


def _who(each: Signed[Any]) -> str:
    by = each.author
    role = next((role.label for role in Role if role.value == by.role), by.role)
    return ", ".join(filter(None, (by.name, role)))


def _with_drafts(part: PartOnPaper, drafts: Iterable[Draft[Any]], *, plain: bool) -> PartOnPaper:
    """The part with what was typed and not signed, so far as it can be read."""
    mine = [each for each in drafts if each.record_class.kind == part.kind]
    written = tuple(found for each in mine if (found := _unsigned(each, plain=plain)) is not None)
    return replace(part, versions=(*part.versions, *written))


def _unsigned(draft: Draft[Any], *, plain: bool) -> VersionOnPaper | None:
    try:
        record = draft.record()
    except InvalidInput:
        return None
    return VersionOnPaper("", answers(record, long_dates=plain), is_draft=True)


def _version(connection: Reading, resident_id: str, *, is_transfer: bool) -> int:
    """How many times a part of the plan was signed or withdrawn: a later plan has a higher number."""
    return sum(
        1 + (each.status is Status.ENTERED_IN_ERROR)
        for kind in (*PRINTED, *(HANDED_OVER if is_transfer else ()))
        for each in statements(connection, kind, resident_id, only_current=False)
    )


# Who it is, where, and whom to call


def _person(connection: Reading, line: ResidentLine, today: date, *, plain: bool) -> PersonOnPaper:
    person = person_on_paper(connection, line, line.home_id or "", today)
    born = PartialDate(line.born) if line.born else None
    if plain and born is not None and born.is_full:
        return replace(person, born=long_date(born.earliest))
    return person


def _home(connection: Reading, line: ResidentLine) -> Home | None:
    found = card_by_id(connection, Home, line.home_id) if line.home_id else None
    return found.record if found else None


def _alerts(page: ResidentPage) -> Iterator[str]:
    for card in (page.card, *page.joined):
        yield from (alert.text for alert in (card.record.alerts if card.record else ()))


def _people(page: ResidentPage, read: tuple[Read, ...]) -> Iterator[CallOnPaper]:
    """Those on the resident's card, those for an emergency first; then those the crisis plan names."""
    contacts = [
        contact
        for card in (page.card, *page.joined)
        for contact in (card.record.contacts if card.record else ())
    ]
    for each in sorted(contacts, key=lambda contact: not contact.is_emergency):
        marks = (
            "call first" if each.is_emergency else "",
            "next of kin" if each.is_next_of_kin else "",
        )
        about = ", ".join(filter(None, (each.relationship, *marks, each.note)))
        yield CallOnPaper(each.name, about, each.phone or "", first=each.is_emergency)
    named = {each.name for each in contacts}
    for told in dict(read)[ContingencyPlan]:
        for each in told.record.contacts if told.record else ():
            if each.name not in named:
                about = ", ".join(filter(None, (each.role, each.when)))
                yield CallOnPaper(each.name, about, each.phone or "")
