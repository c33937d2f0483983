"""Copies of residents' plans that are still about, and which of them are out of date, in two questions.

A copy is out of date once the paper would be made from other statements or other parts of a card than
it was: the moment and the text are not asked. A hospital transfer summary goes away with the person and
is registered, never counted. Chooses nothing and says nothing in words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from mdt_core.record import Statement, Status, kind_named
from mdt_core.records.about_me import AboutMe
from mdt_core.records.capacity import CapacityAssessment
from mdt_core.records.care_plans import CarePlan, SupportPlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.end_of_life import EndOfLifePlan, LastDaysCare
from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.legal_documents import AdvanceRefusal, Attorney, LibertySafeguard
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.printed_copies import (
    CopiedDocument,
    CopiesTakenOut,
    CopyPlace,
    PrintedCopy,
    TakenOut,
)
from mdt_core.records.residents import AllergyState, Resident
from mdt_core.records.respect_plans import RespectPlan
from mdt_core.records.stays import Stay, StayState
from mdt_core.store import card_body
from mdt_core.store.projections import CHANGE, RECORD
from mdt_core.store.queries.statements import Signed, signed

SHOWN_STATEMENTS: Final[tuple[type[Statement], ...]] = (
    *(CprDecision, TreatmentCeiling, ContingencyPlan, JustInCase, PreferredPlace),
    *(RespectPlan, AdvanceRefusal, Attorney, LibertySafeguard, CapacityAssessment),
    *(SharingConsent, EndOfLifePlan, LastDaysCare, AboutMe, CarePlan, SupportPlan),
    AllergyState,
)
"""Every kind of statement that a care plan on paper shows."""

_SHOWN_GROUPS: Final = {
    Resident.kind: frozenset({"name", "birth", "nhs_number", "death", "contacts", "alerts"}),
    Stay.kind: frozenset({"placement", "room"}),
}
"""The parts of cards that it shows."""

_COUNTED: Final = frozenset({CopiedDocument.CARE_PLAN.value, CopiedDocument.MY_CARE_PLAN.value})


@dataclass(frozen=True)
class CopyInUse:
    """One entry of the register of which nobody said that the copies were taken out.

    `changed` names what is not as it was when the paper was made. `is_replaced` says that a later copy
    went to every place of this one.
    """

    told: Signed[PrintedCopy]
    resident_id: str
    is_out_of_date: bool
    changed: tuple[str, ...] = ()
    is_replaced: bool = False

    @property
    def document(self) -> str:
        """The stored name of the paper."""
        return str(self.told.readable.get("document", ""))

    @property
    def number(self) -> int:
        """How many copies; one where that cannot be read here."""
        return self.told.record.copies if self.told.record else 1

    @property
    def places(self) -> tuple[CopyPlace, ...]:
        """Where they were put; empty where nobody said it, or it cannot be read here."""
        return self.told.record.places if self.told.record else ()


def shown_by_plans(
    connection: Connection, residents: Collection[str]
) -> Mapping[str, Mapping[str, str]]:
    """What the plans of these residents would be made from now: by resident, changes with their words."""
    asked = {"residents": list(residents), "kinds": list(_SHOWN_KINDS)}
    rows = connection.execute(_SHOWN, asked).all() if residents else ()
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row.resident_id].update(_shown_by(row))
    return found


def copies_in_use(connection: Connection, residents: Collection[str]) -> tuple[CopyInUse, ...]:
    """Every copy of a plan of these residents that is still about, newest first."""
    asked = {"residents": list(residents)}
    rows = connection.execute(_REGISTER, asked).all() if residents else ()
    out = set(_taken_out(connection, rows))
    told = [
        (row.resident_id, signed(connection, PrintedCopy, row))
        for row in rows
        if row.kind == PrintedCopy.kind and row.id not in out and row.state in _COUNTED
    ]
    now = shown_by_plans(connection, {who for who, _ in told})
    return tuple(_with_state(told, now))


def out_of_date(copies: Iterable[CopyInUse]) -> tuple[CopyInUse, ...]:
    """Those of them that say something else than the paper would say now."""
    return tuple(each for each in copies if each.is_out_of_date)


def _taken_out(connection: Connection, rows: Iterable[Any]) -> Iterator[str]:
    for row in rows:
        if row.kind == CopiesTakenOut.kind and row.state == TakenOut.OUT.value:
            yield from signed(connection, CopiesTakenOut, row).readable.get("copies", ())


def _shown_by(row: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a row
    record_class = kind_named(row.kind)
    title = record_class.title if record_class else row.kind
    groups = _SHOWN_GROUPS.get(row.kind)
    if groups is None:
        yield row.mid, title
    elif row.kind != Stay.kind or row.state != StayState.ENDED.value:
        for name, group in card_body.state_from_text(row.body).groups.items():
            if name.partition("/")[0] in groups:
                yield from ((head.mid, f"{title} details") for head in group.heads)


def _with_state(
    told: Sequence[tuple[str, Signed[PrintedCopy]]], now: Mapping[str, Mapping[str, str]]
) -> Iterator[CopyInUse]:
    """They come newest first, so that what was put where since is known."""
    since: dict[tuple[str, str], list[CopyInUse]] = defaultdict(list)
    for who, each in told:
        here = now.get(who, {})
        before = set(each.record.made_from) if each.record else set()
        changed = tuple(dict.fromkeys(words for mid, words in here.items() if mid not in before))
        one = CopyInUse(each, who, set(here) != before, changed)
        later = since[who, one.document]
        yield CopyInUse(each, who, one.is_out_of_date, changed, _is_covered(one, later))
        later.append(one)


def _is_covered(old: CopyInUse, later: Sequence[CopyInUse]) -> bool:
    put = {place for each in later for place in each.places}
    return bool(later) and set(old.places) <= put


_SHOWN_KINDS: Final = (*(each.kind for each in SHOWN_STATEMENTS), *_SHOWN_GROUPS)
_OF: BindParameter[Any] = bindparam("residents", expanding=True)
_SHOWN = (
    select(RECORD.c.resident_id, RECORD.c.kind, RECORD.c.mid, RECORD.c.state, RECORD.c.body)
    .where(
        RECORD.c.resident_id.in_(_OF),
        RECORD.c.kind.in_(bindparam("kinds", expanding=True)),
        RECORD.c.status == Status.CURRENT.value,
    )
    .order_by(RECORD.c.kind, RECORD.c.mid)
)
_REGISTER = (
    select(
        *(RECORD.c.id, RECORD.c.resident_id, RECORD.c.kind, RECORD.c.state, RECORD.c.status),
        *(RECORD.c.has_siblings, CHANGE.c.mid, CHANGE.c.body),
    )
    .join(CHANGE, RECORD.c.mid == CHANGE.c.mid)
    .where(
        RECORD.c.resident_id.in_(_OF),
        RECORD.c.kind.in_((PrintedCopy.kind, CopiesTakenOut.kind)),
        RECORD.c.status == Status.CURRENT.value,
        CHANGE.c.body.is_not(None),
    )
    .order_by(RECORD.c.occurred_at.desc(), CHANGE.c.n.desc())
)
