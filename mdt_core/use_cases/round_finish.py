"""Finishing a round: what is still open, and the signature under it that closes its header.

What is open is worked out again in the transaction that signs. Afterwards entries are only signed
where they add to one of this round, which makes the sheet an amended one, and can be withdrawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.record import Status
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.round_sign_offs import (
    AnyoneElse,
    ClosedEntry,
    OpenItem,
    OpenKind,
    RoundSignOff,
)
from mdt_core.records.rounds import Attendee, Round, RoundEntry, RoundMode, RoundState
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.rounds import RoundPage, entry_hashes, round_page
from mdt_core.store.queries.statements import Kept, Signed
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.round_outcomes import open_round


@dataclass(frozen=True)
class StillOpen:
    """What a round has open for the person who would sign it."""

    not_reached: tuple[ResidentLine, ...]
    loose_actions: tuple[tuple[str, Kept[Action]], ...]
    not_confirmed: tuple[tuple[str, Signed[RoundEntry]], ...]
    to_confirm: tuple[tuple[str, Signed[RoundEntry]], ...]

    def counts(self, drafts: int) -> dict[OpenKind, int]:
        """How many of each kind, with the drafts that are known outside the record; none is left out."""
        found = {
            OpenKind.NOT_REACHED: len(self.not_reached),
            OpenKind.DRAFTS: drafts,
            OpenKind.LOOSE_ACTIONS: len(self.loose_actions),
            OpenKind.NOT_CONFIRMED: len(self.not_confirmed),
        }
        return {kind: number for kind, number in found.items() if number}


@dataclass(frozen=True)
class SigningOff:
    """What a person says when signing a round; `reasons` are why what is open stays open."""

    mode: RoundMode
    started_at: datetime
    ended_at: datetime
    anyone_else: AnyoneElse
    attendees: tuple[Attendee, ...] = ()
    next_round_on: date | None = None
    drafts: int = 0
    reasons: Mapping[OpenKind, str] | None = None


def still_open(page: RoundPage, person_id: str) -> StillOpen:
    """What is open in a round; entries written for this person are confirmed by signing it."""
    waiting = [(who, each) for who, each in _standing(page) if _is_for_another(each)]
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
    )


def sign_off(
    store: Store, *, by: Actor, home_id: str, day: date, said: SigningOff
) -> tuple[str, Changes]:
    """Signs a round, closes its header, and returns the id of the signature.

    Raises InvalidInput for times or a next day that cannot be, for nobody there, and for something
    open without a reason; Refused for a round that is signed off.
    """
    _require_times(said, day, store.clock())
    with store.deed(by) as unit:
        page = round_page(unit.connection, by, home_id, day)
        header = open_round(unit, page.round_id)
        found = still_open(page, by.person_id)
        signed = RoundSignOff(
            round_id=page.round_id,
            home_id=home_id,
            entries=_closed(unit, page),
            confirmed=tuple(each.id for _, each in found.to_confirm),
            attendees=said.attendees,
            mode=said.mode,
            started_at=said.started_at,
            ended_at=said.ended_at,
            anyone_else=said.anyone_else,
            open_items=_open_items(found, said),
            next_round_on=said.next_round_on,
        )
        about = About(home_id=home_id)
        change = unit.sign(signed, about)
        unit.write(_closed_header(header, said), about, record_id=page.round_id)
        unit.audit("sign off round", about, record_id=page.round_id)
        return change.envelope.record_id, unit.commit()


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


def _standing(page: RoundPage) -> list[tuple[str, Signed[RoundEntry]]]:
    return [(who, each) for who, each in page.entries if each.status is Status.CURRENT]


def _is_for_another(entry: Signed[RoundEntry]) -> bool:
    return entry.responsible is not None and entry.responsible.id != entry.author.id


def _is_loose(action: Kept[Action]) -> bool:
    record = action.record
    if record is None or record.state is not ActionState.OPEN:
        return record is None
    return record.due is None or not (record.owner or record.owner_role)


def _closed(unit: UnitOfWork, page: RoundPage) -> tuple[ClosedEntry, ...]:
    """Every entry of the round, withdrawn ones too: the hash says what stood there."""
    hashes = entry_hashes(unit.connection, tuple(each.mid for _, each in page.entries))
    return tuple(
        ClosedEntry(entry_id=each.id, mid=each.mid, body_hash=hashes[each.mid])
        for _, each in page.entries
    )


def _open_items(found: StillOpen, said: SigningOff) -> tuple[OpenItem, ...]:
    reasons = said.reasons or {}
    items = []
    for kind, number in found.counts(said.drafts).items():
        reason = reasons.get(kind, "").strip()
        if not reason:
            raise InvalidInput(f"{kind.label}: {number}. Settle, or say why", where=kind.label)
        items.append(OpenItem(item=kind, number=number, reason=reason))
    return tuple(items)


def _closed_header(header: Round, said: SigningOff) -> Round:
    return header.model_copy(
        update={
            "state": RoundState.COMPLETED,
            "mode": said.mode,
            "started_at": said.started_at,
            "ended_at": said.ended_at,
            "attendees": said.attendees,
        }
    )
