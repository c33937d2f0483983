"""Residents' records as bundles: tried file by file, with a way to end it, and taken by one deed."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from mdt_desktop.ui.context import Context
from mdt_desktop.ui.importing.sources import Source
from tests.exchange import bundles
from tests.exchange.bundles import saved
from tests.ui.importing.test_import import OpenImport, bring, open_import, press, quiet, words_on

__all__ = ["open_import"]


def test_a_bundle_that_is_none_is_refused_with_its_reason(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.json"
    path.write_text("{}", encoding="utf-8")
    page = open_import()
    bring(qtbot, page, Source.BUNDLES, path)
    assert page.found.heading.text().startswith("No file can be taken: see why.")
    assert len(page.found.reasons) == 1
    assert not page.deeds.take.isVisible()


def test_bundles_are_tried_in_words_and_nothing_is_changed_before_the_deed(
    qtbot: QtBot, context: Context, open_import: OpenImport, tmp_path: Path
) -> None:
    path = saved(tmp_path, bundles.everyday())
    broken = tmp_path / "broken.json"
    broken.write_text("{}", encoding="utf-8")
    page = open_import()
    before = _stored(context)
    bring(qtbot, page, Source.BUNDLES, path, broken)
    heading = page.found.heading.text()
    assert heading.startswith("Residents: 1 new, 0 with something new, 0 as they were.")
    assert "Their records: 6 new" in words_on(page.found)
    assert [each.file for each in page.found.reasons] == ["broken.json"]
    shown = [
        n for n in range(page.found.model.columnCount()) if not page.found.table.isColumnHidden(n)
    ]
    assert shown == [0, 3]  # which file, and why
    assert page.deeds.take.text() == "Take in 1 file"
    assert _stored(context) == before
    press(qtbot, page, page.deeds.take)
    assert _stored(context) > before
    press(qtbot, page, page.deeds.again)
    page.take_up((path,))
    quiet(qtbot, page)
    assert "0 new, 0 with something new, 1 as they were" in page.found.heading.text()


def _stored(context: Context) -> int:
    with context.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one())


def test_a_trial_of_bundles_that_is_cancelled_goes_back_to_choosing(
    qtbot: QtBot, open_import: OpenImport, tmp_path: Path
) -> None:
    path = saved(tmp_path, bundles.everyday())
    page = open_import()
    page.choose.source.button(Source.BUNDLES.value).click()
    page.take_up((path,))
    assert page.working.doing.text() == "Trying: nothing is changed"
    page.deeds.cancel.click()
    quiet(qtbot, page)
    assert page.choose.isVisible()
