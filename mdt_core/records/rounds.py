"""The weekly round and its entries. Sources: NHS England EHCH framework v3 (2023), clinical.md 1.2.

The header is a card until a sign-off closes it; each entry is a statement, signed as it is left.
"""

from datetime import date
from typing import Annotated

from mdt_core.clock import UtcMoment
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    In,
    IndexedAs,
    Internal,
    Long,
    Searchable,
    Sensitivity,
    Unit,
    Within,
)
from mdt_core.record import Card, Group, Member, MergeClass, Part, Place, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, READERS_OF_NOTES, READERS_OF_PEOPLE, Role


class RoundMode(Choice):
    """How the round is held."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video"
    PHONE = "phone", "Phone"
    HYBRID = "hybrid", "Hybrid"


class RoundState(Choice):
    """How far a round is."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Open"
    COMPLETED = "completed", "Completed"
    VOID = "void", "Not held"


class Programme(Choice):
    """Which round it is: a home's own, or the one for all D2A residents of all homes."""

    WEEKLY = "weekly", "Weekly round"
    D2A = "d2a", "D2A round"


class HowSeen(Choice):
    """How this person was seen; never defaulted, since a wrong «seen» is a false record."""

    IN_PERSON = "in_person", "In person"
    VIDEO = "video", "Video"
    DISCUSSED = "discussed", "Discussed only"
    NOT_SEEN = "not_seen", "Not seen"


class SeeAgain(Choice):
    """When to see the resident again."""

    NEXT_ROUND = "next_round", "Next round"
    TWO_WEEKS = "two_weeks", "2 weeks"
    FOUR_WEEKS = "four_weeks", "4 weeks"
    ON_DATE = "on_date", "Date"
    IF_CONCERNED = "if_concerned", "If concerned"


class Attendee(Member):
    """A person present at the round."""

    name: Annotated[str, Ask("Name")]
    role: Annotated[Role | None, Ask("Role")] = None


class TakenOffReason(Choice):
    """Why somebody proposed for a round is not on its list; it holds for that round alone."""

    IN_HOSPITAL = "in_hospital", "In hospital"
    AWAY = "away", "Left or on leave"
    SEEN = "seen", "Seen this week already"
    BY_PHONE = "by_phone", "Settled with the home by phone"
    ASKED_TO_WAIT = "asked_to_wait", "Resident or family asked to wait"
    NEXT_ROUND = "next_round", "Next round is soon enough"

    @property
    def is_absence(self) -> bool:
        """Whether the person is not there to be seen: the only reasons that hold for D2A."""
        return self in (self.IN_HOSPITAL, self.AWAY)


class HaveReady(Member):
    """What the home is asked to have ready for one resident; `id` is the resident's."""

    text: Annotated[str, Ask("Please have ready")]


class MadeReady(Member):
    """What the home says it has ready for one resident; `id` is the resident's.

    Kept beside what was asked and not in it, so that neither writes over the other: it counts for
    as long as its text is what is asked for.
    """

    text: Annotated[str, Ask("Ready")]
    at: Annotated[UtcMoment, Ask("Since")]
    by: Annotated[str, Ask("Said by")]
    name: Annotated[str, Ask("Name")]


class TakenOff(Member):
    """A resident taken off the list of one round; `id` is the resident's."""

    reason: Annotated[TakenOffReason, Ask("Why not on the list")]


class Moved(Member):
    """A resident whose place on the list a person chose; `id` is the resident's."""

    by: Annotated[str, Ask("Moved by")]
    name: Annotated[str, Ask("Name")]


class OutcomeKind(Choice):
    """Why somebody on the list of a round has no entry in it."""

    DEFERRED = "deferred", "Deferred"
    IN_HOSPITAL = "in_hospital", "In hospital"
    LEFT = "left", "Left"


class DeferReason(Choice):
    """Why a resident is deferred."""

    NOT_REACHED = "not_reached", "Not reached"
    ASLEEP = "asleep", "Asleep"
    FAMILY_WANTED = "family_wanted", "Family wanted to be there"
    RESULT_AWAITED = "result_awaited", "Result awaited"
    OTHER = "other", "Other"


class RoundOutcome(Member):
    """What became of a resident who was not seen or discussed; `id` is the resident's.

    It is the progress of the round and no finding, so it is not signed: it can be taken back, and an
    entry signed for the same resident goes before it.
    """

    outcome: Annotated[OutcomeKind, Ask("Outcome")]
    reason: Annotated[DeferReason | None, Ask("Why")] = None
    words: Annotated[str | None, Ask("In words")] = None
    until: Annotated[date | None, Ask("Until", "Empty: to the next round.")] = None
    by: Annotated[str, Ask("Said by")]
    name: Annotated[str, Ask("Name")]


@registered
class Round(Card):
    """The header of one round in one home on one day; two starts of it are one round.

    A D2A round over several homes is one header in each of them, run together: what stands of a
    home's residents stays in that home's own log.
    """

    kind = "round"
    title = "Round"
    scope = Place.HOME
    writers = CLINICIANS | HOME_CLINICAL | {Role.D2A_COORDINATOR}
    readers = READERS_OF_PEOPLE
    groups = (
        Group("plan", MergeClass.SETTLE_WHEN_CONVENIENT, Sensitivity.IDENTITY),
        Group("progress", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY),
        Group("order", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY),
        Group("attendees", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("ready", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL, members=True),
        Group("made_ready", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL, members=True),
        Group("taken_off", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("moved", MergeClass.SETTLES_ITSELF, Sensitivity.IDENTITY, members=True),
        Group("outcomes", MergeClass.SETTLES_ITSELF, Sensitivity.CLINICAL, members=True),
    )

    home_id: Annotated[str, Ask("Care home"), In("plan"), IndexedAs(Column.HOME)]
    held_on: Annotated[date, Ask("Day"), In("plan"), IndexedAs(Column.DUE_AT)]
    programme: Annotated[Programme, Ask("Programme"), In("plan")] = Programme.WEEKLY
    mode: Annotated[RoundMode | None, Ask("Mode"), In("plan")] = None
    planned_minutes: Annotated[
        int | None, Ask("Planned time"), Unit("minutes"), Within(5, 600), In("plan")
    ] = None
    state: Annotated[RoundState, Ask("State"), In("progress"), IndexedAs(Column.STATE)] = (
        RoundState.PLANNED
    )
    started_at: Annotated[UtcMoment | None, Ask("Started"), In("progress")] = None
    ended_at: Annotated[UtcMoment | None, Ask("Ended"), In("progress")] = None
    residents: Annotated[tuple[str, ...], Ask("On the list"), In("order")] = ()
    reasons_shown: Annotated[
        tuple[str, ...],
        Ask("What the plan had seen", "Records whose reasons it showed."),
        In("order"),
    ] = ()
    attendees: Annotated[tuple[Attendee, ...], Ask("Who is here"), In("attendees")] = ()
    ready: Annotated[tuple[HaveReady, ...], Ask("Please have ready"), In("ready")] = ()
    made_ready: Annotated[tuple[MadeReady, ...], Ask("Said to be ready"), In("made_ready")] = ()
    taken_off: Annotated[tuple[TakenOff, ...], Ask("Taken off the list"), In("taken_off")] = ()
    moved: Annotated[tuple[Moved, ...], Ask("Moved"), In("moved")] = ()
    outcomes: Annotated[tuple[RoundOutcome, ...], Ask("Not seen"), In("outcomes")] = ()

    def made_ready_for(self, resident_id: str) -> MadeReady | None:
        """What the home has ready for a resident, where it is what is asked for now."""
        asked = next((each.text for each in self.ready if each.id == resident_id), None)
        said = next((each for each in self.made_ready if each.id == resident_id), None)
        return said if said is not None and said.text == asked else None


class MedicineVerb(Choice):
    """What was decided about one medicine."""

    START = "start", "Start"
    STOP = "stop", "Stop"
    CHANGE = "change", "Change"
    CONTINUE = "continue", "Continue"
    QUERY = "query", "Query"

    @property
    def needs_issuer(self) -> bool:
        """Whether nobody can act on it until a prescriber has issued something."""
        return self in (self.START, self.CHANGE)


class MedicineDecision(Part):
    """What a round decided about one medicine: never a prescription, and no line of the list."""

    verb: Annotated[MedicineVerb, Ask("Decision")]
    medicine: Annotated[str, Ask("Medicine")]
    words: Annotated[str | None, Ask("In words", "Dose, how often, why.")] = None
    request_or_issuer: Annotated[
        str | None, Ask("Issued by, or request to", "Required to start or change a medicine.")
    ] = None


class DischargeBarrier(Choice):
    """What keeps somebody in a discharge-to-assess bed, as the people around the bed say it.

    Source: NHS England, «Discharge ready date» reasons for delay (2024), in plain words.
    """

    NOTHING = "nothing", "Nothing: ready to go"
    NOT_WELL = "not_well", "Not well enough yet"
    THERAPY = "therapy", "Therapy goals not reached"
    ASSESSMENT = "assessment", "Social care assessment"
    CARE_AT_HOME = "care_at_home", "Care at home not found"
    CARE_HOME_PLACE = "care_home_place", "Care home place not found"
    FUNDING = "funding", "Funding decision"
    EQUIPMENT = "equipment", "Equipment or adaptations"
    HOUSING = "housing", "Housing"
    CHOICE = "choice", "Resident or family deciding"
    CAPACITY = "capacity", "Capacity or best-interests decision"
    MEDICINES = "medicines", "Medicines, letters or transport"
    OTHER = "other", "Other, see note"


@registered
class RoundEntry(Statement):
    """What was seen, decided and told for one resident in one round; signed and never changed."""

    kind = "round_entry"
    title = "Round entry"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    round_id: Annotated[str | None, Ask("Round"), Internal()] = None
    answers: Annotated[
        tuple[str, ...],
        Ask("Looked at", "Records whose reasons stood on the screen when signed."),
        Internal(),
    ] = ()
    carries_on: Annotated[
        str | None, Ask("Plan carried on", "The entry whose plan still holds, at «no change».")
    ] = None
    how: Annotated[HowSeen, Ask("How"), IndexedAs(Column.STATE)]
    note: Annotated[
        str | None, Ask("Note", "What was seen, heard and found."), Long(), Searchable()
    ] = None
    plan: Annotated[
        str | None,
        Ask("Plan", "What we decided, in words the home can act on."),
        Long(),
        Searchable(),
    ] = None
    medicines: Annotated[
        tuple[MedicineDecision, ...],
        Ask("Medicines", "This is not a prescription. Give only from the MAR chart."),
    ] = ()
    watch_for: Annotated[
        str | None, Ask("Watch for", "What the home should look for."), Searchable()
    ] = None
    watch_call: Annotated[str | None, Ask("Call", "Whom to call if it happens.")] = None
    watch_by: Annotated[str | None, Ask("By", "How soon to call.")] = None
    planned_end: Annotated[
        date | None, Ask("Planned end", "The day on which a D2A stay is to end.")
    ] = None
    barriers: Annotated[
        tuple[DischargeBarrier, ...],
        Ask("What stops discharge", "All that holds; «nothing» stands alone."),
    ] = ()
    therapy: Annotated[
        str | None,
        Ask("Therapy since last week", "What was done and what came of it; «none» is an answer."),
        Searchable(),
    ] = None
    see_again: Annotated[SeeAgain, Ask("See again")]
    see_again_on: Annotated[date | None, Ask("Date"), IndexedAs(Column.DUE_AT)] = None
    told: Annotated[str | None, Ask("Home and family told", "Who was told what.")] = None
    own_view: Annotated[
        str | None, Ask("Resident's own view", "In the resident's own words where possible.")
    ] = None
    situation: Annotated[str | None, Ask("Situation", "What is happening now."), Full(), Long()] = (
        None
    )
    background: Annotated[
        str | None,
        Ask("Background", "What led to it, and what is usual for this person."),
        Full(),
        Long(),
    ] = None
    assessment: Annotated[
        str | None, Ask("Assessment", "What you think is going on."), Full(), Long()
    ] = None
    recommendation: Annotated[
        str | None, Ask("Recommendation", "What you ask for, and by when."), Full(), Long()
    ] = None
    examination: Annotated[
        str | None, Ask("Examination", "What was examined and what was found."), Full(), Long()
    ] = None
    capacity: Annotated[
        str | None,
        Ask("Capacity for this decision", "For this decision today, and who assessed it."),
        Full(),
        Long(),
    ] = None
    nutrition: Annotated[
        str | None, Ask("Eating and drinking", "How much, help needed, weight, swallowing."), Full()
    ] = None
    bowels: Annotated[
        str | None, Ask("Bowels and bladder", "Last open, type, continence, catheter."), Full()
    ] = None
    skin: Annotated[str | None, Ask("Skin and wounds", "Where, what is seen, size."), Full()] = None
    mood: Annotated[
        str | None, Ask("Mood and behaviour", "What has changed, since when, what helps."), Full()
    ] = None
    pain: Annotated[
        str | None, Ask("Pain", "Where, how it is shown, scale and result."), Full()
    ] = None
    sleep: Annotated[str | None, Ask("Sleep", "Nights as told, and what has changed."), Full()] = (
        None
    )
    mobility: Annotated[
        str | None,
        Ask("Mobility and therapy", "How the person moves, help, aids, therapy."),
        Full(),
    ] = None
    mouth: Annotated[
        str | None, Ask("Mouth", "Teeth or dentures, soreness, mouth care."), Full()
    ] = None
    infection: Annotated[
        str | None, Ask("Infection", "Signs, since when, samples, treatment."), Full()
    ] = None
