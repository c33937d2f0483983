"""Writes pictures of the order of review to build/pictures/review_first.

python -m tests.ui.review_first.gallery
"""

import tempfile
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.demo import PRACTICE_SEED
from mdt_core.demo.borough.make import make_borough
from mdt_core.demo.borough.scale import Scale
from mdt_desktop.ui.context import ToMeasures
from mdt_desktop.ui.review_first.way import ToReviewFirst
from tests.support.memory_store import TestClock
from tests.ui.drawing import drawing, practice_session


def main() -> None:
    """Draws the list empty, then of a small borough in every look."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with (
            closing(practice_session(Path(folder), clock)) as session,
            drawing(app, session, "review_first") as drawn,
        ):
            drawn.picture("empty", ToReviewFirst())
            scale, today = Scale(homes=6, weeks=8), london_day(clock())
            made = make_borough(
                session.store, by=session.actor, today=today, scale=scale, seed=PRACTICE_SEED
            )
            drawn.picture("measures", ToMeasures("", "falls"))
            drawn.whole("measures")
            for palette in drawn.palettes():
                drawn.picture(f"order-{palette}", ToReviewFirst())
            for mark in drawn.scales():
                drawn.picture(f"order-{mark.replace('%', '')}", ToReviewFirst())
            drawn.picture("one-home", ToReviewFirst(made.homes[0].home_id))


if __name__ == "__main__":
    main()
