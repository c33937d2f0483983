"""While a paper is put out nothing else is: nobody is printed as another, and nobody is left out."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from mdt_desktop.ui.context import Context
from tests.support.ward import Ward
from tests.ui.plan_paper.test_plan_paper import on_show, opened


def test_who_is_stepped_to_while_another_is_put_out_is_never_printed_as_that_other(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    page = opened(qtbot, context, ward)
    first, save = on_show(page).whose, page.options.save_button
    found: list[tuple[bool, bool]] = []

    def step(_behind: object) -> None:
        if not found:
            page.options.after.click()

    def look(_done: object) -> None:
        found.append((save.isEnabled(), on_show(page).whose == first))

    page.putting_out.progressed.connect(step)
    page.putting_out.ended.connect(look)
    page.save_to(str(tmp_path / "first.pdf"))
    qtbot.waitUntil(lambda: bool(found) and on_show(page).whose != first)
    assert found == [(False, True)]
    qtbot.waitUntil(save.isEnabled)


def test_nothing_else_is_put_out_while_a_home_is_and_nobody_is_left_out(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    page = opened(qtbot, context, ward)
    seen: list[bool] = []

    def step(behind: object) -> None:
        seen.append(page.options.save_button.isEnabled())
        if behind == 1:
            page.options.after.click()

    page.putting_out.progressed.connect(step)
    page.save_all_in(str(tmp_path))
    number = len(ward.by_room)
    qtbot.waitUntil(lambda: not page.putting_out.is_busy, timeout=20_000)
    assert len(seen) == number
    assert not any(seen[:-1])
    assert len(list(tmp_path.glob("*.pdf"))) == number
