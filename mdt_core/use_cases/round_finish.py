"""Finishing a round: what is still open, and the signature under it that closes its header.

What is open is worked out again in the transaction that signs. A round over several homes is signed
once and in one transaction, with a signature of its own in each home's log. Afterwards entries are only signed
where they add to one of this round, which makes the sheet an amended one, and can be withdrawn.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.people import Practitioner
from mdt_core.records.round_sign_offs import (
    AnyoneElse,
    ClosedEntry,
    OpenItem,
    OpenKind,
    RoundSignOff,
)
from mdt_core.records.rounds import Attendee, Programme, Round, RoundEntry, RoundMode, RoundState
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.rounds import RoundPage, entry_hashes
from mdt_core.store.queries.statements import Kept, Signed, card_by_id
from mdt_core.store.queries.together import RoundOf, together
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.confirmations import confirm
from mdt_core.use_cases.round_outcomes import open_round


@dataclass(frozen=True)
class StillOpen:
    """What a round has open for the person who would sign it."""

    not_reached: tuple[ResidentLine, ...]
    loose_actions: tuple[tuple[str, Kept[Action]], ...]
    not_confirmed: tuple[tuple[str, Signed[RoundEntry]], ...]
    to_confirm: tuple[tuple[str, Signed[RoundEntry]], ...]
    not_seen: tuple[tuple[str, Kept[Action]], ...] = ()

    def counts(self, drafts: int) -> dict[OpenKind, int]:
        """How many of each kind, with the drafts that are known outside the record; none is left out."""
        found = {
            OpenKind.NOT_REACHED: len(self.not_reached),
            OpenKind.DRAFTS: drafts,
            OpenKind.LOOSE_ACTIONS: len(self.loose_actions),
            OpenKind.NOT_CONFIRMED: len(self.not_confirmed),
            OpenKind.NOT_SEEN: len(self.not_seen),
        }
        return {kind: number for kind, number in found.items() if number}


@dataclass(frozen=True)
class SigningOff:
    """What a person says when signing a round.

    `drafts` are the ids of residents whose draft is left, `reasons` why what is open stays open.
    """

    mode: RoundMode
    started_at: datetime
    ended_at: datetime
    anyone_else: AnyoneElse
    attendees: tuple[Attendee, ...] = ()
    next_round_on: date | None = None
    drafts: frozenset[str] = frozenset()
    reasons: Mapping[OpenKind, str] | None = None

    def counts_drafts(self, page: RoundPage) -> int:
        """How many of the drafts are of residents on one home's list."""
        return sum(line.resident_id in self.drafts for line in page.residents)


def still_open(page: RoundPage, person_id: str) -> StillOpen:
    """What is open in a round; entries written for this person are confirmed by signing it."""
    waiting = [(who, each) for who, each in page.entries if each.id in page.not_confirmed]
    mine = [
        (who, each)
        for who, each in waiting
        if each.responsible is not None and each.responsible.id == person_id
    ]
    return StillOpen(
        not_reached=tuple(
            line
            for line in page.residents
            if not page.is_signed_for(line.resident_id)
            and page.outcome_of(line.resident_id) is None
        ),
        loose_actions=tuple((who, each) for who, each in page.actions if _is_loose(each)),
        not_confirmed=tuple(each for each in waiting if each not in mine),
        to_confirm=tuple(mine),
        not_seen=tuple((who, each) for who, each in page.actions if each.id in page.not_seen),
    )


def open_in(pages: Sequence[RoundPage], person_id: str) -> StillOpen:
    """What is open in the rounds of several homes together, home by home."""
    found = [still_open(page, person_id) for page in pages]
    return StillOpen(
        not_reached=tuple(each for one in found for each in one.not_reached),
        loose_actions=tuple(each for one in found for each in one.loose_actions),
        not_confirmed=tuple(each for one in found for each in one.not_confirmed),
        to_confirm=tuple(each for one in found for each in one.to_confirm),
        not_seen=tuple(each for one in found for each in one.not_seen),
    )


def sign_off(
    store: Store, *, by: Actor, home_id: str, day: date, said: SigningOff
) -> tuple[str, Changes]:
    """Signs a home's weekly round, closes its header, and returns the id of the signature.

    Raises what `sign_off_together` raises.
    """
    ids, changes = sign_off_together(store, by=by, of=RoundOf(home_id, day), said=said)
    return ids[0], changes


def sign_off_together(
    store: Store, *, by: Actor, of: RoundOf, said: SigningOff
) -> tuple[tuple[str, ...], Changes]:
    """Signs a round in every home that it is held in, all or none; returns the signatures' ids.

    A home whose part is signed already is left as it is. Raises InvalidInput for times or a next day
    that cannot be, for nobody there, and for something open without a reason; Refused where nothing
    is left to sign.
    """
    _require_times(said, of.day, store.clock())
    with store.deed(by) as unit:
        parts = together(unit.connection, by, of).parts
        running = [part for part in parts if _is_running(part)] or list(parts[:1])
        if not running:
            raise Refused("No round was started")
        _require_reasons(running, by, said)
        ids = tuple(_sign_part(unit, by, part, of.programme, said) for part in running)
        return ids, unit.commit()


def _is_running(page: RoundPage) -> bool:
    header = page.round.record if page.round else None
    return header is not None and header.state not in (RoundState.COMPLETED, RoundState.VOID)


def _sign_part(
    unit: UnitOfWork, by: Actor, page: RoundPage, programme: Programme, said: SigningOff
) -> str:
    header = open_round(unit, page.round_id)
    found = still_open(page, by.person_id)
    there = _there(unit, said.attendees, page.home_id)
    signed = RoundSignOff(
        round_id=page.round_id,
        home_id=page.home_id,
        programme=programme,
        entries=_closed(unit, page),
        confirmed=tuple(each.id for _, each in found.to_confirm),
        attendees=there,
        mode=said.mode,
        started_at=said.started_at,
        ended_at=said.ended_at,
        anyone_else=said.anyone_else,
        open_items=_open_items(found.counts(said.counts_drafts(page)), said),
        next_round_on=said.next_round_on,
    )
    about = About(home_id=page.home_id)
    change = unit.sign(signed, about)
    for entry_id in signed.confirmed:
        confirm(unit, entry_id)
    closed = _closed_header(header, said).model_copy(update={"attendees": there})
    unit.write(closed, about, record_id=page.round_id)
    unit.audit("sign off round", about, record_id=page.round_id)
    return change.envelope.record_id


def _there(unit: UnitOfWork, attendees: tuple[Attendee, ...], home_id: str) -> tuple[Attendee, ...]:
    """Who was there for one home: its own people and those of no home, not those of another."""
    return tuple(each for each in attendees if _home_of(unit, each.id) in (home_id, None))


def _home_of(unit: UnitOfWork, person_id: str) -> str | None:
    card = card_by_id(unit.connection, Practitioner, person_id)
    return card.record.home_id if card is not None and card.record is not None else None


def complete_action(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    action_id: str,
    update: Mapping[str, object],
) -> Changes:
    """Gives an open action the owner or the day that it has not; raises Refused for one not open."""
    with store.deed(by) as unit:
        action = unit.card(Action, action_id)
        if action.state is not ActionState.OPEN:
            raise Refused("This action is not open any more")
        about = About(resident_id, unit.home_of(resident_id))
        unit.write(action.model_copy(update=dict(update)), about, record_id=action_id)
        unit.audit("complete action", about, record_id=action_id)
        return unit.commit()


def _require_times(said: SigningOff, day: date, now: datetime) -> None:
    if said.ended_at < said.started_at:
        raise InvalidInput("The round cannot end before it started", where="Ended")
    if said.ended_at > now:
        raise InvalidInput("The end is still to come", where="Ended")
    if london_day(said.started_at) < day:
        raise InvalidInput("The round did not start before its day", where="Started")
    if said.next_round_on is not None and said.next_round_on <= day:
        raise InvalidInput("Choose a day after this round", where="Next round")
    if not said.attendees:
        raise InvalidInput("Say who was there", where="Who was there")


def _is_loose(action: Kept[Action]) -> bool:
    record = action.record
    if record is None or record.state is not ActionState.OPEN:
        return record is None
    return bool(record.missing)


def _closed(unit: UnitOfWork, page: RoundPage) -> tuple[ClosedEntry, ...]:
    """Every entry of the round, withdrawn ones too: the hash says what stood there."""
    hashes = entry_hashes(unit.connection, tuple(each.mid for _, each in page.entries))
    return tuple(
        ClosedEntry(entry_id=each.id, mid=each.mid, body_hash=hashes[each.mid])
        for _, each in page.entries
    )


def _require_reasons(pages: Sequence[RoundPage], by: Actor, said: SigningOff) -> None:
    """Every open kind has its reason; the number refused is that of all homes together."""
    counts: Counter[OpenKind] = Counter()
    for page in pages:
        counts.update(still_open(page, by.person_id).counts(said.counts_drafts(page)))
    reasons = said.reasons or {}
    for kind in OpenKind:
        if counts[kind] and not reasons.get(kind, "").strip():
            raise InvalidInput(
                f"{kind.label}: {counts[kind]}. Settle, or say why", where=kind.label
            )


def _open_items(counts: Mapping[OpenKind, int], said: SigningOff) -> tuple[OpenItem, ...]:
    reasons = said.reasons or {}
    return tuple(
        OpenItem(item=kind, number=number, reason=reasons[kind].strip())
        for kind, number in counts.items()
    )


def _closed_header(header: Round, said: SigningOff) -> Round:
    return header.model_copy(
        update={
            "state": RoundState.COMPLETED,
            "mode": said.mode,
            "started_at": said.started_at,
            "ended_at": said.ended_at,
        }
    )
