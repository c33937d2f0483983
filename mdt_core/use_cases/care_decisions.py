"""The decisions that must never be stale: confirming one as still right.

A confirmation is a new version of the same content that names who was asked and when. It confirms
what the person saw and nothing else; what stands in two versions is settled, not confirmed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date, london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.record import Statement
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.cpr_decisions import CprDecision, ReviewClock
from mdt_core.records.residents import Resident
from mdt_core.store.queries.care_decisions import is_two
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes, UnitOfWork

CONFIRMED_SINGLY: Final[tuple[type[Statement], ...]] = (
    CprDecision,
    TreatmentCeiling,
    SharingConsent,
)
"""Those that «Still right» confirms, each by itself."""

ASKED: Final = "Who was asked"
ON: Final = "Asked on"
NEXT_REVIEW: Final = "Next review on"
CHANGED: Final = "This was changed since you looked. Nothing was confirmed"


@dataclass(frozen=True)
class StillRight:
    """What was seen and is confirmed: the change that says it, whom they asked, when, and the next review."""

    kind: type[Statement]
    seen: str
    asked: str
    on: date
    next_review: date | None = None


def confirm_still_right(
    store: Store, *, by: Actor, resident_id: str, said: StillRight
) -> tuple[str, Changes]:
    """Signs the decision that stands once more as still right; returns the new version's id.

    Raises InvalidInput without whom they asked, for a day to come or before the decision, and for a
    review that is past and not set anew; Refused where something else stands than was seen, or
    where it cannot be read whole.
    """
    if not said.asked.strip():
        raise InvalidInput("Say whom you asked", where=ASKED)
    with store.deed(by) as unit:
        unit.card(Resident, resident_id)
        heads = _as_seen(unit, resident_id, said)
        record = _confirmed(heads[0].record, said, london_day(unit.writing.at))
        record.require_possible(unit.writing.at)
        about = About(resident_id, unit.home_of(resident_id))
        record_id = unit.sign(record, about, seen=[each.mid for each in heads]).envelope.record_id
        unit.audit(f"confirm {record.title.lower()}", about, record_id=record_id)
        return record_id, unit.commit()


def _as_seen(unit: UnitOfWork, resident_id: str, said: StillRight) -> tuple[Signed[Any], ...]:
    """What stands, as it was seen; several only where all of them say the same."""
    heads = statements(unit.connection, said.kind, resident_id)
    if is_two(heads):
        raise Refused(
            f"Two versions of «{said.kind.title}» stand. They are settled, not confirmed",
            next_step="Look at both",
        )
    if not heads or heads[0].mid != said.seen:
        raise Refused(CHANGED, next_step="Read it again first")
    if not heads[0].is_whole:
        raise Refused(
            "This was written by a newer program, and not all of it can be read here",
            next_step="Update this program first",
        )
    return heads


def _confirmed(standing: Any, said: StillRight, today: date) -> Any:  # noqa: ANN401 - one of CONFIRMED_SINGLY
    if said.on > today:
        raise InvalidInput("This day is still to come", where=ON)
    if said.on < standing.decided_on:
        raise InvalidInput(
            f"The decision was made later, on {clinical_date(standing.decided_on)}", where=ON
        )
    update: dict[str, Any] = {"still_right_on": said.on, "still_right_asked": said.asked.strip()}
    return standing.model_copy(update={**update, **_review(standing, said, today)})


def _review(standing: Any, said: StillRight, today: date) -> dict[str, Any]:  # noqa: ANN401 - one of CONFIRMED_SINGLY
    if "review_on" not in type(standing).model_fields:
        return {}
    if said.next_review is not None:
        if said.next_review <= today:
            raise InvalidInput("The next review has to be still to come", where=NEXT_REVIEW)
        clock = {"review": ReviewClock.ON_DATE} if isinstance(standing, CprDecision) else {}
        return {"review_on": said.next_review, **clock}
    past = standing.review_on
    if past is not None and past <= today:
        raise InvalidInput(
            f"Review was due {clinical_date(past)}: give the next day", where=NEXT_REVIEW
        )
    return {}
