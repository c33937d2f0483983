"""The form that connects this computer to a service: its address and a one-time code."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from mdt_desktop.qt.fields import Field, TextField, Words
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.quick.short_form import ShortForm
from mdt_desktop.ui.sync.presenter import Entered

ABOUT = (
    "Whoever looks after the service makes a code for this computer and gives it to you, on paper or"
    " on their screen. It works once, for a few minutes. Nothing is sent before the service has proved"
    " itself and the code was taken."
)
PRACTICE = "This is a practice workspace: it can be connected with a practice service alone."


class ConnectForm(ShortForm):
    """Address, code, and where the service's certificate has its own authority, the file of that.

    Signals:
        given: the `Entered` as typed; nothing of it is checked here
    """

    given = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            heading="Connect to a service",
            deed="Connect",
            back="Back to Sync",
            parent=parent,
        )
        self.address = TextField("Address", hint="As https://mdt.example.nhs.uk")
        self.code = TextField("One-time code", hint="Letters and figures; capitals do not matter")
        self.pinned = TextField(
            "File of certificates",
            hint="Only where you were given one: this computer then trusts no other",
        )
        self.about = Words(f"{ABOUT} {PRACTICE}" if context.is_practice else ABOUT)
        self.lay_out(self.about, *self.fields.values())

    @property
    @override
    def fields(self) -> dict[str, Field]:
        return {"Address": self.address, "Code": self.code, "Certificate": self.pinned}

    def begin(self) -> None:
        """Starts an empty form; the address stays as it was typed."""
        self.code.set_value("")
        self.show_problem("", "")
        (self.code if self.address.value() else self.address).setFocus()

    @override
    def give(self) -> None:
        self.given.emit(Entered(self.address.value(), self.code.value(), self.pinned.value()))
