"""From a destination to its screen, each loaded when first gone to.

The one place that knows every screen. One that has `leave` is told so that it can keep what was
typed; one with `load` and `refresh` is told when to read, others see to that themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from importlib import import_module
from typing import Final, Protocol, TypeGuard, runtime_checkable

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToActions,
    ToConcern,
    ToFall,
    ToFinish,
    ToHome,
    ToHomes,
    ToObservations,
    ToPaper,
    ToPlan,
    ToResident,
    ToResidents,
    ToRound,
    ToToday,
)


class LeftScreen(Protocol):
    """A screen that has something to keep when it is left."""

    def leave(self) -> None:
        """Keeps what was typed; called before another screen comes and before lock and close."""


def is_told_to_leave(page: QWidget | None) -> TypeGuard[LeftScreen]:
    """Whether a screen wants to be told when it is left; others keep their form when hidden."""
    return callable(getattr(page, "leave", None))


@runtime_checkable
class ToldScreen(Protocol):
    """A screen that is told when to read."""

    def load(self) -> None:
        """Reads what is to be shown; called once, after the screen is in the window."""

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""


def make_screen(context: Context, destination: Destination, parent: QWidget) -> QWidget:
    """Makes the screen of a destination; what it shows is not read yet.

    A destination's fields are what its screen is made with, in their order.
    """
    module, name = SCREENS[type(destination)]
    screen: Callable[..., QWidget] = getattr(import_module(f"mdt_desktop.ui.{module}.page"), name)
    given = (getattr(destination, field.name) for field in fields(destination))
    return screen(context, *given, parent)


SCREENS: Final[Mapping[type[Destination], tuple[str, str]]] = {
    ToHomes: ("homes", "HomesPage"),
    ToToday: ("today", "TodayPage"),
    ToResidents: ("residents", "ResidentsPage"),
    ToActions: ("actions", "ActionsPage"),
    ToHome: ("home", "HomePage"),
    ToResident: ("resident", "ResidentPage"),
    ToRound: ("round", "RoundRunPage"),
    ToPlan: ("plan", "PlanPage"),
    ToFinish: ("finish", "FinishPage"),
    ToObservations: ("observations", "ObservationsPage"),
    ToFall: ("fall", "FallPage"),
    ToConcern: ("concern", "ConcernPage"),
    ToPaper: ("paper", "PaperPage"),
}
"""The folder under `ui` and the class of each screen."""
