"""Copies out of date are counted where people look, replaced in one press, and asked about once."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.concerns import Concern
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.printed_copies import CopyPlace
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use
from mdt_core.use_cases.plan_papers import plan_paper, record_plan_print
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.ui.context import Context, ToCopies, ToForm, ToHome, ToResident, ToStillRight
from mdt_desktop.ui.copies.page import ASKED, CopiesPage
from mdt_desktop.ui.copies.words import becomes_words
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.paper.printing import PrinterNames
from mdt_desktop.ui.plan_paper.page import IT_PRINTED
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.still_right.page import StillRightPage
from mdt_desktop.ui.today.rows import Deed
from tests.support.builders import SAMPLES, newer_event
from tests.support.hospital import back_from_hospital, to_hospital
from tests.support.ward import Ward
from tests.ui.round.hands import click, named, words_on
from tests.ui.today.conftest import Open, home_nurse, opened, words

__all__ = ["opened"]
FILE, ROOM, FAMILY = CopyPlace.CARE_FILE, CopyPlace.ROOM, CopyPlace.FAMILY
A_DAY = timedelta(days=1)
TEN = ("1", "2", "3", "4", "6", "7", "8", "9", "10", "11")


def prints(context: Context, who: str, *places: CopyPlace) -> None:
    """A copy of the care plan for each place."""
    asked = {"paper": PlanPaperKind.CLINICAL, "waiting": 0, "practice": True}
    store, by = context.store, context.actor
    paper = plan_paper(store, by=by, resident_id=who, **asked)  # type: ignore[arg-type]
    record_plan_print(
        store,
        by=by,
        resident_id=who,
        paper=paper,
        how="sent to printer Office",
        copies=max(1, len(places)),
        places=places,
    )


def sign(context: Context, who: str, kind: type[Statement] = CprDecision) -> None:
    draft = Draft(kind, who, dump(SAMPLES[kind.kind]()))
    record_statement(context.store, by=context.actor, draft=draft)


def in_use(context: Context, *who: str) -> tuple[CopyInUse, ...]:
    with context.store.reading() as connection:
        return copies_in_use(connection, who)


def old_in(context: Context, ward: Ward) -> int:
    return sum(each.is_out_of_date for each in in_use(context, *ward.by_room.values()))


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A print queue of this test's own, which keeps a file for each order with its options."""
    folder = tmp_path / "queue"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(f'#!/bin/sh\ncat > /dev/null\necho "$@" >> "{folder}/orders"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(
        "mdt_desktop.ui.copies.page.printers_here", lambda: PrinterNames(("Office",))
    )
    return folder


def shown(qtbot: QtBot, frame: Frame) -> CopiesPage:
    qtbot.waitUntil(lambda: isinstance(frame.page, CopiesPage))
    page = frame.page
    assert isinstance(page, CopiesPage)
    qtbot.waitUntil(lambda: bool(page.cards) and page.cards[-1].isVisible())
    return page


def at_copies(qtbot: QtBot, frame: Frame, ward: Ward) -> CopiesPage:
    frame.go(ToCopies(ward.home_id, "", ToHome(ward.home_id)))
    return shown(qtbot, frame)


def test_ten_plans_of_a_home_are_reprinted_with_two_presses_and_one_answer(
    qtbot: QtBot, frame: Frame, ward: Ward, queue: Path
) -> None:
    context = frame.context
    for room in TEN:
        prints(context, ward.in_room(room), FILE)
        sign(context, ward.in_room(room))
    frame.go(ToHome(ward.home_id))
    home = frame.page
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home.copies.words == "10 copies out of date")
    click(home.copies.replace)
    page = shown(qtbot, frame)
    qtbot.waitUntil(page.print_button.hasFocus)
    QTest.keyClick(page.print_button, Qt.Key.Key_Space)
    qtbot.waitUntil(page.taken_out.hasFocus, timeout=20_000)
    assert "10 of 10 replacements sent to the queue of Office" in page.message.text
    QTest.keyClick(page.taken_out, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(frame.page, HomePage))
    assert old_in(context, ward) == 0
    assert len((queue / "orders").read_text().splitlines()) == 10
    back = frame.page
    assert isinstance(back, HomePage)
    qtbot.waitUntil(lambda: back.copies.isHidden() and bool(back.model.rows))


def test_a_replacement_goes_to_the_places_of_the_old_ones_as_often_as_they_were(
    qtbot: QtBot, frame: Frame, ward: Ward, queue: Path
) -> None:
    context, who = frame.context, ward.of("Okonkwo")
    prints(context, who, FILE, ROOM)
    prints(context, who, FAMILY)
    sign(context, who)
    page = at_copies(qtbot, frame, ward)
    assert page.heading.text() == "3 copies out of date"
    said = page.cards[-1].accessibleName()
    assert said.startswith("OKONKWO, Samuel (Mr), room 4, born 22-Jan-1940, NHS No. 999 000 0042")
    assert "Care plan: care file, room. 2 copies, printed 24-Nov 07:15" in said
    assert "Changed since: CPR decision" in said
    click(page.print_button)
    qtbot.waitUntil(page.taken_out.isVisible)
    new = in_use(context, who)[0]
    assert (new.number, new.places, new.is_out_of_date) == (3, (FILE, ROOM, FAMILY), False)
    assert "-n 3" in (queue / "orders").read_text()
    click(page.not_yet)
    qtbot.waitUntil(lambda: isinstance(frame.page, HomePage))
    assert old_in(context, ward) == 2


@pytest.mark.usefixtures("queue")
def test_what_two_versions_forbid_stays_old_and_is_named_while_the_others_are_printed(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    context = frame.context
    for name in ("Okonkwo", "Patel"):
        prints(context, ward.of(name), FILE)
        sign(context, ward.of(name))
    body = {**dump(SAMPLES["cpr_decision"]()), "decided_by": "Dr Ben Cole"}
    with context.store.deed(context.actor) as unit:
        who, home_id = ward.of("Okonkwo"), ward.home_id
        unit.append(newer_event(1, "other", "cpr_decision", body, resident_id=who, home_id=home_id))
        unit.commit()
    page = at_copies(qtbot, frame, ward)
    click(page.print_button)
    qtbot.waitUntil(page.taken_out.isVisible)
    assert "1 of 2 replacements" in page.message.text
    assert "Room 4: There are two versions of: CPR decision" in page.message.text
    click(page.taken_out)
    qtbot.waitUntil(lambda: page.heading.text() == "1 copy out of date")
    assert ASKED not in words_on(page)


@pytest.mark.usefixtures("queue")
def test_who_came_to_print_is_not_asked_about_what_others_replaced_before(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    context = frame.context
    for name in ("Okonkwo", "Patel"):
        prints(context, ward.of(name), FILE)
        sign(context, ward.of(name))
    prints(context, ward.of("Patel"), FILE)
    page = at_copies(qtbot, frame, ward)
    qtbot.waitUntil(page.print_button.hasFocus)
    assert ASKED not in words_on(page)
    click(page.print_button)
    qtbot.waitUntil(page.taken_out.hasFocus)
    click(page.not_yet)
    qtbot.waitUntil(lambda: isinstance(frame.page, HomePage))
    home = frame.page
    assert isinstance(home, HomePage)
    qtbot.waitUntil(home.copies.isVisible)
    assert home.copies.replace.text() == "Old ones taken out?"
    click(home.copies.replace)
    qtbot.waitUntil(shown(qtbot, frame).taken_out.hasFocus)


def test_a_printer_that_answers_badly_replaces_nothing_until_a_person_says_it_printed(
    qtbot: QtBot, frame: Frame, ward: Ward, queue: Path
) -> None:
    context, who = frame.context, ward.of("Okonkwo")
    prints(context, who, FILE)
    sign(context, who)
    (queue / "lp").write_text("#!/bin/sh\ncat > /dev/null\nexit 1\n")
    page = at_copies(qtbot, frame, ward)
    click(page.print_button)
    qtbot.waitUntil(lambda: "0 of 1" in page.message.text)
    assert len(in_use(context, who)) == 1
    click(named(page, IT_PRINTED))
    qtbot.waitUntil(page.taken_out.isVisible)
    assert len(in_use(context, who)) == 2


def test_replacements_are_saved_where_there_is_no_printer(
    qtbot: QtBot, frame: Frame, ward: Ward, tmp_path: Path
) -> None:
    context, who = frame.context, ward.of("Okonkwo")
    prints(context, who, FILE)
    sign(context, who)
    page = CopiesPage(context, ward.home_id, who, ToResident(who), printers=PrinterNames(()))
    qtbot.addWidget(page)
    page.show()
    page.load()
    qtbot.waitUntil(page.save_button.isEnabled)
    assert not page.print_button.isEnabled()
    page.save_in(str(tmp_path))
    qtbot.waitUntil(page.taken_out.isVisible)
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["care-plan-room-4-2026-11-24.pdf"]


def test_the_page_of_a_resident_says_which_copies_are_old_and_leads_to_them(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    context, who = frame.context, ward.of("Okonkwo")
    prints(context, who, FILE)
    frame.go(ToResident(who))
    page = frame.page
    assert isinstance(page, ResidentPage)
    qtbot.waitUntil(page.tabs.hasFocus)
    assert page.copies.isHidden()
    sign(context, who)
    page.load()
    qtbot.waitUntil(page.copies.isVisible)
    assert page.copies.words == "1 copy out of date. Care plan: care file"
    click(page.copies.replace)
    assert shown(qtbot, frame).heading.text() == "1 copy out of date"


def test_before_a_decision_is_signed_or_confirmed_the_form_says_which_copies_it_makes_old(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    context, who = frame.context, ward.of("Okonkwo")
    sign(context, who)
    prints(context, who, FILE, ROOM)
    for place in (ToForm("cpr_decision", who, ToResident(who)),
                  ToStillRight("cpr_decision", who, ToResident(who))):  # fmt: skip
        frame.go(place)
        page = frame.page
        assert isinstance(page, FormPage | StillRightPage)
        qtbot.waitUntil(page.save.isVisible)
        said = "2 printed copies become out of date: care file, room"
        assert said in words_on(page)


def test_what_a_plan_does_not_show_makes_no_copy_old(context: Context, ward: Ward) -> None:
    who = ward.of("Okonkwo")
    prints(context, who)
    copies = in_use(context, who)
    assert becomes_words(Concern, copies) == ""
    said = "1 printed copy becomes out of date: place not recorded"
    assert becomes_words(CprDecision, copies) == said
    sign(context, who)
    assert becomes_words(CprDecision, in_use(context, who)) == ""


def test_the_homes_staff_see_on_today_what_is_old_and_then_what_is_to_be_taken_out(
    context: Context, ward: Ward, opened: Open
) -> None:
    for name in ("Okonkwo", "Patel"):
        prints(context, ward.of(name), FILE)
        sign(context, ward.of(name))
    page = opened(home_nurse(ward))
    row = next(each for each in page.model.rows if each.key == f"copies:{ward.home_id}")
    assert row.words.split("\n")[0] == "2 copies out of date"
    assert "Room 4, OKONKWO, Samuel (Mr). Care plan: care file" in row.words
    assert (row.deed, row.home_id) == (Deed.REPLACE, ward.home_id)
    for name in ("Okonkwo", "Patel"):
        prints(context, ward.of(name), FILE)
    page = opened(home_nurse(ward))
    row = next(each for each in page.model.rows if each.key == f"copies:{ward.home_id}")
    assert row.deed is Deed.OLD_COPIES
    assert "not taken out yet" in row.words
    assert not any("out of date" in each for each in words(opened()))


def test_the_homes_staff_see_on_today_who_is_back_with_unchecked_medicines(
    context: Context, ward: Ward, opened: Open
) -> None:
    who = ward.of("Nowak")
    to_hospital(context.store, context.actor, who, context.clock() - 3 * A_DAY)
    back_from_hospital(context.store, context.actor, who, context.clock() - A_DAY)
    page = opened(home_nurse(ward))
    row = next(each for each in page.model.rows if each.key == f"back:{who}")
    assert row.words.startswith("Check the medicines: back from hospital")
    assert (row.deed, row.resident_id, row.when) == (Deed.LOOK, who, "Back 23-Nov 07:15")
    heading = next(each for each in page.model.rows if each.is_heading and "hospital" in each.words)
    assert heading.words == "Back from hospital, medicines not checked (1)"
