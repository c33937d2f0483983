"""Writes pictures of a home's equipment and its forms to build/pictures/equipment.

python -m tests.ui.equipment.gallery
"""

import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_desktop.ui.context import ToEquipment, ToEquipmentCard, ToForm, ToHome, ToMeasures
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
    drawn.picture("techt-form", ToForm("techt_caseload", ward.of(UNWELL), ToHome(ward.home_id)))
    drawn.picture("ranking", ToMeasures("", "hospital_admissions"))


if __name__ == "__main__":
    main()
