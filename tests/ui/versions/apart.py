"""What two people wrote apart about one resident, for tests and pictures."""

from collections.abc import Mapping
from typing import Any

from mdt_core.actor import Actor
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import AllergyState
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import GroupWrite
from tests.support.builders import mid, newer_event, newer_set

LONG = (
    "Likes her tea strong and without sugar, sits at the window in the morning, and does not want to "
    "be called Mrs in front of the others. Hears better on the left. "
)


def write_apart(
    store: Store,
    by: Actor,
    number: int,
    group: str,
    value: Mapping[str, Any] | None,
    **more: Any,  # noqa: ANN401 - of the change
) -> None:
    """What another device wrote without having seen what stands here."""
    plain: dict[str, Any] = {"kind": "resident", "minutes": number, **more}
    record_id, base = plain.pop("record_id"), plain.pop("base", ())
    with store.deed(by) as unit:
        unit.append(newer_set(number, record_id, {group: GroupWrite(value, base)}, **plain))
        unit.commit()


def two_numbers(store: Store, by: Actor, who: str, number: str = "9990000034") -> None:
    """The NHS number that stands, and another that somebody wrote without having seen it."""
    write_apart(
        store, by, 801, "nhs_number", {"nhs_number": number}, record_id=who, resident_id=who
    )


def two_doses(store: Store, by: Actor, who: str, home_id: str) -> None:
    """A dose that both had seen, changed by two people in two ways."""
    line_id = mid(820)
    first: dict[str, Any] = {
        "medicine": "warfarin",
        "form": "tablet",
        "dose": "3 mg",
        "route": "oral",
    }
    with store.deed(by) as unit:
        line = MedicineLine(**first, frequency="at night", state=MedicineState.ACTIVE)
        unit.write(line, About(who, home_id), record_id=line_id)
        base = unit.card_state(line_id).heads_of("dose")
        unit.commit()
    for number, dose, often in ((821, "2.5 mg", "at night"), (822, "25 mg", "every night")):
        write_apart(
            store,
            by,
            number,
            "dose",
            {**first, "dose": dose, "frequency": often},
            record_id=line_id,
            kind="medicine_line",
            base=base,
            resident_id=who,
        )


def two_allergies(store: Store, by: Actor, who: str) -> None:
    """Allergies that two people stated differently."""
    said: tuple[dict[str, Any], ...] = (
        {"state": "known", "allergies": [{"substance": "Penicillin", "reaction": "rash"}]},
        {"state": "none_known"},
    )
    with store.deed(by) as unit:
        for place, body in enumerate(said):
            unit.append(
                newer_event(
                    830 + place,
                    mid(835 + place),
                    AllergyState.kind,
                    body,
                    minutes=place,
                    resident_id=who,
                )
            )
        unit.commit()


def two_about(store: Store, by: Actor, who: str) -> None:
    """Long texts that differ in a few words; no matter of safety."""
    for number, text in ((840, LONG), (841, LONG.replace("left", "right") + "Was a teacher.")):
        write_apart(store, by, number, "about", {"about_me": text}, record_id=who, resident_id=who)
