"""One resident as plain text, in the order and the words of the resident page."""

from collections.abc import Iterator
from datetime import date, datetime

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, age_text, clinical_date, london_day, parse_utc
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import AllergyStateKind, Gender
from mdt_core.records.stays import StayState, StayType
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.versions import two_versions_words
from mdt_desktop.sync.tie import Got
from mdt_desktop.ui.resident import lists
from mdt_desktop.ui.resident.medicines import FOOT, MedicineView, medicines
from mdt_desktop.ui.resident.presenter import Happening, allergy_versions, crisis_words, happening
from mdt_desktop.ui.resident.reading import ResidentRead
from mdt_desktop.ui.resident.timeline import NOTHING_YET, TimelineItem, timeline
from mdt_desktop.ui.resident.words import sentences

NOT_KNOWN = "Not Known"
_MOST_SETS = 6
_MOST_ITEMS = 20


def page_lines(read: ResidentRead, by: Actor, now: datetime, got: Got) -> Iterator[str]:
    """Gives the whole page; what is long is cut at a whole item, and that is said."""
    yield from identity_lines(read.page.line, london_day(now))
    for version in allergy_versions(read.page):
        yield f"  {version.state}: {version.substances} ({version.signed})"
    yield crisis_words(read.page, got, now).replace("\u00a0", " ")
    yield from _happening(happening(read, by, now))
    yield from _medicines(read, now)
    yield from _problems(read)
    yield from _observations(read)
    yield from _people_and_places(read, now)
    yield from _timeline(timeline(read, by, now))


def identity_lines(line: ResidentLine, today: date) -> Iterator[str]:
    """Gives the banner: name, birth, gender, number, allergies, place."""
    preferred = f"   Prefers {line.preferred_name}" if line.preferred_name else ""
    similar = "   ~ Similar name in this home" if line.is_similar else ""
    yield f"{line.formal_name}{preferred}{similar}"
    yield f"Born {born_words(line, today)}   Gender {_gender(line)}   NHS No. {number_words(line)}"
    if line.is_deceased:
        yield f"Died {PartialDate(line.died).display() if line.died else NOT_KNOWN}"
    if line.two_versions:
        yield two_versions_words(line.two_versions)
    known = {each.value: each.label for each in AllergyStateKind}
    state = known.get(line.allergy_state, AllergyStateKind.UNAVAILABLE.label)
    yield f"{state}{f': {line.allergy_words}' if line.allergy_words else ''}"
    yield _place(line)


def born_words(line: ResidentLine, today: date) -> str:
    """Gives `03-Feb-1938 (88 y)`, what is known of it, or `Not Known`."""
    if not line.born:
        return NOT_KNOWN
    born = PartialDate(line.born)
    if not born.is_full or line.is_deceased or born.earliest > today:
        return born.display()
    return f"{born.display()} ({age_text(born.earliest, today)})"


def number_words(line: ResidentLine) -> str:
    """Gives the NHS number as it is printed, or `Not Known`."""
    return NhsNumber(line.nhs_number).spaced if line.nhs_number else NOT_KNOWN


def _gender(line: ResidentLine) -> str:
    return {each.value: each.label for each in Gender}.get(line.gender, Gender.UNKNOWN.label)


def _place(line: ResidentLine) -> str:
    if not line.home_id:
        return "Not placed in a home"
    kinds = {each.value: each.label for each in StayType}
    states = {each.value: each.label for each in StayState}
    since = clinical_date(london_day(parse_utc(line.admitted_at))) if line.admitted_at else ""
    parts = (
        f"Room {line.room}" if line.room else "Room not recorded",
        line.unit or "",
        line.home_name,
        f"{kinds.get(line.stay_type or '', line.stay_type or '')} since {since}".strip(),
        "" if line.stay_state == StayState.HERE.value else states.get(line.stay_state or "", ""),
    )
    return "   ".join(part for part in parts if part)


def _happening(now: Happening) -> Iterator[str]:
    yield from _section("What is happening")
    yield from (f"  ! {alert}" for alert in now.alerts)
    for action in now.actions:
        overdue = "OVERDUE " if action.is_overdue else ""
        yield f"  [ ] {overdue}{action.words}"
    yield f"  {now.last_entry_heading}{'' if now.last_entry else ': none here'}"
    yield from (f"      {fact.label}: {fact.words}" for fact in now.last_entry)
    yield from (f"  Since then: {words}" for words in now.since_then)
    if now.about_me:
        yield f"  About me: {now.about_me}"
    yield from (f"  Missing: {line.words}" for line in now.missing)


def _medicines(read: ResidentRead, now: datetime) -> Iterator[str]:
    view = medicines(read.page, now)
    yield from _section("Medicines")
    yield f"  {view.head}"
    yield from map(_medicine, view.lines)
    if view.past:
        yield "  No longer in force"
        yield from map(_medicine, view.past)
    yield f"  {FOOT}"


def _medicine(view: MedicineView) -> str:
    line = " ".join(piece.words for piece in view.pieces)
    marks = "".join(f" [{mark}]" for mark in view.marks)
    return f"  - {line}{marks}{f'. {view.below}' if view.below else ''}"


def _problems(read: ResidentRead) -> Iterator[str]:
    yield from _section("Problems")
    rows = lists.problem_rows(read.page)
    if not rows:
        yield f"  {lists.NO_PROBLEMS}"
    for row in rows:
        yield f"  - {sentences(f'{row.text} [{row.state}] since {row.since}', row.note)}"


def _observations(read: ResidentRead) -> Iterator[str]:
    yield from _section("Observations")
    rows = lists.set_rows(read.page)
    if not rows:
        yield f"  {lists.NO_OBSERVATIONS}"
    for row in rows[:_MOST_SETS]:
        yield f"  {row.taken}  NEWS2 {row.news2}"
        yield f"      {sentences(row.readings, row.signed)}"
    if len(rows) > _MOST_SETS:
        yield f"  and {len(rows) - _MOST_SETS} earlier sets"


def _people_and_places(read: ResidentRead, now: datetime) -> Iterator[str]:
    yield from _section("Contacts")
    contacts = lists.contact_rows(read.page)
    for each in contacts:
        called = f"{each.name}, {each.relationship}, {each.phone}"
        yield f"  - {sentences(called, each.marks)}"
    if not contacts:
        yield f"  {lists.NO_CONTACTS}"
    yield from _section("Stays")
    stays = lists.stay_rows(read, now)
    for row in stays:
        when = f"{row.kind} since {row.since}" if row.since else row.kind
        yield f"  - {sentences(row.home, when, row.until, row.registration)}"
    if not stays:
        yield f"  {lists.NO_STAYS}"


def _timeline(items: tuple[TimelineItem, ...]) -> Iterator[str]:
    yield from _section("Entries and concerns")
    told = [item for item in items if item.kind != "observation_set"]
    if not told:
        yield f"  {NOTHING_YET}"
    for item in told[:_MOST_ITEMS]:
        if item.is_struck:
            yield f"  {item.struck_words}"
        mark = "x" if item.is_struck else " "
        yield f"  {item.when} {item.title}, {item.signed_by}"
        yield from (f"   {mark}  {fact.label}: {fact.words}" for fact in item.facts)
    if len(told) > _MOST_ITEMS:
        yield f"  and {len(told) - _MOST_ITEMS} earlier ones"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield title.upper()
