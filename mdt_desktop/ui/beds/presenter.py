"""What the bed board shows: rows of beds and of who waits, the counts of its filters, and money. No Qt.

Money is said under `Void` alone (ux.md 5.11).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_short_moment, london_day
from mdt_core.discharge_lines import LENGTH_DAYS
from mdt_core.records.bed_states import BedCondition
from mdt_core.records.d2a_referrals import Offer, ReferralState
from mdt_core.records.homes import HomeStatus
from mdt_core.records.stays import Delay
from mdt_core.store.queries.beds import BedBoard, BedRow, WaitingRow, bed_board
from mdt_core.store.queries.homes import ResidentLine, homes, unplaced_residents
from mdt_core.store.store import Store
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words

NOT_RECORDED: Final = "Not recorded"
TO_DO: Final = "To do"


class Show(Enum):
    """The filters with their counts; the value is the word before the count."""

    ALL = "All beds"
    FREE = "Free"
    RESERVED = "Reserved"
    LEAVING = "Leaving by tomorrow"
    PAST = "Past planned end"
    REGISTER = "Registration to do"
    VOID = "Void"


@dataclass(frozen=True)
class BoardRow:
    """One bed as the board shows it."""

    key: str
    home: str
    bed: str
    state: str
    who: str
    born: str
    nhs_number: str
    day: str
    planned_end: str
    stops: str
    acts: str
    step_by: str
    registration: str
    last_round: str
    shows: frozenset[Show]
    row: BedRow

    @property
    def family(self) -> str:
        """Whom a deed names in its button."""
        return self.row.line.family_name.upper() if self.row.line else self.bed


@dataclass(frozen=True)
class LaneRow:
    """Somebody who is referred, as the lane shows it."""

    key: str
    who: str
    whence: str
    state: str
    row: WaitingRow

    @property
    def family(self) -> str:
        """Whom a deed names in its button."""
        return self.row.line.family_name.upper()


@dataclass(frozen=True)
class BoardView:
    """The board as read, with who could be referred."""

    day: date
    rows: tuple[BoardRow, ...]
    lane: tuple[LaneRow, ...]
    unplaced: tuple[ResidentLine, ...]
    homes: tuple[tuple[str, str], ...]

    def count(self, show: Show) -> int:
        """How many beds a filter shows."""
        return sum(show in each.shows for each in self.rows)


@dataclass(frozen=True)
class Answer:
    """What the board shows for a filter and what is typed."""

    rows: tuple[BoardRow, ...]
    summary: str


def read_board(store: Store, by: Actor, now: datetime) -> BoardView:
    """Reads the board; raises NotAllowed."""
    with store.reading() as connection:
        board = bed_board(connection, by, london_day(now))
        unplaced = unplaced_residents(connection, by)
        served = homes(connection, by)
    waiting = {each.line.resident_id for each in board.waiting}
    return BoardView(
        day=board.day,
        rows=tuple(_board_row(each, board.day) for each in board.beds),
        lane=tuple(_lane_row(each, board) for each in board.waiting),
        unplaced=tuple(each for each in unplaced if each.resident_id not in waiting),
        homes=tuple((each.id, each.name) for each in served),
    )


def shown(view: BoardView, show: Show, typed: str) -> Answer:
    """The rows of a filter in which every typed word begins a word."""
    asked = typed.casefold().split()
    rows = [each for each in view.rows if show in each.shows and _is_found(each, asked)]
    if show is Show.VOID:
        rows = [_with_money(each, view.day) for each in rows]
    number = len({each.row.home_id for each in rows})
    where = "1 home" if number == 1 else f"{number} homes"
    said = f"{len(rows)} of {len(view.rows)} beds in {where}"
    if not view.rows:
        said = "No D2A beds here. «Add a bed» adds the first one"
    elif show is Show.VOID:
        said = f"{said}. {_cost_words(rows, view.day)}"
    return Answer(tuple(rows), said)


def _is_found(row: BoardRow, asked: Sequence[str]) -> bool:
    words = f"{row.home} {row.bed} {row.who} {row.nhs_number.replace(' ', '')}".casefold()
    said = words.replace(",", " ").split()
    return all(any(word.startswith(part) for word in said) for part in asked)


def _board_row(row: BedRow, today: date) -> BoardRow:
    line, stay = row.line, row.stay
    delays = stay.open_delays if stay else ()
    steps = [each.next_step_by for each in delays if each.next_step_by]
    return BoardRow(
        key=f"{row.home_id}:{row.bed_id or ''}:{line.resident_id if line else ''}",
        home=_home_words(row),
        bed=f"{row.bed_words}\n{row.bed_type.label}",
        state=_state_words(row),
        who=_who(line),
        born=born_words(line.born) if line else "",
        nhs_number=nhs_number_words(line.nhs_number) if line else "",
        day=_day_words(row, today),
        planned_end=_end_words(row, today),
        stops="\n".join(_delay_words(each, today) for each in delays),
        acts="\n".join(dict.fromkeys(each.who_acts for each in delays if each.who_acts)),
        step_by=clinical_date(min(steps)) if steps else "",
        registration=_registration_words(row, today),
        last_round=clinical_date(row.last_seen) if row.last_seen else "None yet" if line else "",
        shows=frozenset(show for show, holds in _FILTERS.items() if holds(row, today)),
        row=row,
    )


def _home_words(row: BedRow) -> str:
    if row.home_status is HomeStatus.OPEN:
        return row.home_name
    why = f": {row.home_why}" if row.home_why else ""
    return f"{row.home_name}\n▲ {row.home_status.label}{why}"


def _state_words(row: BedRow) -> str:
    words = row.condition.label
    if row.is_shared:
        words = f"{words}\n▲ Two people are recorded in this bed"
    void, state = row.void, row.state
    if row.condition.is_void and void is not None:
        words = f"{words} since {clinical_date(void.since)}"
        return f"{words}\n{void.note}" if void.note else words
    if row.condition is BedCondition.RESERVED and state is not None:
        note = state.reserved_note or "For who was accepted"
        since = clinical_date(state.reserved_since) if state.reserved_since else ""
        return f"{words} since {since}\n{note}"
    if row.line is not None and row.line.stay_state == "hospital":
        words = f"{words}, in hospital"
    return words


def _who(line: ResidentLine | None) -> str:
    if line is None:
        return ""
    return f"{line.formal_name}\n{SIMILAR}" if line.is_similar else line.formal_name


def _day_words(row: BedRow, today: date) -> str:
    if row.stay is None:
        return ""
    admitted = london_day(row.stay.admitted_at)
    end = row.stay.planned_end
    planned = (end - admitted).days if end else LENGTH_DAYS
    return f"Day {(today - admitted).days} of {planned}"


def _end_words(row: BedRow, today: date) -> str:
    if row.stay is None:
        return ""
    end = row.stay.planned_end
    if end is None:
        return NOT_RECORDED
    past = (today - end).days
    return f"{clinical_date(end)}\n▲ {_days(past)} past" if past > 0 else clinical_date(end)


def _registration_words(row: BedRow, today: date) -> str:
    stay = row.stay
    if stay is None:
        return ""
    left = stay.registration_days_left(today)
    if left is None:
        return f"▲ {TO_DO}"
    words = f"{_days(left)} left" if left >= 0 else f"▲ Ended {_days(-left)} ago"
    return words if stay.registration_sent else f"{words}\n▲ GMS3 not sent"


def _delay_words(delay: Delay, today: date) -> str:
    days = delay.days(today)
    return f"{delay.words}, {_days(days) if days else 'since today'}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _lane_row(row: WaitingRow, board: BedBoard) -> LaneRow:
    referral = row.referral
    ward = f", ward {referral.ward}" if referral.ward else ""
    ready = (
        f"\nReady since {clinical_date(referral.ready_on)}"
        f" ({_days((board.day - referral.ready_on).days)})"
        if referral.ready_on
        else ""
    )
    return LaneRow(
        key=row.id,
        who=(
            f"{row.line.formal_name}\nBorn {born_words(row.line.born)}"
            f"\nNHS No. {nhs_number_words(row.line.nhs_number)}"
        ),
        whence=f"{referral.hospital}{ward}\nReferred {clinical_short_moment(referral.referred_at)}"
        f"{ready}",
        state=_waiting_words(row, board),
        row=row,
    )


def _waiting_words(row: WaitingRow, board: BedBoard) -> str:
    referral, state = row.referral, row.referral.state
    bed = next(
        (e.bed_words for e in board.beds if (e.home_id, e.bed_id) == (row.home_id, row.bed_id)), ""
    )
    where = f" {row.home_name}, {bed}" if bed else f" {row.home_name}"
    if state in (ReferralState.OFFERED, ReferralState.ACCEPTED):
        return f"{state.label}:{where}"
    declined = [each for each in referral.offers if each.reason is not None]
    if state is ReferralState.DECLINED and declined:
        last = max(declined, key=_asked_at)
        why = last.reason.label if last.reason else ""
        times = f", {len(declined)} homes" if len(declined) > 1 else ""
        return f"{state.label}{times}: {why}" + (f". {last.note}" if last.note else "")
    return state.label


def _asked_at(offer: Offer) -> datetime:
    return offer.offered_at


# Filters


def _is_all(_row: BedRow, _today: date) -> bool:
    return True


def _is_free(row: BedRow, _today: date) -> bool:
    return row.condition is BedCondition.AVAILABLE


def _is_reserved(row: BedRow, _today: date) -> bool:
    return row.condition is BedCondition.RESERVED


def _is_leaving(row: BedRow, today: date) -> bool:
    end = row.stay.planned_end if row.stay else None
    return end is not None and today <= end <= today + timedelta(days=1)


def _is_past(row: BedRow, today: date) -> bool:
    end = row.stay.planned_end if row.stay else None
    return end is not None and end < today


def _is_to_register(row: BedRow, _today: date) -> bool:
    return row.stay is not None and not (row.stay.registered_on and row.stay.registration_sent)


def _is_void(row: BedRow, _today: date) -> bool:
    return row.condition.is_void


_FILTERS: Final[Mapping[Show, Callable[[BedRow, date], bool]]] = {
    Show.ALL: _is_all,
    Show.FREE: _is_free,
    Show.RESERVED: _is_reserved,
    Show.LEAVING: _is_leaving,
    Show.PAST: _is_past,
    Show.REGISTER: _is_to_register,
    Show.VOID: _is_void,
}


# Money


def _with_money(row: BoardRow, today: date) -> BoardRow:
    void = row.row.void
    if void is None:
        return row
    rate = f"£{void.retainer} a day" if void.retainer is not None else "Retainer not recorded"
    days = (today - void.since).days + 1
    cost = f", £{void.retainer * days} so far" if void.retainer is not None else ""
    return replace(row, state=f"{row.state}\n{rate}{cost}")


def _cost_words(rows: Sequence[BoardRow], today: date) -> str:
    voids = [each.row.void for each in rows if each.row.void]
    paid = [e.retainer * ((today - e.since).days + 1) for e in voids if e.retainer is not None]
    missing = len(voids) - len(paid)
    unknown = f", {missing} without a recorded retainer" if missing else ""
    return f"Cost of these voids so far £{sum(paid)}{unknown}"
