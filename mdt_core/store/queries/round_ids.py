"""The id of a round, made of home, day and programme, so that two starts of one round are one."""

from datetime import date

from mdt_core.identifiers import RecordId, derived_id
from mdt_core.records.rounds import Programme


def round_id_for(home_id: str, day: date, programme: Programme = Programme.WEEKLY) -> RecordId:
    """The id of the one round of a programme in a home on a day, the same on every device."""
    if programme is Programme.WEEKLY:
        return derived_id("round", f"{home_id}:{day.isoformat()}")
    return derived_id("round", f"{home_id}:{day.isoformat()}:{programme.value}")
