"""The round: start it, sign its entries, answer its actions, withdraw what was signed by mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.record import Statement, is_restricted, kind_named
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.case_discussions import CaseDiscussion
from mdt_core.records.corrections import RestrictedWithdrawal, Withdrawal
from mdt_core.records.homes import Home
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import Programme, Round, RoundEntry, RoundMode, RoundState
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork
from mdt_core.sync.change import Author, Change
from mdt_core.use_cases.discharge_plans import say_on_stay
from mdt_core.use_cases.fall_details import follow_withdrawal
from mdt_core.use_cases.joining import standing_here
from mdt_core.use_cases.medicine_requests import ask_from_entry, cancel_from_entry

SIGNED_BY_MISTAKE = "signed by mistake"
_WITH_ACTIONS = (RoundEntry.kind, CaseDiscussion.kind)
AnyWithdrawal = Withdrawal | RestrictedWithdrawal


@dataclass(frozen=True)
class SignedEntry:
    """What was signed: the entry's id, the ids of its new actions, and what changed."""

    entry_id: str
    action_ids: tuple[str, ...]
    changes: Changes


def start_round(
    store: Store,
    *,
    by: Actor,
    home_id: str,
    day: date,
    residents: Sequence[str],
    mode: RoundMode | None = None,
    programme: Programme = Programme.WEEKLY,
) -> tuple[str, Changes]:
    """Starts the round of a home on a day, or goes on with it; returns its id.

    Two starts of one home's day are one round; residents already on the list stay on it.
    """
    lists = {home_id: residents}
    ids, changes = start_rounds(store, by=by, day=day, lists=lists, mode=mode, programme=programme)
    return ids[0], changes


def start_rounds(
    store: Store,
    *,
    by: Actor,
    day: date,
    lists: Mapping[str, Sequence[str]],
    mode: RoundMode | None = None,
    programme: Programme = Programme.D2A,
) -> tuple[tuple[str, ...], Changes]:
    """Starts one round in each of these homes, with who is on its list, all or none.

    Who starts it, or goes on with what somebody started, stands among those who are here.

    Raises Refused where one of them is signed off.
    """
    with store.deed(by) as unit:
        ids = tuple(
            _start(unit, by, Round(home_id=home_id, held_on=day, programme=programme), who, mode)
            for home_id, who in lists.items()
        )
        return ids, unit.commit()


def _start(
    unit: UnitOfWork, by: Actor, new: Round, residents: Sequence[str], mode: RoundMode | None
) -> str:
    round_id = round_id_for(new.home_id, new.held_on, new.programme)
    unit.card(Home, new.home_id)
    header = _header(unit, round_id) or new
    if header.state in (RoundState.COMPLETED, RoundState.VOID):
        raise Refused("This round is signed off and its header is closed. Plan the next one")
    started = standing_here(header, by).model_copy(
        update={
            "residents": tuple(dict.fromkeys((*header.residents, *residents))),
            "mode": mode or header.mode,
            "state": RoundState.OPEN,
            "started_at": header.started_at or unit.writing.at,
        }
    )
    about = About(home_id=new.home_id)
    unit.write(started, about, record_id=round_id)
    unit.audit("start round", about, record_id=round_id)
    return round_id


def _header(unit: UnitOfWork, round_id: str) -> Round | None:
    return unit.card(Round, round_id) if unit.card_state(round_id).groups else None


def sign_entry(
    store: Store,
    *,
    by: Actor,
    draft: Draft[RoundEntry],
    actions: Sequence[Action] = (),
    answers: Sequence[tuple[str, ActionState]] = (),
    responsible: Author | None = None,
    looked_at: Sequence[str] = (),
) -> SignedEntry:
    """Signs a round entry with its new actions and the answers to open ones, all or nothing.

    `looked_at` names the records whose reasons stood on the screen: the entry answers these alone,
    for as long as it stands. The person's draft for this resident goes in the same transaction, and
    what a D2A entry says of the planned end stands on the stay; what it starts or changes is asked for.
    Raises InvalidInput with the first thing that is missing, and leaves the draft as it is.
    """
    draft = draft.with_value("answers", list(looked_at))
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    with store.deed(by) as unit:
        entry = draft.record()
        about = _about_living(unit, draft.resident_id, responsible)
        change = unit.sign(entry, replace(about, home_id=_home_of_round(unit, entry, about)))
        entry_id = change.envelope.record_id
        say_on_stay(unit, about, entry)
        action_ids = tuple(_add_action(unit, about, action, entry_id) for action in actions)
        ask_from_entry(unit, replace(about, responsible=None), entry, entry_id)
        for action_id, state in answers:
            _answer(unit, about, action_id, state, None)
        unit.audit("sign round entry", about, record_id=entry_id)
        unit.discard_draft(RoundEntry.kind, draft.resident_id)
        return SignedEntry(entry_id, action_ids, unit.commit())


def add_action(store: Store, *, by: Actor, resident_id: str, action: Action) -> tuple[str, Changes]:
    """Adds an action outside an entry; returns its id."""
    with store.deed(by) as unit:
        about = _about_living(unit, resident_id, None)
        action_id = _add_action(unit, about, action, None)
        unit.audit("add action", about, record_id=action_id)
        return action_id, unit.commit()


def answer_action(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    action_id: str,
    state: ActionState,
    outcome: str | None = None,
) -> Changes:
    """Says what became of an action; one that is not done or stopped needs a reason."""
    if state in (ActionState.NOT_DONE, ActionState.STOPPED) and not (outcome or "").strip():
        raise InvalidInput("Say why it was not done", where="Action")
    with store.deed(by) as unit:
        about = About(resident_id, unit.home_of(resident_id))
        _answer(unit, about, action_id, state, outcome)
        unit.audit("answer action", about, record_id=action_id)
        return unit.commit()


def withdraw(
    store: Store, *, by: Actor, record_id: str, reason: str = SIGNED_BY_MISTAKE
) -> Changes:
    """Marks a signed statement as entered in error; it is kept, struck through, with the reason.

    Actions that a round entry or a meeting's case brought and that are still open are stopped with it, and its medicine
    requests that nobody has sent are cancelled, all or nothing.
    """
    with store.deed(by) as unit:
        change = unit.statement(record_id)
        envelope = change.envelope
        if unit.status_of(change.mid) != "current":
            raise Refused("This entry was withdrawn or replaced already")
        kind = _withdrawal_allowed(unit, by, change)
        about = About(envelope.resident_id, envelope.home_id)
        unit.sign(kind(reason=reason), about, corrects=change.mid)
        if envelope.kind in _WITH_ACTIONS and envelope.resident_id:
            _stop_actions(unit, envelope.resident_id, record_id, reason)
            cancel_from_entry(unit, _now_about(unit, envelope.resident_id), record_id, reason)
        follow_withdrawal(unit, change, reason)
        unit.audit("withdraw", about, record_id=record_id)
        return unit.commit()


def _now_about(unit: UnitOfWork, resident_id: str) -> About:
    return About(resident_id, unit.home_of(resident_id))


def _stop_actions(unit: UnitOfWork, resident_id: str, entry_id: str, reason: str) -> None:
    about = _now_about(unit, resident_id)
    still_open = (ActionState.OPEN.value,)
    for action in cards(unit.connection, Action, resident_id, states=still_open):
        if action.record is not None and action.record.entry_id == entry_id:
            _answer(unit, about, action.id, ActionState.STOPPED, reason)


def withdrawal_for(statement: type[Statement]) -> type[AnyWithdrawal]:
    """The kind of withdrawal that lies in the same log as what it withdraws."""
    return RestrictedWithdrawal if is_restricted(statement) else Withdrawal


def _withdrawal_allowed(unit: UnitOfWork, by: Actor, change: Change) -> type[AnyWithdrawal]:
    """The kind by which it is withdrawn; its author and clinicians may."""
    envelope = change.envelope
    record_class = kind_named(envelope.kind)
    if record_class is None or not issubclass(record_class, Statement):
        raise Refused("This was written by a newer program", next_step="Update first")
    unit.require_write(record_class, envelope.home_id)
    kind = withdrawal_for(record_class)
    if envelope.author.id != by.person_id and by.role not in kind.writers_of_others:
        raise Refused("Only its author or a clinician can withdraw an entry")
    return kind


def _about_living(unit: UnitOfWork, resident_id: str, responsible: Author | None) -> About:
    unit.card(Resident, resident_id)
    return About(resident_id, unit.home_of(resident_id), responsible=responsible)


def _home_of_round(unit: UnitOfWork, entry: RoundEntry, about: About) -> str | None:
    """An entry is on the sheet of the round it was signed in, also of who moved since it began."""
    header = _header(unit, entry.round_id) if entry.round_id else None
    if header is None:
        return about.home_id
    if header.state is RoundState.COMPLETED:
        _require_amending(unit, entry.round_id, about.resident_id)
    return header.home_id


def _require_amending(unit: UnitOfWork, round_id: str | None, resident_id: str | None) -> None:
    """Once a round is signed off, an entry only adds to one that is in it."""
    before = statements(unit.connection, RoundEntry, resident_id or "", only_current=False)
    if not any(each.readable.get("round_id") == round_id for each in before):
        raise Refused(
            "This round is signed off, and this resident has no entry in it to add to",
            next_step="Write this in the next round",
        )


def _add_action(unit: UnitOfWork, about: About, action: Action, entry_id: str | None) -> str:
    linked = action.model_copy(update={"entry_id": entry_id or action.entry_id})
    return unit.write(linked, replace(about, responsible=None))


def _answer(
    unit: UnitOfWork, about: About, action_id: str, state: ActionState, outcome: str | None
) -> None:
    action = unit.card(Action, action_id)
    answered = action.model_copy(update={"state": state, "outcome": outcome or action.outcome})
    unit.write(answered, about, record_id=action_id)
