"""To hospital and back, and medicines checked afterwards.

What is told here also moves the resident's whereabouts, in the same transaction.
"""

from mdt_core.actor import Actor
from mdt_core.clock import to_second
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, Refused
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

_IN_HOSPITAL = "This resident is recorded as in hospital already"
_WHERE = {EpisodePart.ADMITTED: StayState.HOSPITAL, EpisodePart.RETURNED: StayState.HERE}


def record_hospital_part(
    store: Store, *, by: Actor, draft: Draft[HospitalEpisode]
) -> tuple[str, Changes]:
    """Records one part of a time in hospital as a form told it; returns the id.

    Raises InvalidInput for a part or a time that is missing or to come, Refused for a second
    admission without a return, or for what follows a return where there is none.
    """
    problems = draft.problems()
    if problems:
        raise InvalidInput(problems[0].words, where=problems[0].field)
    told, who = draft.record(), draft.resident_id
    with store.deed(by) as unit:
        newest = _newest_move(unit, who)
        if told.part is EpisodePart.ADMITTED and newest is EpisodePart.ADMITTED:
            raise Refused(_IN_HOSPITAL)
        if told.part not in _WHERE and newest is not EpisodePart.RETURNED:
            raise Refused("There is no return from hospital that this could follow")
        record_id = _tell(unit, who, told)
        unit.discard_draft(HospitalEpisode.kind, who)
        return record_id, unit.commit()


def _newest_move(unit: UnitOfWork, resident_id: str) -> EpisodePart | None:
    """The newest word of where the resident is; letters and checks move nobody."""
    found = statements(unit.connection, HospitalEpisode, resident_id)
    parts = (each.record.part for each in found if each.record)
    return next((part for part in parts if part in _WHERE), None)


def _tell(unit: UnitOfWork, resident_id: str, episode: HospitalEpisode) -> str:
    if to_second(episode.happened_at) > to_second(unit.writing.at):
        raise InvalidInput("This cannot be later than now", where="When")
    unit.card(Resident, resident_id)
    about = About(resident_id, unit.home_of(resident_id), occurred_at=episode.happened_at)
    change = unit.sign(episode, about)
    _move(unit, about, episode)
    unit.audit("record hospital episode", about, record_id=change.envelope.record_id)
    return change.envelope.record_id


def _move(unit: UnitOfWork, about: About, episode: HospitalEpisode) -> None:
    """Writes the whereabouts, unless something newer is known of them."""
    line = resident_by_id(unit.connection, about.resident_id or "")
    where = _WHERE.get(episode.part)
    if line is None or line.stay_id is None or where is None:
        return
    stay = unit.card(Stay, line.stay_id)
    if stay.state_since is not None and stay.state_since > episode.happened_at:
        return
    moved = stay.model_copy(update={"state": where, "state_since": episode.happened_at})
    unit.write(moved, about, record_id=line.stay_id)
