"""What is recorded of a resident that an entry is held against while it is written, without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mdt_core.record import Status
from mdt_core.records.residents import AllergyStateKind
from mdt_core.records.stays import Stay, StayState
from mdt_core.store.queries.residents import ResidentPage
from mdt_core.use_cases.discharge_plans import withdrawn_words

_NOT_COMPARED: Final = frozenset(
    {AllergyStateKind.NOT_RECORDED.value, AllergyStateKind.UNAVAILABLE.value}
)


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a resident; `d2a` is the running D2A stay, with its planned end."""

    medicines: tuple[str, ...] = ()
    allergies: tuple[Mapping[str, Any], ...] = ()
    has_no_allergies: bool = False
    d2a: Stay | None = None
    planned_end: date | None = None
    of_withdrawn: str = ""
    """That the planned end comes from an entry withdrawn since; empty where it does not."""


def recorded_of(page: ResidentPage) -> Recorded:
    """The names on the list of medicines, every allergy of every version, and what a D2A stay says."""
    heads = page.allergies if page.line.allergy_siblings else page.allergies[:1]
    return Recorded(
        tuple(str(each.readable.get("medicine", "")) for each in page.medicines),
        tuple(one for head in heads for one in head.readable.get("allergies", ())),
        has_no_allergies=page.line.allergy_state in _NOT_COMPARED,
        d2a=_d2a_stay(page),
        planned_end=_planned_end(page),
        of_withdrawn=withdrawn_words(page),
    )


def _d2a_stay(page: ResidentPage) -> Stay | None:
    """The D2A stay that the resident is in now, or None."""
    running = (each.record for each in page.stays if each.record)
    return next(
        (each for each in running if each.stay_type.is_d2a and each.state is not StayState.ENDED),
        None,
    )


def _planned_end(page: ResidentPage) -> date | None:
    """The planned end as the stay has it, else as an entry since it began said last."""
    stay = _d2a_stay(page)
    if stay is None or stay.planned_end is not None:
        return stay.planned_end if stay else None
    for entry in page.entries:
        said = entry.record.planned_end if entry.record else None
        if said and entry.status is Status.CURRENT and entry.occurred_at >= stay.admitted_at:
            return said
    return None
