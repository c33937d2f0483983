"""Pain, delirium, stool and frailty as assessed, and results of tools that are not shipped.

Sources: Abbey pain scale (Abbey et al., 2004), item names ours; 4AT (MacLullich et al., 2014), answers
in our words; Bristol stool form types 1 to 7 (Lewis and Heaton, 1997), own words and no picture; Clinical
Frailty Scale 2.0 (Dalhousie University, 2020), level and name alone. Totals are worked out by `scores`.
"""

from datetime import date, datetime
from typing import Annotated

from typing_extensions import override

from mdt_core.clock import UtcMoment, london_day
from mdt_core.errors import InvalidInput
from mdt_core.fields import (
    Ask,
    Choice,
    Column,
    Full,
    IndexedAs,
    Licence,
    Long,
    OnlyIf,
    Section,
    Within,
    field_of,
)
from mdt_core.record import MergeClass, Statement, registered
from mdt_core.roles import CLINICIANS, HOME_CLINICAL, HOME_STAFF, READERS_OF_NOTES

_ABBEY = Licence("Abbey, 4AT, Bristol types 1–7")


class Degree(Choice):
    """How marked a sign of pain is."""

    ABSENT = "0", "0 Absent"
    MILD = "1", "1 Mild"
    MODERATE = "2", "2 Moderate"
    SEVERE = "3", "3 Severe"


class PainKind(Choice):
    """What sort of pain it seems to be."""

    ACUTE = "acute", "New"
    CHRONIC = "chronic", "Long-standing"
    BOTH = "both", "New on long-standing"


@registered
class PainAssessment(Statement):
    """Pain as the person says it, or as it is seen in somebody who cannot say."""

    kind = "pain_assessment"
    title = "Pain"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    seen_at: Annotated[UtcMoment, Ask("Seen"), IndexedAs(Column.OCCURRED), Section("As told")]
    said: Annotated[
        int | None,
        Ask(
            "The person's own figure",
            "From 0, no pain, to 10, the worst. Ask first; watch if not told.",
        ),
        Within(0, 10),
    ] = None
    place: Annotated[str | None, Ask("Where it hurts")] = None
    voice: Annotated[Degree | None, Ask("Voice"), Section("As seen (Abbey)"), _ABBEY] = None
    face: Annotated[Degree | None, Ask("Face"), _ABBEY] = None
    body_language: Annotated[Degree | None, Ask("Body language"), _ABBEY] = None
    behaviour: Annotated[Degree | None, Ask("Behaviour unlike theirs"), _ABBEY] = None
    physiological: Annotated[
        Degree | None, Ask("Signs of the body at work", "Pulse, breathing, sweat, colour."), _ABBEY
    ] = None
    physical: Annotated[
        Degree | None, Ask("Physical changes", "Something found on the body that can hurt."), _ABBEY
    ] = None
    pain_kind: Annotated[PainKind | None, Ask("It seems"), Section("What was done")] = None
    done: Annotated[str | None, Ask("What was done, and did it help"), Long()] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for an assessment that says nothing."""
        seen = (self.voice, self.face, self.body_language, self.behaviour)
        others = (self.said, self.place, self.physiological, self.physical, self.done)
        if all(each is None for each in (*seen, *others)):
            raise InvalidInput(
                "Record what the person says, or what is seen",
                where=field_of(PainAssessment, "said").label,
            )


class Alertness(Choice):
    """How awake the person is."""

    NORMAL = "normal", "Fully alert"
    BRIEFLY_SLEEPY = "briefly_sleepy", "Sleepy for moments on waking, then alert"
    ABNORMAL = "abnormal", "Clearly not normal"


class Orientation(Choice):
    """Age, date of birth, place and year asked."""

    RIGHT = "right", "All right"
    ONE_WRONG = "one_wrong", "One wrong"
    TWO_WRONG = "two_wrong", "Two or more wrong"
    UNTESTABLE = "untestable", "Cannot be asked"


class Attention(Choice):
    """The months of the year said backwards."""

    SEVEN_OR_MORE = "seven_or_more", "Seven months or more"
    FEWER = "fewer", "Fewer, or does not begin"
    UNTESTABLE = "untestable", "Cannot be asked"


@registered
class DeliriumScreen(Statement):
    """A 4AT. Source: 4AT (MacLullich et al., 2014), www.the4at.com."""

    kind = "delirium_screen"
    title = "4AT (delirium)"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    screened_at: Annotated[UtcMoment, Ask("Screened"), IndexedAs(Column.OCCURRED)]
    alertness: Annotated[Alertness | None, Ask("Alertness"), _ABBEY] = None
    orientation: Annotated[
        Orientation | None, Ask("AMT4", "Age, date of birth, this place, this year."), _ABBEY
    ] = None
    attention: Annotated[Attention | None, Ask("Months backwards"), _ABBEY] = None
    change: Annotated[
        bool | None,
        Ask(
            "Acute change or fluctuating?",
            "New within two weeks and still there in the last day, as somebody says who knows them.",
        ),
        _ABBEY,
    ] = None
    told_by: Annotated[str | None, Ask("Who told of the change")] = None
    note: Annotated[str | None, Ask("Note", "What else those who read it should know."), Long()] = (
        None
    )


class StoolType(Choice):
    """Seven forms of stool, in words of our own. Source: Lewis and Heaton (1997)."""

    TYPE_1 = "1", "Type 1: separate hard lumps"
    TYPE_2 = "2", "Type 2: one lumpy piece"
    TYPE_3 = "3", "Type 3: formed, with cracks"
    TYPE_4 = "4", "Type 4: formed, smooth and soft"
    TYPE_5 = "5", "Type 5: soft pieces"
    TYPE_6 = "6", "Type 6: mushy"
    TYPE_7 = "7", "Type 7: only liquid"


class Amount(Choice):
    """How much it was."""

    SMALL = "small", "Small"
    MEDIUM = "medium", "Medium"
    LARGE = "large", "Large"


class StoolSign(Choice):
    """What was noticed with it."""

    BLOOD = "blood", "Blood"
    BLACK = "black", "Black"
    MUCUS = "mucus", "Mucus"
    PAIN = "pain", "Pain"
    ACCIDENT = "accident", "Not reached the toilet"


@registered
class Stool(Statement):
    """One stool."""

    kind = "stool"
    title = "Stool"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES

    passed_at: Annotated[UtcMoment, Ask("Passed"), IndexedAs(Column.OCCURRED)]
    stool_type: Annotated[StoolType, Ask("Stool"), _ABBEY]
    amount: Annotated[Amount | None, Ask("Amount")] = None
    signs: Annotated[tuple[StoolSign, ...], Ask("Noticed")] = ()
    note: Annotated[str | None, Ask("Note", "What else those who read it should know."), Long()] = (
        None
    )


class Frailty(Choice):
    """Level and name. Source: Clinical Frailty Scale 2.0 (Dalhousie University, 2020)."""

    L1 = "1", "1 Very fit"
    L2 = "2", "2 Fit"
    L3 = "3", "3 Managing well"
    L4 = "4", "4 Very mild frailty"
    L5 = "5", "5 Mild frailty"
    L6 = "6", "6 Moderate frailty"
    L7 = "7", "7 Severe frailty"
    L8 = "8", "8 Very severe frailty"
    L9 = "9", "9 Terminally ill"


@registered
class FrailtyLevel(Statement):
    """A level of the Clinical Frailty Scale, as judged; a new one replaces the one before."""

    kind = "frailty_level"
    title = "Clinical Frailty Scale"
    is_series = True
    series_merge = MergeClass.SETTLE_WHEN_CONVENIENT
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    assessed_at: Annotated[UtcMoment, Ask("Assessed"), IndexedAs(Column.OCCURRED)]
    level: Annotated[
        Frailty,
        Ask(
            "Level",
            "As the person was two weeks before this illness. Not meant for people under 65, nor for"
            " one stable disability.",
        ),
        Licence("Clinical Frailty Scale"),
    ]
    under_65: Annotated[
        bool | None,
        Ask("Under 65?", "The scale is not meant for them; a level is recorded with this said."),
    ] = None
    note: Annotated[str | None, Ask("Note", "What the level rests on."), Long()] = None


class ResultTool(Choice):
    """Tools that are licensed: their questions are not here, their results can be."""

    WATERLOW = "waterlow", "Waterlow"
    BRADEN = "braden", "Braden"
    PURPOSE_T = "purpose_t", "PURPOSE-T"
    FRAX_MAJOR = "frax_major", "FRAX, major fracture"
    FRAX_HIP = "frax_hip", "FRAX, hip fracture"
    QFRACTURE = "qfracture", "QFracture"
    MOCA = "moca", "MoCA"
    MMSE = "mmse", "MMSE"
    OTHER = "other", "Another tool"


@registered
class ScoreResult(Statement):
    """The result of a tool used elsewhere: entered as reported, and never computed here."""

    kind = "score_result"
    title = "Result of another tool"
    writers = CLINICIANS | HOME_CLINICAL
    readers = READERS_OF_NOTES

    assessed_at: Annotated[UtcMoment, Ask("Assessed"), IndexedAs(Column.OCCURRED)]
    tool: Annotated[ResultTool, Ask("Tool"), Licence("Result entry only")]
    other_tool: Annotated[
        str | None, Ask("Which tool", "Its name as printed on it."), OnlyIf("tool", "other")
    ] = None
    result: Annotated[
        str,
        Ask("Result", "As reported, with its unit: for example 18, 24/30 or 12 %."),
    ]
    assessed_by: Annotated[str, Ask("Assessed by", "Name and role of who used the tool.")]
    next_on: Annotated[date | None, Ask("Next due"), Full()] = None
    note: Annotated[
        str | None, Ask("Note", "What else those who read it should know."), Long(), Full()
    ] = None

    @override
    def require_possible(self, now: datetime) -> None:
        """Raises InvalidInput for another tool without a name, or a next time that has passed."""
        if self.tool is ResultTool.OTHER and not (self.other_tool or "").strip():
            raise InvalidInput("Name the tool", where=field_of(ScoreResult, "other_tool").label)
        if self.next_on is not None and self.next_on < london_day(self.assessed_at):
            raise InvalidInput(
                "This is before the assessment", where=field_of(ScoreResult, "next_on").label
            )
