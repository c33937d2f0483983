"""Pages of the log: what a device may read, in order, by scope, ended where the budget is used up.

A page goes on where the client's cursor stands, and only if its digest is the service's too. The
words about a resident who left a scope are no longer given under it; their place in the log is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, TypeAlias

from mdt_core.clock import utc_text
from mdt_core.sync.change import ChangeKind
from mdt_core.sync.protocol import (
    LARGEST_PAGE,
    Cursor,
    PageEnd,
    PageHead,
    PageStart,
    Pull,
    ResidentEnd,
    ScopeRefusal,
    ScopeRefused,
)
from mdt_core.sync.requests import Message
from mdt_core.sync.wire import change_line
from mdt_service import refusals
from mdt_service.hub import folding, grants, log, meta, placing, walls
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Head
from mdt_service.hub.scopes import home_in, is_placed_elsewhere, sensitivity_in
from mdt_service.service import Caller, Service

LEAST_BUDGET = 16 * 1024
"""Bytes: a client that asks for less than this gets as much."""

_AT_ONCE = 1_000
_MOVES = {ChangeKind.RELEASE.value, ChangeKind.ADOPT.value}
_TOLD_FOR_EVER = {*_MOVES, ChangeKind.REDACT.value}
_WORDS = {
    ScopeRefusal.NOT_GRANTED: "This device may not read that scope",
    ScopeRefusal.AHEAD: "The service never gave this number in that scope",
    ScopeRefusal.DIVERGED: "The log of that scope is another one here",
}

LogRow: TypeAlias = Any
"""One row of the log as `hub.log` reads it."""

Needed = Callable[[Iterable[str]], dict[str, frozenset[str]]]


@dataclass
class _Pages:
    """Lines written so far, and how many bytes of changes are left."""

    budget: int
    lines: list[str] = field(default_factory=list)
    changes: int = 0

    def say(self, message: Message) -> None:
        """Adds a line that is no change."""
        self.lines.append(line_of(message))

    def tell(self, row: LogRow, body: str | None) -> None:
        """Adds a change; without a body its hash stands for it."""
        head: dict[str, int | str] = {"seq": row.seq, "mid": row.mid}
        if body is None:
            head["hash"] = row.body_hash
        line = change_line(head, body)
        self.budget -= len(line.encode("utf-8"))
        self.lines.append(line)
        self.changes += 1


@dataclass(frozen=True)
class Told:
    """The lines of an answer and how many changes are in them."""

    lines: list[str]
    changes: int


def line_of(message: Message) -> str:
    """A message as a line, without what is not said."""
    return message.model_dump_json(exclude_none=True)


def mark_of(scopes: Iterable[str]) -> str:
    """A short mark of a set of scopes: another set has another one."""
    return sha256("\n".join(sorted(scopes)).encode("utf-8")).hexdigest()[:16]


# Pull


def pull(service: Service, caller: Caller, asked: Pull) -> Told:
    """The next changes of the scopes asked for; raises Refusal after a restore of the service.

    A scope with nothing new is not named in the answer; one that may not be read, or whose log is
    another one, is named with the reason, and the others go on.
    """
    with service.database.reading() as connection:
        granted = _granted(connection, caller, asked.epoch)
        pages = _begun(connection, caller, granted, asked.budget)
        heads = log.heads_of(connection, {each.scope for each in asked.cursors} & granted)
        for cursor in asked.cursors:
            _page(connection, pages, cursor, heads.get(cursor.scope))
    return Told(pages.lines, pages.changes)


def _granted(connection: Deed, caller: Caller, epoch: str) -> frozenset[str]:
    if caller.is_revoked:
        raise refusals.revoked(caller.device_name)
    now = meta.epoch_of(connection)
    if epoch != now:
        raise refusals.epoch_changed(now)
    return grants.readable_scopes(connection, caller.device_id, caller.at)


def _begun(
    connection: Deed, caller: Caller, granted: frozenset[str], budget: int = LARGEST_PAGE
) -> _Pages:
    pages = _Pages(max(LEAST_BUDGET, min(budget, LARGEST_PAGE)))
    epoch = meta.epoch_of(connection)
    pages.say(PageHead(epoch=epoch, server_time=utc_text(caller.at), grants=mark_of(granted)))
    return pages


def _page(connection: Deed, pages: _Pages, cursor: Cursor, head: Head | None) -> None:
    why = _why_not(connection, cursor, head)
    if why is not None:
        pages.say(ScopeRefused(scope=cursor.scope, why=why, words=_WORDS[why]))
    elif head is not None and head.seq > cursor.seq:
        start = Head(cursor.seq, cursor.digest)
        _tell(connection, pages, cursor.scope, start, upto=head.seq, needed=None)


def _why_not(connection: Deed, cursor: Cursor, head: Head | None) -> ScopeRefusal | None:
    if head is None:
        return ScopeRefusal.NOT_GRANTED
    if cursor.seq > head.seq:
        return ScopeRefusal.AHEAD
    at_head = cursor.seq == head.seq
    digest = head.digest if at_head else log.digest_at(connection, cursor.scope, cursor.seq)
    return None if digest == cursor.digest else ScopeRefusal.DIVERGED


def _tell(
    connection: Deed, pages: _Pages, scope: str, start: Head, *, upto: int, needed: Needed | None
) -> None:
    """Tells a scope's changes from where the client stands, as far as the budget goes."""
    if pages.budget <= 0:
        pages.say(PageEnd(scope=scope, seq=start.seq, digest=start.digest, more=True))
        return
    pages.say(PageStart(scope=scope))
    seq, digest = start.seq, start.digest
    while seq < upto and pages.budget > 0:
        rows = log.changes_after(connection, scope, seq, upto=upto, most=_AT_ONCE)
        of_cards = needed({row.record_id for row in rows}) if needed else {}
        for row in rows:
            pages.tell(row, _words_for(scope, row, of_cards))
            seq, digest = row.seq, row.digest
            if pages.budget <= 0:
                break
    pages.say(PageEnd(scope=scope, seq=seq, digest=digest, more=seq < upto))


def _words_for(scope: str, row: LogRow, needed: dict[str, frozenset[str]]) -> str | None:
    """The body that goes out under a scope: not of one who left it, not what was replaced.

    That words were redacted while they lay here is told for ever: who held them may hold them yet.
    """
    body: str | None = row.body
    if row.k not in _TOLD_FOR_EVER and is_placed_elsewhere(scope, row.placed):
        return None
    is_replaced = row.k == ChangeKind.SET.value and row.mid not in needed.get(
        row.record_id, {row.mid}
    )
    return None if is_replaced else body


# Snapshots


def snapshot(
    service: Service, caller: Caller, scope: str, *, epoch: str, after: int, at: int | None
) -> Told:
    """A scope's log up to `at` (None: its end), where values that were replaced are left out.

    Numbers, identities and hashes are all there, so that the chain can be checked from the start.
    Raises Refusal for a scope that may not be read.
    """
    with service.database.reading() as connection:
        granted = _granted(connection, caller, epoch)
        if scope not in granted:
            raise refusals.not_granted()
        pages = _begun(connection, caller, granted)
        head = log.heads_of(connection, {scope})[scope]
        upto = head.seq if at is None else min(at, head.seq)
        digest = log.digest_at(connection, scope, after)
        if digest is None or after > upto:
            raise refusals.malformed("That log does not go so far")
        needed = partial(folding.needed, connection)
        _tell(connection, pages, scope, Head(after, digest), upto=upto, needed=needed)
    return Told(pages.lines, pages.changes)


def resident_history(
    service: Service, caller: Caller, scope: str, resident_id: str, *, epoch: str, skip: int
) -> Told:
    """What is in any log about a resident whom this scope adopted, of the scope's sensitivity.

    Raises Refusal where the scope may not be read, or the resident is not placed in it now.
    """
    with service.database.reading() as connection:
        granted = _granted(connection, caller, epoch)
        is_known, home = placing.home_now(connection, resident_id)
        if scope not in granted or not is_known or home != home_in(scope):
            raise refusals.not_granted()
        pages = _begun(connection, caller, granted)
        walls.open_to(connection, walls.for_history(sensitivity_in(scope)))
        more = _tell_history(connection, pages, resident_id, scope, skip)
        pages.say(ResidentEnd(resident_id=resident_id, skip=more[0], more=more[1]))
    return Told(pages.lines, pages.changes)


def _tell_history(
    connection: Deed, pages: _Pages, resident_id: str, scope: str, skip: int
) -> tuple[int, bool]:
    told_under = ""
    while rows := log.changes_about(connection, resident_id, skip=skip, most=_AT_ONCE):
        for row in rows:
            if pages.budget <= 0:
                return skip, True
            skip += 1
            if sensitivity_in(row.scope) != sensitivity_in(scope) or row.k in _MOVES:
                continue
            if row.scope != told_under:
                told_under = row.scope
                pages.say(PageStart(scope=told_under))
            pages.tell(row, row.body)
    return skip, False
