"""How far a concern of the home has come, in words: sent, got by the team, answered. No Qt.

Says «sent» only of what has left this computer, «got» only where there is a receipt, and never
promises that somebody reads it.
"""

from datetime import datetime
from typing import Final

from mdt_core.clock import clinical_short_moment
from mdt_core.records.concerns import HowSoon
from mdt_core.records.receipts import Side
from mdt_core.store.queries.concerns import Reply, SentConcern
from mdt_desktop.ui.actions.reach import NOT_SENT, moment_words

SEE_ENTRY: Final = "In the round entry: look at the resident's page"
ROUND_HELD: Final = "A round was held since"


def strip_of(sent: SentConcern, now: datetime, *, is_waiting: bool) -> tuple[str, ...]:
    """Each step with its mark: `✓ Sent`, `✓ Got by the team 10:40`, `○ Not answered yet`."""
    steps = [f"Written {clinical_short_moment(sent.told.recorded_at)}"]
    awaited = sent.awaited
    if awaited is not None and awaited.by is Side.TEAM:
        at = awaited.got_at or awaited.seen_at
        steps.append(f"○ {NOT_SENT}" if is_waiting and at is None else "✓ Sent")
        steps.append(
            f"✓ Got by the team {moment_words(at, now)}" if at else "○ Not got by the team yet"
        )
    return (*steps, _answered(sent, now))


def answer_words(sent: SentConcern) -> str:
    """The answer in its own words, with whose they are; empty while there is none."""
    if sent.reply is None:
        return ""
    said = f"«{sent.reply.words}»" if sent.reply.words else SEE_ENTRY
    return f"Answer of {sent.reply.by}: {said}"


def seen_words(reply: Reply | None, now: datetime) -> str:
    """Says when the home was shown the answer; empty while nothing says so."""
    if reply is None or reply.awaited is None or reply.awaited.by is not Side.HOME:
        return ""
    at = reply.awaited.seen_at
    return f"Answer seen by the home {moment_words(at, now)}" if at else ""


def phone_words(sent: SentConcern, out_of_hours: str) -> str:
    """Whom to phone now about a concern for today that nobody has answered; empty for others."""
    is_today = sent.told.readable.get("how_soon") == HowSoon.TODAY.value
    if not is_today or sent.is_answered:
        return ""
    number = f" {out_of_hours} (out of hours)" if out_of_hours else ". No number is recorded"
    return f"If you are worried now, phone{number}"


def _answered(sent: SentConcern, now: datetime) -> str:
    if sent.reply is not None:
        return f"✓ Answered {moment_words(sent.reply.at, now)}"
    return f"✓ {ROUND_HELD}" if sent.is_round_held else "○ Not answered yet"
