"""Falls: the quick record of one fall, made beside the person in under a minute.

Sources: NICE NG249 (2025) for what a post-fall record holds; NHS England PR2063 for the lie of an
hour or more. Own words throughout: no licensed tool, no risk score, and no diagnosis of an injury.
A question without an answer stays «not recorded» and is never taken for a «no».
"""

from typing import Annotated, ClassVar

from mdt_core.clock import UtcMoment
from mdt_core.fields import Ask, Choice, Long, Searchable
from mdt_core.record import Statement, registered
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_NOTES


class TimeKnown(Choice):
    """How the time of the fall is known."""

    NOW = "now", "Now"
    FOUND_NOW = "found_now", "Found now"
    EARLIER = "earlier", "Earlier…"


class FallSeenBy(Choice):
    """Who saw the fall."""

    WRITER = "writer", "I saw it"
    SOMEONE = "someone", "Someone saw it"
    NOBODY = "nobody", "Nobody"


class HeadStruck(Choice):
    """Whether the head was hit; not knowing is an answer."""

    NOT_HIT = "not_hit", "Not hit"
    HIT = "hit", "Hit"
    NOT_KNOWN = "not_known", "Do not know"


class Awake(Choice):
    """How awake the person is, or was, since the fall."""

    AS_USUAL = "as_usual", "As usual"
    DROWSY = "drowsy", "Confused or drowsy"
    PASSED_OUT = "passed_out", "Passed out"


class Hurt(Choice):
    """What is seen or said to hurt; signs, never a diagnosis."""

    NONE = "none", "None"
    BRUISE = "bruise", "Bruise"
    SKIN_TEAR = "skin_tear", "Skin tear"
    CUT = "cut", "Cut"
    PAIN_ON_MOVING = "pain_on_moving", "Pain on moving"
    LIMB = "limb", "Limb looks wrong"
    BLEEDING = "bleeding", "Bleeding"
    NECK_OR_BACK = "neck_or_back", "Neck or back"


class FloorTime(Choice):
    """How long on the floor; an hour or more is a long lie."""

    UNDER_AN_HOUR = "under_an_hour", "Under 1 h"
    AN_HOUR_OR_MORE = "an_hour_or_more", "1 h or more"
    NOT_KNOWN = "not_known", "Do not know"


class FallPlace(Choice):
    """Where the fall was."""

    BEDROOM = "bedroom", "Bedroom"
    EN_SUITE = "en_suite", "En suite"
    LOUNGE = "lounge", "Lounge"
    CORRIDOR = "corridor", "Corridor"
    DINING = "dining", "Dining"
    OTHER = "other", "Other"


class GotUp(Choice):
    """How the person got up."""

    ALONE = "alone", "Alone"
    WITH_HELP = "with_help", "With help"
    HOIST = "hoist", "Hoist"
    STILL_ON_FLOOR = "still_on_floor", "Still on floor"
    AMBULANCE = "ambulance", "Ambulance"


@registered
class Fall(Statement):
    """One fall as told by whoever was there first."""

    kind = "fall"
    title = "Fall"
    writers = CLINICIANS | HOME_STAFF
    readers = READERS_OF_NOTES
    quick: ClassVar[tuple[str, ...]] = (
        *("time_known", "seen_by", "head", "awake"),
        *("hurt", "floor_time", "place", "got_up"),
    )
    """The eight questions of the quick form, in their order."""

    occurred_at: Annotated[
        UtcMoment,
        Ask("Time of the fall", "When it happened, or when the person was found."),
    ]
    time_known: Annotated[TimeKnown | None, Ask("When")] = None
    last_seen_at: Annotated[
        UtcMoment | None,
        Ask("Last seen", "When somebody last saw the person well, before being found."),
    ] = None
    seen_by: Annotated[FallSeenBy | None, Ask("Seen by")] = None
    head: Annotated[
        HeadStruck | None,
        Ask("Head", "Choose «Do not know» where nobody saw it and the person cannot say."),
    ] = None
    awake: Annotated[Awake | None, Ask("Awake")] = None
    hurt: Annotated[tuple[Hurt, ...], Ask("Hurt", "Several can be chosen.")] = ()
    floor_time: Annotated[
        FloorTime | None, Ask("On floor", source="NHS England falls response, PR2063")
    ] = None
    place: Annotated[FallPlace | None, Ask("Where")] = None
    got_up: Annotated[GotUp | None, Ask("Got up")] = None
    note: Annotated[
        str | None,
        Ask("Note", "What happened, in the words of who was there."),
        Long(),
        Searchable(),
    ] = None
    blood_thinners: Annotated[
        tuple[str, ...], Ask("Blood thinners found on the medicines list then")
    ] = ()
    medicines_as_of: Annotated[UtcMoment | None, Ask("Medicines list then as of")] = None

    @property
    def is_head_or_injury(self) -> bool:
        """Whether the head was hit or may have been, consciousness changed, or something is hurt.

        A question that nobody answered says neither yes nor no, and so does not count here.
        """
        head = self.head in (HeadStruck.HIT, HeadStruck.NOT_KNOWN)
        awake = self.awake in (Awake.DROWSY, Awake.PASSED_OUT)
        return head or awake or any(sign is not Hurt.NONE for sign in self.hurt)
