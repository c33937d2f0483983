"""Care homes: the premises with its units, rooms and beds. Source: CQC directory, PRSB care-home information 1.1."""

from datetime import date
from typing import Annotated

from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    In,
    IndexedAs,
    Long,
    RefersTo,
    Searchable,
    Section,
    Sensitivity,
)
from mdt_core.identifiers import CqcLocationId, OdsCode
from mdt_core.record import Card, Group, Member, MergeClass, Place, registered
from mdt_core.roles import OFFICE, READERS_OF_PEOPLE, Role


class HomeType(Choice):
    """What care the home is registered to give."""

    NURSING = "nursing", "Nursing home"
    RESIDENTIAL = "residential", "Residential home"
    BOTH = "both", "Nursing and residential home"
    OTHER = "other", "Other"


class Neighbourhood(Choice):
    """The four neighbourhoods of the first borough."""

    NORTH = "north", "North"
    SOUTH = "south", "South"
    CENTRAL = "central", "Central"
    WEST = "west", "West"


class HomeStatus(Choice):
    """Whether the home takes new residents."""

    OPEN = "open", "Open"
    PARTLY_SUSPENDED = "partly_suspended", "Partially suspended"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"


class BedType(Choice):
    """What a bed is paid for; the words are local and configurable."""

    PERMANENT = "permanent", "Permanent"
    D2A_BLOCK = "d2a_block", "D2A block"
    D2A_SPOT = "d2a_spot", "D2A spot"
    COMPLEX_BEHAVIOUR = "complex_behaviour", "Complex Behaviour Unit"


class Weekday(Choice):
    """The day of the weekly round."""

    MONDAY = "monday", "Monday"
    TUESDAY = "tuesday", "Tuesday"
    WEDNESDAY = "wednesday", "Wednesday"
    THURSDAY = "thursday", "Thursday"
    FRIDAY = "friday", "Friday"


class HomeUnit(Member):
    """A unit or floor of a home."""

    name: Annotated[str, Ask("Unit")]


class Room(Member):
    """A room, in a unit where the home has units."""

    name: Annotated[str, Ask("Room")]
    unit_id: Annotated[str | None, Ask("Unit"), RefersTo("units")] = None


class Bed(Member):
    """A bed in a room; a shared room has several."""

    label: Annotated[str, Ask("Bed")]
    room_id: Annotated[str, Ask("Room"), RefersTo("rooms")]
    bed_type: Annotated[BedType | None, Ask("Type of bed")] = None


class Registration(Member):
    """Under which name and number the premises stood in a directory, and in which of its editions.

    A directory says what it lists on its day, so the dates are of editions, not of contracts.
    """

    name: Annotated[str, Ask("Registered as"), Searchable()]
    provider: Annotated[str | None, Ask("Provider")] = None
    cqc_location_id: Annotated[CqcLocationId | None, Ask("CQC location")] = None
    home_type: Annotated[HomeType | None, Ask("Type of home")] = None
    listed_from: Annotated[date, Ask("First listed", "The first edition that lists it.")]
    listed_until: Annotated[
        date | None, Ask("No longer listed", "The first edition that leaves it out.")
    ] = None


class NotTheSame(Member):
    """An earlier home in this building that a person said is another home; its id names the member."""

    said_on: Annotated[date, Ask("Said on")]
    said_by: Annotated[str, Ask("Said by")]


@registered
class Home(Card):
    """A care home: its premises, how to reach it, and its round."""

    kind = "home"
    title = "Care home"
    scope = Place.REFERENCE
    writers = OFFICE | {Role.GP, Role.HOME_MANAGER, Role.NURSE, Role.COMMUNITY_MATRON}
    readers = READERS_OF_PEOPLE | {Role.QUALITY_OFFICER, Role.ADMINISTRATOR, Role.AUDITOR}
    groups = (
        Group("identity", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("status", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("reach", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("round", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.ADMIN),
        Group("units", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN, members=True),
        Group("rooms", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN, members=True),
        Group("beds", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN, members=True),
        Group("registrations", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN, members=True),
        Group("not_the_same", MergeClass.SETTLES_ITSELF, Sensitivity.ADMIN, members=True),
    )

    name: Annotated[str, Ask("Name of the home"), In("identity"), Searchable(), Section("The home")]
    home_type: Annotated[HomeType | None, Ask("Type of home"), In("identity")] = None
    provider: Annotated[str | None, Ask("Provider"), In("identity")] = None
    cqc_location_id: Annotated[CqcLocationId | None, Ask("CQC location"), In("identity")] = None
    ods_code: Annotated[OdsCode | None, Ask("ODS code"), In("identity")] = None
    neighbourhood: Annotated[Neighbourhood | None, Ask("Neighbourhood"), In("identity")] = None
    address: Annotated[str | None, Ask("Address"), In("identity"), Long(), Searchable()] = None
    status: Annotated[
        HomeStatus,
        Ask("Status"),
        In("status"),
        IndexedAs(Column.STATE),
        Section("Whether it takes new residents"),
    ] = HomeStatus.OPEN
    status_reason: Annotated[str | None, Ask("Reason"), In("status")] = None
    status_since: Annotated[date | None, Ask("Since"), In("status")] = None
    status_decided_by: Annotated[str | None, Ask("Who decided"), In("status")] = None
    status_lifts_when: Annotated[str | None, Ask("What has to be so to lift it"), In("status")] = (
        None
    )
    phone: Annotated[str | None, Ask("Telephone"), In("reach"), Section("How to reach it")] = None
    night_phone: Annotated[str | None, Ask("Telephone at night"), In("reach")] = None
    email: Annotated[str | None, Ask("NHSmail"), In("reach")] = None
    email_tested_on: Annotated[
        date | None,
        Ask("NHSmail last tested on", "The day on which a test message was answered."),
        In("reach"),
    ] = None
    manager: Annotated[str | None, Ask("Registered manager"), In("reach")] = None
    pharmacy: Annotated[str | None, Ask("Supplying pharmacy"), In("reach")] = None
    pharmacy_phone: Annotated[str | None, Ask("Pharmacy telephone"), In("reach")] = None
    out_of_hours_phone: Annotated[str | None, Ask("Out of hours"), In("reach")] = None
    clinical_lead: Annotated[
        str | None, Ask("Clinical lead"), In("round"), Section("The weekly round")
    ] = None
    round_day: Annotated[Weekday | None, Ask("Round day"), In("round")] = None
    round_time: Annotated[str | None, Ask("Round time"), In("round")] = None
    units: Annotated[
        tuple[HomeUnit, ...], Ask("Units"), In("units"), Section("Units, rooms and beds")
    ] = ()
    rooms: Annotated[tuple[Room, ...], Ask("Rooms"), In("rooms")] = ()
    beds: Annotated[tuple[Bed, ...], Ask("Beds"), In("beds")] = ()
    registrations: Annotated[
        tuple[Registration, ...], Ask("Registrations"), In("registrations"), Searchable()
    ] = ()
    not_the_same: Annotated[tuple[NotTheSame, ...], Ask("Not the same as"), In("not_the_same")] = ()
