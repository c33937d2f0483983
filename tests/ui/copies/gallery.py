"""Writes pictures of the copies out of date, with the question about the old ones, and of the staff's Today.

Run as `pytest tests/ui/copies/gallery.py`; it is not collected with the tests. The pictures go to
build/pictures/copies.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.printed_copies import CopyPlace
from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import ToHome
from mdt_desktop.ui.copies.page import CopiesPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.paper.printing import PrinterNames
from mdt_desktop.ui.today.page import TodayPage
from tests.support.hospital import back_from_hospital, to_hospital
from tests.support.ward import Ward
from tests.ui.copies.test_copies import A_DAY, prints, sign
from tests.ui.today.conftest import home_nurse

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "copies"
_LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0)]


@pytest.mark.parametrize(("palette", "scale"), _LOOKS)
def test_copies(qtbot: QtBot, frame: Frame, ward: Ward, palette: str, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.Look(PALETTES[palette], scale))
    context = frame.context
    for name in ("Okonkwo", "Patel", "Tran"):
        prints(context, ward.of(name), CopyPlace.CARE_FILE, CopyPlace.ROOM)
        sign(context, ward.of(name))
    prints(context, ward.of("Patel"), CopyPlace.CARE_FILE, CopyPlace.ROOM)
    who, now = ward.of("Nowak"), context.clock()
    to_hospital(context.store, context.actor, who, now - 3 * A_DAY)
    back_from_hospital(context.store, context.actor, who, now - A_DAY)
    nurse = replace(context, actor=home_nurse(ward))
    printers = PrinterNames(("Office", "Nurses' station"))
    copies = CopiesPage(context, ward.home_id, "", ToHome(ward.home_id), printers=printers)
    for name, page in (("copies", copies), ("today", TodayPage(nurse))):
        qtbot.addWidget(page)
        page.resize(1078, 700)
        page.show()
        page.load()
        QTest.qWait(800)
        _FOLDER.mkdir(parents=True, exist_ok=True)
        page.grab().save(str(_FOLDER / f"{name}-{palette}-{round(scale * 100)}.png"))
