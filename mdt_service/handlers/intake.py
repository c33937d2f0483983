"""Takes changes in, in one transaction: those that can be taken are numbered and folded, the others kept.

Each change is judged alone and none stops another. The order of locks is: the device's incarnation,
the entities by name, the scopes by name; so that two pushes never wait for each other in a ring.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mdt_core.clock import parse_utc
from mdt_core.identifiers import ChangeId
from mdt_core.sync.change import Change
from mdt_core.sync.protocol import PushAnswer, Result
from mdt_core.sync.scope import scope_of
from mdt_service.hub import admission, folding, log, placing, quarantine, restricted, walls
from mdt_service.hub.admission import NotTaken, Returned, Standing
from mdt_service.hub.database import Deed
from mdt_service.hub.log import Entry, Numbered, Origin
from mdt_service.hub.placing import Placement, entity_of
from mdt_service.hub.quarantine import Refused
from mdt_service.hub.scopes import Grant


@dataclass(frozen=True)
class Offered:
    """One change as it came: its counter on the device, its identity, its text, and the text's hash if told."""

    n: int
    mid: str
    body: bytes | None
    hash: str | None = None

    @cached_property
    def read(self) -> Change | NotTaken:
        """The change, or why it is none; worked out once, before a transaction is open if asked."""
        try:
            return admission.read_change(self.mid, self.body, self.hash)
        except NotTaken as refused:
            return refused


@dataclass(frozen=True)
class Terms:
    """On which terms changes are taken: whose they are and what the device may write.

    `grants` None: a person at the service decided, and no grant is asked. `refusal` sends
    everything to quarantine with these words. `returned`: others' changes are brought back as well.
    """

    origin: Origin
    new_mid: Callable[[], ChangeId]
    grants: tuple[Grant, ...] | None = ()
    refusal: str = ""
    returned: Returned | None = None


@dataclass
class _Intake:
    """What is found out about the changes of one request."""

    changes: dict[str, Change] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def refuse(self, offered: Offered, why: str) -> None:
        """Marks a change as one to keep apart."""
        self.refused[offered.mid] = Refused(offered.mid, offered.n, why, offered.body)


@dataclass(frozen=True)
class _Outcome:
    """Where each change lies, or why it lies nowhere."""

    known: Mapping[str, Numbered]
    numbered: Mapping[str, Numbered]
    reasons: Mapping[str, str]
    in_conflict: frozenset[str]

    def answer(self, offered: Offered) -> PushAnswer:
        """The answer to one change."""
        n, mid = offered.n, offered.mid
        place = self.numbered.get(mid) or self.known.get(mid)
        if place is None:
            reason = self.reasons.get(mid)
            return PushAnswer(n=n, mid=mid, result=Result.QUARANTINED, reason=reason)
        result = Result.DUPLICATE
        if mid in self.numbered:
            result = Result.CONFLICT if mid in self.in_conflict else Result.APPLIED
        return PushAnswer(n=n, mid=mid, result=result, scope=place.scope, seq=place.seq)


def take(connection: Deed, offered: Sequence[Offered], terms: Terms) -> list[PushAnswer]:
    """Takes in what can be taken; answers for each change in order. The caller commits.

    Judging sees the whole record, since an identity may be known in any home; adding to a log is
    held once more to the homes of the device.
    """
    walls.open_to(connection, walls.EVERYTHING)
    first: dict[str, Offered] = {}
    for each in offered:
        first.setdefault(each.mid, each)
    intake = _read(list(first.values()))
    at = parse_utc(terms.origin.received_at)
    placements = placing.hold(connection, list(intake.changes.values()), at)
    known = _known(connection, first, intake)
    kept = quarantine.reasons(connection, terms.origin.incarnation, list(first))
    settled = known.keys() | (kept.keys() if terms.grants is not None else set())
    fresh = [each for each in offered if first[each.mid] is each and each.mid not in settled]
    _judge(connection, fresh, intake, placements, terms)
    numbered = _append(connection, intake.entries, placements, terms)
    accepted = [entry.change for entry in intake.entries]
    folding.fold(connection, accepted)
    placing.follow_moves(
        connection, accepted, placements, origin=terms.origin, new_mid=terms.new_mid
    )
    refused = [*intake.refused.values(), *_second_texts(offered, first)]
    quarantine.keep(connection, refused, terms.origin)
    placing.forget_unused(connection, placements.keys() - {e.entity for e in intake.entries})
    reasons = {**{mid: each.reason for mid, each in intake.refused.items()}, **kept}
    outcome = _Outcome(known, numbered, reasons, _in_conflict(connection, accepted))
    return [outcome.answer(each) for each in offered]


def _append(
    connection: Deed, entries: Sequence[Entry], placements: Mapping[str, Placement], terms: Terms
) -> dict[str, Numbered]:
    """Adds to the logs, which the database allows for those of the device's homes alone."""
    places = ((each.home_id, each.left) for each in placements.values())
    opened = walls.for_writing(terms.grants, places)
    if opened is walls.EVERYTHING:
        return log.append(connection, entries, terms.origin)
    walls.open_to(connection, opened)
    numbered = log.append(connection, entries, terms.origin)
    walls.open_to(connection, walls.EVERYTHING)  # what follows may touch records of other homes
    return numbered


def _in_conflict(connection: Deed, accepted: Sequence[Change]) -> frozenset[str]:
    ids = {each.envelope.record_id for each in accepted}
    siblings = folding.with_siblings(connection, ids)
    return frozenset(each.mid for each in accepted if each.envelope.record_id in siblings)


def _second_texts(offered: Sequence[Offered], first: Mapping[str, Offered]) -> list[Refused]:
    """Other texts that came in one request under an identity that it names twice."""
    why = "Another text was sent under this identity in the same message"
    return [
        Refused(each.mid, each.n, why, each.body)
        for each in offered
        if each.body != first[each.mid].body
    ]


def _read(offered: Sequence[Offered]) -> _Intake:
    intake = _Intake()
    for each in offered:
        if isinstance(each.read, NotTaken):
            intake.refuse(each, each.read.message)
        else:
            intake.changes[each.mid] = each.read
    return intake


def _known(connection: Deed, first: Mapping[str, Offered], intake: _Intake) -> dict[str, Numbered]:
    """Those that are in a log already; one that bears another text is refused instead."""
    found: dict[str, Numbered] = {}
    for mid, row in log.known(connection, first).items():
        change = intake.changes.pop(mid, None)
        if change is not None and change.body_hash != row.body_hash:
            intake.refuse(first[mid], "Another text was sent under this identity before")
            continue
        intake.refused.pop(mid, None)
        found[mid] = Numbered(row.scope, row.seq)
    return found


def _judge(
    connection: Deed,
    fresh: Sequence[Offered],
    intake: _Intake,
    placements: Mapping[str, Placement],
    terms: Terms,
) -> None:
    """Sorts what is new into what is written to a log and what is kept apart."""
    ids = [change.envelope.record_id for change in intake.changes.values()]
    rows = admission.standing(connection, ids)
    crossing = restricted.told_elsewhere(connection, intake.changes.values())
    for each in fresh:
        change = intake.changes.get(each.mid)
        if change is None:
            continue
        if change.mid in crossing:
            intake.refuse(each, restricted.TOLD_ELSEWHERE)
            continue
        placement = placements[entity_of(change)]
        scope = scope_of(change, resident_home=placement.home_id)
        try:
            _check(change, rows, (scope, placement), terms)
        except NotTaken as refused:
            intake.refuse(each, refused.message)
            continue
        envelope = change.envelope
        rows[envelope.record_id] = Standing(envelope.kind, envelope.resident_id)
        intake.entries.append(Entry(change, scope, entity_of(change), each.n))


def _check(
    change: Change, rows: Mapping[str, Standing], where: tuple[str, Placement], terms: Terms
) -> None:
    scope, placement = where
    if terms.refusal:
        raise NotTaken(terms.refusal)
    admission.check_record(change, rows)
    admission.check_place(change, placement)
    if terms.grants is None:
        return
    returned = terms.returned
    if returned is None or change.envelope.device == returned.device_id:
        admission.check_author(change, terms.grants, placement)
    else:
        admission.check_returned(change, scope, returned, placement)
