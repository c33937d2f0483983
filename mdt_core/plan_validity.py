"""What speaks against relying on a plan or a box of medicines as it is recorded, in words; pure.

A review that is past says that nobody looked again, not that the plan is wrong. An ampoule past its
day, or a box without a chart by which a nurse may give from it, is said before where the box stands.
Source: PRSB Palliative and End of Life Care 1.1 and Personalised Care and Support Plan 2.0 (reviews);
the expiry of each medicine is the day on its own label.
"""

from collections.abc import Iterator
from datetime import date

from mdt_core.care_validity import review_overdue
from mdt_core.clock import clinical_date
from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan, SupportPlan
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.end_of_life import EndOfLifePlan
from mdt_core.records.just_in_case import JustInCase


def plan_doubts(record: Statement, today: date) -> tuple[str, ...]:
    """Everything that speaks against relying on this plan alone; nothing for other kinds."""
    found: Iterator[str] = iter(())
    match record:
        case CarePlan() | ContingencyPlan() | EndOfLifePlan() | SupportPlan():
            found = iter(filter(None, (review_overdue(record.next_review, today),)))
        case JustInCase():
            found = _box(record, today)
        case _:
            pass
    return tuple(found)


def _box(box: JustInCase, today: date) -> Iterator[str]:
    if not box.state.is_here:
        return
    past = [each for each in box.stock if each.expires_on and each.expires_on < today]
    for each in past:
        yield f"Expired on {clinical_date(each.expires_on or today)}: {each.medicine}"
    if not past and box.expires_on is not None and box.expires_on < today:
        yield f"First expired on {clinical_date(box.expires_on)}"
    if box.chart_present is False:
        yield "No signed chart is with them"
    if box.chart_present is None:
        yield "Not recorded whether a signed chart is with them"
