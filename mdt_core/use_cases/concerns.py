"""Answering a concern of the home directly, without waiting for the round."""

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, Refused
from mdt_core.record import Status
from mdt_core.records.concerns import Concern, ConcernAnswer
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes


def answer_concern(store: Store, *, by: Actor, concern_id: str, words: str) -> tuple[str, Changes]:
    """Answers a concern that stands; returns the id of the answer. A further answer adds to it.

    The plan of the next round still names the concern until an entry answers it. Raises
    InvalidInput without words, and Refused where the concern was withdrawn.
    """
    if not words.strip():
        raise InvalidInput("Write the answer", where="Answer to the home")
    with store.deed(by) as unit:
        change = unit.statement(concern_id)
        if change.envelope.kind != Concern.kind or unit.status_of(change.mid) != Status.CURRENT:
            raise Refused("This concern was withdrawn. There is nothing to answer")
        about = About(change.envelope.resident_id, change.envelope.home_id)
        answer = ConcernAnswer(concern_id=concern_id, words=words.strip())
        answer_id = unit.sign(answer, about).envelope.record_id
        unit.audit("answer concern", about, record_id=answer_id)
        return answer_id, unit.commit()
