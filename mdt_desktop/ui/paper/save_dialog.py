"""Asks where papers and files of figures are saved: one file under a name that is offered, or a folder for several.

It begins in the person's documents and writes nothing; what is chosen is told once.
"""

from collections.abc import Callable

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_file(
    parent: QWidget,
    title: str,
    offered: str,
    chosen: Callable[[str], object],
    *,
    suffix: str = "pdf",
) -> None:
    """Asks for the file of one PDF, or of another suffix, under the offered name until another is given."""
    dialog = _dialog(parent, title, f"{suffix.upper()} (*.{suffix})")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(offered)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_folder(parent: QWidget, title: str, chosen: Callable[[str], object]) -> None:
    """Asks for the folder in which several PDFs are saved."""
    dialog = _dialog(parent, title, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def _dialog(parent: QWidget, title: str, kinds: str) -> QFileDialog:
    where = QStandardPaths.StandardLocation.DocumentsLocation
    dialog = QFileDialog(parent, title, QStandardPaths.writableLocation(where), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
