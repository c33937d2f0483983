"""To hospital and back, told as the form of a time in hospital tells it."""

from datetime import datetime

from mdt_core.actor import Actor
from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.store.store import Store
from mdt_core.use_cases.episodes import record_hospital_part


def hospital_form(who: str, part: EpisodePart, at: datetime, **more: str) -> Draft[HospitalEpisode]:
    """One part as a form gives it."""
    return Draft(HospitalEpisode, who, {"part": part.value, "happened_at": utc_text(at), **more})


def to_hospital(store: Store, by: Actor, who: str, at: datetime, **more: str) -> str:
    """An admission; gives the id."""
    draft = hospital_form(who, EpisodePart.ADMITTED, at, **more)
    return record_hospital_part(store, by=by, draft=draft)[0]


def back_from_hospital(store: Store, by: Actor, who: str, at: datetime) -> str:
    """A return; gives the id."""
    draft = hospital_form(who, EpisodePart.RETURNED, at)
    return record_hospital_part(store, by=by, draft=draft)[0]
