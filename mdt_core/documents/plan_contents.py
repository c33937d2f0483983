"""What the care plan, its plain copy and the transfer summary hold, as frozen values without reportlab.

Words are what people signed, word for word, in the order of the definitions. A part without a version
was not recorded; one with several has several, and none of them is the current one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mdt_core.answers import Answer
from mdt_core.documents.contents import Freshness, PersonOnPaper

NEWER = "newer"
DOUBT = "doubt"
"""The names of the answers that say that a newer program wrote this, and what speaks against it."""
TWO_VERSIONS = "Two versions. Neither is being used as current"


class PlanPaperKind(Enum):
    """Which paper; the value is its title."""

    CLINICAL = "Care plan"
    PLAIN = "My care plan"
    TRANSFER = "Hospital transfer summary"


@dataclass(frozen=True)
class VersionOnPaper:
    """One version of a part: who signed it and when, and what it says."""

    signed: str
    answers: tuple[Answer, ...]
    is_draft: bool = False


@dataclass(frozen=True)
class PartOnPaper:
    """Everything that stands of one kind; `is_series` says that one version alone can be current."""

    kind: str
    title: str
    versions: tuple[VersionOnPaper, ...] = ()
    is_series: bool = True

    @property
    def signed(self) -> tuple[VersionOnPaper, ...]:
        """The versions that were signed."""
        return tuple(each for each in self.versions if not each.is_draft)

    @property
    def has_two(self) -> bool:
        """Whether several versions stand where one should."""
        return self.is_series and len(self.signed) > 1


@dataclass(frozen=True)
class CallOnPaper:
    """Somebody to call for the person."""

    name: str
    about: str = ""
    phone: str = ""
    first: bool = False


@dataclass(frozen=True)
class InfectionOnPaper:
    """What was said last of one infection; `is_standing` where others have to act on it."""

    what: str
    words: str
    is_standing: bool


@dataclass(frozen=True)
class NowOnPaper:
    """How the person is, for who takes over: observations, medicines, problems, the last entry."""

    observations: str = ""
    usual: str = ""
    medicines: tuple[str, ...] = ()
    medicines_as_of: str = ""
    problems: tuple[str, ...] = ()
    last_entry: str = ""
    falls: str = ""
    infections: tuple[InfectionOnPaper, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class PlanPaper:
    """One resident's plan as it stands; `version` counts what was ever signed or withdrawn of it.

    `ceiling` and the rest are found in `parts` by kind. `state` is «draft» where it is not for use.
    """

    paper: PlanPaperKind
    person: PersonOnPaper
    home_name: str
    home_address: str
    home_phone: str
    parts: tuple[PartOnPaper, ...]
    people: tuple[CallOnPaper, ...]
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    version: int
    is_draft: bool = False
    practice: bool = False
    now: NowOnPaper = NowOnPaper()
    alerts: tuple[str, ...] = ()
    made_from: tuple[str, ...] = ()
    """The changes that the paper is made from, by which a copy is later seen to be out of date."""
    cpr_doubted: str = ""
    """The decision about CPR as every screen says it, where something speaks against relying on it."""

    def part(self, kind: str) -> PartOnPaper | None:
        """The part of that kind, where it is printed at all."""
        return next((each for each in self.parts if each.kind == kind), None)


def said(version: VersionOnPaper, name: str) -> str:
    """The answer to one question of a version, empty where it was not answered."""
    return next((each.words for each in version.answers if each.name == name), "")
