"""One person twice: Joan Smith of Elm House, and a second record of her that nobody has placed."""

from typing import Any

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber, derived_id
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Alert, Contact, Resident, SourceIdentifier
from mdt_core.store.queries.duplicates import side_of
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import Deciding, decide, showed
from tests.support.builders import HOME_ID, RESIDENT_ID, allergies, home, mid, resident, stay
from tests.support.memory_store import GP, MemoryStore

A, B = RESIDENT_ID, derived_id("tests", "Joan Smith again")
C = derived_id("tests", "Joan Smith a third time")
SAID = {"why": "One passport, seen today", "asked": "Ann Smith, daughter"}
ABOUT_A, ABOUT_B = About(A, HOME_ID), About(B, None)


def again(**values: Any) -> Resident:  # noqa: ANN401 - any field
    """The same person as another system knows her."""
    plain: dict[str, Any] = {
        "family_name": "Smith",
        "given_name": "Joan",
        "born": PartialDate("1938-02-03"),
        "nhs_number": NhsNumber("9990000018"),
        "contacts": (Contact(id="c2", name="Tom Smith", relationship="Son"),),
        "alerts": (Alert(id="a2", text="Thickened fluids"),),
        "source_identifiers": (SourceIdentifier(id="s2", system="Hospital", value="H-9"),),
    }
    return Resident(**{**plain, **values})


def joan_twice(seed: int = 1) -> MemoryStore:
    """A store with both records; the first lives in Elm House."""
    memory = MemoryStore(seed)
    with memory.store.deed(GP) as unit:
        unit.write(home(), About(), record_id=HOME_ID)
        unit.write(resident(born=PartialDate("1938-02-03")), About(), record_id=A)
        unit.write(stay(), ABOUT_A, record_id=mid(901))
        unit.write(again(), About(), record_id=B)
        unit.commit()
    return memory


def with_facts(memory: MemoryStore) -> None:
    """Different allergies and a medicine in either."""
    with memory.store.deed(GP) as unit:
        for about, substance, dose in ((ABOUT_A, "Penicillin", "3 mg"), (ABOUT_B, "Latex", "5 mg")):
            unit.sign(allergies(substance), about)
            line = MedicineLine(medicine="warfarin", dose=dose, state=MedicineState.ACTIVE)
            unit.write(line, about)
        unit.commit()


def deciding(
    memory: MemoryStore,
    kept: str | None,
    one: str = A,
    other: str = B,
    by: Actor = GP,
    **said: str,
) -> Deciding:
    """What is decided on what both show now."""
    with memory.store.reading() as connection:
        seen = tuple(showed(side_of(connection, by, who)) for who in (one, other))
    return Deciding(one, other, kept, **{**SAID, **said}, seen=seen)


def join(memory: MemoryStore, kept: str = A, other: str = B, by: Actor = GP) -> None:
    """Both are one person: keep that one."""
    decide(memory.store, by=by, deciding=deciding(memory, kept, kept, other, by))
