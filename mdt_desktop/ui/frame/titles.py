"""What each screen is called, and the ways of the rail that lead to some of them. No Qt."""

from typing import Final

from mdt_core.record import kind_named
from mdt_core.records.rounds import Programme
from mdt_desktop.ui.context import (
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

TITLES: Final[dict[type, str]] = {
    ToToday: "Today",
    ToHomes: "Homes",
    ToImport: "Import",
    ToResidents: "Residents",
    ToReviewFirst: "Who may need a review first",
    ToActions: "Actions",
    ToHome: "Home",
    ToResident: "Resident",
    ToPlan: "Plan the round",
    ToRound: "Round",
    ToObservations: "Observations",
    ToFall: "Fall",
    ToConcern: "Concern",
    ToHospital: "Hospital",
    ToPlanReview: "Care plan review",
    ToDeath: "Death",
    ToForm: "Form",
    ToCard: "Details",
    ToHomeDetails: "Home details",
    ToEquipment: "Equipment",
    ToEquipmentCard: "Equipment",
    ToRequest: "Medicine request",
    ToMedicineLine: "Medicine",
    ToStillRight: "Still right?",
    ToSbard: "Words for a call",
    ToFullFall: "Full falls record",
    ToFalls: "Falls of the home",
    ToMeasures: "Measures",
    ToClinic: "Vaccination clinic",
    ToUptake: "Vaccinations of the home",
    ToBeds: "D2A",
    ToD2aOutcomes: "D2A outcomes",
    ToFinish: "Finish the round",
    ToMeetings: "Meetings",
    ToMeeting: "MDT meeting",
    ToPaper: "Round sheet",
    ToPlanPaper: "Care plans on paper",
    ToCopies: "Copies out of date",
    ToQuickTexts: "Quick text",
    ToVersions: "Two versions",
    ToDuplicates: "Possible duplicates",
    ToSync: "Sync",
}
WAYS: Final[dict[str, Destination]] = {
    TITLES[type(place)]: place
    for place in (ToToday(), ToHomes(), ToResidents(), ToMeetings(), ToBeds(), ToActions())
}


def title(destination: Destination) -> str:
    """What the top line calls a screen; a paper and a form are called what they are."""
    if isinstance(destination, ToPaper):
        return destination.document.value
    if isinstance(destination, ToForm | ToCard):
        kind = kind_named(destination.kind)
        return kind.title if kind else TITLES[type(destination)]
    return TITLES[type(destination)]


def programme(destination: Destination) -> str:
    """The programme of a round that is not the home's weekly one."""
    asked: Programme = getattr(destination, "programme", Programme.WEEKLY)
    return "" if asked is Programme.WEEKLY else asked.label
