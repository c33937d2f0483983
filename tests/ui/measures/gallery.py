"""Writes pictures of the measures of a small borough to build/pictures/measures.

python -m tests.ui.measures.gallery
"""

import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.scale import Scale
from mdt_desktop.ui.context import ToD2aOutcomes, ToHome, ToHomes, ToMeasures
from mdt_desktop.ui.measures.page import MeasuresPage
from tests.support.memory_store import TestClock
from tests.ui.drawing import Drawing, drawing, practice_session


def main() -> None:
    """Draws the screen empty, then on a borough, then in every look."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with (
            closing(practice_session(Path(folder), clock)) as session,
            drawing(app, session, "measures") as drawn,
        ):
            drawn.picture("empty", ToMeasures("", "weekly_rounds"))
            drawn.whole("empty")
            scale, today = Scale(homes=6, weeks=8), london_day(clock())
            made = make_borough(
                session.store, by=session.actor, today=today, scale=scale, seed=PRACTICE_SEED
            )
            _draw(drawn, made.homes[0].home_id)


def _draw(drawn: Drawing, home_id: str) -> None:
    drawn.picture("homes", ToHomes())
    drawn.picture("home", ToHome(home_id))
    drawn.frame.go(ToMeasures())
    while not drawn.runners.long_work.is_idle:
        QTest.qWait(20)
    drawn.picture("every")
    drawn.whole("every")
    for palette in drawn.palettes():
        drawn.picture(f"admissions-{palette}", ToMeasures("", "hospital_admissions"))
    for scale in drawn.scales():
        mark = scale.replace("%", "")
        drawn.picture(f"admissions-{mark}", ToMeasures("", "hospital_admissions"))
        drawn.whole(f"admissions-{mark}")
    for _palette in drawn.palettes():
        continue
    for measure in ("weekly_rounds", "d2a_registered", "falls", "place_of_death", "acute_requests"):
        drawn.picture(measure, ToMeasures("", measure))
        drawn.whole(measure)
    _by_month(drawn)
    drawn.picture("one-home", ToMeasures(home_id, "falls"))
    drawn.picture("outcomes", ToD2aOutcomes())


def _by_month(drawn: Drawing) -> None:
    drawn.picture("month", ToMeasures("", "falls"))
    page = drawn.frame.page
    assert isinstance(page, MeasuresPage)
    page.fields.cut.button("month").click()
    page.fields.from_day.editor.setText("1/11/2026")
    page.fields.from_day.editor.textEdited.emit("1/11/2026")
    drawn.whole("month")
    page.behind_all.click()
    drawn.picture("behind")


if __name__ == "__main__":
    main()
