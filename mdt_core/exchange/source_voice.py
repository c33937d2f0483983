"""One source speaking about one resident: writes only what differs from what it last said itself.

A source knows nothing of what people wrote here. So a group or statement is compared with the
source's own last word, not with what stands, and a new word names only that one as seen: where a
person has written meanwhile, both stand side by side for a person to settle. Re-importing the same
file therefore writes nothing, whatever people changed since.

Every change is word for word the same on each device: ids are derived, moments come from the source.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mdt_core.clock import to_second
from mdt_core.exchange.import_report import RecordCounts
from mdt_core.identifiers import ChangeId, derived_id
from mdt_core.kinds import dump
from mdt_core.record import Card, Record, Statement
from mdt_core.records.corrections import Withdrawal
from mdt_core.store import card_body
from mdt_core.store.matching import said_by
from mdt_core.store.unit_of_work import UnitOfWork
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite
from mdt_core.sync.fold import CardState, fold_card
from mdt_core.sync.scope import sensitivity_of


@dataclass
class SourceVoice:
    """What a source says of a resident in one import; made by `speaking`."""

    unit: UnitOfWork
    source: Author
    resident_id: str
    recorded_at: datetime
    _said: dict[str, list[Change]]
    counts: RecordCounts = field(default_factory=RecordCounts)

    @classmethod
    def speaking(
        cls, unit: UnitOfWork, source: Author, resident_id: str, recorded_at: datetime
    ) -> "SourceVoice":
        """Reads what the source said of the resident before."""
        said: dict[str, list[Change]] = defaultdict(list)
        for change in said_by(unit.connection, resident_id, source.id):
            said[change.envelope.record_id].append(change)
        return cls(unit, source, resident_id, to_second(recorded_at), said)

    def is_behind(self, kinds: Iterable[str]) -> bool:
        """Whether the source has said something newer of these kinds than this import does."""
        asked = frozenset(kinds)
        changes = (change for said in self._said.values() for change in said)
        return any(
            change.envelope.recorded_at > self.recorded_at
            for change in changes
            if change.envelope.kind in asked
        )

    def record_id(self, kind: str, key: str) -> str:
        """The id that any device gives to a record of this source and resident."""
        return derived_id(self.source.id, f"{self.resident_id}/{kind}/{key}")

    # Cards

    def write(self, card: Card, record_id: str, *, only_if_known: bool = False) -> None:
        """Writes the groups in which the source differs from its own last word."""
        before = self._said.get(record_id, [])
        if only_if_known and not before:
            return
        writes = _differing(card, _folded(before))
        writes.update(self._unchecked(card, record_id, writes) if before else {})
        for groups in _by_sensitivity(card, writes):
            self._append(self._change(card, record_id, ChangeKind.SET, groups=groups))
        self._count(is_new=not before, is_written=bool(writes))

    def _unchecked(
        self, card: Card, record_id: str, writes: Mapping[str, GroupWrite]
    ) -> dict[str, GroupWrite]:
        """A medicine checked by a person is unchecked when the source changes its dose.

        The check was of the former dose; this is the one place where a source names what it finds.
        """
        if card.kind != "medicine_line" or "dose" not in writes:
            return {}
        state = self.unit.card_state(record_id)
        check = state.groups.get("check")
        if check is None or not any((head.value or {}).get("is_verified") for head in check.heads):
            return {}
        return {"check": GroupWrite({"is_verified": False}, state.heads_of("check"))}

    # Statements

    def sign(
        self,
        statement: Statement,
        record_id: str,
        occurred_at: datetime | None = None,
        *,
        only_if_known: bool = False,
    ) -> None:
        """Signs a statement where it differs from the source's last one under this id.

        In a series it names only the source's own former statement, else it corrects that one.
        """
        last_id, last = self._last(record_id)
        if only_if_known and last is None:
            return
        body = dump(statement)
        ended = self._withdrawal_of(last) if last is not None else None
        if last is not None and (
            (last.body == body and ended is None) or self._is_newer(last) or self._is_newer(ended)
        ):
            self._count(is_new=False, is_written=False)
            return
        stands = last if ended is None else None
        change = self._change(
            statement,
            record_id if last is None else derived_id(last_id, last.mid),
            ChangeKind.EVENT,
            body=body,
            base=(stands.mid,) if stands and statement.is_series else (),
            corrects=stands.mid if stands and not statement.is_series else None,
            occurred_at=occurred_at,
        )
        self._append(change)
        self._count(is_new=last is None, is_written=True)

    def withdraw(self, record_id: str, withdrawal: Withdrawal) -> None:
        """Takes back all that the source put under an id, where it says that it was an error.

        All of it, since what a withdrawn statement replaced would stand again. What is said anew
        later stands by itself.
        """
        said = self._chain(record_id)
        if not said or self._is_newer(said[-1]):
            return
        for each in said:
            if self._withdrawal_of(each) is None:
                taken_back = self._change(
                    withdrawal,
                    _withdrawal_id(each),
                    ChangeKind.EVENT,
                    body=dump(withdrawal),
                    corrects=each.mid,
                )
                self._append(taken_back)
                self._count(is_new=False, is_written=True)

    def _withdrawal_of(self, said: Change) -> Change | None:
        return next(iter(self._said.get(_withdrawal_id(said), ())), None)

    def _is_newer(self, said: Change | None) -> bool:
        return said is not None and said.envelope.recorded_at > self.recorded_at

    def _last(self, record_id: str) -> tuple[str, Change | None]:
        """The newest of the statements that the source put one after another under an id."""
        said = self._chain(record_id)
        return (said[-1].envelope.record_id, said[-1]) if said else (record_id, None)

    def _chain(self, record_id: str) -> tuple[Change, ...]:
        """What the source put one after another under an id, oldest first."""
        said: list[Change] = []
        following = record_id
        while self._said.get(following):
            said.append(self._said[following][-1])
            following = derived_id(following, said[-1].mid)
        return tuple(said)

    # Both

    def _change(
        self,
        record: Record,
        record_id: str,
        change_kind: ChangeKind,
        *,
        occurred_at: datetime | None = None,
        groups: Mapping[str, GroupWrite] | None = None,
        body: Mapping[str, Any] | None = None,
        base: tuple[str, ...] = (),
        corrects: str | None = None,
    ) -> Change:
        envelope = Envelope(
            record_id=record_id,
            kind=record.kind,
            schema=record.schema_version,
            occurred_at=to_second(occurred_at or self.recorded_at),
            recorded_at=self.recorded_at,
            author=self.source,
            device=self.source.id,
            resident_id=self.resident_id,
        )
        change = Change(ChangeId(""), change_kind, envelope, body, groups, base, corrects)
        return change.with_derived_mid()

    def _append(self, change: Change) -> None:
        self.unit.append(change)
        self._said.setdefault(change.envelope.record_id, []).append(change)

    def _count(self, *, is_new: bool, is_written: bool) -> None:
        self.counts += RecordCounts(
            created=int(is_written and is_new),
            updated=int(is_written and not is_new),
            unchanged=int(not is_written),
        )


def _withdrawal_id(said: Change) -> str:
    return derived_id(said.envelope.record_id, f"{said.mid}/withdrawn")


def _folded(changes: Iterable[Change]) -> CardState:
    state = CardState()
    for change in changes:
        state = fold_card(state, change)
    return state


def _differing(card: Card, said: CardState) -> dict[str, GroupWrite]:
    wanted: dict[str, Mapping[str, Any] | None] = dict(card_body.group_values(card))
    for name in said.live:
        wanted.setdefault(name, None if "/" in name else {})
    return {
        name: GroupWrite(value, said.heads_of(name))
        for name, value in wanted.items()
        if name not in said.groups or said.groups[name].newest.value != value
    }


def _by_sensitivity(
    card: Card, writes: Mapping[str, GroupWrite]
) -> Iterable[Mapping[str, GroupWrite]]:
    """Groups of different sensitivity lie in different scopes, so in changes of their own."""
    split: dict[str, dict[str, GroupWrite]] = defaultdict(dict)
    for name, write in writes.items():
        split[sensitivity_of(type(card), name).value][name] = write
    return split.values()
