"""Papers of a round over several homes: stepped through, printed and saved one after the other."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from mdt_core.documents.contents import PaperLook
from mdt_core.drafts import Draft
from mdt_core.records.rounds import Programme, RoundEntry
from mdt_core.store.queries.together import RoundOf, together
from mdt_core.use_cases.plans import RoundPlan, save_plans
from mdt_core.use_cases.rounds import sign_entry, start_rounds
from mdt_desktop.ui.context import Context, Destination, ToPlan, ToRound
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.paper.page import PaperPage
from mdt_desktop.ui.paper.presenter import NO_PAPER, file_in, make
from mdt_desktop.ui.paper.printing import PrinterNames
from tests.support.nine_homes import NineHomes, make_nine_homes
from tests.ui.paper.test_paper import prints, queue, text_of
from tests.ui.plan.conftest import TODAY

__all__ = ["queue"]

OF = RoundOf("", TODAY, Programme.D2A)


@pytest.fixture
def nine(context: Context) -> NineHomes:
    """Two homes with an entry each, a third begun in which nothing is signed."""
    made = make_nine_homes(context.store, context.actor)
    edith, edna = made.who("Featherstone", "Edith"), made.who("Featherstone", "Edna")
    lists = {
        made.homes["Alder Grange"]: [edith],
        made.homes["Beech Lodge"]: [edna],
        made.homes["Cedar Court"]: [made.who("Chowdhury")],
    }
    start_rounds(context.store, by=context.actor, day=TODAY, lists=lists)
    for who in (edith, edna):
        enter(context, who)
    return made


def enter(context: Context, who: str) -> None:
    with context.store.reading() as connection:
        round_id = together(connection, context.actor, OF).round_id_of(who)
    values = {"how": "video", "plan": "Carry on", "see_again": "next_round", "round_id": round_id}
    sign_entry(context.store, by=context.actor, draft=Draft(RoundEntry, who, values))


def opened(
    qtbot: QtBot, context: Context, document: PaperKind = PaperKind.SHEET, *printers: str
) -> PaperPage:
    names = PrinterNames(printers)
    page = PaperPage(context, "", TODAY, Programme.D2A, document, printers=names)
    qtbot.addWidget(page)
    page.resize(1116, 736)
    with qtbot.waitExposed(page):
        page.show()
    page.load()
    context.bus.changed.connect(page.refresh)  # as the frame does
    qtbot.waitUntil(lambda: page.made is not None or bool(page.message.text))
    return page


def test_each_homes_sheet_is_stepped_to_and_holds_that_home_alone(
    qtbot: QtBot, context: Context, nine: NineHomes
) -> None:
    assert nine
    page = opened(qtbot, context)
    assert page.made is not None
    assert "FEATHERSTONE, Edith" in text_of(page.made.pdf)
    assert "Edna" not in text_of(page.made.pdf)
    assert not page.options.before.isEnabled()
    page.options.after.click()
    qtbot.waitUntil(lambda: page.made is not None and page.made.sheet.home_name == "Beech Lodge")
    assert "Home 2 of 2: Beech Lodge" in page.options._which.accessibleName()
    assert "Edith" not in text_of(page.made.pdf)
    assert not page.options.after.isEnabled()


def test_all_are_printed_one_after_the_other_and_each_is_recorded(
    qtbot: QtBot,
    context: Context,
    nine: NineHomes,
    queue: Path,
) -> None:
    assert nine
    page = opened(qtbot, context, PaperKind.SHEET, "Office")
    page.options.print_all.click()
    qtbot.waitUntil(lambda: "of each of 2 homes" in page.message.text)
    assert page.message.text == (
        "Sent 1 copy of each of 2 homes to the queue of Office 07:15:00. Look that it came out"
    )
    assert len(prints(context)) == 2
    assert "Edna" in text_of((queue / "taken.pdf").read_bytes())


def test_a_queue_that_refuses_stops_it_and_says_how_many_are_done(
    qtbot: QtBot,
    context: Context,
    nine: NineHomes,
    queue: Path,
) -> None:
    assert nine
    page = opened(qtbot, context, PaperKind.SHEET, "Office")
    (queue / "refuse").touch()
    page.options.print_all.click()
    qtbot.waitUntil(lambda: "printer on fire" in page.message.text)
    assert prints(context) == []
    assert page.options.print_all.isEnabled()


def test_two_homes_of_one_name_are_not_saved_over_each_other(
    context: Context, nine: NineHomes, tmp_path: Path
) -> None:
    made = make(
        context.store,
        by=context.actor,
        of=OF.in_home(nine.homes["Alder Grange"]),
        document=PaperKind.SHEET,
        waiting=0,
        practice=True,
        look=PaperLook(),
    )
    first = file_in(tmp_path, made, ())
    second = file_in(tmp_path, made, (first,))
    assert first.name == "round-sheet-alder-grange-2026-11-24.pdf"
    assert second.name == "round-sheet-alder-grange-2026-11-24-2.pdf"


def test_the_brief_of_each_home_is_saved_and_recorded_and_leads_back_to_the_plan(
    qtbot: QtBot, context: Context, nine: NineHomes, tmp_path: Path, visited: list[Destination]
) -> None:
    edith = nine.who("Featherstone", "Edith")
    plan = RoundPlan((edith,), read=(edith,), ready={edith: "weight; MAR chart"})
    save_plans(
        context.store,
        by=context.actor,
        day=TODAY,
        plans={nine.homes["Alder Grange"]: plan},
        programme=Programme.D2A,
    )
    page = opened(qtbot, context, PaperKind.BRIEF)
    assert page.options.save_all.text() == "Save all 3…"
    page.save_all_in(str(tmp_path))
    qtbot.waitUntil(lambda: page.message.text.startswith("Saved 3 files"))
    words = " ".join(
        page.extract_text()
        for page in PdfReader(tmp_path / "brief-alder-grange-2026-11-24.pdf").pages
    )
    assert "weight" in words
    assert "Edna" not in words
    assert sorted(each.split()[0] for each in prints(context)) == ["brief"] * 3
    page.options.back_button.click()
    assert visited == [ToPlan("", TODAY, Programme.D2A)]


def test_a_sheet_leads_back_to_the_round_and_nothing_signed_gives_none(
    qtbot: QtBot, context: Context, visited: list[Destination]
) -> None:
    page = opened(qtbot, context)
    assert page.message.text == NO_PAPER[PaperKind.SHEET]
    page.options.back_button.click()
    assert visited == [ToRound("", TODAY, programme=Programme.D2A)]
