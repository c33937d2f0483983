"""Writes pictures of the medicines tab and its forms to build/pictures/medicines.

python -m tests.ui.medicines.gallery
"""

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from mdt_core.drafts import Draft
from mdt_core.medicine_request_steps import RequestStep
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicine_reviews import MedicineReconciliation, MedicineReview
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_core.use_cases.medicine_reviews import record_review
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.qt import style
from mdt_desktop.qt.fields import ChoiceField
from mdt_desktop.qt.palettes import PALETTES
from mdt_desktop.ui.context import Context, ToHomes
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.parts import PartsField
from mdt_desktop.ui.medicines.page import MedicineLinePage, RequestPage
from mdt_desktop.ui.medicines.requests import REQUESTS_TAB, request_views
from mdt_desktop.ui.medicines.requests_view import StepWanted
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.burden import install_list
from tests.support.memory_store import TestClock
from tests.support.ward import make_ward
from tests.ui.drawing import LARGE_LETTERS, folder_of, practice_session, threads
from tests.ui.resident import people
from tests.ui.resident.gallery import _context


def main() -> None:
    """Draws every screen of the area in every look."""
    app = QApplication([])
    style.apply(app, style.Look())
    clock = TestClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), clock)) as session,
        threads() as runners,
    ):
        context = _context(session, runners)
        ward = make_ward(session.store, session.actor)
        who = people.full(session.store, session.actor, ward.home_id)
        install_list(context.folder, paracetamol=1, furosemide=1, beclometasone=2)
        _fill(context, who)
        clock.advance(days=3)
        for palette in PALETTES.values():
            style.apply(app, style.Look(palette))
            _tab(app, context, who, REQUESTS_TAB, f"requests-{palette.name}", width=1116)
            _reviewed(app, context, who, f"-{palette.name}", 1116)
        for scale in LARGE_LETTERS:
            style.apply(app, style.Look(scale=scale))
            _all(app, context, who, f"-{scale * 100:.0f}", 1280)
        style.apply(app, style.Look())
        _all(app, context, who, "", 1116)


def _fill(context: Context, who: str) -> None:
    ids = [
        _ask(context, who, medicine="amoxicillin 500 mg capsules", reason="Chesty since Sunday"),
        _ask(context, who, medicine="macrogol 3350 oral powder", request_kind="repeat"),
        _ask(context, who, medicine="beclometasone with formoterol and glycopyrronium inhaler"),
    ]
    told: tuple[tuple[RequestStep, dict[str, str]], ...] = (
        (RequestStep.DECIDE, {"decision": "approved"}),
        (RequestStep.SEND, {"route": "eps", "pharmacy": "Elm Pharmacy", "eps_reference": "4F2A"}),
        (RequestStep.RECEIVE, {}),
    )
    for step, said in told[:2]:
        _take(context, who, ids[1], step, said)
    query = {"decision": "query", "decision_words": "Which inhaler does she have at present?"}
    _take(context, who, ids[2], RequestStep.DECIDE, query)
    lines = [
        {"id": "p1", "medicine": "paracetamol", "was": "1 g", "decision": "keep"},
        {
            "id": "p2",
            "medicine": "codeine",
            "decision": "reduce",
            "reason": "Drowsy",
            "how": "Halve",
        },
    ]
    review = {
        "goals": "To be awake when the family comes",
        "medicines": lines,
        "burden_list": "Borough list, version own/1, approved by Dr Lee on 01-Nov-2026",
        "burden": [
            {"medicine": "codeine", "points": 1, "is_before": True, "is_after": True},
            {"medicine": "amitriptyline 10 mg", "points": 3, "is_before": True},
            {"medicine": "paracetamol", "is_before": True, "is_after": True},
        ],
    }
    record_review(context.store, by=context.actor, draft=Draft(MedicineReview, who, review))
    issue = {
        "occurred_at": "2026-11-23T08:00:00Z",
        "stage": "administration",
        "medicines": ["levothyroxine 50 microgram tablets"],
        "category": "c",
        "harm": "none",
        "words": "The morning dose was not given",
    }
    draft = Draft(MedicationIssue, who, issue)
    record_statement(context.store, by=context.actor, draft=draft)


def _ask(context: Context, who: str, **values: str) -> str:
    plain = {"request_kind": "acute", "needed_by": "2026-11-26", "days_left": "2", **values}
    draft = Draft(MedicineRequest, who, plain)
    return ask_for_medicine(context.store, by=context.actor, draft=draft)[0]


def _take(context: Context, who: str, of: str, step: RequestStep, said: dict[str, str]) -> None:
    take_step(context.store, by=context.actor, resident_id=who, request_id=of, step=step, said=said)


def _all(app: QApplication, context: Context, who: str, mark: str, width: int) -> None:
    _tab(app, context, who, "Medicines", f"list{mark}", width=width)
    _tab(app, context, who, REQUESTS_TAB, f"requests{mark}", width=width)
    _tab(app, context, who, REQUESTS_TAB, f"step{mark}", width=width, is_step=True)
    _tab(app, context, who, "Medicine reviews", f"reviews{mark}", width=width)
    back = ToHomes()
    _form(app, context, RequestPage(context, who, back), f"ask{mark}", width)
    _form(app, context, MedicineLinePage(context, who, "", back), f"line{mark}", width)
    _reviewed(app, context, who, mark, width)
    for kind in (MedicineReconciliation, MedicationIssue):
        page = FormPage(context, kind.kind, who, back)
        _form(app, context, page, f"{kind.kind}{mark}", width)


def _reviewed(app: QApplication, context: Context, who: str, mark: str, width: int) -> None:
    """The form of a review with two decisions, so that the burden stands before and after."""
    page = FormPage(context, MedicineReview.kind, who, ToHomes())
    page.load()
    _show(app, page, context, page.save.isEnabled, width)
    assert page.form is not None
    field = page.form.fields["medicines"]
    assert isinstance(field, PartsField)
    first, second = field.rows[:2]
    for row, decision in ((first, "keep"), (second, "switch")):
        chosen = row.fields["decision"]
        assert isinstance(chosen, ChoiceField)
        chosen.button(decision).click()
    page.autosave.put_away()
    app.processEvents()
    for area in page.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    _save(app, page, f"medicine_review{mark}")


def _tab(
    app: QApplication,
    context: Context,
    who: str,
    tab: str,
    name: str,
    *,
    width: int,
    is_step: bool = False,
) -> None:
    page = ResidentPage(context, who, tab)
    page.load()
    _show(app, page, context, page.tabs.isVisible, width)
    page.medicines.list._on_checks()
    if is_step:
        read = page._read
        assert read is not None
        views = request_views(
            read.page.requests, context.actor, context.clock().date(), read.page.line.home_id
        )
        view = next(each for each in views if each.step is RequestStep.DECIDE)
        page.medicines._on_wanted(StepWanted(view, RequestStep.DECIDE))
    _save(app, page, name)


def _form(
    app: QApplication,
    context: Context,
    page: RequestPage | MedicineLinePage | FormPage,
    name: str,
    width: int,
) -> None:
    page.load()
    _show(app, page, context, page.save.isEnabled, width)
    page.autosave.put_away()
    _save(app, page, name)


def _show(
    app: QApplication, page: QWidget, context: Context, ready: Callable[[], bool], width: int
) -> None:
    page.resize(width, 1500)
    page.show()
    while not (ready() and context.runners.deeds.is_idle and context.runners.reads.is_idle):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _save(app: QApplication, page: QWidget, name: str) -> None:
    for _ in range(5):
        app.processEvents()
    page.grab().save(str(folder_of("medicines") / f"{name}.png"))
    least = page.minimumSizeHint().width()
    if least > page.width():
        raise SystemExit(f"{name} needs {least} pixels")
    page.close()
    page.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
