"""The weekly lines of a discharge-to-assess resident in a round entry: what is asked, and in words.

Planned end, what stops discharge, therapy since last week: all three every week (ux.md 5.4). Pure.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from mdt_core.clock import clinical_date
from mdt_core.fields import field_of
from mdt_core.records.rounds import DischargeBarrier, RoundEntry

LENGTH_DAYS: Final = 28
"""The planned length of a D2A stay for which no end is recorded, in days."""

_BARRIERS: Final = {each.value: each.label for each in DischargeBarrier}


def missing(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each line that is still to be said, as field and words; `values` as a draft has them."""
    if not values.get("planned_end"):
        yield "planned_end", "Give the planned end of this D2A stay"
    barriers = tuple(values.get("barriers", ()))
    if not barriers:
        yield "barriers", "Choose what stops discharge, or «Nothing: ready to go»"
    elif DischargeBarrier.NOTHING.value in barriers and len(barriers) > 1:
        yield (
            "barriers",
            "«Nothing: ready to go» cannot stand beside something that stops discharge",
        )
    if not str(values.get("therapy", "")).strip():
        yield "therapy", "Say what therapy there was since last week, or that there was none"


def day_words(admitted: date, today: date, planned_end: date | None) -> str:
    """`Day 19 of 28`, counted from the day of admission; past the planned end that is said."""
    day = (today - admitted).days
    planned = (planned_end - admitted).days if planned_end else LENGTH_DAYS
    past = ". Past the planned end" if day > planned else ""
    return f"Day {day} of {planned}{past}"


def discharge_lines(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of an entry in words, those that were written."""
    end, therapy = str(body.get("planned_end") or ""), str(body.get("therapy") or "")
    waits = [_BARRIERS.get(str(each), str(each)) for each in body.get("barriers") or ()]
    said = (
        (_label("planned_end"), _day(end)),
        (_label("barriers"), "; ".join(waits)),
        (_label("therapy"), therapy),
    )
    return tuple(f"{label}: {words}" for label, words in said if words)


def _label(name: str) -> str:
    return field_of(RoundEntry, name).label


def _day(text: str) -> str:
    try:
        return clinical_date(date.fromisoformat(text)) if text else ""
    except ValueError:
        return text
