"""Writes pictures of every form that is made from a definition to build/pictures/forms.

python -m tests.ui.forms.gallery [KIND …]

Each is drawn as it opens, and whole with every question that a full record of its kind answers, at
three sizes of letters; dark and in high contrast at the usual size. Every question of many answers is
drawn with its list open too.
"""

import sys
import tempfile
from contextlib import closing
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_desktop.qt import style
from mdt_desktop.ui.context import ToForm, ToResident
from mdt_desktop.ui.forms.long_choice import LongChoiceField
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.record_form import RecordForm
from mdt_desktop.ui.resident.area_list import AREAS, statement_named
from mdt_desktop.ui.resident.areas import _OWN_PAGES
from tests.support.builders import SAMPLES
from tests.support.memory_store import TestClock
from tests.support.ward import UNWELL, make_ward
from tests.ui.drawing import Drawing, drawing, practice_session


def main(asked: list[str]) -> None:
    """Draws the forms of the kinds that are asked for, or of all."""
    app = QApplication([])
    kinds = asked or _kinds()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(practice_session(Path(folder), TestClock())) as session,
    ):
        ward = make_ward(session.store, session.actor)
        with drawing(app, session, "forms") as shown:
            for kind in kinds:
                _draw(shown, kind, ward.of(UNWELL))


def _kinds() -> list[str]:
    named = (kind for area in AREAS for kind in area.offered)
    return [kind for kind in dict.fromkeys(named) if kind not in _OWN_PAGES]


def _draw(shown: Drawing, kind: str, who: str) -> None:
    shown.picture(f"{kind}-100", ToForm(kind, who, ToResident(who)))
    page = shown.frame.page
    if not isinstance(page, FormPage) or page.form is None:
        return
    body = dump(SAMPLES[kind]())
    for number, field in enumerate(_many(page.form), 1):
        _draw_list(shown, field, f"{kind}-list-{number}")
    page.form.show_draft(Draft(statement_named(kind), who, body))
    shown.whole(f"{kind}-100")
    for words in shown.palettes():
        shown.whole(f"{kind}-{words}")
    for words in shown.scales():
        shown.picture(f"{kind}-{words}")
        shown.whole(f"{kind}-{words}")
    shown.wear(style.Look())


def _many(form: RecordForm) -> list[LongChoiceField]:
    """The questions with many answers that are asked at once."""
    found = (each for each in form.fields.values() if isinstance(each, LongChoiceField))
    return [each for each in found if each.isVisible()]


def _draw_list(shown: Drawing, field: LongChoiceField, name: str) -> None:
    """The open list, after the first letter of its second answer, in every look."""
    page = shown.frame.page
    assert isinstance(page, FormPage)
    for words in chain(shown.palettes(), shown.scales()):
        shown.idle()
        page._area.ensureWidgetVisible(field)
        field.editor.setFocus()
        field.editor.clear()
        QTest.keyClicks(field.editor, field._answers[1].words[0])
        shown.idle()
        _with_list(shown, field).save(str(shown.folder / f"{name}-{words}.png"))
        field.list.close()
        field.editor.clear()
    shown.wear(style.Look())


def _with_list(shown: Drawing, field: LongChoiceField) -> QPixmap:
    """The window with the list over it, a window of its own that the small screen here would move."""
    picture, view = shown.window.grab(), field.list.view
    box = field.editor
    at = box.mapTo(shown.window, box.rect().bottomLeft())
    if at.y() + view.height() > picture.height():
        at = box.mapTo(shown.window, QPoint(0, -view.height()))
    painter = QPainter(picture)
    painter.drawPixmap(at, view.grab())
    painter.end()
    return picture


if __name__ == "__main__":
    main(sys.argv[1:])
