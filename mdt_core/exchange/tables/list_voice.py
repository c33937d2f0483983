"""A list speaking about one record: it carries few fields of a group, and knows nothing of people's.

Like `source_voice`, a field is compared with the list's own last word, so that the same list again
writes nothing whatever people changed since. Unlike a bundle, a list that is silent on a field says
nothing about it: what stands is kept, blanks are filled, and only where list and standing value
contradict each other do both stand side by side. Nothing is appended before a row is whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mdt_core.clock import to_second
from mdt_core.errors import InvalidInput
from mdt_core.exchange.import_report import RecordCounts
from mdt_core.identifiers import ChangeId
from mdt_core.record import Card
from mdt_core.store import card_body
from mdt_core.store.queries.imports import said_of
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite
from mdt_core.sync.fold import CardState, GroupState, Head, fold_card
from mdt_core.sync.scope import sensitivity_of

Said = Mapping[str, Mapping[str, Any] | None]
"""What a list says: by group, the fields it carries. None removes a member; a field None empties it."""

_SAYS_NOTHING = (None, False, "", "unknown")


@dataclass(frozen=True)
class CardPlan:
    """What a list would write of one record: changes not yet appended."""

    changes: tuple[Change, ...]
    is_new: bool
    is_news: bool

    @property
    def counts(self) -> RecordCounts:
        """The record as counted in a report."""
        return RecordCounts(
            created=int(self.is_new),
            updated=int(self.is_news and not self.is_new),
            unchanged=int(not self.is_news and not self.is_new),
        )


@dataclass
class ListVoice:
    """What a list says in one transaction; `recorded_at` is when the list was true."""

    unit: UnitOfWork
    source: Author
    recorded_at: datetime

    def has_spoken_of(self, record_id: str) -> bool:
        """Whether this list said something of the record before."""
        return bool(self._own(record_id))

    def is_behind(self, record_id: str) -> bool:
        """Whether this list has said something newer of the record."""
        at = to_second(self.recorded_at)
        return any(change.envelope.recorded_at > at for change in self._own(record_id))

    def _own(self, record_id: str) -> list[Change]:
        return said_of(self.unit.connection, record_id, self.source.id)

    def plan(self, card_class: type[Card], record_id: str, said: Said, about: About) -> CardPlan:
        """What would be written; raises InvalidInput where the record could not be kept."""
        own = CardState()
        for change in self._own(record_id):
            own = fold_card(own, change)
        state = self.unit.card_state(record_id)
        writes = {
            name: write
            for name, fields in said.items()
            if (write := _write(fields, own.groups.get(name), state.groups.get(name))) is not None
        }
        _check(card_class, state, writes)
        is_news = any(_is_news(write, state.groups.get(name)) for name, write in writes.items())
        changes = tuple(self._changes(card_class, record_id, writes, about))
        return CardPlan(changes, is_new=not state.groups, is_news=is_news)

    def append(self, plan: CardPlan) -> None:
        """Writes a plan."""
        for change in plan.changes:
            self.unit.append(change)

    def _changes(
        self, card_class: type[Card], record_id: str, writes: Mapping[str, GroupWrite], about: About
    ) -> Iterator[Change]:
        """Groups of different sensitivity lie in different scopes, so in changes of their own."""
        split: dict[str, dict[str, GroupWrite]] = defaultdict(dict)
        for name, write in writes.items():
            split[sensitivity_of(card_class, name).value][name] = write
        at = to_second(self.recorded_at)
        envelope = Envelope(
            record_id=record_id,
            kind=card_class.kind,
            schema=card_class.schema_version,
            occurred_at=to_second(about.occurred_at) if about.occurred_at else at,
            recorded_at=at,
            author=self.source,
            device=self.source.id,
            resident_id=about.resident_id,
            home_id=about.home_id,
        )
        for groups in split.values():
            change = Change(ChangeId(""), ChangeKind.SET, envelope, groups=groups)
            yield change.with_derived_mid()  # also raises where the text is too long to keep


def _write(
    fields: Mapping[str, Any] | None, own: GroupState | None, standing: GroupState | None
) -> GroupWrite | None:
    """The new value of a group with what it names as seen, or None where there is nothing to say."""
    heads = standing.heads if standing else ()
    if fields is None:
        return GroupWrite(None, _mids(heads)) if any(head.value for head in heads) else None
    last_word = own.newest.value if own else None
    if last_word is not None and _agree(last_word, fields):
        return None
    before = fields if last_word is None else {name: last_word.get(name) for name in fields}
    shown = (standing.newest.value if standing else None) or {}
    value = _with(shown, fields)
    if all(_agree(head.value or {}, before, or_silent=last_word is None) for head in heads):
        # An equal first word stands beside the people's own, so that it is remembered as said.
        return GroupWrite(value, () if value == shown else _mids(heads))
    return GroupWrite(value, _mids(own.heads) if own else ())


def _mids(heads: tuple[Head, ...]) -> tuple[str, ...]:
    return tuple(sorted(head.mid for head in heads))


def _with(shown: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """What stands, with the fields of the list where they say something else."""
    value = dict(shown)
    for name, said in fields.items():
        if said is None:
            value.pop(name, None)
        elif not same_words(value.get(name), said):
            value[name] = said
    return value


def _agree(value: Mapping[str, Any], fields: Mapping[str, Any], *, or_silent: bool = False) -> bool:
    return all(
        same_words(value.get(name), said) or (or_silent and _leaves_open(value.get(name), said))
        for name, said in fields.items()
    )


def _leaves_open(here: object, said: object) -> bool:
    """Whether what stands is no more than a blank, a default, or a vaguer date than the list's."""
    return here in _SAYS_NOTHING or same_words(said, here)


def same_words(here: object, said: object) -> bool:
    """Whether two values say the same: case and spaces aside, a vaguer date as part of a fuller."""
    if not (isinstance(here, str) and isinstance(said, str)):
        return here == said
    one, other = " ".join(here.split()).casefold(), " ".join(said.split()).casefold()
    return one == other or (said[:4].isdecimal() and one.startswith(f"{other}-"))


def _is_news(write: GroupWrite, standing: GroupState | None) -> bool:
    return standing is None or write.value != standing.newest.value


def _check(card_class: type[Card], state: CardState, writes: Mapping[str, GroupWrite]) -> None:
    """Raises InvalidInput where the card with these groups would not pass its class."""
    groups = {name: group.newest.value for name, group in state.live.items()}
    groups.update({name: write.value for name, write in writes.items()})
    body: dict[str, Any] = {}
    for name, value in groups.items():
        set_name, _, member = name.partition("/")
        if member and value is not None:
            body.setdefault(set_name, []).append({**value, "id": member})
        elif value is not None:
            body.update(value)
    parsed = card_body.parsed(card_class, body)
    if parsed.record is None:
        raise InvalidInput("; ".join(parsed.problems), where=card_class.title)
