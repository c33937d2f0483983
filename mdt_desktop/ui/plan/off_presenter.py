"""Who is not on the list of a plan and why not, found by room, name or number. No Qt."""

from dataclasses import dataclass
from typing import Final

from mdt_core.clock import clinical_day_month, london_day
from mdt_core.records.stays import StayState
from mdt_core.store.queries.homes import ResidentLine, by_room
from mdt_core.store.queries.worklist import Listed
from mdt_core.store.search import words_of
from mdt_desktop.ui.plan.arranged import Arranged
from mdt_desktop.ui.plan.presenter import (
    identity,
    is_known,
    reason_lines,
    reason_words,
    where_words,
)
from mdt_desktop.ui.plan.reading import PlanRead

_NUMBER_DIGITS: Final = 3


@dataclass(frozen=True)
class OffRow:
    """Somebody who is not on the list, and why not."""

    resident_id: str
    room: str
    who: str
    why: str


def off_rows(read: PlanRead, arranged: Arranged, asked: str) -> tuple[OffRow, ...]:
    """Who is not on the list and matches what is typed: who has a reason first, then by room."""
    on_list = set(arranged.order)
    found = [
        each
        for each in read.everyone
        if each.resident_id not in on_list and _matches(read, each.line, asked)
    ]
    found.sort(
        key=lambda each: (
            not _stands_out(each, read, arranged),
            each.line.home_name.casefold(),
            by_room(each.line),
        )
    )
    return tuple(
        OffRow(
            each.resident_id,
            where_words(read, each.line) if read.is_over_homes else each.line.room or "None",
            identity(each.line),
            why_off(each, arranged),
        )
        for each in found
    )


def _stands_out(each: Listed, read: PlanRead, arranged: Arranged) -> bool:
    has_new = any(not is_known(reason, arranged) for reason in each.reasons)
    return has_new or (read.proposes(each) and each.resident_id not in arranged.off)


def why_off(each: Listed, arranged: Arranged) -> str:
    """`Taken off: settled with the home by phone`, `In hospital`, `No reason. Seen 10-Nov`."""
    new = [reason for reason in each.reasons if not is_known(reason, arranged)]
    fresh = [reason_words(reason, arranged) for reason in new]
    off = arranged.off.get(each.resident_id)
    if off is not None:
        return "\n".join((f"Taken off: {off.label[:1].lower()}{off.label[1:]}", *fresh))
    if each.is_away:
        return "\n".join((_away_words(each.line), *fresh))
    if each.reasons:
        return "\n".join(reason_lines(each, arranged))
    seen = each.last_entry_at
    return f"No reason. Seen {clinical_day_month(london_day(seen))}" if seen else "No reason"


def _away_words(line: ResidentLine) -> str:
    labels = {state.value: state.label for state in StayState}
    return labels.get(line.stay_state or "", "Away")


def _matches(read: PlanRead, line: ResidentLine, asked: str) -> bool:
    wanted = asked.strip().casefold()
    if wanted.isdecimal() and len(wanted) <= _NUMBER_DIGITS:
        return (line.room or "").casefold().startswith(wanted)
    digits = "".join(letter for letter in asked if letter.isdecimal())
    if len(digits) > _NUMBER_DIGITS:
        return digits in (line.nhs_number or "")
    home = line.home_name if read.is_over_homes else None
    parts = (line.family_name, line.given_name, line.preferred_name, line.room, home)
    have = [word for part in parts if part for word in words_of(part)]
    return all(any(word.startswith(token) for word in have) for token in words_of(asked))
