"""Writes pictures of possible duplicates to build/pictures/duplicates.

python -m tests.ui.duplicates.gallery
"""

import os
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.medicines import MedicineLine, MedicineState
from mdt_core.records.residents import Contact, Resident, SourceIdentifier
from mdt_core.roles import Role
from mdt_core.store.queries.duplicates import side_of
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.duplicates import Deciding, decide, showed
from mdt_core.use_cases.residents import save_resident
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.session import Session, unlock_session
from mdt_desktop.setup import init_workspace
from mdt_desktop.ui.context import Destination, Runners, ToDuplicates, ToResident
from mdt_desktop.ui.duplicates.compare_view import CompareView
from mdt_desktop.ui.duplicates.page import DuplicatesPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.window import MainWindow
from mdt_desktop.vault import PRACTICE_DERIVATION, KeyringState
from tests.support.memory_store import TestClock
from tests.support.ward import make_ward

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "duplicates"
_SECRET = "plain practice words"
_LONG = {
    "family_name": "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    "given_name": "Maria Magdalena Wilhelmina Antoinette Philippa",
    "born": PartialDate("1931-06-11"),
    "usual_address": "The Old Rectory, 14a Upper Chestnut Tree Walk, Ashton-under-Lyne",
}


class _Shown:
    def __init__(
        self, app: QApplication, frame: Frame, window: MainWindow, runners: Runners
    ) -> None:
        self.app, self.frame, self.window, self.runners = app, frame, window, runners

    def idle(self) -> None:
        for _ in range(4):
            while not (self.runners.reads.is_idle and self.runners.deeds.is_idle):
                QTest.qWait(5)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def picture(self, name: str, to: Destination | None = None) -> None:
        if to is not None:
            self.frame.go(to)
        self.idle()
        self.window.grab().save(str(_FOLDER / f"{name}.png"))

    def to_the_end(self, name: str) -> None:
        page = self.frame.page
        assert isinstance(page, DuplicatesPage)
        area = page.part.findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        self.picture(name)

    def asked(self, name: str) -> None:
        page = self.frame.page
        assert isinstance(page, DuplicatesPage)
        assert isinstance(page.part, CompareView)
        assert page.part.form is not None
        page.part.form.who.button(page.part.form.who._choices[0].key).click()
        page.part.save.click()
        self.to_the_end(name)


def main() -> None:
    """Draws the list, two records, and joined ones in every look and size."""
    app = QApplication([])
    style.apply(app, style.Look())
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, closing(_session(Path(folder))) as session:
        pairs = _made(session)
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long")))
        window = MainWindow(is_practice=True)
        frame = Frame(session, runners, window)
        window.show_part(frame)
        window.resize(1180, 820)
        window.show()
        frame.start()
        _draw(_Shown(app, frame, window, runners), pairs)
        frame.finish()
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()


def _session(folder: Path) -> Session:
    clock = TestClock()
    keyring = KeyringState(name="none", reason="This computer has no keyring.")
    founded = init_workspace(
        folder / "workspace",
        name="Dr Amina Shah",
        role=Role.GP,
        organisation="Elm Surgery",
        homes=["Rowan Court"],
        secret=_SECRET,
        keyring=keyring,
        clock=clock,
        random=Random(7).randbytes,
        derivation=PRACTICE_DERIVATION,
        practice=True,
    )
    return unlock_session(
        folder / "workspace",
        person_id=founded.person_id,
        secret=_SECRET,
        clock=clock,
        random=Random(8).randbytes,
        keyring=keyring,
    )


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


def _draw(shown: _Shown, pairs: dict[str, tuple[str, str]]) -> None:
    both, long = ToDuplicates(*pairs["plain"]), ToDuplicates(*pairs["long"])
    joined = ToDuplicates(pairs["joined"][0])
    for palette in PALETTES.values():
        style.apply(shown.app, style.Look(palette))
        shown.picture(f"list-{palette.name}", ToDuplicates())
        shown.picture(f"both-{palette.name}", both)
        shown.asked(f"both-asked-{palette.name}")
        shown.picture(f"joined-{palette.name}", joined)
        shown.picture(f"resident-{palette.name}", ToResident(pairs["plain"][0]))
        shown.picture(f"resident-joined-{palette.name}", ToResident(pairs["joined"][0]))
    style.apply(shown.app, style.Look())
    shown.picture("long", long)
    shown.picture("went", ToResident(pairs["joined"][1]))
    for scale in (1.5, 2.0):
        style.apply(shown.app, style.Look(scale=scale))
        shown.window.resize(1280, 820)
        shown.picture(f"list-{scale:.0%}", ToDuplicates())
        shown.picture(f"long-{scale:.0%}", long)
        shown.asked(f"long-asked-{scale:.0%}")
        shown.picture(f"joined-{scale:.0%}", joined)
        shown.picture(f"resident-{scale:.0%}", ToResident(pairs["joined"][0]))


if __name__ == "__main__":
    main()
