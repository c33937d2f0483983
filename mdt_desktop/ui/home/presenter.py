"""What one home's page shows and decides: rows, order, filter, flags, and who joins the round. No Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import (
    clinical_date,
    clinical_day_month,
    clinical_weekday_date,
    london_day,
    parse_utc,
)
from mdt_core.records.homes import Home
from mdt_core.records.residents import AllergyStateKind, Resident
from mdt_core.records.rounds import Programme, Round, RoundState, SeeAgain
from mdt_core.records.stays import StayState, StayType
from mdt_core.store.queries.equipment import equipment_counts
from mdt_core.store.queries.homes import (
    HomePage,
    ResidentLine,
    by_name,
    by_room,
    home_page,
)
from mdt_core.store.queries.round_days import agreed_days
from mdt_core.store.queries.rounds import RoundPage, round_page
from mdt_core.store.search import words_of
from mdt_core.store.store import Store
from mdt_desktop.ui.equipment.presenter import attention_words
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.homes.presenter import last_round_words, round_words, status_words

MOST_FLAGS = 3
TECHT = "TECHT caseload"
_LOOKED_BACK = timedelta(weeks=8)
_PLANNED = "The round takes its list as it is. Choose with Space to add others, or plan it anew."
_WEEKS = {SeeAgain.TWO_WEEKS.value: 2, SeeAgain.FOUR_WEEKS.value: 4}


class Order(StrEnum):
    """How the list is sorted."""

    ROOM = "room"
    NAME = "name"
    NEED = "need"


ORDER_WORDS = {Order.ROOM: "By room", Order.NAME: "By name", Order.NEED: "By NEWS2, highest first"}


@dataclass(frozen=True)
class ResidentRow:
    """One resident as the list of a home shows it."""

    resident_id: str
    room: str
    name: str
    born: str
    nhs_number: str
    stay: str
    news2: str
    flags: str
    see_again: str
    is_here: bool
    is_chosen: bool = False


@dataclass(frozen=True)
class CallLine:
    """One number of the home: whose, and the number."""

    whose: str
    number: str


@dataclass(frozen=True)
class HomeView:
    """The page as read: what the head says, and the residents' lines."""

    name: str
    facts: str
    phone: str
    calls: tuple[CallLine, ...]
    lines: tuple[ResidentLine, ...]
    day: date
    is_round_open: bool
    planned: tuple[str, ...]
    """Who is on the list of today's round, as planned or as it runs."""
    has_entries: bool
    may_start_round: bool
    may_add: bool
    equipment: str = ""
    """What of the home's equipment asks for something; empty where nothing does."""


@dataclass(frozen=True)
class Start:
    """The button that starts the round: its words, what they mean, and who would be on the list."""

    words: str
    explained: str
    resident_ids: tuple[str, ...]


def read_home(store: Store, actor: Actor, home_id: str, now: datetime) -> HomeView:
    """Reads everything the page shows in one moment; raises NotFound or NotAllowed."""
    day = london_day(now)
    with store.reading() as connection:
        page = home_page(connection, actor, home_id)
        may_round = access.may_read(actor, Round, home_id)
        today = round_page(connection, actor, home_id, day) if may_round else None
        agreed = agreed_days(connection, [home_id], day - _LOOKED_BACK) if may_round else {}
        things = equipment_counts(connection, actor, home_id, day)
    asks = attention_words(things)
    words = f"Equipment: {asks}" if asks else ""
    return replace(view_of(page, today, actor, day, agreed), equipment=words)


def view_of(
    page: HomePage,
    today: RoundPage | None,
    actor: Actor,
    day: date,
    agreed: Mapping[tuple[str, Programme], date],
) -> HomeView:
    """Gives the page from what was read; `agreed` are the days agreed for the next rounds."""
    home = page.home.record
    return HomeView(
        name=page.line.name,
        facts="   ".join((_facts(page, home), *_next_words(page, agreed, day))),
        phone=page.line.phone,
        calls=_calls(home),
        lines=page.residents,
        day=day,
        is_round_open=_is_open(today),
        planned=tuple(line.resident_id for line in today.residents) if today else (),
        has_entries=bool(today and today.entries),
        may_start_round=access.may_write(actor, Round, page.line.id),
        may_add=access.may_write(actor, Resident, page.line.id),
    )


def _is_open(today: RoundPage | None) -> bool:
    """Whether the round was started; a plan that is kept is no start."""
    header = today.round if today else None
    return header is not None and header.readable.get("state") != RoundState.PLANNED.value


def rows_of(
    view: HomeView, order: Order, asked: str, chosen: frozenset[str]
) -> tuple[ResidentRow, ...]:
    """Gives the rows to show, in order, of those who match what is typed."""
    lines = [line for line in sorted(view.lines, key=_KEYS[order]) if _matches(line, asked)]
    return tuple(replace(row_of(line), is_chosen=line.resident_id in chosen) for line in lines)


def summary(view: HomeView, order: Order, shown: int) -> str:
    """Says the order and how many there are, as «By room. 45 residents, 2 in hospital»."""
    total = len(view.lines)
    hospital = sum(line.stay_state == StayState.HOSPITAL.value for line in view.lines)
    residents = "1 resident" if total == 1 else f"{total} residents"
    words = f"{ORDER_WORDS[order]}. {residents}, {hospital} in hospital"
    return words if shown == total else f"{words}. {shown} shown"


def start_of(view: HomeView, rows: tuple[ResidentRow, ...], chosen: frozenset[str]) -> Start:
    """Decides whom the round starts with: those chosen, else who is planned, else all who are here."""
    deed = "Go on with the round" if view.is_round_open else "Start round"
    if chosen:
        order = tuple(line.resident_id for line in sorted(view.lines, key=by_room))
        ids = tuple(who for who in order if who in chosen)
        return Start(f"{deed}: {len(ids)} chosen", _explained(len(ids), chosen=True), ids)
    if view.planned:
        number = len(view.planned)
        return Start(f"{deed}: {number} on its list", _PLANNED, view.planned)
    ids = tuple(row.resident_id for row in rows if row.is_here)
    return Start(f"{deed}: all {len(ids)} shown", _explained(len(ids), chosen=False), ids)


def row_of(line: ResidentLine) -> ResidentRow:
    """Gives the row of a resident."""
    name = line.formal_name
    return ResidentRow(
        resident_id=line.resident_id,
        room=line.room or "None",
        name=f"{name}\n{SIMILAR}" if line.is_similar else name,
        born=born_words(line.born),
        nhs_number=nhs_number_words(line.nhs_number),
        stay=f"{_stay(line)}\n{TECHT}" if line.is_techt else _stay(line),
        news2=news2_words(line),
        flags=flag_words(flags(line)),
        see_again=see_again_words(line),
        is_here=line.stay_state in (None, StayState.HERE.value),
    )


def techt_words(line: ResidentLine) -> str:
    """Gives the words by which somebody on that caseload is found too; empty for others."""
    return TECHT if line.is_techt else ""


def news2_words(line: ResidentLine) -> str:
    """Gives the last total with the usual one beside it; a total that is missing parts is none."""
    usual = f" (usual {line.news2_usual})" if line.news2_usual is not None else ""
    if line.news2_at is None:
        return f"Not taken{usual}"
    if line.news2_total is None:
        return f"Not complete{usual}"
    return f"{line.news2_total}{usual}"


def flags(line: ResidentLine) -> tuple[str, ...]:
    """Gives what stands out, worst first."""
    found = (
        ("◆\u00a0Two versions", line.has_siblings),
        (
            "▲\u00a0Allergies not recorded",
            line.allergy_state == AllergyStateKind.NOT_RECORDED.value,
        ),
        (_rise(line), bool(_rise(line))),
        (_counted(line.open_actions, "open action"), line.open_actions > 0),
        ("Medicines not checked", line.unverified_medicines > 0),
    )
    return tuple(words for words, holds in found if holds)


def flag_words(found: tuple[str, ...]) -> str:
    """Gives at most three flags, then how many more there are."""
    shown = ", ".join(found[:MOST_FLAGS])
    more = len(found) - MOST_FLAGS
    return f"{shown} +{more}" if more > 0 else shown


def see_again_words(line: ResidentLine) -> str:
    """Gives when the resident is to be seen again: a day where one follows, else the choice."""
    kept = line.see_again
    if not kept:
        return "Not set"
    if kept in _WEEKS and line.last_entry_at:
        due = london_day(parse_utc(line.last_entry_at)) + timedelta(weeks=_WEEKS[kept])
        return clinical_date(due)
    labels = {choice.value: choice.label for choice in SeeAgain}
    if kept in labels:
        return labels[kept]
    try:
        return clinical_date(date.fromisoformat(kept[:10]))
    except ValueError:
        return kept


def row_for_digits(rows: tuple[ResidentRow, ...], typed: str) -> int | None:
    """Finds the first row whose room begins with the digits."""
    return next((n for n, row in enumerate(rows) if row.room.startswith(typed)), None)


def row_for_letters(rows: tuple[ResidentRow, ...], typed: str) -> int | None:
    """Finds the first row whose name begins with the letters."""
    wanted = typed.casefold()
    return next((n for n, row in enumerate(rows) if row.name.casefold().startswith(wanted)), None)


def _matches(line: ResidentLine, asked: str) -> bool:
    """Whether every word typed begins a word of the name, or is in the room or a number."""
    parts = (line.family_name, line.given_name, line.preferred_name, line.room, techt_words(line))
    have = [word for part in parts if part for word in words_of(part)]
    numbers = (line.nhs_number or "", (line.born or "").replace("-", ""))
    digits = "".join(letter for letter in asked if letter.isdecimal())
    if len(digits) > 3 and any(digits in number for number in numbers):  # noqa: PLR2004 - no room
        return True
    return all(any(word.startswith(token) for word in have) for token in words_of(asked))


def _facts(page: HomePage, home: Home | None) -> str:
    line = page.line
    reason = f" ({home.status_reason})" if home and home.status_reason else ""
    parts = (
        line.home_type,
        line.neighbourhood,
        f"{status_words(line.status)}{reason}",
        f"Clinical lead {line.clinical_lead or 'not recorded'}",
        f"Round {round_words(line)}",
        f"Last round {last_round_words(line)}",
    )
    return "   ".join(part for part in parts if part)


def _next_words(
    page: HomePage, agreed: Mapping[tuple[str, Programme], date], day: date
) -> Iterator[str]:
    """`Next round Thu 03-Dec-2026`, as agreed when the last one was signed."""
    for programme, words in ((Programme.WEEKLY, "Next round"), (Programme.D2A, "Next D2A round")):
        on = agreed.get((page.line.id, programme))
        if on is not None and on >= day:
            yield f"{words} {clinical_weekday_date(on)}"


def _calls(home: Home | None) -> tuple[CallLine, ...]:
    if home is None:
        return ()
    pharmacy = f"Pharmacy ({home.pharmacy})" if home.pharmacy else "Pharmacy"
    numbers = (
        ("Day", home.phone),
        ("Night", home.night_phone),
        ("Out of hours", home.out_of_hours_phone),
        (pharmacy, home.pharmacy_phone),
    )
    return tuple(CallLine(whose, number or "Not recorded") for whose, number in numbers)


def _stay(line: ResidentLine) -> str:
    kinds = {kind.value: kind.label for kind in StayType}
    words = kinds.get(line.stay_type or "", line.stay_type or "Not recorded")
    states = {state.value: state.label for state in StayState if state is not StayState.HERE}
    away = states.get(line.stay_state or "")
    if line.planned_end and not away:
        return f"{words}, to {clinical_day_month(date.fromisoformat(line.planned_end))}"
    return f"{away} ({words})" if away else words


def _rise(line: ResidentLine) -> str:
    if line.news2_total is None or line.news2_usual is None:
        return ""
    up = line.news2_total - line.news2_usual
    return f"▲\u00a0NEWS2 up {up}" if up > 0 else ""


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _explained(number: int, *, chosen: bool) -> str:
    if chosen:
        return f"The round takes the {number} you chose. Space takes a row out again."
    return (
        f"The round takes the {number} shown who are here. To take only some, choose them with"
        " Space. In hospital and on leave are left out unless chosen."
    )


def _by_need(line: ResidentLine) -> tuple[int, tuple[int, str, str]]:
    return (-1 if line.news2_total is None else -line.news2_total - 2, by_room(line))


def _room_key(line: ResidentLine) -> tuple[object, ...]:
    return by_room(line)


def _name_key(line: ResidentLine) -> tuple[object, ...]:
    return by_name(line)


_KEYS = {Order.ROOM: _room_key, Order.NAME: _name_key, Order.NEED: _by_need}
