"""A home's equipment as a real one stands: in order, overdue, faulty, lent, back and not cleaned, gone."""

from datetime import date
from typing import Any

from mdt_core.actor import Actor
from mdt_core.records.equipment import Equipment, LentTo
from mdt_core.store.store import Store
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_core.use_cases.equipment import lend, take_back
from tests.support.ward import UNWELL, Ward


def furnish(store: Store, by: Actor, ward: Ward) -> dict[str, str]:
    """Writes the equipment of the ward; gives the ids by serial number."""

    def save(kind: str, serial: str, **more: Any) -> str:  # noqa: ANN401
        now = {"equipment_type": kind, "serial": serial, **more}
        change = CardChange(Equipment, None, {"home_id": ward.home_id}, now, ward.home_id)
        return save_card(store, by=by, change=change)[0]

    made = {
        "NX-1": save(
            "pulse_oximeter", "NX-1", maker="Nonin 9590", check_due="2027-03-01", kept_at="Office"
        ),
        "NX-2": save("pulse_oximeter", "NX-2", maker="Nonin 9590", check_due="2026-11-01"),
        "BP-1": save(
            "blood_pressure",
            "BP-1",
            maker="Omron M7 Intelli IT",
            check_due="2026-10-01",
            faulty_since="2026-11-18",
            fault="The cuff leaks and the reading does not settle. Reported to the practice",
        ),
        "IP-1": save("tablet", "IP-1", maker="iPad 9", supplied_by="NHS Trafford"),
        "TK-1": save("telecare_kit", "TK-1", supplied_by="Trustcare"),
        "ZZ-1": save(
            "thermometer", "ZZ-1", withdrawn_on="2026-11-02", withdrawn_why="Screen broken"
        ),
    }
    who: dict[str, Any] = {"lent_to": LentTo.RESIDENT, "resident_id": ward.of(UNWELL)}
    began, due = date(2026, 11, 3), date(2026, 11, 17)
    lend(store, by=by, equipment_id=made["IP-1"], lent_on=began, due_back=due, **who)
    kit: dict[str, Any] = {"lent_to": LentTo.HOME, "words": "Rowan Court"}
    lend(store, by=by, equipment_id=made["TK-1"], lent_on=began, **kit)
    take_back(store, by=by, equipment_id=made["TK-1"], returned_on=due)
    return made
