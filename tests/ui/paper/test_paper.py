"""The paper screen: what was signed is seen, printed and saved word for word, and only then said so."""

import os
import stat
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.drafts import Draft
from mdt_core.errors import NotPrinted, StoreProblem
from mdt_core.records.actions import Action
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.store import Store
from mdt_core.store.tables import AccessAuditRow
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.rounds import sign_entry, withdraw
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.changes import Changes
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context, Destination, ToRound
from mdt_desktop.ui.paper.page import PaperPage
from mdt_desktop.ui.paper.presenter import save, send_to_queue
from mdt_desktop.ui.paper.printing import PicturePrinting, PrinterNames
from tests.support.care import not_for_cpr
from tests.support.ward import Ward
from tests.ui.round.hands import click, named, shows, words_on
from tests.ui.round.scene import Scene, started

PLAN = "Offer a drink every hour while awake.\nWeigh on Sunday & tell us under 48 kg."
NOTE = "Private thoughts of the clinicians"


@pytest.fixture
def scene(workspace: Session, ward: Ward) -> Scene:
    """A round of three rooms with one entry signed."""
    made = started(workspace.store, workspace.actor, ward)
    enter(workspace.store, workspace.actor, made, made.residents[0])
    return made


def enter(store: Store, by: Actor, scene: Scene, who: str, plan: str = PLAN) -> str:
    values = {
        "how": "video",
        "note": NOTE,
        "plan": plan,
        "watch_for": "more sleepy",
        "see_again": "next_round",
        "round_id": scene.round_id,
    }
    bloods = Action(text="Bloods FBC", owner_role=Role.HOME_NURSE, due=scene.day)
    signed = sign_entry(store, by=by, draft=Draft(RoundEntry, who, values), actions=[bloods])
    return signed.entry_id


def opened(qtbot: QtBot, context: Context, scene: Scene, *printers: str) -> PaperPage:
    page = PaperPage(context, scene.home_id, scene.day, printers=PrinterNames(printers))
    qtbot.addWidget(page)
    page.resize(1116, 736)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.load()
    context.bus.changed.connect(page.refresh)  # as the frame does
    qtbot.waitUntil(lambda: page.made is not None or bool(page.message.text))
    return page


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def prints(context: Context) -> list[str]:
    audit = AccessAuditRow.__table__  # type: ignore[attr-defined]
    with context.store.reading() as connection:
        query = select(audit.c.detail).where(audit.c.action == "print")
        return list(connection.execute(query).scalars())


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A print queue of this test's own: `lp` that keeps what it is given, until told to refuse."""
    folder = tmp_path / "queue"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(
        "#!/bin/sh\n"
        f'if [ -e "{folder}/refuse" ]; then echo "printer on fire" >&2; exit 1; fi\n'
        f'echo "$@" > "{folder}/asked"\ncat > "{folder}/taken.pdf"\necho "request id is 7"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def test_the_preview_shows_each_page_and_says_who_reads_it(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    page = opened(qtbot, context, scene, "Office")
    qtbot.waitUntil(
        lambda: bool(page.preview.pages) and not page.preview.pages[0].pixmap().isNull()
    )
    picture = page.preview.pages[0].pixmap().toImage()
    colours = {picture.pixel(x, y) for x in range(0, 700, 7) for y in range(0, 900, 9)}
    assert len(colours) > 2
    shown = words_on(page).replace("\u00a0", " ")
    assert "The home will see this. Clinician-only notes are left out." in shown
    assert "Larch House, Tue 24-Nov-2026" in shown
    assert "Not signed and not on this sheet: room 2, room 4" in shown
    assert named(page, "Print").hasFocus()


def test_zoom_draws_the_pages_larger(qtbot: QtBot, context: Context, scene: Scene) -> None:
    page = opened(qtbot, context, scene)
    qtbot.waitUntil(
        lambda: bool(page.preview.pages) and not page.preview.pages[0].pixmap().isNull()
    )
    before = page.preview.pages[0].pixmap().width()
    click(named(page, "Larger preview"))
    shows(qtbot, page, "Zoom 100 %")
    qtbot.waitUntil(
        lambda: (
            bool(page.preview.pages)
            and abs(page.preview.pages[0].pixmap().width() - before / 0.9) <= 1
        )
    )


def test_large_print_and_a5_set_the_sheet_anew(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    page = opened(qtbot, context, scene)
    assert page.made is not None
    usual = page.made.pdf
    click(
        page.findChildren(Button)[
            [b.accessibleName() for b in page.findChildren(Button)].index("Large print")
        ]
    )
    qtbot.waitUntil(lambda: page.made is not None and page.made.look.large_print)
    assert page.made.pdf != usual
    a5 = next(b for b in page.findChildren(Button) if b.accessibleName() == "A5")
    click(a5)
    qtbot.waitUntil(lambda: page.made is not None and page.made.look.page == "A5")
    box = PdfReader(BytesIO(page.made.pdf)).pages[0].mediabox
    assert round(float(box.width)) == round(148 * 72 / 25.4)


def test_what_was_signed_is_saved_word_for_word_and_the_note_is_not_on_it(
    qtbot: QtBot, context: Context, scene: Scene, tmp_path: Path
) -> None:
    page = opened(qtbot, context, scene)
    target = tmp_path / "out" / "sheet.pdf"
    target.parent.mkdir()
    page.save_to(str(target))
    shows(qtbot, page, "keep it where only those who care for them")
    assert f"Saved 07:15:00 as {target}" in page.message.text
    words = text_of(target.read_bytes())
    for said in (
        "ACHTERBERG, Wilhelmina (Mrs)",
        "999 000 0018",
        *PLAN.splitlines(),
        "Bloods FBC",
        "more sleepy",
        "Care-home nurse",
    ):
        assert said.replace("\u00a0", " ") in words.replace("\u00a0", " ")
    assert NOTE not in words
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(target.parent.iterdir()) == [target]
    (detail,) = prints(context)
    assert detail.endswith("saved as PDF, 1")


def test_the_dialog_offers_a_name_without_any_resident_in_it(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    page = opened(qtbot, context, scene)
    click(named(page, "Save PDF…"))
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    (offered,) = dialog.selectedFiles()
    assert Path(offered).name == "round-sheet-larch-house-2026-11-24.pdf"
    dialog.reject()


def test_a_folder_that_cannot_be_written_is_said_and_leaves_no_half_file(
    qtbot: QtBot, context: Context, scene: Scene, tmp_path: Path
) -> None:
    page = opened(qtbot, context, scene)
    page.save_to(str(tmp_path / "missing" / "sheet.pdf"))
    shows(qtbot, page, "The PDF was not saved: No such file or directory")
    assert prints(context) == []
    taken = tmp_path / "taken.pdf"
    taken.mkdir()
    with pytest.raises(StoreProblem, match="not saved"):
        save(b"%PDF", taken)
    assert list(taken.iterdir()) == []
    assert list(tmp_path.glob(".round*")) == []


def test_the_queue_is_given_the_very_pdf_and_the_copies_are_recorded(
    qtbot: QtBot, context: Context, scene: Scene, queue: Path
) -> None:
    page = opened(qtbot, context, scene, "Office")
    click(named(page, "Print"))
    shows(qtbot, page, "Sent 1 copy to the queue of Office 07:15:00. Look that it came out")
    assert page.made is not None
    assert (queue / "taken.pdf").read_bytes() == page.made.pdf
    assert (queue / "asked").read_text().split()[:4] == ["-d", "Office", "-n", "1"]
    assert "ACHTERBERG" not in (queue / "asked").read_text().upper()
    (detail,) = prints(context)
    assert "sent to printer Office, 1" in detail


def test_a_queue_that_refuses_is_never_called_printed(
    qtbot: QtBot, context: Context, scene: Scene, queue: Path
) -> None:
    (queue / "refuse").touch()
    page = opened(qtbot, context, scene, "Office")
    click(named(page, "Print"))
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert "Not printed: the queue of Office did not take it: printer on fire" in page.message.text
    assert "Sent" not in page.message.text
    assert prints(context) == []
    assert page.options.print_button.isEnabled()


def test_a_computer_without_a_queue_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotPrinted, match="no print queue"):
        send_to_queue(b"%PDF", printer="Office", copies=1, page="A4")


def test_without_a_printer_it_is_said_and_saving_is_offered(
    qtbot: QtBot, context: Context, scene: Scene
) -> None:
    page = opened(qtbot, context, scene)
    assert "No printer is set up on this computer. Save the PDF" in words_on(page)
    assert not page.options.print_button.isEnabled()
    assert page.options.save_button.isEnabled()


def test_printing_as_pictures_gives_every_page(
    qtbot: QtBot, context: Context, scene: Scene, by: Actor, tmp_path: Path
) -> None:
    for who in scene.residents[1:]:
        enter(context.store, by, scene, who, plan="Line of the plan.\n" * 45)
    page = opened(qtbot, context, scene)
    assert page.made is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printing = PicturePrinting(context.runners.long_work, page.made.pdf, printer, page)
    with qtbot.waitSignal(printing.finished, timeout=20_000):
        printing.start()
    wanted = len(PdfReader(BytesIO(page.made.pdf)).pages)
    assert wanted > 1
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == wanted


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints", extend=True)
def test_a_printer_that_does_not_begin_is_never_called_printed(
    qtbot: QtBot, context: Context, scene: Scene, tmp_path: Path
) -> None:
    page = opened(qtbot, context, scene)
    assert page.made is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "printed.pdf"))
    printing = PicturePrinting(context.runners.long_work, page.made.pdf, printer, page)
    with qtbot.waitSignal(printing.failed, timeout=20_000) as told:
        printing.start()
    assert isinstance(told.args[0], NotPrinted)


def test_a_letter_without_a_shape_is_refused_in_words_and_nothing_is_offered(
    qtbot: QtBot, context: Context, scene: Scene, by: Actor
) -> None:
    enter(context.store, by, scene, scene.residents[1], plan="Sign \U0002a6d6 here")
    page = opened(qtbot, context, scene, "Office")
    qtbot.waitUntil(lambda: bool(page.message.text))
    assert page.message.text.startswith("Not printed")
    assert page.made is None
    assert not page.options.print_button.isEnabled()
    assert not page.options.save_button.isEnabled()
    assert page.preview.pages == []


def test_nothing_signed_gives_no_sheet(qtbot: QtBot, context: Context, scene: Scene) -> None:
    page = PaperPage(context, scene.home_id, scene.day.replace(day=30), printers=PrinterNames(()))
    qtbot.addWidget(page)
    page.show()
    page.load()
    shows(qtbot, page, "Nothing was signed in a round here on that day")
    assert not page.options.save_button.isEnabled()


def test_an_entry_withdrawn_meanwhile_is_struck_on_the_sheet_on_show(
    qtbot: QtBot, context: Context, scene: Scene, by: Actor
) -> None:
    entry_id = enter(context.store, by, scene, scene.residents[1])
    page = opened(qtbot, context, scene)
    assert page.made is not None
    before = page.made.sheet.document_id
    changes = withdraw(context.store, by=by, record_id=entry_id)
    context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(lambda: page.made is not None and page.made.sheet.document_id != before)
    assert "WITHDRAWN" in text_of(page.made.pdf)
    assert "signed by mistake" in text_of(page.made.pdf)


def test_a_cpr_decision_that_came_meanwhile_is_on_the_sheet_on_show(
    qtbot: QtBot, context: Context, scene: Scene, by: Actor
) -> None:
    page = opened(qtbot, context, scene)
    before = page.made
    assert before is not None
    assert "CPR decision not recorded" in text_of(before.pdf)
    with context.store.deed(by) as unit:
        unit.sign(not_for_cpr(), About(scene.residents[0], scene.home_id))
        changes = unit.commit()
    context.bus.publish(Changes(changes.kinds, changes.ids))
    qtbot.waitUntil(lambda: page.made is not before)
    assert page.made is not None
    assert "CPR decision not recorded" not in text_of(page.made.pdf)


def test_back_leads_to_the_round(
    qtbot: QtBot, context: Context, scene: Scene, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, scene)
    click(named(page, "Back to the round"))
    assert visited == [ToRound(scene.home_id, scene.day)]
    assert [label for label in page.findChildren(QLabel) if NOTE in label.text()] == []


@pytest.fixture
def by(workspace: Session) -> Actor:
    """The person at the keyboard."""
    return workspace.actor
