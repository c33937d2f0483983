"""From a destination to its screen, each loaded when first gone to.

The one place that knows every screen. Each is told when to read, when to read again, and when it is
left, so that it can keep what was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Final, Protocol

from PySide6.QtWidgets import QWidget

from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import (
    Context,
    Destination,
    ToActions,
    ToBeds,
    ToCard,
    ToClinic,
    ToConcern,
    ToCopies,
    ToD2aOutcomes,
    ToDeath,
    ToDuplicates,
    ToEquipment,
    ToEquipmentCard,
    ToFall,
    ToFalls,
    ToFinish,
    ToForm,
    ToFullFall,
    ToHome,
    ToHomeDetails,
    ToHomes,
    ToHospital,
    ToImport,
    ToMeasures,
    ToMedicineLine,
    ToMeeting,
    ToMeetings,
    ToObservations,
    ToPaper,
    ToPlan,
    ToPlanPaper,
    ToPlanReview,
    ToQuickTexts,
    ToRequest,
    ToResident,
    ToResidents,
    ToRound,
    ToSbard,
    ToStillRight,
    ToSync,
    ToToday,
    ToUptake,
    ToVersions,
)
from mdt_desktop.ui.review_first.way import ToReviewFirst


class Screen(Protocol):
    """What every screen is told by the frame."""

    def load(self) -> None:
        """Reads what is to be shown; called once, after the screen is in the window."""

    def refresh(self, changes: Changes) -> None:
        """Reads again where the changes concern it."""

    def leave(self) -> None:
        """Keeps what was typed; called before another screen comes and before lock and close."""


@dataclass(frozen=True)
class Made:
    """A screen that was made: as the widget that is shown, and as what the frame tells things."""

    widget: QWidget
    screen: Screen


def make_screen(context: Context, destination: Destination, parent: QWidget) -> Made:
    """Makes the screen of a destination; what it shows is not read yet.

    A destination's fields are what its screen is made with, in their order.
    """
    module, name = SCREENS[type(destination)]
    screen: Callable[..., Any] = getattr(import_module(f"mdt_desktop.ui.{module}.page"), name)
    given = (getattr(destination, field.name) for field in fields(destination))
    made = screen(context, *given, parent)
    return Made(made, made)


SCREENS: Final[Mapping[type[Destination], tuple[str, str]]] = {
    ToToday: ("today", "TodayPage"),
    ToHome: ("home", "HomePage"),
    ToResidents: ("residents", "ResidentsPage"),
    ToReviewFirst: ("review_first", "ReviewFirstPage"),
    ToResident: ("resident", "ResidentPage"),
    ToRound: ("round", "RoundRunPage"),
    ToObservations: ("observations", "ObservationsPage"),
    ToActions: ("actions", "ActionsPage"),
    ToHomes: ("homes", "HomesPage"),
    ToPlan: ("plan", "PlanPage"),
    ToFinish: ("finish", "FinishPage"),
    ToPaper: ("paper", "PaperPage"),
    ToFall: ("fall", "FallPage"),
    ToConcern: ("concern", "ConcernPage"),
    ToImport: ("importing", "ImportPage"),
    ToMeetings: ("meetings", "MeetingsPage"),
    ToMeeting: ("meeting", "MeetingPage"),
    ToFullFall: ("full_fall", "FullFallPage"),
    ToFalls: ("falls", "FallsPage"),
    ToMeasures: ("measures", "MeasuresPage"),
    ToClinic: ("clinic", "ClinicPage"),
    ToUptake: ("uptake", "UptakePage"),
    ToBeds: ("beds", "BedsPage"),
    ToD2aOutcomes: ("d2a_outcomes", "D2aOutcomesPage"),
    ToHospital: ("episode", "HospitalPage"),
    ToPlanReview: ("review", "PlanReviewPage"),
    ToDeath: ("death", "DeathPage"),
    ToForm: ("forms", "FormPage"),
    ToCard: ("card", "CardPage"),
    ToHomeDetails: ("card", "HomeDetailsPage"),
    ToEquipment: ("equipment", "EquipmentPage"),
    ToEquipmentCard: ("card", "EquipmentCardPage"),
    ToRequest: ("medicines", "RequestPage"),
    ToMedicineLine: ("medicines", "MedicineLinePage"),
    ToStillRight: ("still_right", "StillRightPage"),
    ToSbard: ("sbard", "SbardPage"),
    ToPlanPaper: ("plan_paper", "PlanPaperPage"),
    ToCopies: ("copies", "CopiesPage"),
    ToQuickTexts: ("quick_texts", "QuickTextsPage"),
    ToVersions: ("versions", "VersionsPage"),
    ToDuplicates: ("duplicates", "DuplicatesPage"),
    ToSync: ("sync", "SyncPage"),
}
"""The folder under `ui` and the class of each screen; those that a round needs are loaded first."""
