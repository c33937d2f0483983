"""The equipment of a home in words: what is faulty or overdue first, then the rest, then what it had. No Qt.

What nobody recorded is said so; a thing is never called fit for use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.records.equipment import Equipment, LentTo, Loan
from mdt_core.store.queries.equipment import EquipmentCounts, equipment_counts, equipment_of
from mdt_core.store.queries.homes import ResidentLine, home_names, resident_by_id, residents_of
from mdt_core.store.queries.statements import Kept
from mdt_core.store.store import Reading, Store
from mdt_desktop.ui.today.telling import who_words

NOTHING: Final = "No equipment of this home is recorded here yet."
NOT_DATED: Final = "No date of calibration or service recorded"
NOT_READABLE: Final = "Written by a newer program: it cannot be changed here. Update first"
ELSEWHERE: Final = "A resident who is not shown to you"


@dataclass(frozen=True)
class Said:
    """One state in words, with the tone it is shown in."""

    words: str
    tone: str


@dataclass(frozen=True)
class EquipmentRow:
    """One thing: its name, how it stands, what is known of it, and what can be done with it."""

    record_id: str
    name: str
    states: tuple[Said, ...]
    facts: tuple[str, ...]
    may_change: bool = False
    may_lend: bool = False
    may_take_back: bool = False
    may_clean: bool = False
    has_two_versions: bool = False
    loan_words: str = ""

    @property
    def words(self) -> str:
        """Everything, to be read aloud."""
        return ". ".join((self.name, *(each.words for each in self.states), *self.facts))


@dataclass(frozen=True)
class EquipmentView:
    """The page: the home, what asks for something, the things in use, and those that were."""

    home: str
    summary: str
    rows: tuple[EquipmentRow, ...]
    past: tuple[EquipmentRow, ...]
    residents: tuple[ResidentLine, ...] = field(default=())
    may_write: bool = False


def read_equipment(store: Store, by: Actor, home_id: str, now: datetime) -> EquipmentView:
    """Reads the equipment of a home; raises NotAllowed."""
    day = london_day(now)
    with store.reading() as connection:
        found = equipment_of(connection, by, home_id)
        counts = equipment_counts(connection, by, home_id, day)
        may_write = access.may_write(by, Equipment, home_id)
        name = home_names(connection, [home_id]).get(home_id, "")
        people = residents_of(connection, by, home_id)
        shown = [_row(connection, by, each, day, may_write=may_write) for each in found]
    past = {each.id for each in found if each.record is not None and each.record.is_withdrawn}
    used = (each for each in shown if each.record_id not in past)
    return EquipmentView(
        home=name,
        summary=summary_words(counts) or NOTHING,
        rows=tuple(sorted(used, key=_by_need)),
        past=tuple(each for each in shown if each.record_id in past),
        residents=people,
        may_write=may_write,
    )


def summary_words(counts: EquipmentCounts) -> str:
    """`9 in use. 1 faulty, 2 with calibration or service overdue`; empty without anything in use."""
    if not counts.in_use:
        return ""
    asks = attention_words(counts)
    return f"{counts.in_use} in use. {asks}" if asks else f"{counts.in_use} in use"


def attention_words(counts: EquipmentCounts) -> str:
    """What asks for something, worst first; empty where nothing does."""
    parts = (
        (counts.faulty, "faulty"),
        (counts.check_overdue, "with calibration or service overdue"),
        (counts.loan_overdue, "lent and not back when due"),
    )
    return ", ".join(f"{number} {words}" for number, words in parts if number)


def _row(
    connection: Reading, by: Actor, each: Kept[Equipment], day: date, *, may_write: bool
) -> EquipmentRow:
    thing = each.record
    if thing is None:
        return EquipmentRow(each.id, Equipment.title, (Said(NOT_READABLE, "amber"),), ())
    loan, is_used = thing.loan, not thing.is_withdrawn
    lent = [_loan_words(connection, by, each_loan) for each_loan in thing.open_loans]
    return EquipmentRow(
        record_id=each.id,
        name=thing.name,
        states=tuple(_states(thing, day, has_two=each.has_siblings)),
        facts=tuple(filter(None, (*_facts(thing), *lent))),
        may_change=may_write,
        may_lend=may_write and is_used and loan is None and not thing.is_faulty,
        may_take_back=may_write and loan is not None,
        may_clean=may_write and is_used and thing.uncleaned is not None,
        has_two_versions=each.has_siblings,
        loan_words="".join(lent[:1]),
    )


def _states(thing: Equipment, day: date, *, has_two: bool) -> Iterator[Said]:
    if has_two:
        yield Said("Two versions stand: look at both", "red")
    if thing.withdrawn_on is not None:
        why = f": {thing.withdrawn_why}" if thing.withdrawn_why else ""
        yield Said(f"Out of use since {clinical_date(thing.withdrawn_on)}{why}", "grey")
        return
    if thing.is_faulty:
        since = f" since {clinical_date(thing.faulty_since)}" if thing.faulty_since else ""
        yield Said(f"Faulty{since}: {thing.fault or 'not said what'}", "red")
    yield _upkeep(thing, day)
    loan = thing.loan
    if len(thing.open_loans) > 1:
        yield Said("Lent twice, as two people told it apart: ask who has it", "amber")
    if loan is not None and loan.due_back is not None and thing.is_loan_overdue(day):
        yield Said(f"Not back: it was due on {clinical_date(loan.due_back)}", "amber")
    elif loan is not None:
        yield Said("Lent", "info")
    if thing.uncleaned is not None:
        yield Said("Came back; not recorded as cleaned", "amber")


def _upkeep(thing: Equipment, day: date) -> Said:
    if thing.check_due is None:
        return Said(NOT_DATED, "grey")
    due = clinical_date(thing.check_due)
    if thing.is_check_overdue(day):
        return Said(f"Calibration or service overdue: it was due on {due}", "amber")
    return Said(f"Calibration or service due on {due}", "green")


def _facts(thing: Equipment) -> Iterator[str]:
    yield f"Serial or asset number {thing.serial or 'not recorded'}"
    if thing.kept_at:
        yield f"Kept: {thing.kept_at}"
    if thing.supplied_by:
        yield f"Supplied by {thing.supplied_by}"
    if thing.checked_on:
        yield f"Last calibrated or serviced on {clinical_date(thing.checked_on)}"
    if thing.mended_on and thing.fault:
        yield f"Mended on {clinical_date(thing.mended_on)}: {thing.fault}"


def _loan_words(connection: Reading, by: Actor, loan: Loan) -> str:
    back = f", due back {clinical_date(loan.due_back)}" if loan.due_back else ", no day to be back"
    who = _who_has_it(connection, by, loan)
    return f"Lent to {who} on {clinical_date(loan.lent_on)}{back}"


def _who_has_it(connection: Reading, by: Actor, loan: Loan) -> str:
    if loan.lent_to is not LentTo.RESIDENT:
        return loan.words or loan.lent_to.label.lower()
    line = resident_by_id(connection, loan.resident_id) if loan.resident_id else None
    if line is None or not access.may_read(by, Equipment, line.home_id):
        return ELSEWHERE[0].lower() + ELSEWHERE[1:]
    return who_words(line)


_TONES: Final = ("red", "amber", "info", "grey", "green")


def _by_need(row: EquipmentRow) -> int:
    """What is faulty, then what is overdue, then the rest as they stand by name."""
    tones = {each.tone for each in row.states}
    return next((place for place, tone in enumerate(_TONES[:2]) if tone in tones), len(_TONES))
