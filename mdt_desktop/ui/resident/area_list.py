"""The areas of a resident's record: which kinds each shows, which forms it offers, in which tab it stands.

A new area is a line in `AREAS`. What is shown there is said in the words of its definitions. Free of Qt.
"""

from dataclasses import dataclass
from typing import Final

from mdt_core.record import Statement, kind_named
from mdt_core.records.episodes import PlanReview
from mdt_core.records.falls import Fall
from mdt_core.roles import Role
from mdt_core.store.queries.care_decisions import CARE_DECISIONS


@dataclass(frozen=True)
class Area:
    """Its words, the kinds of statement shown there, and those of them that have a form here.

    Without `forms` every kind has one. It has a tab of its own, or is one of several lists `beside`
    what another tab shows.
    """

    title: str
    kinds: tuple[str, ...]
    forms: tuple[str, ...] | None = None
    beside: str = ""
    is_under_more: bool = True
    """Whether its forms are offered among the resident's deeds too, not in its own list alone."""

    def is_for(self, role: Role) -> bool:
        """Whether somebody of this role may read anything that stands there."""
        return any(role in statement_named(kind).readers for kind in self.kinds)

    @property
    def offered(self) -> tuple[str, ...]:
        """The kinds that a form is offered for."""
        return self.kinds if self.forms is None else self.forms


AREAS: Final = (
    Area("Decisions", tuple(kind.kind for kind in CARE_DECISIONS)),
    Area(
        "Care plan",
        (
            *("care_plan", "support_plan", "contingency_plan", "about_me", "preferred_place"),
            *("end_of_life_plan", "last_days_care", "just_in_case", PlanReview.kind),
            "death_addition",
        ),
    ),
    Area(
        "Falls",
        (Fall.kind, "fall_detail", "falls_assessment"),
        (Fall.kind, "falls_assessment"),
    ),
    Area(
        "Medicine reviews",
        (
            *("medicine_reconciliation", "medicine_review"),
            *("medication_issue", "covert_administration"),
        ),
        beside="Medicines",
    ),
    Area(
        "D2A",
        (
            *("d2a_arrival", "therapy_plan", "therapy_session"),
            *("d2a_assessment", "d2a_extension"),
        ),
        beside="Stays",
    ),
    Area(
        "Scores and charts",
        (
            *("must_screen", "pain_assessment", "delirium_screen", "frailty_level", "score_result"),
            *("wound", "stool", "continence", "hydration", "nutrition", "sense_check"),
        ),
        beside="Observations",
        is_under_more=False,
    ),
    Area("Vaccinations", ("vaccination",)),
    Area("Allergies", ("allergy_state",), beside="Problems"),
    Area("Personal details", ("personal_details",), beside="Contacts"),
    Area(
        "Needs and risks",
        ("holistic_assessment", "everyday_needs", "risk", "infection_status"),
        beside="Problems",
    ),
    Area("MDT", ("case_discussion", "escalation"), ("escalation",), beside="Care plan"),
    Area("TECHT caseload", ("techt_caseload",), beside="Care plan"),
    Area("Safeguarding", ("safeguarding",), beside="Care plan"),
)
"""In the order of their tabs."""


def area_kinds() -> tuple[type[Statement], ...]:
    """Every kind that stands in an area, once; raises LookupError for one that is not registered."""
    names = dict.fromkeys(kind for area in AREAS for kind in area.kinds)
    return tuple(map(statement_named, names))


def statement_named(kind: str) -> type[Statement]:
    """The class of a kind of statement; raises LookupError where there is none."""
    found = kind_named(kind)
    if found is None or not issubclass(found, Statement):
        message = f"{kind} is no kind of statement"
        raise LookupError(message)
    return found
