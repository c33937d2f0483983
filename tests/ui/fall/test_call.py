"""The words for a call about a fall: from what was recorded, the rest said as not recorded."""

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_core.store.tables import AccessAuditRow
from mdt_desktop.ui.context import Context, Destination, ToFullFall
from mdt_desktop.ui.fall.saved import FAMILY_LATER, SavedFall
from tests.ui.fall.conftest import OpenFall, falls_of
from tests.ui.fall.hands import answer, words_on


def test_sbard_is_ready_once_saved_and_its_copy_is_in_the_audit(
    qtbot: QtBot, context: Context, who: str, open_fall: OpenFall, visited: list[Destination]
) -> None:
    page = open_fall()
    answer(page, "head", "not_known")
    answer(page, "hurt", "bruise")
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved)
    shown = words_on(page)
    assert "head: Do not know; awake: not recorded; hurt: Bruise" in shown
    assert "Medicines list not recorded. Check the MAR." in shown
    assert FAMILY_LATER in shown
    (saved,) = page.findChildren(SavedFall)
    saved.copy.click()
    qtbot.waitUntil(lambda: "Copied" in words_on(page))
    copied = QGuiApplication.clipboard().text()
    starts = [line.partition(":")[0] for line in copied.splitlines()]
    assert starts == ["Situation", "Background", "Assessment", "Recommendation", "Decision"]
    with context.store.reading() as connection:
        done = connection.execute(select(AccessAuditRow)).all()
    assert "copy fall as SBARD" in [row.action for row in done]
    page.full_record.click()
    (fall,) = falls_of(context, who)
    assert visited == [ToFullFall(who, fall.id, page.back)]
