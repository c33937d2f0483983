"""What was signed for the open resident in this round, as Know shows it above all else. Without Qt.

A second entry adds to the first and never overwrites it, so whoever writes next reads the first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mdt_core.clock import clinical_date, clinical_time
from mdt_core.discharge_lines import discharge_lines
from mdt_core.fields import field_of
from mdt_core.medicine_decision import all_words
from mdt_core.record import Status
from mdt_core.records.rounds import RoundEntry, SeeAgain
from mdt_core.roles import Role
from mdt_core.store.queries.confirmations import NOT_CONFIRMED, is_for_another
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.store.queries.statements import Signed
from mdt_desktop.ui.round.know import Block
from mdt_desktop.ui.round.presenter import RoundRead

_SHOWN = 4
_BEFORE = ("note", "plan")
_AFTER = ("watch_for", "watch_call", "watch_by", "told", "own_view")


@dataclass(frozen=True)
class ThisRound:
    """The round that an entry is written in, who writes, and which entries wait for confirmation."""

    round_id: str = ""
    person_id: str = ""
    not_confirmed: frozenset[str] = frozenset()


def this_round(read: RoundRead, resident_id: str, person_id: str) -> ThisRound:
    """The round that an entry about this resident belongs to, as last read."""
    waiting = frozenset[str]().union(*(part.not_confirmed for part in read.page.parts))
    return ThisRound(read.page.round_id_of(resident_id), person_id, waiting)


def entries_here(page: ResidentPage, here: ThisRound) -> tuple[Block, ...]:
    """A block for each entry of this round that stands, the oldest first."""
    found = [
        each
        for each in page.entries
        if each.status is Status.CURRENT and each.readable.get("round_id") == here.round_id
    ]
    return tuple(_block(each, here) for each in reversed(found) if here.round_id)


def _block(entry: Signed[RoundEntry], here: ThisRound) -> Block:
    waits = entry.id in here.not_confirmed
    lines = tuple(_lines(entry))
    who = recorded_words(entry)
    return Block(
        f"here-{entry.id}",
        f"{_whose(entry, here.person_id)} {clinical_time(entry.occurred_at)}",
        source=f"{who}. {NOT_CONFIRMED}" if waits else who,
        lines=lines[:_SHOWN],
        tone="info",
        whole=lines,
    )


def _whose(entry: Signed[RoundEntry], person_id: str) -> str:
    if entry.author.id == person_id:
        return "Your entry"
    try:
        return f"{Role(entry.author.role).label}’s entry"
    except ValueError:
        return f"Entry of {entry.author.name}"


def recorded_words(entry: Signed[RoundEntry]) -> str:
    """`Recorded by A for B`, or by whom alone where they answer for it themselves."""
    other = entry.responsible if is_for_another(entry) else None
    return f"Recorded by {entry.author.name}{f' for {other.name}' if other else ''}"


def _lines(entry: Signed[RoundEntry]) -> Iterator[str]:
    said = entry.readable
    yield entry.record.how.label if entry.record else "Not readable as a whole"
    yield from _labelled(said, _BEFORE)
    yield from all_words(said.get("medicines", ()))
    yield from discharge_lines(said)
    yield from _labelled(said, _AFTER)
    if entry.record is not None:
        yield f"See again: {_again(entry.record)}"
    full = (name for name in RoundEntry.model_fields if field_of(RoundEntry, name).is_full_path)
    yield from _labelled(said, tuple(full))


def _labelled(said: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if said.get(name):
            yield f"{field_of(RoundEntry, name).label}: {said[name]}"


def _again(record: RoundEntry) -> str:
    if record.see_again is SeeAgain.ON_DATE and record.see_again_on:
        return clinical_date(record.see_again_on)
    return record.see_again.label.lower()
