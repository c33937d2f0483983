"""Plans' papers are seen, printed and saved; of a home one that is refused does not stop the others."""

import os
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.store.queries.printed_copies import CopyInUse, copies_in_use
from mdt_core.store.tables import AccessAuditRow
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt.cell_words import kept_with_numbers
from mdt_desktop.ui.context import Context, Destination, ToHome, ToPlanPaper, ToResident
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.paper.printing import PrinterNames
from mdt_desktop.ui.plan_paper.page import IT_PRINTED, PlanPaperPage
from mdt_desktop.ui.plan_paper.presenter import MadePlan
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.builders import SAMPLES, newer_event
from tests.support.ward import Ward
from tests.ui.round.hands import click, named, words_on

CLINICAL, PLAIN, TRANSFER = PlanPaperKind.CLINICAL, PlanPaperKind.PLAIN, PlanPaperKind.TRANSFER


def sign(context: Context, who: str, kind: type[Statement]) -> None:
    draft = Draft(kind, who, dump(SAMPLES[kind.kind]()))
    record_statement(context.store, by=context.actor, draft=draft)


def beside(context: Context, ward: Ward, who: str) -> None:
    """Another device decided about CPR without having seen ours."""
    body = {**dump(SAMPLES["cpr_decision"]()), "decided_by": "Dr Ben Cole"}
    told: dict[str, Any] = {"resident_id": who, "home_id": ward.home_id}
    with context.store.deed(context.actor) as unit:
        unit.append(newer_event(1, "other", "cpr_decision", body, **told))
        unit.commit()


def opened(
    qtbot: QtBot, context: Context, ward: Ward, who: str = "", kind: PlanPaperKind = CLINICAL
) -> PlanPaperPage:
    back = ToResident(who) if who else ToHome(ward.home_id)
    printers = PrinterNames(("Office",))
    page = PlanPaperPage(context, kind, ward.home_id, who, back, printers=printers)
    qtbot.addWidget(page)
    page.resize(1116, 736)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.load()
    qtbot.waitUntil(lambda: page.made is not None or bool(page.message.text))
    return page


def on_show(page: PlanPaperPage) -> MadePlan:
    assert page.made is not None
    return page.made


def is_on_show(page: PlanPaperPage, kind: PlanPaperKind) -> bool:
    return page.made is not None and page.made.paper.paper is kind


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def prints(context: Context) -> list[str]:
    audit = AccessAuditRow.__table__  # type: ignore[attr-defined]
    with context.store.reading() as connection:
        query = select(audit.c.detail).where(audit.c.action == "print")
        return list(connection.execute(query).scalars())


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A print queue of this test's own: `lp` that keeps what it is given."""
    folder = tmp_path / "queue"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(f'#!/bin/sh\ncat > "{folder}/taken.pdf"\necho "request id is 7"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def test_a_transfer_pack_goes_to_the_printer_with_two_presses(
    qtbot: QtBot, frame: Frame, ward: Ward, queue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mdt_desktop.ui.plan_paper.page.printers_here", lambda: PrinterNames(("Office",))
    )
    frame.go(ToResident(ward.of("Okonkwo")))
    resident = frame.page
    assert isinstance(resident, ResidentPage)
    qtbot.waitUntil(resident.tabs.hasFocus)
    QTest.keyClick(resident.tabs, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(frame.page, PlanPaperPage))
    page = frame.page
    assert isinstance(page, PlanPaperPage)
    qtbot.waitUntil(page.options.print_button.hasFocus)
    QTest.keyClick(page.options.print_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Sent 1 copy" in page.message.text)
    assert "Hospital transfer summary" in text_of((queue / "taken.pdf").read_bytes())


def test_each_paper_of_a_resident_is_chosen_seen_and_saved_under_a_name_without_a_name(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    who = ward.of("Okonkwo")
    sign(context, who, CarePlan)
    page = opened(qtbot, context, ward, who)
    for kind, title in ((PLAIN, "My care plan"), (TRANSFER, "Hospital transfer summary")):
        click(page.kind.button(kind.name))
        qtbot.waitUntil(partial(is_on_show, page, kind))
        assert title in text_of(on_show(page).pdf)
    made = on_show(page)
    assert made.file_name == "transfer-summary-room-4-2026-11-24.pdf"
    page.save_to(str(tmp_path / "one.pdf"))
    qtbot.waitUntil(lambda: "Saved" in page.message.text)
    assert (tmp_path / "one.pdf").read_bytes() == made.pdf
    assert len(prints(context)) == 1
    assert "OKONKWO" in words_on(page)


def test_copies_for_places_are_entered_in_the_register_by_the_press_that_prints(
    qtbot: QtBot, context: Context, ward: Ward, queue: Path
) -> None:
    who = ward.of("Okonkwo")
    page = opened(qtbot, context, ward, who)
    for place in ("care_file", "room"):
        click(page.places.button(place))
    assert page.options.copies() == 2
    click(page.options.print_button)
    qtbot.waitUntil(lambda: "Sent 2 copies" in page.message.text)
    assert [(each.number, len(each.places)) for each in in_use(context, who)] == [(2, 2)]
    assert (queue / "taken.pdf").exists()


def test_where_the_printer_answers_badly_a_copy_exists_once_a_person_says_it_printed(
    qtbot: QtBot, context: Context, ward: Ward, queue: Path
) -> None:
    who = ward.of("Okonkwo")
    page = opened(qtbot, context, ward, who)
    (queue / "lp").write_text("#!/bin/sh\ncat > /dev/null\nexit 1\n")
    click(page.options.print_button)
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert in_use(context, who) == ()
    click(named(page, IT_PRINTED))
    qtbot.waitUntil(lambda: "Recorded as printed" in page.message.text)
    assert len(in_use(context, who)) == 1


def in_use(context: Context, who: str) -> tuple[CopyInUse, ...]:
    with context.store.reading() as connection:
        return copies_in_use(connection, (who,))


def test_two_versions_refuse_the_final_plan_in_words_and_a_draft_shows_both(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    who = ward.of("Okonkwo")
    sign(context, who, CprDecision)
    beside(context, ward, who)
    page = opened(qtbot, context, ward, who)
    assert "two versions of: CPR decision" in page.message.text
    assert not named(page, "Print").isEnabled()
    click(page.state.button("draft"))
    qtbot.waitUntil(lambda: page.made is not None)
    assert page.made is not None
    said = text_of(page.made.pdf)
    assert "DRAFT" in said
    assert "Neither is being used as current" in said


def test_what_is_not_signed_is_on_a_draft(qtbot: QtBot, context: Context, ward: Ward) -> None:
    who = ward.of("Okonkwo")
    text = Draft(CarePlan, who, dump(SAMPLES["care_plan"]())).as_text()
    context.drafts.save(context.actor.person_id, CarePlan.kind, who, text, context.clock())
    page = opened(qtbot, context, ward, who)
    assert page.made is not None
    assert "To walk to the chapel" not in text_of(page.made.pdf)
    click(page.state.button("draft"))
    qtbot.waitUntil(lambda: page.made is not None and page.made.paper.is_draft)
    assert "To walk to the chapel" in text_of(page.made.pdf)


def test_a_home_is_saved_one_after_another_and_who_is_refused_is_named_by_room(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    sign(context, ward.of("Okonkwo"), CprDecision)
    beside(context, ward, ward.of("Okonkwo"))
    page = opened(qtbot, context, ward)
    seen: list[object] = []
    page.putting_out.progressed.connect(seen.append)
    page.save_all_in(str(tmp_path))
    qtbot.waitUntil(lambda: "Room 4" in page.message.text, timeout=20_000)
    number = len(ward.by_room)
    assert seen == list(range(1, number + 1))
    assert len(list(tmp_path.glob("care-plan-room-*.pdf"))) == number - 1
    assert f"{number - 1} of {number}: Saved" in page.message.text
    assert "1 was not printed. Room 4: There are two versions of: CPR decision" in page.message.text
    assert len(prints(context)) == number - 1


def test_a_home_can_be_stopped_between_two_papers(
    qtbot: QtBot, context: Context, ward: Ward, tmp_path: Path
) -> None:
    page = opened(qtbot, context, ward)

    def stop(_behind: object) -> None:
        click(page.stop)

    page.putting_out.progressed.connect(stop)
    page.save_all_in(str(tmp_path))
    qtbot.waitUntil(lambda: f"1 of {len(ward.by_room)}: Saved" in page.message.text)
    assert len(list(tmp_path.glob("*.pdf"))) == 1
    assert page.stop.isHidden()


def test_back_goes_to_where_it_was_asked_for(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, ward)
    click(named(page, "Back"))
    assert visited == [ToHome(ward.home_id)]


def test_the_home_offers_the_plans_of_everybody(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    frame.go(ToHome(ward.home_id))
    home: Any = frame.page
    qtbot.waitUntil(home.plans.isVisible)
    click(home.plans)
    qtbot.waitUntil(lambda: isinstance(frame.page, PlanPaperPage))
    assert frame.place == ToPlanPaper(CLINICAL, ward.home_id, "", ToHome(ward.home_id))


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("SMITH, Joan (Mrs), room 12", "SMITH, Joan (Mrs), room_12"),
        ("Version 7. Essentials: 2 sides", "Version_7. Essentials: 2_sides"),
        ("Resident 3 of 12: SMITH, Joan", "Resident_3 of_12: SMITH, Joan"),
        ("Larch House, Tue 24-Nov-2026", "Larch House, Tue_24-Nov-2026"),
    ],
)
def test_no_line_ends_between_a_number_and_its_word(words: str, kept: str) -> None:
    assert kept_with_numbers(words) == kept.replace("_", "\u00a0")
