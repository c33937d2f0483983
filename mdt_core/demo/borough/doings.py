"""What happened in a practice borough as records: rounds, entries, actions, falls, hospital, readings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from mdt_core.blood_thinners import blood_thinners_among
from mdt_core.clock import to_second
from mdt_core.demo.borough import ahead, meetings, needs, referred, uptake, vaccinated
from mdt_core.demo.borough.happenings import (
    Checked,
    Doing,
    Entry,
    Fell,
    HeldRound,
    InHospital,
    Observed,
    Raised,
)
from mdt_core.demo.borough.parts import medicine
from mdt_core.demo.borough.people import Person
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.medicines import ListSource, MedicineList
from mdt_core.records.rounds import Attendee, Round, RoundEntry, RoundState
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.use_cases.falls import full_record_of

_WITHDRAWN_AFTER = timedelta(minutes=4)
_SETS_SIGNED_AT = timedelta(minutes=4)


def deeds(told: Telling) -> Iterator[Deed]:
    """Everything that happened, each part at its own moment and by whoever did it."""
    happened = told.sketch.told
    for held in happened.rounds:
        yield from _round(told, held)
    for raised in happened.concerns:
        yield Deed(raised.at, raised.by, partial(_raise, told, raised))
    for fell in happened.falls:
        yield from _fall(told, fell)
    for episode in happened.episodes:
        yield from _episode(told, episode)
    for checked in happened.checks:
        yield Deed(checked.at, "pharmacist", partial(_check_list, told, checked))
    signed: defaultdict[tuple[str, datetime], list[Observed]] = defaultdict(list)
    for each in happened.observations:
        signed[each.by, each.record.taken_at + _SETS_SIGNED_AT].append(each)
    for (by, at), sets in signed.items():
        yield Deed(at, by, partial(_observe, told, sets))
    yield from vaccinated.deeds(told)
    yield from ahead.deeds(told)
    yield from needs.deeds(told)
    yield from referred.deeds(told)
    yield from uptake.deeds(told)
    yield from meetings.deeds(told)


# Rounds


def _round(told: Telling, held: HeldRound) -> Iterator[Deed]:
    yield Deed(held.started_at, held.by, partial(_start, told, held))
    for entry in held.entries:
        yield from _entry(told, held, entry)
    yield Deed(held.ended_at, held.by, partial(_end, told, held))


def _start(told: Telling, held: HeldRound, unit: UnitOfWork) -> None:
    home_id = told.homes[held.home]
    header = Round(
        home_id=home_id,
        held_on=held.day,
        mode=held.mode,
        state=RoundState.OPEN,
        started_at=unit.writing.at,
        residents=tuple(told.residents[each.stay.person.key] for each in held.entries),
    )
    round_id = round_id_for(home_id, held.day)
    unit.write(header, About(home_id=home_id), record_id=round_id)
    unit.audit("start round", About(home_id=home_id), record_id=round_id)


def _end(told: Telling, held: HeldRound, unit: UnitOfWork) -> None:
    home_id = told.homes[held.home]
    round_id = round_id_for(home_id, held.day)
    here = ((key, told.actors[key]) for key in held.present)
    ended = {
        "attendees": tuple(Attendee(id=key, name=who.name, role=who.role) for key, who in here),
        "state": RoundState.COMPLETED,
        "ended_at": unit.writing.at,
    }
    header = unit.card(Round, round_id)
    unit.write(header.model_copy(update=ended), About(home_id=home_id), record_id=round_id)
    unit.audit("end round", About(home_id=home_id), record_id=round_id)


def _entry(told: Telling, held: HeldRound, entry: Entry) -> Iterator[Deed]:
    signed: list[str] = []
    yield Deed(entry.at, entry.by, partial(_sign, told, held, entry, signed))
    if entry.withdrawn:
        at = entry.at + _WITHDRAWN_AFTER
        yield Deed(at, entry.by, partial(_withdraw, told, entry, signed))
    for place, doing in enumerate(entry.actions):
        if doing.answered_at is not None:
            answer = partial(_answer, told, entry, place, signed)
            yield Deed(doing.answered_at, doing.owner, answer)


def _sign(
    told: Telling, held: HeldRound, entry: Entry, signed: list[str], unit: UnitOfWork
) -> None:
    """Signs an entry; the change and the ids of its actions are kept in `signed`."""
    about = told.about(entry.stay)
    what, call, by = entry.watch
    record = RoundEntry(
        round_id=round_id_for(told.homes[held.home], held.day),
        how=entry.how,
        note=entry.note,
        plan=entry.plan,
        watch_for=what,
        watch_call=call,
        watch_by=by,
        see_again=entry.again,
        told=entry.told,
        own_view=entry.view,
    )
    change = unit.sign(record, about)
    entry_id = change.envelope.record_id
    signed.append(change.mid)
    signed.extend(unit.write(_action(told, each, entry_id), about) for each in entry.actions)
    unit.audit("sign round entry", about, record_id=entry_id)


def _action(told: Telling, doing: Doing, entry_id: str) -> Action:
    owner = told.actors[doing.owner]
    return Action(
        text=doing.text,
        priority=doing.priority,
        entry_id=entry_id,
        owner=owner.name,
        owner_role=owner.role,
        due=doing.due,
    )


def _withdraw(told: Telling, entry: Entry, signed: list[str], unit: UnitOfWork) -> None:
    about = told.about(entry.stay)
    change = unit.sign(Withdrawal(reason=entry.withdrawn or ""), about, corrects=signed[0])
    unit.audit("withdraw", about, record_id=change.envelope.record_id)


def _answer(told: Telling, entry: Entry, place: int, signed: list[str], unit: UnitOfWork) -> None:
    doing = entry.actions[place]
    answered = {"state": doing.state, "outcome": doing.outcome}
    _answered(told, entry.stay, signed[1 + place], answered, unit)


def _answered(
    told: Telling, stay: Sojourn, action_id: str, how: Mapping[str, object], unit: UnitOfWork
) -> None:
    about = told.about(stay)
    action = unit.card(Action, action_id)
    unit.write(action.model_copy(update=dict(how)), about, record_id=action_id)
    unit.audit("answer action", about, record_id=action_id)


# What the homes wrote


def _raise(told: Telling, raised: Raised, unit: UnitOfWork) -> None:
    about = told.about(raised.stay)
    change = unit.sign(raised.concern, about)
    unit.audit("raise concern", about, record_id=change.envelope.record_id)


def _observe(told: Telling, sets: list[Observed], unit: UnitOfWork) -> None:
    for each in sets:
        about = told.about(each.stay, each.record.taken_at)
        change = unit.sign(each.record, about)
        unit.audit("record observations", about, record_id=change.envelope.record_id)


def _check_list(told: Telling, checked: Checked, unit: UnitOfWork) -> None:
    about, at = told.about(checked.stay), unit.writing.at
    head = MedicineList(source=ListSource.MAR, as_of=to_second(at), checked_by=unit.writing.by.name)
    change = unit.sign(head, about)
    unit.audit("check medicines", about, record_id=change.envelope.record_id)


def _fall(told: Telling, fell: Fell) -> Iterator[Deed]:
    ids: list[str] = []
    yield Deed(fell.at, fell.by, partial(_record_fall, told, fell, ids))
    if fell.completed_at is not None:
        complete = partial(_write_in_full, told, fell, ids)
        yield Deed(fell.completed_at, fell.completed_by, complete)
    elif fell.stay.left is not None:
        gone = {"state": ActionState.STOPPED, "outcome": "No longer lives here"}
        stop = partial(_complete, told, fell.stay, ids, gone)
        yield Deed(fell.stay.left - timedelta(minutes=1), fell.completed_by, stop)


def _record_fall(told: Telling, fell: Fell, ids: list[str], unit: UnitOfWork) -> None:
    about = told.about(fell.stay, fell.fall.occurred_at)
    thinners = blood_thinners_of(fell.stay.person)
    change = unit.sign(fell.fall.model_copy(update={"blood_thinners": thinners}), about)
    action = full_record_of(fell.fall, unit.writing.at)
    ids += [unit.write(action, told.about(fell.stay)), change.envelope.record_id]
    unit.audit("record fall", about, record_id=change.envelope.record_id)


def _write_in_full(told: Telling, fell: Fell, ids: list[str], unit: UnitOfWork) -> None:
    about, fall = told.about(fell.stay, fell.fall.occurred_at), fell.fall
    record = FallDetail(
        fall_id=ids[1], fell_at=fall.occurred_at, head=fall.head, outcome="As before the fall"
    )
    change = unit.sign(record, about)
    unit.audit("record full falls record", about, record_id=change.envelope.record_id)
    done = {"state": ActionState.DONE, "outcome": "Full falls record signed"}
    _complete(told, fell.stay, ids, done, unit)


def blood_thinners_of(person: Person) -> tuple[str, ...]:
    """The blood thinners on somebody's chart; the charts of the borough stay as they are."""
    return blood_thinners_among(medicine(name)[0] for name in person.medicines)


def _complete(
    told: Telling, stay: Sojourn, ids: list[str], how: Mapping[str, object], unit: UnitOfWork
) -> None:
    _answered(told, stay, ids[0], how, unit)


# Hospital


def _episode(told: Telling, episode: InHospital) -> Iterator[Deed]:
    went = EpisodePart.ADMITTED, StayState.HOSPITAL
    yield Deed(episode.admitted_at, episode.by, partial(_move, told, episode, *went))
    if episode.returned_at is not None:
        back = EpisodePart.RETURNED, StayState.HERE
        yield Deed(episode.returned_at, episode.by, partial(_move, told, episode, *back))
    if episode.checked_at is not None:
        yield Deed(episode.checked_at, "pharmacist", partial(_check, told, episode))


def _move(
    told: Telling, episode: InHospital, part: EpisodePart, state: StayState, unit: UnitOfWork
) -> None:
    at = unit.writing.at
    about, stay_id = told.about(episode.stay, at), told.stays[episode.stay.key]
    reason = episode.reason if part is EpisodePart.ADMITTED else None
    record = HospitalEpisode(part=part, happened_at=at, hospital=episode.hospital, reason=reason)
    change = unit.sign(record, about)
    stay = unit.card(Stay, stay_id)
    moved = stay.model_copy(update={"state": state, "state_since": at})
    unit.write(moved, about, record_id=stay_id)
    unit.audit("record hospital episode", about, record_id=change.envelope.record_id)


def _check(told: Telling, episode: InHospital, unit: UnitOfWork) -> None:
    at = unit.writing.at
    about = told.about(episode.stay, at)
    record = HospitalEpisode(part=EpisodePart.MEDICINES_CHECKED, happened_at=at)
    change = unit.sign(record, about)
    unit.audit("record hospital episode", about, record_id=change.envelope.record_id)
