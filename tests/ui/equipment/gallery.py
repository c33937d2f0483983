"""Writes pictures of a home's equipment and its forms to build/pictures/equipment.

python -m tests.ui.equipment.gallery
"""

import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.drafts import Draft
from mdt_core.records.techt import TechtCaseload
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt import style
from mdt_desktop.ui.context import (
    ToEquipment,
    ToEquipmentCard,
    ToForm,
    ToHome,
    ToMeasures,
    ToResident,
    ToResidents,
)
from mdt_desktop.ui.equipment.page import EquipmentPage
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session
from tests.ui.equipment.things import furnish


def main() -> None:
    """Draws the list, the card, the loan and the home's page in every look."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with closing(practice_session(Path(folder), clock)) as session:
            ward = make_ward(session.store, session.actor)
            made = furnish(session.store, session.actor, ward)
            on = {"state": "on", "since": "2026-11-20", "reasons": ["admissions", "falls"]}
            draft = Draft(TechtCaseload, ward.of(UNWELL), {**on, "until": "2027-01-15"})
            record_statement(session.store, by=session.actor, draft=draft)
            with drawing(app, session, "equipment") as drawn:
                _draw(drawn, ward, made)


def _draw(drawn: Drawing, ward: Ward, made: dict[str, str]) -> None:
    for palette in drawn.palettes():
        drawn.picture(f"list-{palette}", ToEquipment(ward.home_id))
    for scale in drawn.scales():
        mark = scale.replace("%", "")
        drawn.picture(f"list-{mark}", ToEquipment(ward.home_id))
        drawn.to_the_end(f"list-{mark}-end")
        drawn.picture(f"card-{mark}", ToEquipmentCard(ward.home_id, made["BP-1"]))
        drawn.to_the_end(f"card-{mark}-end")
        drawn.picture(f"home-{mark}", ToHome(ward.home_id))
    for _palette in drawn.palettes():
        continue
    _draw_loan(drawn, ward, made)
    drawn.picture("techt-form", ToForm("techt_caseload", ward.of(UNWELL), ToHome(ward.home_id)))
    drawn.picture("techt-residents", ToResidents())
    drawn.picture("techt-resident", ToResident(ward.of(UNWELL)))
    drawn.picture("home", ToHome(ward.home_id))
    drawn.picture("card-new", ToEquipmentCard(ward.home_id))
    drawn.picture("ranking", ToMeasures("", "hospital_admissions"))


def _draw_loan(drawn: Drawing, ward: Ward, made: dict[str, str]) -> None:
    for letters in (1.0, 2.0):
        drawn.wear(style.Look(scale=letters))
        drawn.picture("list", ToEquipment(ward.home_id))
        page = drawn.frame.page
        assert isinstance(page, EquipmentPage)
        page.buttons["Lend", made["NX-1"]].click()
        chosen = page.lending.asked["lent_to"]
        chosen.show_stored("resident")
        chosen.edited.emit("resident")
        drawn.picture(f"lend-{letters:.0%}".replace("%", ""))
        page.lending.cancel.click()
        page.buttons["Came back", made["IP-1"]].click()
        drawn.picture(f"back-{letters:.0%}".replace("%", ""))
    drawn.wear(style.Look())


if __name__ == "__main__":
    main()
