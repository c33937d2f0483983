"""The deeds of an entry: sign, take back, read again. Plain functions for the workers, without Qt.

They raise KnownError in words; what was typed is never lost by a deed that fails.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from mdt_core.action_line import ActionLine
from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.errors import Refused
from mdt_core.record import Status
from mdt_core.records.actions import ActionPriority
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.residents import ResidentPage, resident_page
from mdt_core.store.queries.statements import Signed
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.rounds import SIGNED_BY_MISTAKE, sign_entry, withdraw
from mdt_core.worklist import sources_of
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.ui.round.entry import ACTIONS, EntryDraft, Ready, action_from
from mdt_desktop.ui.round.news import must_look, news_between, news_words

_BOUND: Final = ("round_id", "answers", "carries_on")
"""What binds an entry to its round and to what was seen: given anew when it is signed again."""

UNDO_FOR: Final = timedelta(minutes=10)
WITHDRAWN: Final = (
    "Withdrawn. Your text is back as a draft. The signed entry is kept, marked"
    f" «{SIGNED_BY_MISTAKE}»"
)


STAY_STANDS: Final = (
    "The planned end and what stops discharge stand on the stay as signed, until you sign again"
)


@dataclass(frozen=True)
class Signature:
    """A signed entry, for as long as it can be taken back."""

    resident_id: str
    entry_id: str
    action_ids: tuple[str, ...]
    draft: EntryDraft
    at: datetime
    changes: Changes


def sign(
    store: Store, *, by: Actor, seen: ResidentPage, made: Ready, kept: EntryDraft
) -> Signature:
    """Signs the entry; raises Refused where something about safety came in that was not seen."""
    today = london_day(store.clock())
    with store.reading() as connection:
        now = resident_page(connection, by, kept.resident_id, today=today)
    news = news_between(seen, now, today=today)
    if must_look(news):
        raise Refused(news_words(news, before_signing=True))
    signed = sign_entry(
        store,
        by=by,
        draft=made.draft,
        actions=made.actions,
        responsible=made.responsible,
        looked_at=sources_of(seen.reasons or ()),
    )
    return Signature(
        kept.resident_id, signed.entry_id, signed.action_ids, kept, store.clock(), signed.changes
    )


def take_back(store: Store, drafts: DraftStore, *, by: Actor, signature: Signature) -> Changes:
    """Withdraws what was signed by mistake, with its new actions, and keeps its text as a draft.

    The text is kept first, so that no failure on the way can lose it.
    """
    draft, at = signature.draft, store.clock()
    if at - signature.at > UNDO_FOR:
        raise Refused("An entry can be undone for 10 minutes. It stays as signed")
    drafts.save(by.person_id, RoundEntry.kind, draft.resident_id, draft.as_text(), at)
    return withdraw(store, by=by, record_id=signature.entry_id)


def taken_back_words(draft: EntryDraft) -> str:
    """What became of an entry that was taken back, and of what it had written on the stay."""
    has_end = bool(draft.values.get("planned_end"))
    return f"{WITHDRAWN}. {STAY_STANDS}" if has_end else WITHDRAWN


def signature_of(
    page: ResidentPage, actor: Actor, round_id: str, now: datetime
) -> Signature | None:
    """What this person signed here in the last 10 minutes, so that a restart does not take the undo."""
    for entry in page.entries:
        if _is_undoable(entry, actor, round_id, now):
            return Signature(
                page.line.resident_id,
                entry.id,
                _actions_of(page, entry.id),
                _draft_of(entry, page),
                entry.recorded_at,
                Changes(),
            )
    return None


def _is_undoable(entry: Signed[RoundEntry], actor: Actor, round_id: str, now: datetime) -> bool:
    return (
        entry.status is Status.CURRENT
        and entry.author.id == actor.person_id
        and entry.readable.get("round_id") == round_id
        and now - entry.recorded_at <= UNDO_FOR
    )


def _actions_of(page: ResidentPage, entry_id: str) -> tuple[str, ...]:
    return tuple(each.id for each in page.open_actions if each.readable.get("entry_id") == entry_id)


def _draft_of(entry: Signed[RoundEntry], page: ResidentPage) -> EntryDraft:
    values = {name: value for name, value in entry.readable.items() if name not in _BOUND}
    actions = [
        action_from(
            ActionLine(
                each.record.text,
                each.record.owner or "",
                each.record.owner_role,
                each.record.due,
                each.record.priority is ActionPriority.URGENT,
                outside=each.record.outside,
                chaser=each.record.chaser or "",
                chaser_role=each.record.chaser_role,
            )
        )
        for each in page.open_actions
        if each.record and each.record.entry_id == entry.id
    ]
    draft = Draft(RoundEntry, page.line.resident_id, MappingProxyType(values))
    return draft.with_extra(ACTIONS, actions) if actions else draft


def reread(store: Store, by: Actor, resident_id: str) -> ResidentPage:
    """The resident as the store has it now."""
    with store.reading() as connection:
        return resident_page(connection, by, resident_id, today=london_day(store.clock()))
