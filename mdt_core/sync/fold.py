"""The fold: state + change -> state, pure, in any order, any number of times.

Both ends fold the same changes with these functions, so they cannot disagree. Nothing disappears
unless a change that listed it in its base exists: values that nobody named stand side by side as
siblings. No clock decides a winner; time only orders what is shown.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from mdt_core.record import Status
from mdt_core.sync.change import Author, Change, ChangeKind

WITHDRAWALS: Final = frozenset({"withdrawal", "restricted_withdrawal"})
"""Kinds by which a statement is taken back, whoever may read why."""
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Head:
    """A value of a group that no other change has replaced."""

    mid: str
    value: Mapping[str, Any] | None
    author: Author
    occurred_at: datetime
    recorded_at: datetime
    kind: str = ""
    resident_id: str | None = None
    home_id: str | None = None

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Order for display, never for deciding."""
        return (self.occurred_at, self.recorded_at, self.mid)


@dataclass(frozen=True, slots=True)
class GroupState:
    """The surviving values of one group, newest first, and every change that was named as seen."""

    heads: tuple[Head, ...] = ()
    named: frozenset[str] = frozenset()

    @property
    def newest(self) -> Head:
        """The head shown where only one can be; never a winner."""
        return self.heads[0]

    @property
    def has_siblings(self) -> bool:
        """Whether two or more different values stand side by side."""
        return any(head.value != self.heads[0].value for head in self.heads[1:])


_NOTHING_YET = GroupState()


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as folded so far."""

    groups: Mapping[str, GroupState] = field(default_factory=lambda: _NOTHING)

    @property
    def live(self) -> Mapping[str, GroupState]:
        """The groups that have a value; a removed member has none."""
        return {
            name: state
            for name, state in self.groups.items()
            if any(head.value is not None for head in state.heads)
        }

    def heads_of(self, group: str) -> tuple[str, ...]:
        """The changes that a new write of the group must name as seen."""
        state = self.groups.get(group)
        return tuple(sorted(head.mid for head in state.heads)) if state else ()


@dataclass(frozen=True, slots=True)
class StatementState:
    """A statement, once it has come, and what others said of it (which may come first)."""

    change: Change | None = None
    superseded_by: frozenset[str] = frozenset()
    withdrawn_by: frozenset[str] = frozenset()

    def status(self, withdrawn: Container[str] = ()) -> Status:
        """Its status, given the changes that were themselves withdrawn.

        Entered in error wins over superseded, whichever came first. What a withdrawn statement
        replaced is current again, unless something valid replaced the withdrawn one in turn:
        `superseded_by` then names that as well. A withdrawal is final: withdrawing it brings
        nothing back, the entry is written again.
        """
        if self.withdrawn_by:
            return Status.ENTERED_IN_ERROR
        replaced = any(source not in withdrawn for source in self.superseded_by)
        return Status.SUPERSEDED if replaced else Status.CURRENT


def fold_card(state: CardState, change: Change) -> CardState:
    """The card with one more `set` change folded in, or with what a `redact` takes out of it."""
    groups = dict(state.groups)
    is_redaction = change.change_kind is ChangeKind.REDACT
    for name, write in (change.groups or {}).items():
        head = None if is_redaction else _head(change, write.value)
        groups[name] = _fold_group(groups.get(name, _NOTHING_YET), head, write.base)
    return CardState(MappingProxyType(groups))


def _fold_group(state: GroupState, head: Head | None, base: tuple[str, ...]) -> GroupState:
    """A redaction names what is gone and has no head: what was replaced before does not come back."""
    if (
        head is not None and state is _NOTHING_YET and not base
    ):  # most are written for the first time
        return GroupState((head,), state.named)
    named = state.named.union(each for each in base if head is None or each != head.mid)
    heads = {old.mid: old for old in state.heads if old.mid not in named}
    if head is not None and head.mid not in named:
        heads[head.mid] = head
    newest_first = sorted(heads.values(), key=lambda each: each.order, reverse=True)
    return GroupState(tuple(newest_first), named)


def _head(change: Change, value: Mapping[str, Any] | None) -> Head:
    envelope = change.envelope
    return Head(
        change.mid,
        value,
        envelope.author,
        envelope.occurred_at,
        envelope.recorded_at,
        envelope.kind,
        envelope.resident_id,
        envelope.home_id,
    )


@dataclass(frozen=True, slots=True)
class Relation:
    """One change names another: it replaces it in a series, corrects it, or withdraws it."""

    source: str
    target: str
    withdraws: bool


def relations_of(change: Change) -> tuple[Relation, ...]:
    """What an event says of other events, once for each; of itself it says nothing.

    A redaction says again what the event had said whose words it takes out.
    """
    if change.change_kind is ChangeKind.REDACT:
        source = change.corrects or ""
        return tuple(Relation(source, target, withdraws=False) for target in change.base)
    withdraws = dict.fromkeys(change.base, False)
    if change.corrects is not None:
        withdraws[change.corrects] = change.envelope.kind in WITHDRAWALS
    withdraws.pop(change.mid, None)
    return tuple(Relation(change.mid, target, said) for target, said in withdraws.items())
