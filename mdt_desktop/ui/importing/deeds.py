"""The deeds of the import screen: which of them stand at each step, the main one right-most."""

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.ui.quick.deed_bar import DeedBar


class ImportDeeds(DeedBar):
    """All deeds of all steps; one step's are on show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Button("Back to homes", parent=self)
        self.again = Button("Another file", parent=self)
        self.to_columns = Button("Back to the columns", parent=self)
        self.cancel = Button("Cancel", parent=self)
        self.file = Button("Choose file...", Kind.PRIMARY, parent=self)
        self.try_it = Button("Try it: nothing is changed", Kind.PRIMARY, parent=self)
        self.take = Button("Take in", Kind.PRIMARY, icon_name="check", parent=self)
        self.done = Button("Done", Kind.PRIMARY, parent=self)
        self.hold(
            *(self.back, self.again, self.to_columns, self.cancel),
            *(self.file, self.try_it, self.take, self.done),
        )

    def show_none(self) -> None:
        """Nothing can be brought in by this person."""
        self._show("", self.back)

    def show_choosing(self, missing: str, *, is_several: bool) -> None:
        """A file can be chosen, unless something is missing."""
        self.file.setText("Choose files..." if is_several else "Choose file...")
        self.file.setEnabled(not missing)
        self.tell(missing)
        self.show_deeds(self.back, self.file)

    def show_columns(self, missing: str) -> None:
        """The list can be tried, unless something is to be decided."""
        self.try_it.setEnabled(not missing)
        self._show(missing, self.back, self.again, self.try_it)

    def show_found(self, deed: str, no_deed: str, *, has_columns: bool) -> None:
        """What was found can be taken in; where there is nothing to take, `no_deed` says so."""
        self.take.setText(deed)
        before = (self.back, self.again, *((self.to_columns,) if has_columns else ()))
        self._show("" if deed else no_deed, *before, *((self.take,) * bool(deed)))

    def show_working(self) -> None:
        """It can be cancelled."""
        self.cancel.setEnabled(True)
        self._show("", self.cancel)

    def show_result(self) -> None:
        """It is done."""
        self._show("", self.again, self.done)

    def _show(self, words: str, *deeds: Button) -> None:
        self.tell(words)
        self.show_deeds(*deeds)
        if deeds[-1].isEnabled():
            deeds[-1].setFocus()
