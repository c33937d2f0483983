"""Writes pictures of the forms of cards to build/pictures/card: a home, a resident, a problem.

python -m tests.ui.card.gallery

Each as it opens and whole, at three sizes of letters; dark and in high contrast at the usual size.
"""

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from mdt_core.kinds import Body
from mdt_core.record import Card
from mdt_core.records.homes import Home
from mdt_core.records.residents import Problem, ProblemState, Resident
from mdt_core.store.queries.cards import open_card
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.qt import style
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Destination, ToCard, ToHomeDetails, ToResident
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session


def main() -> None:
    """Draws every form of a card, with something in it."""
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), TestClock())) as session,
    ):
        ward = make_ward(session.store, session.actor)
        problem = _furnish(session, ward)
        with drawing(app, session, "card") as shown:
            for name, to in _places(ward, problem).items():
                _draw(shown, name, to)


def _places(ward: Ward, problem: str) -> dict[str, Destination]:
    who = ward.of(UNWELL)
    back = ToResident(who)
    return {
        "home": ToHomeDetails(ward.home_id),
        "resident": ToCard(Resident.kind, who, who, back),
        "problem": ToCard(Problem.kind, problem, who, back),
        "problem-new": ToCard(Problem.kind, "", who, back),
        "tab-contacts": ToResident(who, "Contacts"),
        "tab-problems": ToResident(who, "Problems"),
    }


def _furnish(session: Session, ward: Ward) -> str:
    """Puts places, a contact and a problem there; gives the problem's id."""
    who = ward.of(UNWELL)
    places = {
        "units": [{"id": "p1", "name": "Bluebell"}],
        "rooms": [{"id": "p2", "name": "6", "unit_id": "p1"}],
        "beds": [{"id": "p3", "label": "A", "room_id": "p2"}],
    }
    daughter = {
        "id": "p1",
        "name": "Ann Smith",
        "relationship": "Daughter",
        "phone": "0161 496 0001",
    }
    _change(session, CardChange(Home, ward.home_id, _standing(session, Home, ward.home_id), places))
    contacts = {"contacts": [daughter]}
    was = _standing(session, Resident, who)
    _change(session, CardChange(Resident, who, was, contacts, resident_id=who))
    now = {"text": "Heart failure", "state": ProblemState.ACTIVE.value, "onset": "2019"}
    return _change(session, CardChange(Problem, None, {}, now, resident_id=who))


def _standing(session: Session, kind: type[Card], record_id: str) -> Body:
    with session.store.reading() as connection:
        return dict(open_card(connection, kind, record_id).values)


def _change(session: Session, change: CardChange[Any]) -> str:
    return save_card(session.store, by=session.actor, change=change)[0]


def _draw(shown: Drawing, name: str, to: Destination) -> None:
    shown.picture(f"{name}-100", to)
    is_form = not isinstance(to, ToResident)
    for words in shown.palettes():
        shown.picture(f"{name}-{words}")
        if is_form:
            shown.whole(f"{name}-{words}")
    for words in shown.scales():
        shown.picture(f"{name}-{words}", to)
        if is_form:
            shown.whole(f"{name}-{words}")
    shown.wear(style.Look())


if __name__ == "__main__":
    main()
