"""`Standing` as one text and back: short, since a list reads one for everybody in a home.

What is empty is left out. A text that does not read back is the caller's to work out anew.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from mdt_core.worklist.facts import Reason, Tier
from mdt_core.worklist.standing import Dated, LastEntry, Living, Returned, Standing

_REASONS = ("told", "imported_falls", "raised", "gone", "unread", "unread_sets", "lost")
_DATED = ("actions", "reviews", "clocks")


def text_of(standing: Standing) -> str:
    """The text to keep."""
    said: dict[str, Any] = {
        **{name: [_said(each) for each in getattr(standing, name)] for name in _REASONS},
        **{name: [_day_said(each) for each in getattr(standing, name)] for name in _DATED},
        "newest": standing.newest if any(standing.newest) else None,
        "returned": [(_said(each.reason), each.ending) for each in standing.returned],
        "living": _living_said(standing.living) if standing.living else None,
        "last_entry": _entry_said(standing.last_entry) if standing.last_entry else None,
        "answered": standing.answered,
    }
    kept = {name: value for name, value in said.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def standing_from(text: str) -> Standing:
    """What was kept."""
    said: dict[str, Any] = json.loads(text)
    read: dict[str, Any] = {name: _reasons(said[name]) for name in _REASONS if name in said}
    for name in _DATED:
        if name in said:
            read[name] = tuple(_dated(each) for each in said[name])
    if "returned" in said:
        read["returned"] = tuple(
            Returned(_reason(each), ending) for each, ending in said["returned"]
        )
    if "newest" in said:
        newest_id, words = said["newest"]
        read["newest"] = (newest_id, words)
    if "living" in said:
        read["living"] = _living(said["living"])
    if "last_entry" in said:
        read["last_entry"] = _entry(said["last_entry"])
    return Standing(**read, answered=said.get("answered", ""))


def _said(each: Reason) -> list[Any]:
    at = each.at.isoformat() if each.at else None
    return [each.words, int(each.tier), at, each.sources, each.is_late, each.kind]


def _reasons(said: Iterable[list[Any]]) -> tuple[Reason, ...]:
    return tuple(_reason(each) for each in said)


def _reason(said: list[Any]) -> Reason:
    words, tier, at, sources, is_late, kind = said
    return Reason(words, Tier(tier), _moment(at), tuple(sources), is_late, kind)


def _day_said(each: Dated) -> list[Any]:
    return [each.id, each.day.isoformat(), each.words, each.is_answered, each.kind]


def _dated(said: list[Any]) -> Dated:
    record_id, day, words, is_answered, kind = said
    return Dated(record_id, date.fromisoformat(day), words, is_answered, kind)


def _living_said(each: Living) -> list[Any]:
    ends = each.planned_end.isoformat() if each.planned_end else None
    begins = each.admitted_at.isoformat()
    return [each.id, begins, each.is_d2a, ends, each.barriers, each.is_ended, each.is_answered]


def _living(said: list[Any]) -> Living:
    stay_id, begins, is_d2a, ends, barriers, is_ended, is_answered = said
    at = datetime.fromisoformat(begins)
    return Living(stay_id, at, is_d2a, _day(ends), tuple(barriers), is_ended, is_answered)


def _entry_said(each: LastEntry) -> list[Any]:
    again = each.see_again_on.isoformat() if each.see_again_on else None
    return [each.id, each.at.isoformat(), again, each.is_for_next_round]


def _entry(said: list[Any]) -> LastEntry:
    entry_id, at, again, is_for_next_round = said
    return LastEntry(entry_id, datetime.fromisoformat(at), _day(again), is_for_next_round)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
