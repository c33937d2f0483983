"""Writes pictures of possible duplicates to build/pictures/duplicates.

python -m tests.ui.duplicates.gallery
"""

import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Contact, Resident, SourceIdentifier
from mdt_core.store.queries.duplicates import side_of
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import Deciding, decide, showed
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToDuplicates, ToResident
from mdt_desktop.ui.duplicates.compare_view import CompareView
from mdt_desktop.ui.duplicates.page import DuplicatesPage
from tests.support.memory_store import TestClock
from tests.support.ward import make_ward
from tests.ui.drawing import Drawing, drawing, practice_session

_LONG = {
    "family_name": "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    "given_name": "Maria Magdalena Wilhelmina Antoinette Philippa",
    "born": PartialDate("1931-06-11"),
    "usual_address": "The Old Rectory, 14a Upper Chestnut Tree Walk, Ashton-under-Lyne",
}


def main() -> None:
    """Draws the list, two records, and joined ones in every look and size."""
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), TestClock())) as session,
    ):
        pairs = _made(session)
        with drawing(app, session, "duplicates") as shown:
            _draw(shown, pairs)


def _made(session: Session) -> dict[str, tuple[str, str]]:
    """A pair with one number, a pair with long names, and a pair that was joined."""
    store, by = session.store, session.actor
    ward = make_ward(store, by)
    one = ward.of("Achterberg")
    again = Resident(
        family_name="Achterberg",
        given_name="Wilhelmina",
        born=PartialDate("1938-02-03"),
        nhs_number=NhsNumber("9990000018"),
        contacts=(Contact(id="c1", name="Piet Achterberg", relationship="Son"),),
        source_identifiers=(SourceIdentifier(id="s1", system="Hospital", value="H-90021"),),
    )
    plain = save_resident(store, by=by, resident=again)[0]
    long = [
        save_resident(store, by=by, resident=Resident(**_LONG, nhs_number=number))[0]  # type: ignore[arg-type]
        for number in (None, NhsNumber("9990000131"))
    ]
    kept = ward.of("Okonkwo")
    joined = save_resident(
        store,
        by=by,
        resident=Resident(
            family_name="Okonkwo", given_name="Sam", nhs_number=NhsNumber("9990000042")
        ),
    )[0]
    with store.deed(by) as unit:
        for who, home_id, dose in ((kept, ward.home_id, "3 mg"), (joined, None, "5 mg")):
            line = MedicineLine(
                medicine="warfarin", form="tablet", dose=dose, state=MedicineState.ACTIVE
            )
            unit.write(line, About(who, home_id))
        unit.commit()
    with store.reading() as connection:
        seen = (showed(side_of(connection, by, kept)), showed(side_of(connection, by, joined)))
    told = Deciding(kept, joined, kept, "Same passport, seen today", "Daughter", seen)
    decide(store, by=by, deciding=told)
    return {"plain": (one, plain), "long": (long[0], long[1]), "joined": (kept, joined)}


def _asked(shown: Drawing, name: str) -> None:
    page = shown.frame.page
    assert isinstance(page, DuplicatesPage)
    assert isinstance(page.part, CompareView)
    assert page.part.form is not None
    page.part.form.who.button(page.part.form.who._choices[0].key).click()
    page.part.save.click()
    shown.to_the_end(name)


def _draw(shown: Drawing, pairs: dict[str, tuple[str, str]]) -> None:
    both, long = ToDuplicates(*pairs["plain"]), ToDuplicates(*pairs["long"])
    joined = ToDuplicates(pairs["joined"][0])
    for palette in shown.palettes():
        shown.picture(f"list-{palette}", ToDuplicates())
        shown.picture(f"both-{palette}", both)
        _asked(shown, f"both-asked-{palette}")
        shown.picture(f"joined-{palette}", joined)
        shown.picture(f"resident-{palette}", ToResident(pairs["plain"][0]))
        shown.picture(f"resident-joined-{palette}", ToResident(pairs["joined"][0]))
    shown.picture("long", long)
    shown.picture("went", ToResident(pairs["joined"][1]))
    for scale in shown.scales():
        shown.picture(f"list-{scale}", ToDuplicates())
        shown.picture(f"long-{scale}", long)
        _asked(shown, f"long-asked-{scale}")
        shown.picture(f"joined-{scale}", joined)
        shown.picture(f"resident-{scale}", ToResident(pairs["joined"][0]))


if __name__ == "__main__":
    main()
