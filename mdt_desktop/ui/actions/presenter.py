"""What the list of actions shows: rows, the words of the filter, and who can own one. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mdt_core import access
from mdt_core.action_line import Owner
from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, clinical_day_month, clinical_time, london_day
from mdt_core.records.actions import Action, ActionState, OutsideOwner
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.people import Practitioner
from mdt_core.roles import Role
from mdt_core.store.queries.actions import (
    DONE_WEEKS,
    ActionsAsked,
    ActionsFound,
    ListedAction,
    Show,
    Whose,
    actions_found,
)
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.people import practitioners
from mdt_core.store.queries.receipts import Version
from mdt_core.store.store import Store
from mdt_desktop.device.sent import not_sent
from mdt_desktop.ui.actions.escalated import AS_FAR_AS_KNOWN, NOT_TOLD_SHORT, escalated_words
from mdt_desktop.ui.actions.reach import reach_words
from mdt_desktop.ui.find.presenter import SIMILAR, born_words, nhs_number_words

WHOSE_WORDS: Final = {
    Whose.MINE: "Mine",
    Whose.HOME: "My home's",
    Whose.ALL: "All I may see",
}
SHOW_WORDS: Final = {
    Show.OPEN: "All open",
    Show.OVERDUE: "Overdue",
    Show.THIS_WEEK: "Due this week",
    Show.URGENT: "Urgent",
    Show.DONE: "Done",
}
_SAID: Final = {
    Show.OPEN: "overdue first",
    Show.OVERDUE: "overdue only",
    Show.THIS_WEEK: "due this week or overdue",
    Show.URGENT: "urgent only",
    Show.DONE: f"done in the last {DONE_WEEKS} weeks, newest first",
}
_NOTHING: Final = "No actions here. Choose «All I may see», or another filter"


@dataclass(frozen=True)
class ActionRow:
    """One action as the list shows it."""

    action_id: str
    resident_id: str
    family: str
    text: str
    what: str
    who: str
    home: str
    owner: str
    due: str
    source: str
    state: str
    note: str
    is_open: bool
    line: ResidentLine
    to_see: Version | None = None


@dataclass(frozen=True)
class ActionsView:
    """The screen as read: the rows, the words of the filter, and what it can be narrowed by."""

    rows: tuple[ActionRow, ...]
    summary: str
    homes: tuple[tuple[str, str], ...]
    owners: tuple[str, ...]


def read_actions(store: Store, actor: Actor, asked: ActionsAsked, now: datetime) -> ActionsView:
    """Reads the answer in one moment of the store."""
    today = london_day(now)
    with store.reading() as connection:
        found = actions_found(connection, actor, asked, today)
        waiting = not_sent(connection, [each.id for each in found.actions if each.awaited])
    rows = tuple(row_of(each, today, reach_of(each, actor, now, waiting)) for each in found.actions)
    return view_of(found, asked, rows)


def reach_of(listed: ListedAction, by: Actor, now: datetime, waiting: frozenset[str]) -> str:
    """Says how far an open action has come; nothing for one that has ended."""
    if not listed.is_open:
        return ""
    return reach_words(
        listed.awaited,
        by=by,
        now=now,
        is_urgent=listed.is_urgent,
        is_waiting=listed.id in waiting,
        phone=listed.home_phone,
    )


def to_see(listed: ListedAction) -> Version | None:
    """Gives the version that the other side has not seen yet."""
    awaited = listed.awaited
    return awaited.version if awaited is not None and awaited.seen_at is None else None


def view_of(found: ActionsFound, asked: ActionsAsked, rows: tuple[ActionRow, ...]) -> ActionsView:
    """Gives the screen from what was read."""
    return ActionsView(
        rows=rows,
        summary=f"{summary(found, asked)}{_how_far_known(rows)}",
        homes=found.homes,
        owners=found.owners,
    )


def _how_far_known(rows: Iterable[ActionRow]) -> str:
    is_said = any(NOT_TOLD_SHORT in row.state for row in rows)
    return f". {AS_FAR_AS_KNOWN}" if is_said else ""


def row_of(listed: ListedAction, today: date, reach: str = "") -> ActionRow:
    """Gives the row of an action; a body that cannot be read whole shows the words there are."""
    text = text_of(listed)
    return ActionRow(
        action_id=listed.id,
        resident_id=listed.line.resident_id,
        family=listed.line.family_name.upper(),
        text=text,
        what=f"◆ Urgent: {text}" if listed.is_urgent else text,
        who=who_words(listed.line),
        home=listed.line.home_name or "Not placed",
        owner=listed.owner_words or "No owner yet",
        due=due_words(listed, today),
        source=_source(listed),
        state=_state(listed, reach, _escalated(listed, today)),
        note=str(listed.action.readable.get("outcome") or ""),
        is_open=listed.is_open,
        line=listed.line,
        to_see=to_see(listed),
    )


def text_of(listed: ListedAction) -> str:
    """Gives the words of an action."""
    return str(listed.action.readable.get("text") or "Action without words")


def who_words(line: ResidentLine) -> str:
    """Gives a resident with room, birthday and NHS number, so that none is taken for another."""
    room = f"Room {line.room}" if line.room else "No room"
    name = f"{line.formal_name} {SIMILAR}" if line.is_similar else line.formal_name
    number = nhs_number_words(line.nhs_number)
    return f"{name}\n{room}, born {born_words(line.born)}\nNHS No. {number}"


def due_words(listed: ListedAction, today: date) -> str:
    """Gives the day, and for an open one how many days it is off."""
    if listed.due is None:
        return "No date"
    if not listed.is_open:
        return clinical_date(listed.due)
    days = (listed.due - today).days
    if days < 0:
        return f"{clinical_date(listed.due)}\n▲ {_days(-days)} overdue"
    return f"{clinical_date(listed.due)}\n{'Today' if days == 0 else f'In {_days(days)}'}"


def summary(found: ActionsFound, asked: ActionsAsked) -> str:
    """Says the filter and the count, as «Mine, overdue first: 7 of 41 shown»."""
    homes = dict(found.homes)
    parts = [WHOSE_WORDS[asked.whose], _SAID[asked.show]]
    parts += [f"home {homes.get(asked.home_id, 'chosen')}"] if asked.home_id else []
    parts += [f"owner {asked.owner}"] if asked.owner else []
    on_show = len(found.actions) - found.ended_today
    more = found.matching - on_show
    words = f"{', '.join(parts)}: {max(0, on_show):,} of {found.seen:,} shown"
    words += f", {found.ended_today} ended today" if found.ended_today else ""
    words += f". {more:,} more fit: narrow them by home or owner" if more > 0 else ""
    return words if found.actions else f"{words}. {_NOTHING}"


def owners_for(store: Store, actor: Actor, homes: frozenset[str]) -> tuple[Owner, ...]:
    """Who can be given actions of these homes: the person, people known here, roles, who is outside.

    A role alone is an owner without a name.
    """
    own = Owner(actor.name, actor.role)
    with store.reading() as connection:
        named = [
            Owner(each.record.name, each.record.role)
            for home_id in sorted(homes)
            for each in (
                practitioners(connection, actor, home_id)
                if access.may_read(actor, Practitioner, home_id)
                else ()
            )
            if each.record and (len(homes) == 1 or each.record.home_id is None)
        ]
    roles = (Owner("", role) for role in Role if role in Action.writers)
    outside = (Owner("", outside=each) for each in OutsideOwner)
    return tuple(dict.fromkeys((own, *named, *roles, *outside)))


def owner_choice(owner: Owner, actor: Actor) -> str:
    """Gives the words by which an owner is chosen."""
    if owner.outside is not None:
        return f"Outside: {owner.outside.label}"
    if not owner.name:
        return f"Any: {owner.role.label}" if owner.role else ""
    return f"{owner.words} (me)" if owner == Owner(actor.name, actor.role) else owner.words


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _source(listed: ListedAction) -> str:
    if listed.from_entry_at is not None:
        what = "MDT meeting" if listed.from_kind == CaseDiscussion.kind else "Round entry"
        return f"{what} {clinical_day_month(london_day(listed.from_entry_at))}"
    return "Round entry" if listed.action.readable.get("entry_id") else "Added on its own"


def _escalated(listed: ListedAction, today: date) -> str:
    return escalated_words(listed.due, today, listed.told, is_narrow=True)


def _state(listed: ListedAction, reach: str, escalated: str) -> str:
    outcome = str(listed.action.readable.get("outcome") or "")
    label = next((s.label for s in ActionState if s.value == listed.state), listed.state)
    parts: Iterable[str]
    if listed.is_open:
        parts = (escalated, reach or label, f"Note: {outcome}" if outcome else "")
    else:
        at = f"{clinical_day_month(london_day(listed.changed_at))} {clinical_time(listed.changed_at)}"
        shape = "✓" if listed.state == ActionState.DONE.value else "✗"
        parts = (f"{shape} {label} {at}", outcome)
    two = "◆ Two versions" if listed.action.has_siblings else ""
    return "\n".join(part for part in (two, *parts) if part)
