"""What goes on paper, gathered word for word from what was signed, and the record that it was printed."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, age_text, clinical_date, clinical_weekday_date
from mdt_core.discharge_lines import discharge_lines
from mdt_core.documents.contents import (
    NOT_KNOWN,
    ActionOnPaper,
    Brief,
    DecisionOnPaper,
    EntryOnPaper,
    Freshness,
    PersonOnPaper,
    RoundSheet,
    Withdrawal,
    every_text,
)
from mdt_core.errors import NotFound, NotPrinted
from mdt_core.identifiers import NhsNumber, derived_id
from mdt_core.medicine_decision import all_words
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.records.homes import Home
from mdt_core.records.residents import AllergyState, AllergyStateKind, allergy_words
from mdt_core.records.rounds import Programme, RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.queries.care_decisions import (
    CareDecisions,
    Stands,
    care_decisions,
    ceiling_stands,
    cpr_stands,
)
from mdt_core.store.queries.confirmations import is_for_another
from mdt_core.store.queries.homes import ResidentLine, marked_similar, resident_by_id
from mdt_core.store.queries.rounds import RoundPage, round_page
from mdt_core.store.queries.statements import Kept, Signed, card_by_id, statements
from mdt_core.store.queries.version_details import both_said
from mdt_core.store.queries.versions import two_versions_words
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About


def round_sheet(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    day: date,
    waiting: int,
    practice: bool,
    programme: Programme = Programme.WEEKLY,
    fresh: Freshness | None = None,
) -> RoundSheet:
    """The sheet of a home's round on a day, as the store knows it now; of this home alone.

    Raises NotFound where nothing was signed, so that an empty sheet is never taken for a round, and
    NotPrinted where an entry is about somebody who is not on this device, or holds words of a newer
    program.
    """
    with store.reading() as connection:
        page = round_page(connection, by, home_id, day, programme)
        access.require_read(by, RoundEntry, home_id)
        home = card_by_id(connection, Home, home_id)
        if home is None or home.record is None:
            raise NotFound("This home is not on this device")
        if not page.entries:
            raise NotFound(
                "Nothing was signed in a round here on that day", next_step="Sign an entry first"
            )
        entries = _entries(connection, page, home_id, day)
    header = page.round.record if page.round else None
    return RoundSheet(
        home_name=home.record.name,
        home_address=home.record.address or "",
        round_date=day,
        mode=header.mode.label if header and header.mode else "",
        people_present=tuple(each.name for each in header.attendees) if header else (),
        entries=entries,
        freshness=fresh or Freshness(store.clock(), waiting),
        printed_by=by.name,
        printed_at=store.clock(),
        document_id=document_id(page, entries),
        version=len(page.entries) + sum(1 for _, e in page.entries if e.withdrawn),
        practice=practice,
        round_name="Round" if programme is Programme.WEEKLY else programme.label,
    )


def document_id(page: RoundPage, entries: tuple[EntryOnPaper, ...]) -> str:
    """The id of a sheet: the same content has the same id, whoever prints it."""
    heads = [f"{entry.mid}:{entry.status.value}" for _, entry in page.entries]
    return derived_id("round sheet", "\x1f".join((page.round_id, *heads, *every_text(entries))))


def record_print(
    store: Store, *, by: Actor, home_id: str, sheet: RoundSheet | Brief, how: str, copies: int = 1
) -> None:
    """Records that a sheet or a brief was printed or saved, by whom, and how many copies."""
    with store.deed(by) as unit:
        detail = f"{_named(sheet)}, {how}, {copies}"
        unit.audit("print", About(home_id=home_id), detail=detail)
        unit.commit()


def _named(sheet: RoundSheet | Brief) -> str:
    if isinstance(sheet, Brief):
        return f"brief {sheet.document_id}"
    return f"round sheet {sheet.document_id} version {sheet.version}"


def _entries(
    connection: Reading, page: RoundPage, home_id: str, day: date
) -> tuple[EntryOnPaper, ...]:
    actions: dict[str, list[Kept[Action]]] = defaultdict(list)
    for _, action in page.actions:
        actions[str(action.readable.get("entry_id"))].append(action)
    standing = [(who, each) for who, each in page.entries if each.status is not Status.SUPERSEDED]
    if not all(each.is_whole for _, each in standing):
        raise NotPrinted(
            "An entry of this round was written by a newer program, and not all of it can be printed",
            next_step="Update this program, then print again",
        )
    people = _people(connection, [who for who, _ in standing], home_id, day)
    confirmed = page.sign_off.readable.get("confirmed", ()) if page.sign_off else ()
    return tuple(
        replace(made, unconfirmed=entry.id in page.not_confirmed and entry.id not in confirmed)
        for who, entry in standing
        for made in (_entry(people[who], entry, actions[entry.id]),)
    )


def _people(
    connection: Reading, residents: list[str], home_id: str, day: date
) -> dict[str, PersonOnPaper]:
    """Those on the sheet, each once; a name like another's on the sheet or in the home is marked."""
    found = {who: resident_by_id(connection, who) for who in residents}
    lines = [line for line in found.values() if line is not None]
    if len(lines) < len(found):
        raise NotPrinted(
            "An entry of this round is about a resident whose details are not on this computer",
            next_step="Get the newest changes, then print again",
        )
    alike = {line.resident_id for line in marked_similar(lines) if line.is_similar}
    alike |= {line.resident_id for line in lines if line.is_similar}
    return {
        line.resident_id: person_on_paper(
            connection, replace(line, is_similar=line.resident_id in alike), home_id, day
        )
        for line in lines
    }


def _entry(
    person: PersonOnPaper, entry: Signed[RoundEntry], actions: list[Kept[Action]]
) -> EntryOnPaper:
    record, readable = entry.record, entry.readable
    responsible = entry.responsible if is_for_another(entry) else None
    return EntryOnPaper(
        person=person,
        how=record.how.label if record else str(readable.get("how", "")),
        when=entry.occurred_at,
        recorded_by=_who(entry.author.name, entry.author.role),
        responsible=_who(responsible.name, responsible.role) if responsible else "",
        plan=str(readable.get("plan", "")),
        actions=tuple(action_on_paper(each) for each in sorted(actions, key=lambda each: each.id)),
        medicine_changes=all_words(readable.get("medicines", ())),
        discharge=discharge_lines(readable),
        watch_for=str(readable.get("watch_for", "")),
        watch_call=str(readable.get("watch_call", "")),
        watch_by=str(readable.get("watch_by", "")),
        see_again=_see_again(record),
        home_and_family_told=str(readable.get("told", "")),
        withdrawn=_withdrawal(entry),
    )


def _withdrawal(entry: Signed[RoundEntry]) -> Withdrawal | None:
    if entry.withdrawn is None:
        return None
    return Withdrawal(entry.withdrawn.at, entry.withdrawn.by.name, entry.withdrawn.reason)


def person_on_paper(
    connection: Reading, line: ResidentLine, home_id: str, day: date
) -> PersonOnPaper:
    """A resident as paper of a home names them, with what is not known said so.

    Where somebody has moved to since is not this home's to read: the room is then left out.
    """
    heads = statements(connection, AllergyState, line.resident_id)
    return PersonOnPaper(
        name=line.formal_name,
        preferred=line.preferred_name or "",
        born=_born(line),
        age=_age(line, day),
        nhs_number=NhsNumber(line.nhs_number).spaced if line.nhs_number else NOT_KNOWN,
        room=(line.room or "") if line.home_id == home_id else "",
        allergy_state=AllergyStateKind(line.allergy_state).label,
        allergies=_allergies(heads, are_two=line.allergy_siblings),
        similar_name=line.is_similar,
        died=_died(line),
        two_versions=_two_versions(connection, line),
        decisions=_decisions(care_decisions(connection, line.resident_id), day),
    )


def _decisions(care: CareDecisions, day: date) -> tuple[DecisionOnPaper, ...]:
    """CPR and ceiling as they stand; every version where two do."""
    told: tuple[tuple[str, Stands[Any]], ...] = (
        ("CPR", cpr_stands(care, day)),
        ("Ceiling", ceiling_stands(care, day)),
    )
    return tuple(
        DecisionOnPaper(label, each.lines if each.is_two else (each.words,)) for label, each in told
    )


def _two_versions(connection: Reading, line: ResidentLine) -> str:
    """Of what there are two, and both, so that whoever holds the sheet can ask."""
    if not line.two_versions:
        return ""
    both = both_said(connection, line.resident_id)
    return ". ".join((two_versions_words(line.two_versions), *both))


def _allergies(heads: tuple[Signed[AllergyState], ...], *, are_two: bool) -> tuple[str, ...]:
    """Each substance with its reaction; where two versions stand, that is said and both are given."""
    told = tuple(
        allergy_words(allergy)
        for head in heads[: None if are_two else 1]
        for allergy in head.readable.get("allergies", ())
    )
    return ("Two versions. Neither is being used as current", *told) if are_two else told


def _born(line: ResidentLine) -> str:
    return PartialDate(line.born).display() if line.born else NOT_KNOWN


def _died(line: ResidentLine) -> str:
    if not line.is_deceased:
        return ""
    return PartialDate(line.died).display() if line.died else NOT_KNOWN


def _age(line: ResidentLine, day: date) -> str:
    born = PartialDate(line.born) if line.born else None
    if born is None or not born.is_full or line.is_deceased or born.earliest > day:
        return ""
    return age_text(born.earliest, day)


def action_on_paper(action: Kept[Action]) -> ActionOnPaper:
    """An action in words; one that cannot be read as a whole has its text alone."""
    record = action.record
    if record is None:
        return ActionOnPaper(str(action.readable.get("text", "")))
    return ActionOnPaper(
        text=record.text,
        owner=record.owner_words,
        due=clinical_weekday_date(record.due) if record.due else "",
        urgent=record.priority is ActionPriority.URGENT,
        state="" if record.state is ActionState.OPEN else record.state.label,
    )


def _see_again(record: RoundEntry | None) -> str:
    if record is None:
        return ""
    if record.see_again is SeeAgain.ON_DATE and record.see_again_on:
        return clinical_date(record.see_again_on)
    return record.see_again.label


def _who(name: str, role: str) -> str:
    try:
        return f"{name}, {Role(role).label}"
    except ValueError:
        return name
