"""To hospital and back, and medicines checked afterwards.

What is told here also moves the resident's whereabouts, in the same transaction.
"""

from datetime import datetime

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


def record_admission(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    admitted_at: datetime,
    hospital: str | None = None,
    reason: str | None = None,
) -> tuple[str, Changes]:
    """Records that a resident went to hospital; returns the id.

    Raises Refused where the newest word is that the resident went there and has not come back.
    """
    episode = HospitalEpisode(
        part=EpisodePart.ADMITTED,
        happened_at=admitted_at,
        hospital=hospital or None,
        reason=reason or None,
    )
    with store.deed(by) as unit:
        if _newest_move(unit, resident_id) is EpisodePart.ADMITTED:
            raise Refused(_IN_HOSPITAL)
        return _tell(unit, resident_id, episode), unit.commit()


def record_return(
    store: Store,
    *,
    by: Actor,
    resident_id: str,
    returned_at: datetime,
    hospital: str | None = None,
    reason: str | None = None,
    are_medicines_checked: bool = False,
) -> tuple[str, Changes]:
    """Records that a resident came back; returns the id.

    Without `are_medicines_checked` the medicines stand as not yet checked, until somebody says so.
    """
    episode = HospitalEpisode(
        part=EpisodePart.RETURNED,
        happened_at=returned_at,
        hospital=hospital or None,
        reason=reason or None,
    )
    with store.deed(by) as unit:
        returned = _tell(unit, resident_id, episode)
        if are_medicines_checked:
            _tell(unit, resident_id, _check(unit.writing.at))
        return returned, unit.commit()


def check_medicines_after_hospital(
    store: Store, *, by: Actor, resident_id: str
) -> tuple[str, Changes]:
    """Records that the medicines were checked after the return; raises Refused without a return."""
    with store.deed(by) as unit:
        if _is_checked_since_return(unit, resident_id):
            raise Refused("There is no return from hospital with medicines to check")
        return _tell(unit, resident_id, _check(unit.writing.at)), unit.commit()


def _check(at: datetime) -> HospitalEpisode:
    return HospitalEpisode(part=EpisodePart.MEDICINES_CHECKED, happened_at=at)


def _parts(unit: UnitOfWork, resident_id: str) -> list[EpisodePart]:
    """What is told, newest first."""
    found = statements(unit.connection, HospitalEpisode, resident_id)
    return [each.record.part for each in found if each.record]


def _newest_move(unit: UnitOfWork, resident_id: str) -> EpisodePart | None:
    """The newest word of where the resident is; letters and checks move nobody."""
    return next((part for part in _parts(unit, resident_id) if part in _WHERE), None)


def _is_checked_since_return(unit: UnitOfWork, resident_id: str) -> bool:
    """Whether there is nothing to check: no return, or a check after it."""
    since = [part for part in _parts(unit, resident_id) if part is not EpisodePart.LETTER_SEEN]
    return not since or since[0] is not EpisodePart.RETURNED


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
