"""What was decided and planned for the residents of a practice home, each signed when it was written.

What one person signed in one hour goes in one transaction, as at the end of a round.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from mdt_core.demo.days import before, moment
from mdt_core.demo.planned import SignedPlan, told_of
from mdt_core.demo.telling import Deed, Telling
from mdt_core.kinds import checked
from mdt_core.record import Statement
from mdt_core.use_cases.recording import audited_as, happened_at


def deeds(told: Telling) -> Iterator[Deed]:
    """Every signing of the plan."""
    together: defaultdict[tuple[int, int, str], list[SignedPlan]] = defaultdict(list)
    for each in told.plan.signed:
        together[each.days_ago, each.hour, each.by].append(each)
    for (days_ago, hour, by), signed in together.items():
        at = moment(before(told.today, days_ago), hour, 20)
        yield Deed(at, partial(_sign, told, by, signed))


def _sign(told: Telling, by: str, signed: Sequence[SignedPlan]) -> None:
    with told.store.without_lines(), told.store.deed(told.by(by)) as unit:
        for each in signed:
            record = record_of(told, each)
            record.require_possible(unit.writing.at)
            about = told.about(each.who, happened_at(record, unit.writing.at))
            change = unit.sign(record, about, seen=() if each.apart else None)
            record_id = change.envelope.record_id
            unit.audit(f"record {audited_as(type(record))}", about, record_id=record_id)
        unit.commit()


def record_of(told: Telling, planned: SignedPlan) -> Statement:
    """The record that a plan tells; raises ValidationError for a slip in it."""
    return checked(planned.record_class, told_of(planned.says, told.today))


def standing(signed: Iterable[SignedPlan], kind: str) -> dict[str, tuple[SignedPlan, ...]]:
    """What stands of one kind by resident: the newest, and beside it what was signed apart."""
    found: dict[str, tuple[SignedPlan, ...]] = {}
    of_kind = [each for each in signed if each.kind == kind]
    for each in sorted(of_kind, key=lambda each: (-each.days_ago, each.hour)):
        found[each.who] = (*found.get(each.who, ()), each) if each.apart else (each,)
    return found
