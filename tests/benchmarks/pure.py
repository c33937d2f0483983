"""The pure steps that every change goes through: its text, the check of a text, the fold, the parse."""

import json
from random import Random

from mdt_core.identifiers import IdSource
from mdt_core.kinds import dump, parse
from mdt_core.records.rounds import RoundEntry
from mdt_core.sync.canonical import canonical_text
from mdt_core.sync.change import Author, Change, ChangeKind, Envelope, GroupWrite, change_from_text
from mdt_core.sync.fold import CardState, fold_card
from tests.benchmarks import people
from tests.benchmarks.figures import Figure, per_second
from tests.benchmarks.timing import in_turn

_AUTHOR = Author("person-gp", "Dr Amina Shah", "gp", "Elm Surgery")


def pure_steps(number: int) -> list[Figure]:
    """Each step on a round entry of usual length, against plain JSON reading or writing of it."""
    entry = people.entry(Random(5))
    change = _event(entry)
    raw, text, body = json.loads(change.text), change.text, dump(entry)
    writes = _chain_of_sets(20)
    loads, dumps, made, read, parsed, folded = in_turn(
        (
            lambda: json.loads(text),
            lambda: json.dumps(raw),
            lambda: canonical_text(raw),
            lambda: change_from_text("mid", text),
            lambda: parse(RoundEntry, body),
            lambda: _fold(writes),
        ),
        number,
    )
    return [
        per_second("canonical_text of an entry", made.p50, "json.dumps", dumps.p50),
        per_second("change_from_text of an entry", read.p50, "json.loads", loads.p50),
        per_second("parse the body of an entry", parsed.p50, "json.loads", loads.p50),
        per_second("fold_card, one set", folded.p50 / len(writes), "json.loads", loads.p50),
    ]


def _event(entry: RoundEntry) -> Change:
    return Change(_IDS.change_id(), ChangeKind.EVENT, _envelope("round_entry"), body=dump(entry))


def _chain_of_sets(number: int) -> list[Change]:
    """Sets of one group, each of which has seen the one before."""
    made: list[Change] = []
    for at in range(number):
        base = (made[-1].mid,) if made else ()
        groups = {"what": GroupWrite({"text": f"Bloods {at}"}, base)}
        mid = _IDS.change_id()
        made.append(Change(mid, ChangeKind.SET, _envelope("action"), groups=groups))
    return made


def _fold(writes: list[Change]) -> CardState:
    state = CardState()
    for change in writes:
        state = fold_card(state, change)
    return state


def _envelope(kind: str) -> Envelope:
    return Envelope(
        record_id=_IDS.record_id(),
        kind=kind,
        schema=1,
        occurred_at=people.BEGAN,
        recorded_at=people.BEGAN,
        author=_AUTHOR,
        device="bench",
        resident_id=_IDS.record_id(),
        home_id=_IDS.record_id(),
    )


_IDS = IdSource(lambda: people.BEGAN, Random(5).randbytes)
