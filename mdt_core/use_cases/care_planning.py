"""Planning ahead: which kinds there are, in the order in which a plan is read and written."""

from typing import Final

from mdt_core.record import Statement
from mdt_core.records.about_me import AboutMe
from mdt_core.records.care_plans import CarePlan, SupportPlan
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.end_of_life import EndOfLifePlan, LastDaysCare
from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.preferences import PreferredPlace

PLANS: Final[tuple[type[Statement], ...]] = (
    ContingencyPlan,
    JustInCase,
    PreferredPlace,
    EndOfLifePlan,
    LastDaysCare,
    AboutMe,
    CarePlan,
    SupportPlan,
)
"""Signed by `recording.record_statement`, each a version that replaces the one before."""
