"""Writes pictures of the clinic day and of uptake to build/pictures/clinic.

python -m tests.ui.clinic.gallery
"""

import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.records.residents import Allergy, AllergyState, AllergyStateKind
from mdt_core.records.vaccinations import ConsentBasis, VaccinationSite, Vaccine
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.vaccinations import count_staff, record_vaccination, respond_to_uptake
from mdt_desktop.session import Session
from mdt_desktop.ui.clinic.setup import ClinicSetup
from mdt_desktop.ui.context import ToClinic, ToHome, ToResident, ToUptake
from tests.support.memory_store import TestClock
from tests.support.vaccinations import given, response, staff
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session

SETUP = ClinicSetup(
    Vaccine.INFLUENZA,
    "AB1234",
    date(2027, 3, 31),
    "Dr Amina Shah",
    ConsentBasis.PERSON,
    product="Adjuvanted quadrivalent influenza vaccine suspension for injection",
    site=VaccinationSite.LEFT_ARM.value,
)


def main() -> None:
    """Draws the set-up, the list, the uptake and the resident's tab in every look."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with closing(practice_session(Path(folder), clock)) as session:
            ward = make_ward(session.store, session.actor)
            _fill(session, ward)
            with drawing(app, session, "clinic") as drawn:
                _draw(drawn, ward)


def _draw(drawn: Drawing, ward: Ward) -> None:
    for palette in drawn.palettes():
        drawn.picture(f"list-{palette}", ToClinic(ward.home_id, SETUP))
        drawn.picture(f"uptake-{palette}", ToUptake(ward.home_id))
    for scale in drawn.scales():
        mark = scale.replace("%", "")
        drawn.picture(f"list-{mark}", ToClinic(ward.home_id, SETUP))
        drawn.to_the_end(f"list-{mark}-end")
        drawn.picture(f"uptake-{mark}", ToUptake(ward.home_id))
        drawn.picture(f"set-up-{mark}", ToClinic(ward.home_id))
    for _palette in drawn.palettes():
        continue
    drawn.picture("set-up", ToClinic(ward.home_id))
    drawn.picture("home", ToHome(ward.home_id))
    drawn.picture("tab", ToResident(ward.of(UNWELL), "Vaccinations"))


def _fill(session: Session, ward: Ward) -> None:
    store, by = session.store, session.actor
    for room, values in (
        ("1", {"occurred_on": "2026-03-02"}),
        ("2", {"outcome": "declined", "reason": "effects"}),
        ("3", {}),
        ("4", {"outcome": "contraindicated", "reason": "severe_allergy", "occurred_on": "2024"}),
    ):
        record_vaccination(store, by=by, draft=given(ward.in_room(room), **values))
    with store.deed(by) as unit:
        for room, substance in (("1", "Egg protein – anaphylaxis"), ("4", "Neomycin")):
            state = AllergyState(
                state=AllergyStateKind.KNOWN, allergies=(Allergy(substance=substance),)
            )
            unit.sign(state, About(ward.in_room(room), ward.home_id))
        unit.commit()
    count_staff(store, by=by, home_id=ward.home_id, counted=staff())
    respond_to_uptake(store, by=by, home_id=ward.home_id, response=response())


if __name__ == "__main__":
    main()
