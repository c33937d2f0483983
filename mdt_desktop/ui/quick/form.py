"""What the page of a small form asks of the form in it."""

from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from mdt_core.drafts import Draft, Problem
from mdt_desktop.ui.quick.presenter import QuickRead


class QuickForm(Protocol):
    """A widget of questions about one resident."""

    edited: SignalInstance
    """The `Draft` as it stands, each time something was answered."""

    answered: SignalInstance
    """The part that should be in sight now."""

    def draft(self) -> Draft[Any]:
        """The form as it stands."""

    def show_draft(self, draft: Draft[Any]) -> None:
        """Shows a kept draft in place of what is there."""

    def problem(self) -> Problem | None:
        """Why it cannot be saved yet, or None."""

    def focus_first(self) -> None:
        """Goes to the first question."""

    def focus_field(self, name: str) -> None:
        """Goes to the field of that name or label, if there is one."""

    def show_news(self, read: QuickRead) -> None:
        """Takes up what was looked at; the answers stay."""
