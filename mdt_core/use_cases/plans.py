"""The plan of a round: who is on its list, in what order, what to have ready, who was taken off.

Kept in the round's own card, so that plans made on two devices fold. What another device added since
the plan was read stays on it. A plan over several homes is one plan in each, kept all or none. What
the home has ready is said beside what was asked, and holds for as long as that is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import (
    HaveReady,
    MadeReady,
    Moved,
    Programme,
    Round,
    RoundMode,
    RoundState,
    TakenOff,
    TakenOffReason,
)
from mdt_core.records.stays import StayType
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.use_cases.joining import standing_here

D2A_STAYS = (
    "A D2A resident is seen every week. Take somebody off only who is in hospital, away or left"
)


@dataclass(frozen=True)
class RoundPlan:
    """A round's list as a person arranged it.

    `ready` and `taken_off` hold what was changed: an empty text or None takes back what stood.
    `read` is the list as it was when the arranging began, `moved` those whose place was chosen,
    `reasons_shown` the records whose reasons were on the screen.
    """

    residents: tuple[str, ...]
    read: tuple[str, ...] = ()
    ready: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    taken_off: Mapping[str, TakenOffReason | None] = field(
        default_factory=lambda: MappingProxyType({})
    )
    moved: tuple[str, ...] = ()
    reasons_shown: tuple[str, ...] = ()
    mode: RoundMode | None = None
    planned_minutes: int | None = None


def may_take_off(reason: TakenOffReason, *, is_d2a: bool) -> bool:
    """Whether somebody may be taken off a list for this reason: D2A residents only when absent."""
    return reason.is_absence or not is_d2a


def save_plan(
    store: Store, *, by: Actor, home_id: str, day: date, plan: RoundPlan, starts: bool = False
) -> tuple[str, Changes]:
    """Keeps the plan of a home's weekly round on a day, and starts it where asked; returns its id.

    Raises what `save_plans` raises.
    """
    ids, changes = save_plans(store, by=by, day=day, plans={home_id: plan}, starts=starts)
    return ids[0], changes


def save_plans(
    store: Store,
    *,
    by: Actor,
    day: date,
    plans: Mapping[str, RoundPlan],
    programme: Programme = Programme.WEEKLY,
    starts: bool = False,
) -> tuple[tuple[str, ...], Changes]:
    """Keeps the plan of each home's part of a round, all or none; returns the rounds' ids.

    Who starts one with it stands among those who are here.

    Raises Refused for a D2A resident taken off who is not absent and for a round that is finished,
    InvalidInput where one resident is on the list twice or both on and off it.
    """
    for plan in plans.values():
        _require_one_place_each(plan)
    with store.deed(by) as unit:
        ids = tuple(
            _keep(unit, by, _Part(home_id, day, programme), plan, starts=starts)
            for home_id, plan in plans.items()
        )
        return ids, unit.commit()


@dataclass(frozen=True)
class _Part:
    """One home's part of a round."""

    home_id: str
    day: date
    programme: Programme


def _keep(unit: UnitOfWork, by: Actor, part: _Part, plan: RoundPlan, *, starts: bool) -> str:
    round_id = round_id_for(part.home_id, part.day, part.programme)
    unit.card(Home, part.home_id)
    is_known = bool(unit.card_state(round_id).groups)
    header = unit.card(Round, round_id) if is_known else None
    header = header or Round(home_id=part.home_id, held_on=part.day, programme=part.programme)
    if header.state in (RoundState.COMPLETED, RoundState.VOID):
        raise Refused("This round is finished. Plan the next one")
    for resident_id, reason in plan.taken_off.items():
        _require_may_be_off(unit, resident_id, reason)
    planned = _planned(header, plan, by)
    if starts:
        begun = {"state": RoundState.OPEN, "started_at": header.started_at or unit.writing.at}
        planned = standing_here(planned, by).model_copy(update=begun)
    about = About(home_id=part.home_id)
    unit.write(planned, about, record_id=round_id)
    unit.audit("start round" if starts else "plan round", about, record_id=round_id)
    return round_id


def say_ready(
    store: Store, *, by: Actor, round_id: str, resident_id: str, is_ready: bool
) -> Changes:
    """Says that what was asked for one resident is ready, or takes that back.

    Raises InvalidInput where nothing is asked for this resident, Refused for a finished round.
    """
    with store.deed(by) as unit:
        header = unit.card(Round, round_id)
        if header.state in (RoundState.COMPLETED, RoundState.VOID):
            raise Refused("This round is finished. Plan the next one")
        asked = next((each.text for each in header.ready if each.id == resident_id), "")
        if not asked:
            raise InvalidInput("Nothing is asked to be ready for this resident")
        said = {each.id: each for each in header.made_ready if each.id != resident_id}
        if is_ready:
            said[resident_id] = MadeReady(
                id=resident_id, text=asked, at=unit.writing.at, by=by.person_id, name=by.name
            )
        about = About(home_id=header.home_id)
        changed = header.model_copy(update={"made_ready": tuple(said.values())})
        unit.write(changed, about, record_id=round_id)
        deed = "say ready" if is_ready else "take back ready"
        unit.audit(deed, About(resident_id, header.home_id), record_id=round_id)
        return unit.commit()


def _require_one_place_each(plan: RoundPlan) -> None:
    off = {who for who, reason in plan.taken_off.items() if reason is not None}
    if len(set(plan.residents)) < len(plan.residents):
        raise InvalidInput("A resident is on the list twice", where="On the list")
    if off & set(plan.residents):
        raise InvalidInput("A resident is both on the list and taken off", where="On the list")


def _require_may_be_off(unit: UnitOfWork, resident_id: str, reason: TakenOffReason | None) -> None:
    unit.card(Resident, resident_id)
    line = resident_by_id(unit.connection, resident_id)
    stays = {kind.value: kind for kind in StayType}
    stay = stays.get(line.stay_type or "") if line else None
    if reason is not None and not may_take_off(reason, is_d2a=bool(stay and stay.is_d2a)):
        raise Refused(D2A_STAYS)


def _planned(header: Round, plan: RoundPlan, by: Actor) -> Round:
    off = {**{each.id: each.reason for each in header.taken_off}, **plan.taken_off}
    off.update(dict.fromkeys(plan.residents))
    since = [who for who in header.residents if who not in plan.read and off.get(who) is None]
    ready = {**{each.id: each.text for each in header.ready}, **plan.ready}
    return header.model_copy(
        update={
            "residents": tuple(dict.fromkeys((*plan.residents, *since))),
            "reasons_shown": tuple(sorted({*header.reasons_shown, *plan.reasons_shown})),
            "ready": tuple(
                HaveReady(id=who, text=text.strip()) for who, text in ready.items() if text.strip()
            ),
            "taken_off": tuple(TakenOff(id=who, reason=why) for who, why in off.items() if why),
            "moved": _moved(header.moved, plan.moved, by),
            "mode": plan.mode or header.mode,
            "planned_minutes": plan.planned_minutes or header.planned_minutes,
        }
    )


def _moved(standing: Sequence[Moved], moved: Sequence[str], by: Actor) -> tuple[Moved, ...]:
    ours = {who: Moved(id=who, by=by.person_id, name=by.name) for who in moved}
    return tuple({**{each.id: each for each in standing}, **ours}.values())
