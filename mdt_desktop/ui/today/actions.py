"""The rows of the start screen about actions: the person's own, and those that they were told are overdue. No Qt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from mdt_core.store.queries.actions import ActionsAsked, ListedAction, Show, Whose
from mdt_core.store.queries.today import Today
from mdt_desktop.ui.actions.escalated import escalated_words
from mdt_desktop.ui.actions.presenter import due_words, reach_of, text_of, to_see
from mdt_desktop.ui.actions.told import Told
from mdt_desktop.ui.today.rows import Deed, TodayRow, section
from mdt_desktop.ui.today.telling import Reader, person_row

MINE: Final = "My actions due and overdue"
OURS: Final = "Actions for us, due and overdue"
ESCALATED: Final = "Overdue and told to you"
MOST_ACTIONS: Final = 5
TOLD: Final = "told"

_ALL_OVERDUE: Final = ActionsAsked(whose=Whose.ALL, show=Show.OVERDUE)


def action_row(each: ListedAction, day: date, place: str, reader: Reader) -> TodayRow:
    """An action with whom it is for, how far it has come and whom the service told."""
    text = text_of(each)
    owner = each.owner_words or "No owner yet"
    said = f"Urgent: {text}" if each.is_urgent else text
    reach = reach_of(each, reader.by, reader.now, reader.waiting)
    escalated = escalated_words(each.due, day, each.told)
    version = to_see(each)
    row = person_row(
        each.line,
        key=f"{place}:{each.id}",
        symbol="◆" if each.is_urgent else "▲" if place == TOLD else "○",
        words="\n".join(filter(None, (f"{said}, {owner}", escalated, reach))),
        when=due_words(each, day),
        deed=Deed.LOOK if place == TOLD else Deed.DONE,  # another's: nobody ends it by one press
    )
    told = (Told(version),) if version is not None else ()
    return replace(row, action_id=each.id, text=text, told=told)


def due_rows(read: Today, name: str, reader: Reader) -> tuple[TodayRow, ...]:
    """The person's own, or their home's, with the way to all of them."""
    if not read.due:
        return section(name, (), f"{name}: none")
    return _first_of(name, read.due, ActionsAsked(), read.day, reader)


def escalated_rows(read: Today, reader: Reader) -> tuple[TodayRow, ...]:
    """What the service told the person of and does not stand above or below already; often nothing."""
    shown = {each.id for each in (*read.urgent, *read.due[:MOST_ACTIONS])}
    left = tuple(each for each in read.escalated if each.id not in shown)
    return _first_of(ESCALATED, left, _ALL_OVERDUE, read.day, reader) if left else ()


def _first_of(
    name: str, actions: Sequence[ListedAction], asked: ActionsAsked, day: date, reader: Reader
) -> tuple[TodayRow, ...]:
    place = TOLD if asked is _ALL_OVERDUE else "due"
    rows = tuple(action_row(each, day, place, reader) for each in actions[:MOST_ACTIONS])
    found = section(name, rows, "")
    heading = replace(found[0], words=f"{name} ({len(actions)})")
    more = TodayRow(
        key=f"all:{place}",
        symbol="…",
        words=f"{len(rows)} of {len(actions)} shown",
        deed=Deed.ALL,
        actions=asked,
    )
    return (heading, *rows, more)
