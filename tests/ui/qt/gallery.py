"""Writes pictures of every widget in each palette at three text sizes to build/pictures/qt.

python -m tests.ui.qt.gallery
"""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from tests.ui.qt.pages import WHO, Page

_FOLDER = Path(__file__).resolve().parents[3] / "build" / "pictures" / "qt"


def main() -> None:
    """Draws the page in all nine looks, and once for someone who has died."""
    app = QApplication([])
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for palette in PALETTES.values():
        for scale in (1.0, 1.5, 2.0):
            style.apply(app, style.Look(palette, scale))
            _draw(app, f"{palette.name}-{scale:.0%}")
    style.apply(app, style.Look())
    _draw(app, "light-died", died="02-Nov-2026")


def _draw(app: QApplication, name: str, died: str = "") -> None:
    page = Page()
    if died:
        page.banner.show_identity(replace(WHO, deceased=True, died=died))
    page.how.set_value("video")
    page.signs.set_value(("here", "talk"))
    page.when.editor.setText("y 14:30")
    page.when.editor.textEdited.emit("y 14:30")
    page.resize(1180, 1500)
    page.show()
    page.watch.editor.setFocus()
    app.processEvents()
    page.grab().save(str(_FOLDER / f"{name.replace('%', '')}.png"))
    page.close()
    page.deleteLater()
    app.processEvents()


if __name__ == "__main__":
    main()
