"""The PIN or passphrase asked again before something grave is signed: kept in no draft, gone once given."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from mdt_core.drafts import Problem
from mdt_desktop.qt.fields import TextField
from mdt_desktop.ui.context import Context

SECRET = "secret"  # noqa: S105 - the name of the field
"""What a problem with it is named by."""


class SecretField(TextField):
    """Asks for the person's own secret; `why` ends the sentence said where it is missing."""

    def __init__(self, context: Context, why: str, parent: QWidget | None = None) -> None:
        self._word, self._why = context.secret_word, why
        super().__init__(f"Your {self._word}", parent=parent)
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.editor.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)

    def missing(self) -> Problem | None:
        """Says that it is not typed yet, and goes there; None once it is."""
        if self.value():
            return None
        words = f"Type your {self._word} {self._why}"
        self.show_problem(words)
        self.setFocus()
        return Problem(SECRET, words)

    def take(self) -> str:
        """Gives what was typed, once."""
        typed = self.value()
        self.set_value("")
        self.show_problem("")
        return typed
