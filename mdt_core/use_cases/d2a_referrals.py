"""Referrals to D2A beds: refer, ask a home, take its answer, withdraw. Each is all or nothing."""

from dataclasses import replace as _replace
from datetime import datetime

from mdt_core.actor import Actor
from mdt_core.clock import to_second
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.d2a_referrals import (
    Answer,
    D2aReferral,
    DeclineReason,
    Offer,
    ReferralState,
)
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.store.queries.statements import cards
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.d2a_beds import keep_bed, release_bed, require_bed

_OPEN = tuple(each.value for each in ReferralState if each.is_open)


def refer(
    store: Store, *, by: Actor, resident_id: str, referral: D2aReferral
) -> tuple[str, Changes]:
    """Refers somebody who is already known here to a D2A bed; returns the id.

    Raises Refused where the person has died or waits already, InvalidInput for a time to come.
    """
    with store.deed(by) as unit:
        person = unit.card(Resident, resident_id)
        if person.is_deceased:
            raise Refused("This person has died")
        if cards(unit.connection, D2aReferral, resident_id, states=_OPEN):
            raise Refused("This person is referred already", next_step="Open the referral")
        _require_past(referral.referred_at, unit, "Referred")
        new = referral.model_copy(
            update={"state": ReferralState.WAITING, "state_since": unit.writing.at}
        )
        about = About(resident_id, unit.home_of(resident_id), occurred_at=referral.referred_at)
        referral_id = unit.write(new, about)
        unit.audit("refer to d2a", _replace(about, occurred_at=None), record_id=referral_id)
        return referral_id, unit.commit()


def refer_new_person(
    store: Store, *, by: Actor, resident: Resident, referral: D2aReferral
) -> tuple[str, str, Changes]:
    """Adds somebody and refers them in one deed; returns the resident's and the referral's id."""
    with store.deed(by) as unit:
        _require_past(referral.referred_at, unit, "Referred")
        resident_id = unit.write(resident, About())
        new = referral.model_copy(
            update={"state": ReferralState.WAITING, "state_since": unit.writing.at}
        )
        referral_id = unit.write(new, About(resident_id, occurred_at=referral.referred_at))
        unit.audit("refer to d2a", About(resident_id), record_id=referral_id)
        return resident_id, referral_id, unit.commit()


def offer(
    store: Store, *, by: Actor, referral_id: str, resident_id: str, home_id: str, bed_id: str
) -> Changes:
    """Asks a home for one of its beds. Raises Refused while another home has not answered."""
    with store.deed(by) as unit:
        referral = open_referral(unit, referral_id)
        if referral.unanswered is not None:
            raise Refused(
                "A home has been asked and has not answered", next_step="Record its answer"
            )
        require_bed(unit.card(Home, home_id), bed_id)
        asked = Offer(
            id=str(unit.writing.ids.record_id()),
            home_id=home_id,
            bed_id=bed_id,
            offered_at=unit.writing.at,
        )
        said = {"offers": (*referral.offers, asked), **_now(unit, ReferralState.OFFERED)}
        _write(unit, referral.model_copy(update=said), (referral_id, resident_id), "offer d2a bed")
        return unit.commit()


def accept(
    store: Store, *, by: Actor, referral_id: str, resident_id: str, answered_by: str
) -> Changes:
    """Records that the home that was asked takes the person; its bed is kept for them."""
    with store.deed(by) as unit:
        referral = open_referral(unit, referral_id)
        asked = _asked(referral)
        answered = _answered(unit, asked, answered_by, answer=Answer.ACCEPTED)
        said = {"offers": _with(referral, answered), **_now(unit, ReferralState.ACCEPTED)}
        _write(
            unit,
            referral.model_copy(update=said),
            (referral_id, resident_id),
            "accept d2a referral",
        )
        if asked.bed_id is not None:
            keep_bed(unit, asked.home_id, asked.bed_id, referral_id=referral_id)
        return unit.commit()


def decline(
    store: Store,
    *,
    by: Actor,
    referral_id: str,
    resident_id: str,
    answered_by: str,
    reason: DeclineReason,
    note: str | None = None,
) -> Changes:
    """Records that the home that was asked declines, and why; another one can then be asked."""
    if reason is DeclineReason.OTHER and not (note or "").strip():
        raise InvalidInput("Say in the note why the home declined", where="Note")
    with store.deed(by) as unit:
        referral = open_referral(unit, referral_id)
        why = {"reason": reason, "note": (note or "").strip() or None}
        answered = _answered(unit, _asked(referral), answered_by, answer=Answer.DECLINED, **why)
        said = {"offers": _with(referral, answered), **_now(unit, ReferralState.DECLINED)}
        _write(
            unit,
            referral.model_copy(update=said),
            (referral_id, resident_id),
            "decline d2a referral",
        )
        return unit.commit()


def withdraw_referral(
    store: Store, *, by: Actor, referral_id: str, resident_id: str, why: str
) -> Changes:
    """Ends a referral that is no longer needed, and lets go of the bed that was kept."""
    if not why.strip():
        raise InvalidInput("Say why it is withdrawn", where="Why withdrawn")
    with store.deed(by) as unit:
        referral = open_referral(unit, referral_id)
        said = {"withdrawn_why": why.strip(), **_now(unit, ReferralState.WITHDRAWN)}
        _write(
            unit,
            referral.model_copy(update=said),
            (referral_id, resident_id),
            "withdraw d2a referral",
        )
        kept = referral.accepted
        if kept is not None and kept.bed_id is not None:
            release_bed(unit, kept.home_id, kept.bed_id, referral_id=referral_id)
        return unit.commit()


def open_referral(unit: UnitOfWork, referral_id: str) -> D2aReferral:
    """The referral; raises Refused where it has ended."""
    referral = unit.card(D2aReferral, referral_id)
    if not referral.state.is_open:
        raise Refused(f"This referral has ended: {referral.state.label.lower()}")
    return referral


def _asked(referral: D2aReferral) -> Offer:
    asked = referral.unanswered
    if asked is None:
        raise Refused("No home has been asked", next_step="Offer a bed first")
    return asked


def _answered(unit: UnitOfWork, asked: Offer, answered_by: str, **answer: object) -> Offer:
    if not answered_by.strip():
        raise InvalidInput("Say who answered for the home", where="Who answered")
    said = {"answered_at": unit.writing.at, "answered_by": answered_by.strip(), **answer}
    return asked.model_copy(update=said)


def _with(referral: D2aReferral, answered: Offer) -> tuple[Offer, ...]:
    return tuple(answered if each.id == answered.id else each for each in referral.offers)


def _now(unit: UnitOfWork, state: ReferralState) -> dict[str, object]:
    return {"state": state, "state_since": unit.writing.at}


def _write(unit: UnitOfWork, referral: D2aReferral, whose: tuple[str, str], action: str) -> None:
    referral_id, resident_id = whose
    about = About(resident_id, unit.home_of(resident_id))
    unit.write(referral, about, record_id=referral_id)
    unit.audit(action, about, record_id=referral_id)


def _require_past(at: datetime, unit: UnitOfWork, label: str) -> None:
    if to_second(at) > to_second(unit.writing.at):
        raise InvalidInput("This cannot be later than now", where=label)
