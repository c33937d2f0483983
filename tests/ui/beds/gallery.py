"""Writes pictures of the bed board, its forms and the outcomes to build/pictures/beds.

python -m tests.ui.beds.gallery
"""

import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mdt_core.records.homes import HomeStatus
from mdt_core.records.rounds import DischargeBarrier
from mdt_core.use_cases import d2a_beds, d2a_stays
from mdt_desktop.ui.beds.page import BedsPage
from mdt_desktop.ui.beds.side_panel import DISCHARGE
from mdt_desktop.ui.context import ToBeds, ToD2aOutcomes
from tests.support.memory_store import TestClock
from tests.support.ward import make_ward
from tests.ui.beds.board import Board
from tests.ui.drawing import Drawing, drawing, practice_session


def main() -> None:
    """Draws the board empty, then with people, then in every look."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        clock = TestClock()
        with (
            closing(practice_session(Path(folder), clock)) as session,
            drawing(app, session, "beds") as drawn,
        ):
            drawn.picture("empty", ToBeds())
            drawn.picture("outcomes-empty", ToD2aOutcomes())
            make_ward(session.store, session.actor)
            _fill(Board(session.store, session.actor))
            _draw(drawn)


def _fill(board: Board) -> None:
    end = (board.store.clock() + timedelta(days=9)).date()
    d2a_stays.plan_discharge(
        board.store,
        by=board.by,
        resident_id=board.lodger,
        planned_end=end,
        barriers=(DischargeBarrier.CARE_AT_HOME, DischargeBarrier.CAPACITY),
        who_acts="Hospital social work team, Trafford",
        next_step_by=end,
    )
    d2a_beds.set_home_status(
        board.store,
        by=board.by,
        home_id=board.home,
        status=HomeStatus.PARTLY_SUSPENDED,
        reason="Staffing at night",
        decided_by="Ruth Hale",
    )


def _draw(drawn: Drawing) -> None:
    for palette in drawn.palettes():
        drawn.picture(f"board-{palette}", ToBeds())
    for scale in drawn.scales():
        drawn.picture(f"board-{scale.replace('%', '')}", ToBeds())
        drawn.whole(f"board-{scale.replace('%', '')}")
        drawn.picture(f"outcomes-{scale.replace('%', '')}", ToD2aOutcomes())
    for _palette in drawn.palettes():
        continue
    drawn.picture("board-light", ToBeds())
    drawn.whole("board-light")
    page = drawn.frame.page
    assert isinstance(page, BedsPage)
    page.panel.deeds[DISCHARGE].click()
    drawn.picture("discharge")
    page.form.cancel.click()
    page.referrals.click()
    drawn.picture("referrals")
    drawn.picture("outcomes", ToD2aOutcomes())


if __name__ == "__main__":
    main()
