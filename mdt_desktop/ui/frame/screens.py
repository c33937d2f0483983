"""From a destination to its screen, each loaded when first gone to.

The one place that knows every screen. One that has `leave` is told so that it can keep what was
typed; one with `load` and `refresh` is told when to read, others see to that themselves.
"""

from typing import Protocol, TypeGuard, assert_never, runtime_checkable

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


def make_screen(  # noqa: C901, PLR0911, PLR0912 - one case a screen, and nothing in any of them
    context: Context, destination: Destination, parent: QWidget
) -> QWidget:
    """Makes the screen of a destination; what it shows is not read yet."""
    match destination:
        case ToHomes():
            from mdt_desktop.ui.homes.page import HomesPage  # noqa: PLC0415 - see above

            return HomesPage(context, parent)
        case ToToday():
            from mdt_desktop.ui.today.page import TodayPage  # noqa: PLC0415

            return TodayPage(context, parent)
        case ToResidents():
            from mdt_desktop.ui.residents.page import ResidentsPage  # noqa: PLC0415

            return ResidentsPage(context, parent)
        case ToActions(asked):
            from mdt_desktop.ui.actions.page import ActionsPage  # noqa: PLC0415

            return ActionsPage(context, asked, parent)
        case ToHome(home_id):
            from mdt_desktop.ui.home.page import HomePage  # noqa: PLC0415

            return HomePage(context, home_id, parent)
        case ToResident(resident_id, tab):
            from mdt_desktop.ui.resident.page import ResidentPage  # noqa: PLC0415

            return ResidentPage(context, resident_id, tab, parent)
        case ToRound(home_id, day, resident_id):
            from mdt_desktop.ui.round.page import RoundRunPage  # noqa: PLC0415

            return RoundRunPage(context, home_id, day, resident_id, parent)
        case ToPlan(home_id, day):
            from mdt_desktop.ui.plan.page import PlanPage  # noqa: PLC0415

            return PlanPage(context, home_id, day, parent)
        case ToObservations(resident_id, back):
            from mdt_desktop.ui.observations.page import ObservationsPage  # noqa: PLC0415

            return ObservationsPage(context, resident_id, back, parent)
        case ToFall(resident_id, back):
            from mdt_desktop.ui.fall.page import FallPage  # noqa: PLC0415

            return FallPage(context, resident_id, back, parent)
        case ToConcern(resident_id, back):
            from mdt_desktop.ui.concern.page import ConcernPage  # noqa: PLC0415

            return ConcernPage(context, resident_id, back, parent)
        case ToFinish(home_id, day):
            from mdt_desktop.ui.finish.page import FinishPage  # noqa: PLC0415

            return FinishPage(context, home_id, day, parent)
        case ToPaper(home_id, day):
            from mdt_desktop.ui.paper.page import PaperPage  # noqa: PLC0415

            return PaperPage(context, home_id, day, parent)
        case _:
            assert_never(destination)
