"""Writes pictures of the screen of two versions to build/pictures/versions.

python -m tests.ui.versions.gallery
"""

import os
import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.store.queries.versions import unsettled
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToResident, ToToday, ToVersions
from mdt_desktop.ui.versions.page import VersionsPage
from mdt_desktop.ui.versions.settling import SettlingView
from tests.support.memory_store import TestClock
from tests.support.ward import Ward, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session
from tests.ui.resident import people
from tests.ui.versions import apart


def main() -> None:
    """Draws each kind of two versions in every look and size."""
    app = QApplication([])
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), TestClock(), os.urandom)) as session,
    ):
        ward = make_ward(session.store, session.actor)
        who = _made(session, ward)
        with drawing(app, session, "versions") as shown:
            _draw(shown, who, ward)


def _made(session: Session, ward: Ward) -> str:
    store, by = session.store, session.actor
    who = people.full(store, by, ward.home_id)
    apart.two_doses(store, by, who, ward.home_id)
    apart.two_numbers(store, by, who)
    apart.two_allergies(store, by, ward.of("Okonkwo"))
    apart.two_about(store, by, ward.of("Nowak"))
    return who


def _draw(shown: Drawing, who: str, ward: Ward) -> None:
    dose, about = ToVersions(who, _dose(shown, who)), ToVersions(ward.of("Nowak"))
    for palette in shown.palettes():
        shown.picture(f"doses-{palette}", dose)
        _written_anew(shown, f"doses-anew-{palette}")
    shown.picture("numbers", ToVersions(who))
    shown.picture("allergies", ToVersions(ward.of("Okonkwo")))
    shown.picture("about", about)
    shown.picture("quiet", ToVersions())
    shown.picture("resident", ToResident(who))
    shown.picture("today", ToToday())
    for scale in shown.scales():
        shown.picture(f"doses-{scale}", dose)
        _whole_and_end(shown, f"doses-end-{scale}")
        shown.picture(f"about-{scale}", about)
        shown.picture(f"quiet-{scale}", ToVersions())


def _dose(shown: Drawing, who: str) -> str:
    context = shown.frame.context
    with context.store.reading() as connection:
        found = unsettled(connection, context.actor, resident_id=who)
    return next(each.key for each in found if each.part == "dose")


def _written_anew(shown: Drawing, name: str) -> None:
    page = shown.frame.page
    assert isinstance(page, VersionsPage)
    view = page.part
    assert isinstance(view, SettlingView)
    assert view.form is not None
    view.form.which.button("anew").click()
    _whole_and_end(shown, name)
    assert view.autosave is not None
    view.autosave.put_away()


def _whole_and_end(shown: Drawing, name: str) -> None:
    shown.whole(name)
    shown.to_the_end(name)


if __name__ == "__main__":
    main()
