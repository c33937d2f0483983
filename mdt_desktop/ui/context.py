"""What every screen is given: the store, the person, the runners, and the way to other screens.

Made by `app` for one signed-in person and thrown away at lock. Holds no rule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from mdt_core.actor import Actor
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.records.rounds import Programme
from mdt_core.store.queries.actions import ActionsAsked
from mdt_core.store.store import Store
from mdt_desktop.device.drafts import DraftStore
from mdt_desktop.qt.changes import ChangeBus
from mdt_desktop.qt.runner import BackgroundRunner
from mdt_desktop.sync.tie import Got
from mdt_desktop.ui.clinic.setup import ClinicSetup
from mdt_desktop.ui.frame.sync_watch import SyncWatch
from mdt_desktop.ui.paper.kind import PaperKind
from mdt_desktop.ui.review_first.way import ToReviewFirst


@dataclass(frozen=True)
class ToToday:
    """What needs somebody today."""


@dataclass(frozen=True)
class ToHomes:
    """The list of homes."""


@dataclass(frozen=True)
class ToImport:
    """Files that bring residents, homes or records in."""


@dataclass(frozen=True)
class ToResidents:
    """Everybody in the homes served."""


@dataclass(frozen=True)
class ToActions:
    """The list of actions, with the filter that it opens with."""

    asked: ActionsAsked = field(default_factory=ActionsAsked)


@dataclass(frozen=True)
class ToQuickTexts:
    """The list of quick texts."""


@dataclass(frozen=True)
class ToVersions:
    """Two versions of one thing of a resident or home, then back where it was asked for.

    `of` says of what (empty: the first that waits); without a resident and without that, the quiet
    list of what can be settled when convenient.
    """

    resident_id: str = ""
    of: str = ""
    back: "Destination | None" = None


@dataclass(frozen=True)
class ToDuplicates:
    """Possible duplicates, then back where it was asked for.

    Without anybody the list; of one resident what was joined to the record; of two both side by side.
    """

    resident_id: str = ""
    other_id: str = ""
    back: "Destination | None" = None


@dataclass(frozen=True)
class ToSync:
    """What waits, what was got, what was refused, and the way to a service."""


@dataclass(frozen=True)
class ToHome:
    """One home."""

    home_id: str


@dataclass(frozen=True)
class ToResident:
    """One resident, at the tab of that name (empty: what is happening)."""

    resident_id: str
    tab: str = ""


@dataclass(frozen=True)
class ToRound:
    """The running round of a home, at one of its residents (empty: the first open one).

    Here and in plan, finish and paper no home means: every home served that has a part in it.
    """

    home_id: str
    day: date
    resident_id: str = ""
    programme: Programme = Programme.WEEKLY


@dataclass(frozen=True)
class ToPlan:
    """The plan of a home's round on a day."""

    home_id: str
    day: date
    programme: Programme = Programme.WEEKLY


@dataclass(frozen=True)
class ToObservations:
    """A new observation set for a resident; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToFall:
    """A new fall of a resident; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToFullFall:
    """The full record of one fall of a resident; afterwards to where it was asked for."""

    resident_id: str
    fall_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToFalls:
    """The falls of a home in figures."""

    home_id: str


@dataclass(frozen=True)
class ToMeasures:
    """Measures of the homes served, or of one, at one of them by its id (empty: the first)."""

    home_id: str = ""
    measure: str = ""


@dataclass(frozen=True)
class ToBeds:
    """The D2A bed board over all homes."""


@dataclass(frozen=True)
class ToD2aOutcomes:
    """Where people went from D2A beds, in figures."""


@dataclass(frozen=True)
class ToClinic:
    """A vaccination clinic of a home; with a set-up, its list at once."""

    home_id: str
    setup: ClinicSetup | None = None


@dataclass(frozen=True)
class ToUptake:
    """The vaccinations of a home in figures, and what is done about low uptake."""

    home_id: str


@dataclass(frozen=True)
class ToHospital:
    """One part of a resident's time in hospital; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToPlanReview:
    """When a resident's care plan is next looked at; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToDeath:
    """A death of a resident; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToStillRight:
    """Confirming a decision of one kind as still right; afterwards back to where it was asked for."""

    kind: str
    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToSbard:
    """The words for a call about a resident; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToForm:
    """The form of a kind of statement, about one record if named; afterwards back where it was asked for."""

    kind: str
    resident_id: str
    back: "Destination"
    about: str = ""


@dataclass(frozen=True)
class ToCard:
    """A card of a resident to change (without an id a new one); afterwards back."""

    kind: str
    record_id: str
    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToHomeDetails:
    """The details of a home to change; afterwards back to the home."""

    home_id: str


@dataclass(frozen=True)
class ToEquipment:
    """The equipment of a home."""

    home_id: str


@dataclass(frozen=True)
class ToEquipmentCard:
    """One thing of a home to change (without an id a new one); afterwards back to its equipment."""

    home_id: str
    record_id: str = ""


@dataclass(frozen=True)
class ToRequest:
    """A medicine asked for, for a resident; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToMedicineLine:
    """A line of a resident's medicines list (without an id a new one); afterwards back."""

    resident_id: str
    line_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToConcern:
    """A new concern about a resident or the home; afterwards back to where it was asked for."""

    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToMeetings:
    """The MDT meetings of the homes served."""


@dataclass(frozen=True)
class ToMeeting:
    """One MDT meeting, at one of its cases (empty: where it is)."""

    meeting: str
    resident_id: str = ""


@dataclass(frozen=True)
class ToFinish:
    """The finish of a home's round of a day, with its signature."""

    home_id: str
    day: date
    programme: Programme = Programme.WEEKLY


@dataclass(frozen=True)
class ToPaper:
    """A paper of a round of a day, for preview, print and save; without a home one for each."""

    home_id: str
    day: date
    programme: Programme = Programme.WEEKLY
    document: PaperKind = PaperKind.SHEET


@dataclass(frozen=True)
class ToPlanPaper:
    """A paper of a resident's plan, or of everybody in a home; afterwards back to where it was asked for."""

    paper: PlanPaperKind
    home_id: str
    resident_id: str
    back: "Destination"


@dataclass(frozen=True)
class ToCopies:
    """The copies out of date of a home, or of one resident; afterwards back to where it was asked for."""

    home_id: str
    resident_id: str
    back: "Destination"


_Lists = ToToday | ToHomes | ToImport | ToResidents | ToActions | ToQuickTexts | ToSync
_OfHomes = ToHome | ToHomeDetails | ToFalls | ToMeasures | ToClinic | ToUptake | ToBeds
_Things = ToEquipment | ToEquipmentCard | ToRequest | ToMedicineLine | ToReviewFirst | ToD2aOutcomes
_OfPeople = ToResident | ToVersions | ToDuplicates | ToCard | ToForm | ToStillRight | ToSbard
_Forms = ToObservations | ToFall | ToFullFall | ToConcern | ToHospital | ToPlanReview | ToDeath
_Rounds = ToPlan | ToRound | ToFinish | ToPaper | ToPlanPaper | ToCopies | ToMeetings | ToMeeting
Destination = _Lists | _OfHomes | _Things | _OfPeople | _Forms | _Rounds


@dataclass(frozen=True)
class Runners:
    """One thread each: reads, deeds (writes), long work (files, PDF), exchanges with the service."""

    reads: BackgroundRunner
    deeds: BackgroundRunner
    long_work: BackgroundRunner
    own_for_sync: BackgroundRunner | None = None

    @property
    def sync(self) -> BackgroundRunner:
        """Where exchanges run; among long work where there is no thread of their own."""
        return self.own_for_sync or self.long_work


@dataclass(frozen=True)
class Context:
    """Everything a screen may use, and nothing global."""

    store: Store
    drafts: DraftStore
    actor: Actor
    clock: Callable[[], datetime]
    runners: Runners
    bus: ChangeBus
    go: Callable[[Destination], None]
    is_practice: bool
    sync: SyncWatch
    """The exchanges with the service, and how they stand."""
    got_at: Callable[[str], Got]
    """When everything of a home was last got; without an id the oldest. Never reads the disk."""
    waiting: Callable[[], int]
    """How many changes wait to be sent, as last counted; never reads the disk."""
    confirm: Callable[[str], None]
    """Asks for the person's PIN or passphrase again; raises WrongSecret. Only on a runner."""
    secret_word: str
    """«PIN» or «passphrase», as the person unlocks."""
    folder: Path
    """The folder of the workspace, for what is remembered beside the store."""
    told: Callable[[str], None]
    """Says what is done, as «Saved 10:42:07», where it is still read on the screen gone to next."""
    not_done: Callable[[str], None]
    """Says what was not done, and why, where it is still read on the screen gone to next."""
