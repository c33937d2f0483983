"""Writes pictures of the import of falls, observations and vaccinations to build/pictures/importing.

Run as `pytest tests/ui/importing/gallery.py`; it is not collected with the tests.
"""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import ToImport
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.importing.page import ImportPage
from mdt_desktop.ui.importing.sources import Source
from tests.exchange.tables import saved_csv
from tests.ui.importing.test_dated import (
    DAY,
    NIGHT,
    SET,
    SET_HEADINGS,
    UNKNOWN,
    WRONG_SET,
    batch_file,
    falls_list,
)
from tests.ui.importing.test_import import bring, press, quiet

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "importing"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0)]
_LONG = (
    "Found on the floor between bed and window by the night carer at the two o'clock check, " * 2
)


@pytest.mark.parametrize("look_of", _LOOKS)
def test_importing(qtbot: QtBot, frame: Frame, tmp_path: Path, look_of: tuple[str, float]) -> None:
    palette, scale = look_of
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    name = f"{palette}-{round(scale * 100)}"
    frame.window().resize(1180 if scale == 1.0 else 1280, 820)
    frame.context.go(ToImport())
    page = frame.page
    assert isinstance(page, ImportPage)
    quiet(qtbot, page)
    page.choose.source.button(Source.FALLS.value).click()
    keep(frame, f"1-choose-{name}")
    told = (*NIGHT[:5], _LONG, NIGHT[6])
    page.take_up((falls_list(tmp_path, told, DAY, UNKNOWN),))
    quiet(qtbot, page)
    keep(frame, f"2-columns-{name}")
    page.columns.order.button("dmy").click()
    press(qtbot, page, page.deeds.try_it)
    keep(frame, f"3-falls-tried-{name}")
    press(qtbot, page, page.deeds.take)
    keep(frame, f"4-falls-taken-{name}")
    press(qtbot, page, page.deeds.again)
    page.take_up((falls_list(tmp_path, told, DAY, UNKNOWN),))
    quiet(qtbot, page)
    keep(frame, f"5-columns-remembered-{name}")
    press(qtbot, page, page.deeds.try_it)
    keep(frame, f"6-falls-again-{name}")
    press(qtbot, page, page.deeds.again)
    sets = saved_csv(tmp_path, SET, WRONG_SET, headers=SET_HEADINGS)
    bring(qtbot, page, Source.OBSERVATIONS, sets)
    keep(frame, f"7-sets-columns-{name}")
    press(qtbot, page, page.deeds.again)
    bring(qtbot, page, Source.VACCINATIONS, batch_file(tmp_path, {}))
    keep(frame, f"8-vaccinations-{name}")


def keep(frame: Frame, name: str) -> None:
    """Draws the window as it is."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    QTest.qWait(250)
    frame.window().grab().save(str(_FOLDER / f"{name}.png"))
