"""A fall: recorded at once, with the full record asked of the home within a day, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mdt_core.actor import Actor
from mdt_core.blood_thinners import blood_thinners_among
from mdt_core.clock import clinical_moment, london_day, to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.fields import field_of
from mdt_core.identifiers import derived_id
from mdt_core.records.actions import Action
from mdt_core.records.falls import Fall, Hurt
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.records.residents import Resident
from mdt_core.roles import Role
from mdt_core.store.queries.statements import Kept, cards, statements
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, Changes

FULL_RECORD = "Full falls record"
FULL_RECORD_WITHIN = timedelta(hours=24)
"""How soon the home completes the full record after the quick one (ux.md 5.8)."""

_NO_LONGER_TAKEN = (MedicineState.STOPPED, MedicineState.COMPLETED)


@dataclass(frozen=True)
class BloodThinnersListed:
    """The blood thinners found by name on a resident's medicines list, and what the list is.

    `source` and `as_of` are None where nobody said where the list is from.
    """

    names: tuple[str, ...]
    is_list_recorded: bool
    as_of: datetime | None = None
    source: ListSource | None = None
    has_two_versions: bool = False


@dataclass(frozen=True)
class RecordedFall:
    """What was recorded: the fall and the action it brings, as signed, and what changed."""

    fall_id: str
    action_id: str
    fall: Fall
    action: Action
    listed: BloodThinnersListed
    changes: Changes


def record_fall(store: Store, *, by: Actor, draft: Draft[Fall]) -> RecordedFall:
    """Records a fall with the blood thinners on the list now, and asks for the full record in 24 h.

    Raises InvalidInput, naming the field, for a fall that cannot have been so.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    with store.deed(by) as unit:
        fall = draft.record()
        require_possible(fall, unit.writing.at)
        unit.card(Resident, draft.resident_id)
        listed = blood_thinners_listed(unit.connection, draft.resident_id)
        known = {"blood_thinners": listed.names, "medicines_as_of": listed.as_of}
        told = fall.model_copy(update=known)
        home_id = unit.home_of(draft.resident_id)
        about = About(draft.resident_id, home_id, occurred_at=fall.occurred_at)
        change = unit.sign(told, about)
        fall_id = change.envelope.record_id
        action = full_record_of(fall, unit.writing.at)
        action_id = full_record_id(fall_id)
        unit.write(action, replace(about, occurred_at=None), record_id=action_id)
        unit.audit("record fall", about, record_id=fall_id)
        unit.discard_draft(Fall.kind, draft.resident_id)
        return RecordedFall(fall_id, action_id, told, action, listed, unit.commit())


def full_record_of(fall: Fall, recorded_at: datetime) -> Action:
    """The action that a quick record brings: the full one, by the home's nurse, within 24 hours."""
    return Action(
        text=full_record_words(fall),
        owner_role=Role.HOME_NURSE,
        due=london_day(recorded_at + FULL_RECORD_WITHIN),
    )


def full_record_words(fall: Fall) -> str:
    """How the action that asks for the full record of a fall begins its life."""
    return f"{FULL_RECORD} of the fall on {clinical_moment(fall.occurred_at)}"


def full_record_id(fall_id: str) -> str:
    """The id of that action, so that the full record finds it by its fall, on every device."""
    return derived_id("full falls record", fall_id)


def require_possible(fall: Fall, now: datetime) -> None:
    """Raises InvalidInput for a time to come, a last sight after the fall, or «None» with injuries."""
    if to_second(fall.occurred_at) > to_second(now):
        raise InvalidInput("A fall cannot be later than now", where=_label("occurred_at"))
    if fall.last_seen_at is not None and fall.last_seen_at > fall.occurred_at:
        raise InvalidInput("Last seen is later than the fall", where=_label("last_seen_at"))
    if Hurt.NONE in fall.hurt and len(fall.hurt) > 1:
        raise InvalidInput("Choose either «None» or what is hurt", where=_label("hurt"))


def blood_thinners_listed(connection: Reading, resident_id: str) -> BloodThinnersListed:
    """The blood thinners found on a resident's list; a line of unknown state counts."""
    lines = cards(connection, MedicineLine, resident_id)
    heads = statements(connection, MedicineList, resident_id, limit=1)
    head = heads[0].record if heads else None
    taken = [line for line in lines if not _is_ended(line)]
    return BloodThinnersListed(
        names=blood_thinners_among(_names(taken)),
        is_list_recorded=bool(heads or lines),
        as_of=head.as_of if head else None,
        source=head.source if head else None,
        has_two_versions=any(line.has_siblings for line in taken),
    )


def _is_ended(line: Kept[MedicineLine]) -> bool:
    """A line that cannot be read is taken as in force, and so is one with two versions."""
    if line.record is None or line.has_siblings:
        return False
    return line.record.state in _NO_LONGER_TAKEN


def _names(lines: Sequence[Kept[MedicineLine]]) -> list[str]:
    return [str(line.readable.get("medicine", "")) for line in lines]


def _label(name: str) -> str:
    return field_of(Fall, name).label
