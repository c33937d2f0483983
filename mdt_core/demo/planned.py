"""What the parts of a plan share: that they are frozen and whole, and how they tell days and moments.

A day is `{ ago = 30 }` or `{ ahead = 14 }`, counted from the day of the demonstration; a moment has an
hour and, where it matters, a minute besides. Knows no store.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from mdt_core.clock import utc_text
from mdt_core.demo.days import before, moment
from mdt_core.medicine_request_steps import RequestStep
from mdt_core.record import Statement, kind_named
from mdt_core.records.equipment import LentTo
from mdt_core.records.medicine_reviews import Occasion
from mdt_core.records.medicines import ListSource

_DAYS = frozenset({"ago", "ahead"})


class Planned(BaseModel):
    """A part of a plan; a field that it does not know is a slip and refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(Planned):
    """Something written about a resident by a member of staff."""

    who: str
    by: str


class SignedPlan(Written):
    """A record that somebody signed; `apart` is signed by one who had not seen what stood already."""

    kind: str
    days_ago: int
    hour: int = 15
    apart: bool = False
    says: dict[str, Any]

    @property
    def record_class(self) -> type[Statement]:
        """The kind of it; raises ValueError for a name that is no kind."""
        found = kind_named(self.kind)
        if found is None or not issubclass(found, Statement):
            raise ValueError(f"the plan names {self.kind}, which is no kind of statement")
        return found


class ActionPlan(Planned):
    """An action of an entry; `due` and `done` are days after the round, without `done` it is open."""

    text: str
    owner: str
    due: int
    done: int | None = None
    outcome: str = ""
    urgent: bool = False


class FullRecordPlan(Planned):
    """The full record of a fall, and how many hours after the fall it was signed."""

    by: str
    after: int
    says: dict[str, Any]


class FallPlan(Written):
    """A fall as the quick record tells it; without `full` the full record is still owed."""

    days_ago: int
    hour: int
    minute: int = 0
    says: dict[str, Any]
    full: FullRecordPlan | None = None


class StepPlan(Planned):
    """One step of a request, by whom and when."""

    step: RequestStep
    by: str
    days_ago: int
    hour: int
    says: dict[str, Any] = {}

    @field_validator("step", mode="before")
    @classmethod
    def _by_name(cls, told: object) -> object:
        return RequestStep.__members__.get(str(told).upper(), told)


class RequestPlan(Written):
    """A medicine that was asked for, and the steps taken since."""

    days_ago: int
    hour: int
    says: dict[str, Any]
    step: tuple[StepPlan, ...] = ()


class ReconciledPlan(Written):
    """A worksheet on which every line was kept, but for those of `query`, each with its reason."""

    days_ago: int
    hour: int
    occasion: Occasion
    source: ListSource
    source_name: str
    query: dict[str, str] = {}


class LoanPlan(Planned):
    """One loan of a thing, counted in days: begun, due back, back and cleaned."""

    lent_to: LentTo
    words: str = ""
    who: str = ""
    days_ago: int
    due_in: int
    back_after: int | None = None
    cleaned_after: int | None = None


class EquipmentPlan(Planned):
    """One thing of the home, as it stands now, and its loans, the oldest first."""

    by: str
    days_ago: int
    hour: int = 14
    says: dict[str, Any]
    loan: tuple[LoanPlan, ...] = ()


def told_of(says: Any, today: date) -> Any:  # noqa: ANN401 - the values of a plan, as TOML gives them
    """The values of a plan with their days as the days of one demonstration."""
    if isinstance(says, Mapping):
        if _DAYS & set(says):
            return _day_or_moment(says, today)
        return {name: told_of(value, today) for name, value in says.items()}
    if isinstance(says, list | tuple):
        return [told_of(each, today) for each in says]
    return says


def _day_or_moment(told: Mapping[str, int], today: date) -> str:
    day = before(today, told.get("ago", 0) - told.get("ahead", 0))
    if "hour" not in told:
        return day.isoformat()
    return utc_text(moment(day, told["hour"], told.get("minute", 0)))
