"""What documents hold, as frozen values without reportlab: screens and use cases build these.

Texts are what people wrote, word for word; nothing here shortens or formats them. Moments are
aware datetimes and are printed in London time. Empty text means «nothing was recorded».
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Literal

NOT_KNOWN = "Not Known"


@dataclass(frozen=True)
class Freshness:
    """How fresh the paper is: what this device had got, and how many changes wait to be sent.

    `as_known_at` is None where not everything of the home was ever got.
    """

    as_known_at: datetime | None
    waiting: int


@dataclass(frozen=True)
class DecisionOnPaper:
    """What stands of one decision: its label and its words, one line, or more where two versions stand."""

    label: str
    lines: tuple[str, ...]


CPR_NOT_RECORDED = DecisionOnPaper("CPR", ("CPR decision not recorded",))
CEILING_NOT_RECORDED = DecisionOnPaper("Ceiling", ("Treatment ceiling not recorded",))


@dataclass(frozen=True)
class PersonOnPaper:
    """A resident as the paper names them; at least two identifiers stand on every page.

    `name` is `FAMILYNAME, Given (Mrs)`. `born` is a clinical date, known in part (`1943`) or
    `Not Known`; `nhs_number` is `999 000 0018` or `Not Known`. `allergy_state` is one of CUI's four
    phrases, `allergies` one text an allergy. `died` is a clinical date, or `Not Known` of somebody
    who died on a day not told. `two_versions` is the sentence that says of what there are two.
    """

    name: str
    preferred: str = ""
    born: str = NOT_KNOWN
    age: str = ""
    nhs_number: str = NOT_KNOWN
    room: str = ""
    allergy_state: str = "Allergies not recorded"
    allergies: tuple[str, ...] = ()
    similar_name: bool = False
    died: str = ""
    two_versions: str = ""
    decisions: tuple[DecisionOnPaper, ...] = (CPR_NOT_RECORDED, CEILING_NOT_RECORDED)


@dataclass(frozen=True)
class ActionOnPaper:
    """Something somebody is to do; `due` is words such as `Fri 27-Nov-2026`."""

    text: str
    owner: str = ""
    due: str = ""
    urgent: bool = False
    state: str = ""


@dataclass(frozen=True)
class Withdrawal:
    """Who took a signed entry back, when and why."""

    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """That an entry replaces an earlier one, since when and why."""

    earlier_signed_at: datetime
    reason: str


@dataclass(frozen=True)
class EntryOnPaper:
    """One signed round entry as the home sees it.

    `how` is how the person was seen (`In person`), `responsible` the clinician who decided where
    that is not `recorded_by`, `unconfirmed` that they have not yet confirmed it.
    """

    person: PersonOnPaper
    how: str
    when: datetime
    recorded_by: str
    responsible: str = ""
    unconfirmed: bool = False
    plan: str = ""
    actions: tuple[ActionOnPaper, ...] = ()
    medicine_changes: tuple[str, ...] = ()
    discharge: tuple[str, ...] = ()
    watch_for: str = ""
    watch_call: str = ""
    watch_by: str = ""
    see_again: str = ""
    home_and_family_told: str = ""
    withdrawn: Withdrawal | None = None
    corrects: Correction | None = None


@dataclass(frozen=True)
class RoundSheet:
    """The sheet that stays with one home after a round."""

    home_name: str
    home_address: str
    round_date: date
    mode: str
    people_present: tuple[str, ...]
    entries: tuple[EntryOnPaper, ...]
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    version: int
    state: Literal["signed", "draft"] = "signed"
    practice: bool = False
    round_name: str = "Round"


@dataclass(frozen=True)
class AskedOnPaper:
    """What a home is asked to have ready for one resident: why in words, and each thing by itself.

    `is_ready` says when and by whom it was said to be ready; empty while nobody has.
    """

    person: PersonOnPaper
    reasons: tuple[str, ...]
    ready: tuple[str, ...] = ()
    is_ready: str = ""


@dataclass(frozen=True)
class Brief:
    """What one home gets before a round: whom it is for, when and how, and what to have ready."""

    home_name: str
    home_address: str
    round_date: date
    round_time: str
    round_name: str
    mode: str
    asked: tuple[AskedOnPaper, ...]
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    practice: bool = False


@dataclass(frozen=True)
class ActionsOnPaper:
    """What is to be done for one resident."""

    person: PersonOnPaper
    actions: tuple[ActionOnPaper, ...]


@dataclass(frozen=True)
class ActionList:
    """Actions of one home as chosen from the list, by resident."""

    home_name: str
    people: tuple[ActionsOnPaper, ...]
    freshness: Freshness
    printed_by: str
    printed_at: datetime
    document_id: str
    practice: bool = False

    @property
    def number(self) -> int:
        """How many actions stand on it."""
        return sum(len(each.actions) for each in self.people)


@dataclass(frozen=True)
class PaperLook:
    """How a document is set: nothing here changes a word of it. Large print is 16 point."""

    large_print: bool = False
    black_and_white: bool = True
    page: Literal["A4", "A5"] = "A4"


def every_text(contents: object) -> Iterator[str]:
    """Yields each text of a document's contents, at every depth, in the order of its fields."""
    if isinstance(contents, str):
        yield contents
    elif isinstance(contents, tuple):
        for item in contents:
            yield from every_text(item)
    elif is_dataclass(contents):
        for field in fields(contents):
            yield from every_text(getattr(contents, field.name))
