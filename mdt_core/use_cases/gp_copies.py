"""Copying signed entries of a round for the GP record, and the record that it was done."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_weekday_date
from mdt_core.discharge_lines import discharge_lines
from mdt_core.errors import NotFound
from mdt_core.gp_copy import EntryForGp, gp_text, initials_of
from mdt_core.medicine_decision import all_words
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.records.rounds import Programme, RoundEntry
from mdt_core.store.queries.homes import ResidentLine, resident_by_id
from mdt_core.store.queries.rounds import RoundPage
from mdt_core.store.queries.statements import Signed
from mdt_core.store.queries.together import RoundOf, together
from mdt_core.store.queries.versions import NHS_NUMBER, two_versions_words
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author


def record_copy(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    day: date,
    resident_id: str = "",
    programme: Programme = Programme.WEEKLY,
) -> str:
    """The text of one resident's entries of a round (none named: of all), recorded as a copy.

    Without a home it is of a round over all homes served, and recorded in each that it is of.
    Entries that were withdrawn or replaced are left out. Raises NotFound where nothing is signed.
    """
    with store.deed(by) as unit:
        page = together(unit.connection, by, RoundOf(home_id, day, programme))
        texts = [text for part in page.parts if (text := _copied(unit, by, part, resident_id))]
        if not texts:
            raise NotFound("Nothing is signed here to copy", next_step="Sign the entry first")
        unit.commit()
        return "\n\n".join(texts)


def _copied(unit: UnitOfWork, by: Actor, page: RoundPage, resident_id: str) -> str:
    """The text of one home's part, recorded; empty where nothing of it is asked for."""
    access.require_read(by, RoundEntry, page.home_id)
    entries = tuple(
        (who, entry)
        for who, entry in page.entries
        if entry.status is Status.CURRENT and resident_id in ("", who)
    )
    if not entries:
        return ""
    about = About(resident_id or None, page.home_id)
    detail = f"{len(entries)} for the GP record"
    unit.audit("copy", about, record_id=page.round_id, detail=detail)
    return gp_text(tuple(_for_gp(unit.connection, page, who, each) for who, each in entries))


def _for_gp(
    connection: Reading, page: RoundPage, who: str, entry: Signed[RoundEntry]
) -> EntryForGp:
    line, readable, responsible = resident_by_id(connection, who), entry.readable, entry.responsible
    return EntryForGp(
        initials=_initials(line),
        nhs_number=(line.nhs_number or "") if line else "",
        at=entry.occurred_at,
        how=entry.record.how.label if entry.record else str(readable.get("how", "")),
        recorded_by=entry.author.name,
        responsible=_other(responsible, entry.author),
        note=str(readable.get("note", "")),
        plan=str(readable.get("plan", "")),
        medicines=all_words(readable.get("medicines", ())),
        actions=tuple(_actions(page, entry.id)),
        discharge=discharge_lines(readable),
        two_versions=_two_versions(line),
        number_in_two=line is not None and NHS_NUMBER in line.two_versions,
    )


def _two_versions(line: ResidentLine | None) -> str:
    """Of what there are two versions; which they are is looked at in the record, not here."""
    if line is None:
        return ""
    of = (*line.two_versions, *(("allergies",) if line.allergy_siblings else ()))
    return two_versions_words(of) if of else ""


def _initials(line: ResidentLine | None) -> str:
    return initials_of(line.given_name or "", line.family_name) if line else "Not on this device"


def _other(responsible: Author | None, author: Author) -> str:
    return responsible.name if responsible and responsible.id != author.id else ""


def _actions(page: RoundPage, entry_id: str) -> Iterator[str]:
    for _, action in page.actions:
        if action.readable.get("entry_id") == entry_id:
            yield _action_words(action.record) if action.record else str(action.readable["text"])


def _action_words(action: Action) -> str:
    owner = action.owner_words or "no owner"
    due = f"due {clinical_weekday_date(action.due)}" if action.due else "no due date"
    urgent = ("urgent",) if action.priority is ActionPriority.URGENT else ()
    return ", ".join(chain((action.text, owner, due), urgent))
