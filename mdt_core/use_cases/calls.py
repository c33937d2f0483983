"""The words for a call leave the program by the clipboard; that they did is in the access audit."""

from mdt_core.actor import Actor
from mdt_core.records.falls import Fall
from mdt_core.records.observations import ObservationSet
from mdt_core.records.residents import Resident
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About, Changes


def record_sbard_copy(
    store: Store, *, by: Actor, resident_id: str, fall_id: str | None = None
) -> Changes:
    """Writes into the access audit that the words about a resident, or a fall, were copied.

    Raises NotAllowed for whoever may not record what the words are about.
    """
    with store.deed(by) as unit:
        unit.card(Resident, resident_id)
        about = About(resident_id, unit.home_of(resident_id))
        unit.require_write(Fall if fall_id else ObservationSet, about.home_id)
        words = "copy fall as SBARD" if fall_id else "copy words for a call as SBARD"
        unit.audit(words, about, record_id=fall_id or "")
        return unit.commit()
