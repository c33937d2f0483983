"""Writes pictures of the fall and concern forms in every look to build/pictures/{fall,concern}.

python -m tests.ui.fall.pictures
"""

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.store.unit_of_work import About
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.concern.page import ConcernPage
from mdt_desktop.ui.context import Context, Runners, ToHomes
from mdt_desktop.ui.fall.page import FallPage
from mdt_desktop.ui.quick.page import QuickFormPage
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, Ward, make_ward
from tests.ui.drawing import practice_session
from tests.ui.fall.hands import answer, type_words
from tests.ui.resident.gallery import _context

_PICTURES = Path(__file__).resolve().parents[3] / "build" / "pictures"
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("light", 150), ("light", 200))


def main() -> None:
    """Draws both forms, empty, answered and saved."""
    for name in ("fall", "concern"):
        (_PICTURES / name).mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    style.apply(app, style.Look())
    clock = TestClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), clock)) as session,
    ):
        runners = Runners(*(BackgroundRunner(name) for name in ("reads", "deeds", "long")))
        context = _context(session, runners)
        ward = make_ward(session.store, session.actor)
        _list_medicines(context, ward)
        for palette, percent in LOOKS:
            style.apply(app, style.Look(PALETTES[palette], percent / 100))
            _draw(app, context, ward, f"{palette}-{percent}", 1116 if percent == 100 else 1216)
        for runner in (runners.reads, runners.deeds, runners.long_work):
            runner.close()


def _list_medicines(context: Context, ward: Ward) -> None:
    about = About(ward.of(UNWELL), ward.home_id)
    as_of = context.clock() - timedelta(days=22)
    with context.store.deed(context.actor) as unit:
        line = MedicineLine(medicine="Apixaban 5 mg tablets", state=MedicineState.ACTIVE)
        unit.write(line, about)
        unit.sign(MedicineList(source=ListSource.MAR, as_of=as_of), about)
        unit.commit()


def _draw(app: QApplication, context: Context, ward: Ward, look: str, width: int) -> None:
    who = ward.of(UNWELL)
    fall = FallPage(context, who, ToHomes())
    _show(app, fall, context, width)
    _save(app, fall, f"fall/empty-{look}")
    for name, key in (("seen_by", "nobody"), ("head", "hit"), ("awake", "as_usual")):
        answer(fall, name, key)
    answer(fall, "hurt", "skin_tear")
    fall.form.call_button.click()  # type: ignore[union-attr]
    _save(app, fall, f"fall/answered-{look}")
    fall.form.when.choice.button("earlier").click()  # type: ignore[union-attr]
    QTest.keyClicks(fall.form.when.earlier.editor, "y 33")  # type: ignore[union-attr]
    fall.save.click()
    _save(app, fall, f"fall/refused-{look}")
    fall.form.when.choice.button("found_now").click()  # type: ignore[union-attr]
    _press_and_wait(app, fall, context)
    _save(app, fall, f"fall/saved-{look}")
    _close(app, fall)
    concern = ConcernPage(context, who, ToHomes())
    _show(app, concern, context, width)
    _save(app, concern, f"concern/empty-{look}")
    answer(concern, "soft_signs", "sleepier")
    type_words(concern, "words", "Not herself since breakfast")
    answer(concern, "how_soon", "today")
    _save(app, concern, f"concern/answered-{look}")
    _press_and_wait(app, concern, context)
    _save(app, concern, f"concern/saved-{look}")
    _close(app, concern)


def _show(app: QApplication, page: QuickFormPage, context: Context, width: int) -> None:
    page.resize(width, 776)
    page.show()
    page.activateWindow()
    page.load()
    _wait(app, context, page.save.isEnabled)


def _press_and_wait(app: QApplication, page: QuickFormPage, context: Context) -> None:
    page.save.click()
    _wait(app, context, lambda: page.is_saved)


def _wait(app: QApplication, context: Context, ready: Callable[[], bool]) -> None:
    runners = context.runners
    while not (ready() and runners.deeds.is_idle and runners.reads.is_idle):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _save(app: QApplication, page: QuickFormPage, name: str) -> None:
    for _ in range(5):
        app.processEvents()
    page.grab().save(str(_PICTURES / f"{name}.png"))
    least = page.minimumSizeHint().width()
    if least > page.width():
        raise SystemExit(f"{name} needs {least} pixels")


def _close(app: QApplication, page: QuickFormPage) -> None:
    page.close()
    page.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
