"""How far an action has come at the other side, in words. No Qt.

Says «sent» only of what has left this computer and «seen» only of what has a receipt.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_short_moment, clinical_time, london_day
from mdt_core.records.actions import Action
from mdt_core.records.receipts import Side, side_of
from mdt_core.store.queries.receipts import Awaited, actions_awaited, home_phones
from mdt_core.store.queries.statements import Kept
from mdt_core.store.store import Store
from mdt_desktop.device.sent import not_sent

NOT_SENT: Final = "Waiting to be sent"
NO_NUMBER: Final = "Phone the home: no number is recorded"
_A_CLOCK_OFF: Final = timedelta(minutes=5)


def reach_words(
    awaited: Awaited | None,
    *,
    by: Actor,
    now: datetime,
    is_urgent: bool,
    is_waiting: bool,
    phone: str = "",
) -> str:
    """`Sent, not seen`, `Seen by the home 10:58`, or whom to phone; empty for the side itself."""
    if awaited is None or side_of(by.role) is awaited.by:
        return ""
    who = awaited.by.label.lower()
    if awaited.seen_at is not None:
        return f"✓ Seen by {who} {moment_words(awaited.seen_at, now)}"
    if is_urgent and awaited.is_to_phone(now):
        words = f"Urgent. Not seen by {who} yet. {_phone_words(awaited.by, phone)}"
        return f"◆ {words}\n{NOT_SENT}" if is_waiting else f"◆ {words}"
    if is_waiting:
        return NOT_SENT
    if awaited.got_at is not None:
        return f"Got by {who} {moment_words(awaited.got_at, now)}, not seen"
    return "Sent, not seen"


def opened_words(sheet: Awaited | None, now: datetime) -> str:
    """Says whether the other side has opened the sheet of a signed round; empty before it is signed."""
    if sheet is None:
        return ""
    who = sheet.by.label
    if sheet.seen_at is None:
        return f"Not opened by {who.lower()} yet"
    return f"✓ {who.removeprefix('The ').capitalize()} has opened it {moment_words(sheet.seen_at, now)}"


def moment_words(at: datetime, now: datetime) -> str:
    """The time, with its day where that is not today; a clock that is ahead is said to be one."""
    if at > now + _A_CLOCK_OFF:
        return f"({clinical_short_moment(at)} by a clock that is ahead)"
    return clinical_time(at) if london_day(at) == london_day(now) else clinical_short_moment(at)


def actions_reach(
    store: Store,
    by: Actor,
    actions: Collection[tuple[str | None, Kept[Action]]],
    now: datetime,
) -> dict[str, str]:
    """The words for each of these actions by its id, each given with the home it is to be seen in."""
    with store.reading() as connection:
        awaited = actions_awaited(connection, actions)
        phones = home_phones(connection, {home for home, _ in actions if home})
        waiting = not_sent(connection, list(awaited))
    return {
        action.id: reach_words(
            awaited.get(action.id),
            by=by,
            now=now,
            is_urgent=is_urgent(action),
            is_waiting=action.id in waiting,
            phone=phones.get(home_id or "", ""),
        )
        for home_id, action in actions
    }


def is_urgent(action: Kept[Action]) -> bool:
    """Whether an action is urgent, also where it cannot be read as a whole."""
    return bool(action.readable.get("priority") == "urgent")


def _phone_words(side: Side, phone: str) -> str:
    if side is Side.TEAM:
        return "Phone them"
    return f"Phone {phone}" if phone else NO_NUMBER
