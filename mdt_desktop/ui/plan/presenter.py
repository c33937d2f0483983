"""What the plan page says: its rows, why somebody is on the list, the time, the tiers. No Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.clock import (
    clinical_day_month,
    clinical_short_moment,
    clinical_time,
    clinical_weekday_date,
    london_day,
)
from mdt_core.records.observations import ObservationSet
from mdt_core.records.rounds import MadeReady, Programme
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.worklist import Listed
from mdt_core.worklist import Reason, Thresholds, Tier
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.reading import PlanHome, PlanRead

NOBODY: Final = "Nobody is proposed for this round. Add residents, or ask the home"
NOBODY_D2A: Final = "No D2A resident lives in the homes that you serve"
D2A_STAYS: Final = (
    "A D2A resident is seen every week and stays on the list, unless in hospital, left or on leave."
)
ORDER: Final = "Order: urgent first, then this week, then reviews; inside each the longest unseen"
ORDER_BY_HOME: Final = (
    "Order: by home; inside each urgent first, then this week, then the longest unseen"
)
NEW: Final = "New since the plan"
TIME_ENDS: Final = "planned time"
HOME_ROW: Final = "home:"
_TABS: Final = {ObservationSet.kind: "Observations"}
_OTHER_TAB: Final = "Timeline"


@dataclass(frozen=True)
class Row:
    """One row of the list; the ones that name a home or say where the time ends have no place."""

    resident_id: str
    place: str
    who: str
    why: str

    @property
    def is_resident(self) -> bool:
        """Whether somebody stands in this row."""
        return self.resident_id != TIME_ENDS and not self.resident_id.startswith(HOME_ROW)


def heading(read: PlanRead, arranged: Arranged) -> str:
    """`Larch House   Tue 24-Nov-2026   10:00   Video`, `D2A round   9 homes   Tue 24-Nov-2026`."""
    programme, mode = read.of.programme, arranged.mode.label if arranged.mode else ""
    day = clinical_weekday_date(read.day)
    if read.is_over_homes:
        parts = (programme.label, homes_words(len(_homes_of(read, arranged))), day, mode)
    else:
        home = read.homes[0]
        when = home.round_time if programme is Programme.WEEKLY else programme.label
        parts = (home.name, day, when, mode)
    return "   ".join(part for part in parts if part)


def homes_words(number: int) -> str:
    """`1 home`, `9 homes`."""
    return "1 home" if number == 1 else f"{number} homes"


def _homes_of(read: PlanRead, arranged: Arranged) -> list[PlanHome]:
    """The homes with somebody on the list, in its order."""
    on_list = {home.id for who in arranged.order if (home := read.home_of(who))}
    return [home for home in read.homes if home.id in on_list]


def running_words(read: PlanRead) -> str:
    """`This round was started at 09:00. Join it`; empty while nobody has started it."""
    began = [home.header.started_at for home in read.homes if home.header and home.is_running]
    times = [at for at in began if at is not None]
    if not began:
        return ""
    at = f" at {clinical_time(min(times))}" if times else ""
    return f"This round was started{at}. Join it"


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
    """The list in its order, by home where there are several, with the row where the time ends."""
    listed = [each for who in arranged.order if (each := read.one(who))]
    minutes = planned_minutes(read, arranged)
    fits = minutes // read.thresholds.minutes_each
    made: list[Row] = []
    home_before = ""
    for place, each in enumerate(listed, start=1):
        if place == fits + 1:
            words = f"– – –   planned {minutes} minutes end about here   – – –"
            made.append(Row(TIME_ENDS, "", "", words))
        home = read.home_of(each.resident_id)
        if read.is_over_homes and home is not None and home.id != home_before:
            made.append(_home_row(read, home, arranged))
            home_before = home.id
        made.append(_row(read, each, place, arranged))
    return tuple(made)


def _home_row(read: PlanRead, home: PlanHome, arranged: Arranged) -> Row:
    living = [each for each in read.living_in(home) if each.resident_id in arranged.order]
    number = "1 resident" if len(living) == 1 else f"{len(living)} residents"
    urgent = sum(each.tier is Tier.FIRST for each in living)
    states = (
        f"{Tier.FIRST.mark} {urgent} urgent" if urgent else "",
        "Running" if home.is_running else "",
        "✓ Signed off" if home.is_finished else "",
    )
    return Row(f"{HOME_ROW}{home.id}", "", home.name, "   ".join(filter(None, (number, *states))))


def _row(read: PlanRead, each: Listed, place: int, arranged: Arranged) -> Row:
    who = each.resident_id
    moved = arranged.moved.get(who, "")
    ready = arranged.ready.get(who, "").strip()
    marks = (
        f"● {NEW}" if who in arranged.added else "",
        f"↕ Moved by {moved}" if moved else "",
    )
    why = reason_lines(each, arranged) or (_no_reason(each, read, arranged),)
    said = read.made_ready(who)
    asked = (ready_words(ready, said if said and said.text == ready else None),) if ready else ()
    return Row(
        resident_id=who,
        place=str(place),
        who="\n".join((where_words(read, each.line), identity(each.line), *filter(None, marks))),
        why="\n".join((*why, *asked)),
    )


def ready_words(asked: str, said: MadeReady | None) -> str:
    """`☐ Please have ready: weight`, and when the home has it, since when and who says so."""
    if said is None:
        return f"☐ Please have ready: {asked}"
    return f"☑ Ready: {asked} ({clinical_short_moment(said.at)}, {said.name})"


def ready_deed(read: PlanRead, arranged: Arranged, who: str) -> tuple[str, bool]:
    """What is asked and kept, in words, and whether the home has it ready.

    Empty for what is typed and not kept yet, which nobody can have ready.
    """
    asked, home = arranged.ready.get(who, ""), read.home_of(who)
    ready = home.header.ready if home and home.header else ()
    if not any(each.id == who and each.text == asked for each in ready):
        return "", False
    said = read.made_ready(who)
    return ready_words(asked, said), said is not None


def where_words(read: PlanRead, line: ResidentLine) -> str:
    """`Room 9`; in a round over several homes `Larch House, room 9`."""
    room = room_words(line)
    return f"{line.home_name}, {room[:1].lower()}{room[1:]}" if read.is_over_homes else room


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
    return reason.marked if is_known(reason, arranged) else f"● {NEW}. {reason.marked}"


def is_known(reason: Reason, arranged: Arranged) -> bool:
    """Whether the plan had seen all that a reason comes from."""
    return arranged.known.issuperset(reason.sources)


def _no_reason(each: Listed, read: PlanRead, arranged: Arranged) -> str:
    who, seen = each.resident_id, each.last_entry_at
    if read.is_d2a:
        last = f" Seen {clinical_day_month(london_day(seen))}" if seen else ""
        return f"D2A weekly.{last}"
    return "Put on the list by you" if who in arranged.put_on else "On the list without a reason"


def tab_of(reason: Reason) -> str:
    """The tab of the resident page that shows where a reason comes from."""
    return _TABS.get(reason.kind, _OTHER_TAB)


def new_words(read: PlanRead, arranged: Arranged) -> str:
    """What has come in since the plan, in one sentence; empty where nothing has."""
    found = [
        each.line
        for each in read.everyone
        if any(not is_known(reason, arranged) for reason in each.reasons)
    ]
    if not found:
        return ""
    rooms = [line.room or "none" for line in found]
    where = f"room {rooms[0]}" if len(rooms) == 1 else f"rooms {', '.join(rooms)}"
    if read.is_over_homes:
        where = "; ".join(where_words(read, line) for line in found)
    return f"New reasons since the plan: {where}. They are marked; nobody was moved"
