"""What the plan page says: its rows, why somebody is on or off the list, the time, the tiers. No Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.clock import clinical_day_month, clinical_weekday_date, london_day
from mdt_core.records.observations import ObservationSet
from mdt_core.records.stays import StayState
from mdt_core.store.queries.homes import ResidentLine, by_room
from mdt_core.store.queries.worklist import Listed
from mdt_core.store.search import words_of
from mdt_core.worklist import Reason, Thresholds, Tier
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.plan.arranged import Arranged, PlanRead

NOBODY: Final = "Nobody is proposed for this round. Add residents, or ask the home"
D2A_STAYS: Final = (
    "A D2A resident is seen every week and stays on the list, unless in hospital, left or on leave."
)
ORDER: Final = "Order: urgent first, then this week, then reviews; inside each the longest unseen"
NEW: Final = "New since the plan"
TIME_ENDS: Final = "planned time"
_TABS: Final = {ObservationSet.kind: "Observations"}
_OTHER_TAB: Final = "Timeline"
_NUMBER_DIGITS: Final = 3


@dataclass(frozen=True)
class Row:
    """One row of the list; the one that says where the planned time ends has no place."""

    resident_id: str
    place: str
    who: str
    why: str

    @property
    def is_resident(self) -> bool:
        """Whether somebody stands in this row."""
        return self.resident_id != TIME_ENDS


@dataclass(frozen=True)
class OffRow:
    """Somebody who is not on the list, and why not."""

    resident_id: str
    room: str
    who: str
    why: str


def heading(read: PlanRead, arranged: Arranged) -> str:
    """`Larch House   Tue 24-Nov-2026   10:00   Video`."""
    mode = arranged.mode.label if arranged.mode else ""
    day = clinical_weekday_date(read.day)
    parts = (read.home_name, day, read.round_time, mode)
    return "   ".join(part for part in parts if part)


def estimate(read: PlanRead, arranged: Arranged) -> str:
    """`About 96 min for 12 residents; 60 min planned`."""
    number = len(arranged.order)
    people = "1 resident" if number == 1 else f"{number} residents"
    minutes = number * read.thresholds.minutes_each
    return f"About {minutes} min for {people}; {planned_minutes(read, arranged)} min planned"


def planned_minutes(read: PlanRead, arranged: Arranged) -> int:
    """How long the round is to take: as chosen, else as is usual."""
    return arranged.minutes or read.thresholds.planned_minutes


def explained(read: PlanRead) -> str:
    """The tiers in words, and by whose authority the thresholds hold."""
    rules = read.thresholds
    approved = (
        f"approved by {rules.approved_by} on {rules.approved_on}"
        if rules.approved_by
        else "not yet approved by your organisation"
    )
    return "\n".join(
        (
            *(f"{tier.mark} {tier.words}." for tier in Tier),
            "Inside each: the longest unseen first, then by room. No points and no score are kept.",
            "A reason leaves only when a signed entry has looked at it.",
            _limits(rules),
            f"Thresholds {rules.version}, {approved}.",
        )
    )


def _limits(rules: Thresholds) -> str:
    return (
        f"NEWS2 counts from {rules.news2_response}, or {rules.news2_above_usual} above the usual."
        f" Weight counts from {rules.weight_loss_percent} % in {rules.look_back_months} months."
        f" {rules.minutes_each} minutes are reckoned for each resident."
    )


# The list


def rows(read: PlanRead, arranged: Arranged) -> tuple[Row, ...]:
    """The list in its order, with the row where the planned time ends."""
    listed = [each for who in arranged.order if (each := read.one(who))]
    made = [_row(each, place, arranged) for place, each in enumerate(listed, start=1)]
    minutes = planned_minutes(read, arranged)
    fits = minutes // read.thresholds.minutes_each
    if fits < len(made):
        words = f"– – –   planned {minutes} minutes end about here   – – –"
        made.insert(fits, Row(TIME_ENDS, "", "", words))
    return tuple(made)


def _row(each: Listed, place: int, arranged: Arranged) -> Row:
    who = each.resident_id
    moved = arranged.moved.get(who, "")
    ready = arranged.ready.get(who, "").strip()
    marks = (
        f"● {NEW}" if who in arranged.added else "",
        f"↕ Moved by {moved}" if moved else "",
    )
    why = reason_lines(each, arranged) or (_no_reason(who, arranged),)
    asked = (f"☐ Please have ready: {ready}",) if ready else ()
    return Row(
        resident_id=who,
        place=str(place),
        who="\n".join((room_words(each.line), identity(each.line), *filter(None, marks))),
        why="\n".join((*why, *asked)),
    )


def room_words(line: ResidentLine) -> str:
    """`Room 9`, or that it is not recorded."""
    return f"Room {line.room}" if line.room else "Room not recorded"


def identity(line: ResidentLine) -> str:
    """Name, mark of a similar one, born and NHS number, each in a line of its own."""
    return "\n".join((line.formal_name, identifiers(line)))


def identifiers(line: ResidentLine) -> str:
    """What tells one person from another of the same name."""
    similar = (SIMILAR,) if line.is_similar else ()
    born = f"Born {born_words(line.born)}".replace("-", "\u2011")
    number = nhs_number_words(line.nhs_number).replace(" ", "\u00a0")
    return "\n".join((*similar, born, number))


def reason_lines(each: Listed, arranged: Arranged) -> tuple[str, ...]:
    """Every reason in words with the mark of its tier; one that is new says so."""
    return tuple(reason_words(reason, arranged) for reason in each.reasons)


def reason_words(reason: Reason, arranged: Arranged) -> str:
    """`◆ Urgent: NEWS2 6, usual 2, 24-Nov 07:15`."""
    return reason.marked if _is_known(reason, arranged) else f"● {NEW}. {reason.marked}"


def _is_known(reason: Reason, arranged: Arranged) -> bool:
    return arranged.known.issuperset(reason.sources)


def _no_reason(who: str, arranged: Arranged) -> str:
    return "Put on the list by you" if who in arranged.put_on else "On the list without a reason"


def tab_of(reason: Reason) -> str:
    """The tab of the resident page that shows where a reason comes from."""
    return _TABS.get(reason.kind, _OTHER_TAB)


def new_words(read: PlanRead, arranged: Arranged) -> str:
    """What has come in since the plan, in one sentence; empty where nothing has."""
    rooms = [
        each.line.room or "none"
        for each in read.everyone
        if any(not _is_known(reason, arranged) for reason in each.reasons)
    ]
    if not rooms:
        return ""
    where = f"room {rooms[0]}" if len(rooms) == 1 else f"rooms {', '.join(rooms)}"
    return f"New reasons since the plan: {where}. They are marked; nobody was moved"


# Who is not on it


def off_rows(read: PlanRead, arranged: Arranged, asked: str) -> tuple[OffRow, ...]:
    """Who is not on the list and matches what is typed: who has a reason first, then by room."""
    on_list = set(arranged.order)
    found = [
        each
        for each in read.everyone
        if each.resident_id not in on_list and _matches(each.line, asked)
    ]
    found.sort(key=lambda each: (not _stands_out(each, arranged), by_room(each.line)))
    return tuple(
        OffRow(
            each.resident_id,
            each.line.room or "None",
            identity(each.line),
            why_off(each, arranged),
        )
        for each in found
    )


def _stands_out(each: Listed, arranged: Arranged) -> bool:
    has_new = any(not _is_known(reason, arranged) for reason in each.reasons)
    return has_new or (each.is_proposed and each.resident_id not in arranged.off)


def why_off(each: Listed, arranged: Arranged) -> str:
    """`Taken off: settled with the home by phone`, `In hospital`, `No reason. Seen 10-Nov`."""
    new = [reason for reason in each.reasons if not _is_known(reason, arranged)]
    fresh = [reason_words(reason, arranged) for reason in new]
    off = arranged.off.get(each.resident_id)
    if off is not None:
        return "\n".join((f"Taken off: {off.label[:1].lower()}{off.label[1:]}", *fresh))
    if each.is_away:
        return "\n".join((_away_words(each.line), *fresh))
    if each.reasons:
        return "\n".join(reason_lines(each, arranged))
    seen = each.facts.last_entry_at
    return f"No reason. Seen {clinical_day_month(london_day(seen))}" if seen else "No reason"


def _away_words(line: ResidentLine) -> str:
    labels = {state.value: state.label for state in StayState}
    return labels.get(line.stay_state or "", "Away")


def _matches(line: ResidentLine, asked: str) -> bool:
    wanted = asked.strip().casefold()
    if wanted.isdecimal() and len(wanted) <= _NUMBER_DIGITS:
        return (line.room or "").casefold().startswith(wanted)
    digits = "".join(letter for letter in asked if letter.isdecimal())
    if len(digits) > _NUMBER_DIGITS:
        return digits in (line.nhs_number or "")
    parts = (line.family_name, line.given_name, line.preferred_name, line.room)
    have = [word for part in parts if part for word in words_of(part)]
    return all(any(word.startswith(token) for word in have) for token in words_of(asked))
