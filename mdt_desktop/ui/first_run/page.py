"""The first window on a new computer: makes an encrypted workspace with its first person and homes.

It says in clear words what will unlock the workspace, and that nobody can open it without.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mdt_core.errors import InvalidInput, KnownError
from mdt_core.roles import Role
from mdt_desktop.qt.buttons import Button, Kind
from mdt_desktop.qt.fields import (
    Card,
    Choice,
    Field,
    Heading,
    NoteField,
    TextField,
    Words,
)
from mdt_desktop.qt.layouts import column
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.ui.first_run.presenter import (
    LOOKING,
    FirstPerson,
    SecretWords,
    first_person,
    secret_words,
)
from mdt_desktop.ui.frame.centred import centred
from mdt_desktop.ui.frame.list_field import ListField
from mdt_desktop.ui.frame.problems import sentence
from mdt_desktop.ui.keys.bindings import Bindings
from mdt_desktop.ui.keys.registry import Where
from mdt_desktop.vault.device_keyring import KeyringState

MAKING: Final = "Making the workspace ..."
WARNING: Final = (
    "Write it down and keep it safe. Without it nobody can open the workspace, until your"
    " organisation's recovery comes with the central service."
)
_ROLES: Final = tuple(Choice(role.value, role.label) for role in Role)
_SECRET_NAMES: Final = {"PIN": "Secret", "Passphrase": "Secret"}

Make = Callable[[FirstPerson], Any]
"""From what was entered to a session; what it gives is handed on untouched, so it is not typed."""


class FirstRunPage(QWidget):
    """The form.

    Signals:
        made: what `make` gave
    """

    made = Signal(object)

    def __init__(
        self,
        make: Make,
        probe: Callable[[], KeyringState],
        runner: BackgroundRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._make, self._probe, self._runner = make, probe, runner
        self.name = TextField("Your name", hint="As it stands under what you sign")
        self.role = ListField("Your role")
        self.role.set_choices(_ROLES)
        self.organisation = TextField("Organisation")
        self.homes = NoteField("Care homes", hint="One on each line")
        self.told = Words(LOOKING, self)
        self.secret = _secret_field("Secret")
        self.again = _secret_field("Again")
        self.show_typing = QCheckBox("Show typing", self)
        self.warning = Words(WARNING, self, words="label")
        self.words = Words("", self, words="problem")
        self.deed = Button("Make the workspace", Kind.PRIMARY, parent=self)
        self._lay_out()
        self._show_secret(is_known=False)
        Bindings(Where.FIRST_RUN, self).bind("first_run.make", button=self.deed)
        self.deed.clicked.connect(self._on_deed)
        self.show_typing.toggled.connect(self._on_show_typing)

    @property
    def fields(self) -> dict[str, Field]:
        """Each field under the words that errors name it by, in order."""
        return {
            "Name": self.name,
            "Role": self.role,
            "Organisation": self.organisation,
            "Homes": self.homes,
            "Secret": self.secret,
            "Again": self.again,
        }

    def load(self) -> None:
        """Looks whether there is a safe keyring; the form can be filled in meanwhile."""
        self.name.setFocus()
        self._runner.run(self._probe, then=self._on_keyring, failed=self._on_failed, receiver=self)

    def _lay_out(self) -> None:
        card = Card("", self)
        card.body.setSpacing(16)
        card.add(Heading("A new workspace on this computer", 1, card))
        parts: tuple[QWidget, ...] = (self.name, self.role, self.organisation, self.homes)
        secrets = (self.told, self.secret, self.again, self.show_typing, self.warning)
        for part in (*parts, *secrets, self.words):
            card.add(part)
        card.body.addWidget(self.deed, 0, Qt.AlignmentFlag.AlignRight)
        column(self).addWidget(centred(card, self))

    def _show_secret(self, *, is_known: bool) -> None:
        for part in (self.secret, self.again, self.show_typing, self.warning):
            part.setVisible(is_known)
        self.deed.setEnabled(is_known)

    def _on_keyring(self, keyring: KeyringState) -> None:
        words: SecretWords = secret_words(keyring)
        self.told.setText(words.told)
        self.secret.set_label(words.label)
        self.again.set_label(words.again)
        self._show_secret(is_known=True)

    def _on_deed(self) -> None:
        try:
            person = first_person(
                name=self.name.value(),
                role=self.role.value(),
                organisation=self.organisation.value(),
                homes=self.homes.value(),
                secret=self.secret.value(),
                again=self.again.value(),
            )
        except InvalidInput as problem:
            self._show_problem(problem)
            return
        self._clear_problems()
        self.words.setText(MAKING)
        self.deed.setEnabled(False)
        self._runner.run(
            partial(self._make, person), then=self._on_made, failed=self._on_failed, receiver=self
        )

    def _on_made(self, session: object) -> None:
        self.secret.set_value("")
        self.again.set_value("")
        self.made.emit(session)

    def _on_failed(self, error: Exception) -> None:
        self.words.clear()
        self.deed.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        self._show_problem(error)

    def _clear_problems(self) -> None:
        for field in self.fields.values():
            field.show_problem("")

    def _show_problem(self, error: KnownError) -> None:
        self._clear_problems()
        words = f"{sentence(error.message)} {sentence(error.next_step)}".strip()
        field = self.fields.get(_SECRET_NAMES.get(error.where, error.where))
        if field is None:
            self.words.setText(words)
            return
        self.words.clear()
        field.show_problem(words)
        field.setFocus()

    def _on_show_typing(self, is_shown: bool) -> None:  # noqa: FBT001 - as the signal gives it
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        for field in (self.secret, self.again):
            field.editor.setEchoMode(mode)


def _secret_field(label: str) -> TextField:
    field = TextField(label)
    field.editor.setEchoMode(QLineEdit.EchoMode.Password)
    return field
