"""Draws every screen in three palettes and three text sizes, full and empty: `./dev pictures FOLDER`.

Beside the pictures it lays contact sheets, one for each screen, on which all looks stand together.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from mdt_desktop.qt import style
from mdt_desktop.qt.palettes import PALETTES
from tests.ui.every_screen.furnished import Furnished, empty, full
from tests.ui.every_screen.showing import (
    LOCKED_NAMES,
    OVERLAY_NAMES,
    SCREEN_NAMES,
    WIDTHS,
    application,
    locked,
    signed_in,
)

_SMALL: Final = QSize(640, 445)
_LOOKS: Final = [style.Look(palette, scale) for scale in WIDTHS for palette in PALETTES.values()]


def main(arguments: Sequence[str]) -> int:
    """Draws what is asked for and says where it lies."""
    parser = argparse.ArgumentParser(prog="./dev pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("names", nargs="*", help="only these screens, as in «Today Find»")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    names = asked.names or [*SCREEN_NAMES, *OVERLAY_NAMES, *LOCKED_NAMES]
    _app = QApplication([])
    with tempfile.TemporaryDirectory() as scratch:
        kept = list(_draw_all(asked.folder, Path(scratch), names))
    _lay_sheets(asked.folder, kept)
    sys.stdout.write(f"{len(kept)} pictures are in {asked.folder}\n")
    return 0


def _draw_all(folder: Path, scratch: Path, names: Sequence[str]) -> Iterator[Path]:
    places = {"full": full(scratch / "full"), "empty": empty(scratch / "empty")}
    for kind, place in places.items():
        style.apply(application(), style.Look())
        with signed_in(place) as shown:
            for look in _LOOKS:
                shown.put_on(look)
                for name in (each for each in names if each not in LOCKED_NAMES):
                    for part in shown.parts(name):
                        yield _keep(shown.window, folder, f"{part}-{kind}", look)
                shown.close_overlays()
    yield from _draw_locked(folder, places["full"], names)


def _draw_locked(folder: Path, place: Furnished, names: Sequence[str]) -> Iterator[Path]:
    for look in _LOOKS:
        for name in (each for each in names if each in LOCKED_NAMES):
            with locked(name, place.folder, look) as window:
                yield _keep(window, folder, name, look)


def _keep(window: QWidget, folder: Path, name: str, look: style.Look) -> Path:
    path = folder / f"{name}-{round(look.scale * 100)}-{look.palette.name}.png"
    window.grab().save(str(path))
    return path


def _lay_sheets(folder: Path, kept: Sequence[Path]) -> None:
    by_screen: dict[str, list[Path]] = {}
    for path in kept:
        by_screen.setdefault(path.stem.rsplit("-", 2)[0], []).append(path)
    for name, paths in by_screen.items():
        sheet = QPixmap(_SMALL.width() * len(PALETTES), _SMALL.height() * len(WIDTHS))
        sheet.fill(Qt.GlobalColor.gray)
        painter = QPainter(sheet)
        for place, path in enumerate(paths):
            small = QPixmap(str(path)).scaled(
                _SMALL,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            row, column = divmod(place, len(PALETTES))
            painter.drawPixmap(QPoint(column * _SMALL.width(), row * _SMALL.height()), small)
        painter.end()
        sheet.save(str(folder / f"sheet-{name}.png"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
