"""A safeguarding concern: raised, followed and withdrawn by who may, on no paper, and audited when read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.documents.contents import every_text
from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.kinds import dump
from mdt_core.record import restricted_kinds
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import Programme
from mdt_core.records.safeguarding import (
    DecidingCapacity,
    ReferredTo,
    Safeguarding,
    SafeguardingStage,
)
from mdt_core.roles import CLINICIANS, HOME_STAFF, READERS_OF_RESTRICTED, Role
from mdt_core.store.projections import CHANGE
from mdt_core.store.queries.find import find
from mdt_core.store.queries.today import today
from mdt_core.store.queries.together import RoundOf
from mdt_core.store.queries.worklist import worklist
from mdt_core.store.tables import AccessAuditRow
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.briefs import brief
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import open_resident
from mdt_core.use_cases.rounds import withdraw
from mdt_core.worklist import shipped_thresholds
from tests.support.builders import actor
from tests.support.care import safeguarding
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_paper import DAY
from tests.use_cases.test_plan_papers import Planned

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]
CANARY = "Zqxcanary"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Home(Planned):
    """A home about which concerns are raised."""

    def raise_one(self, who: str, by: Actor = GP, **values: Any) -> str:  # noqa: ANN401
        plain = {"seen_or_said": CANARY, "review_on": date(2026, 11, 24), **values}
        told = dump(safeguarding(**plain))
        return record_statement(self.store, by=by, draft=Draft(Safeguarding, who, told)).record_id

    def due(self, by: Actor = GP) -> list[str]:
        """The ids of the concerns that are to be looked at again today."""
        with self.store.reading() as connection:
            return [each.id for each in today(connection, by, STARTED).safeguarding]

    def audited(self) -> list[str]:
        with self.store.reading() as connection:
            return list(connection.execute(select(AUDIT.c.action).order_by(AUDIT.c.n)).scalars())


@pytest.fixture
def home() -> Home:
    return Home()


def test_the_clinicians_raise_it_and_nobody_of_the_home_does(home: Home) -> None:
    who = home.resident()
    for role in sorted(READERS_OF_RESTRICTED):
        home.raise_one(who, by=actor(role))
    for role in sorted(set(Role) - READERS_OF_RESTRICTED):
        with pytest.raises(NotAllowed, match="«Safeguarding» is not shown to your role"):
            home.raise_one(who, by=actor(role))


def test_everything_said_of_it_lies_in_the_restricted_log(home: Home) -> None:
    who = home.resident()
    with home.store.reading() as connection:
        before = len(connection.execute(select(CHANGE.c.n)).all())
    wrong = home.raise_one(who, by=actor(Role.NURSE))
    withdraw(home.store, by=GP, record_id=wrong, reason=CANARY)
    with home.store.reading() as connection:
        scopes = list(connection.execute(select(CHANGE.c.scope).order_by(CHANGE.c.n)).scalars())
    assert scopes[before:] == [f"home:{home.home_id}:restricted"] * 2
    assert home.due() == []
    assert [each for each in home.audited() if "afeguard" in each] == []


def test_a_social_worker_withdraws_her_own_and_nobody_elses(home: Home) -> None:
    who, worker = home.resident(), actor(Role.SOCIAL_WORKER)
    withdraw(home.store, by=worker, record_id=home.raise_one(who, by=worker), reason="Not her")
    other = home.raise_one(who)
    with pytest.raises(Exception, match="Only its author or a clinician"):
        withdraw(home.store, by=worker, record_id=other, reason="Not her")


def test_opening_somebody_of_whom_there_is_one_is_audited_apart(home: Home) -> None:
    who, other = home.resident(), home.resident("13")
    home.raise_one(who)
    seen = {}
    for name, role, opened in (
        ("clinician", Role.NURSE, who),
        ("home", Role.HOME_MANAGER, who),
        ("another resident", Role.NURSE, other),
    ):
        before = len(home.audited())
        open_resident(home.store, by=actor(role), resident_id=opened)
        seen[name] = home.audited()[before:]
    assert seen == {
        "clinician": ["view resident", "view restricted"],
        "home": ["view resident"],
        "another resident": ["view resident"],
    }


def test_it_is_on_no_paper_and_no_reason_for_a_round_whoever_asks(home: Home) -> None:
    who = home.resident()
    home.signed(who)
    home.sign(who)
    with home.store.reading() as connection:
        before = worklist(connection, GP, home.home_id, today=DAY, thresholds=shipped_thresholds())
    home.raise_one(who, lead=CANARY, outcome=CANARY, wishes=CANARY, reference=CANARY)
    papers: list[Any] = [home.paper(who, kind) for kind in PlanPaperKind]
    of = RoundOf(home.home_id, DAY, Programme.WEEKLY)
    papers += [home.sheet(), brief(home.store, by=GP, of=of, waiting=0, practice=True)]
    for paper in papers:
        said = " ".join(every_text(paper))
        assert len(said) > len(CANARY)
        assert CANARY not in said
        assert "afeguarding" not in said.replace("iberty safeguard", "")
    with home.store.reading() as connection:
        after = worklist(connection, GP, home.home_id, today=DAY, thresholds=shipped_thresholds())
    assert [each.reasons for each in after] == [each.reasons for each in before]


def test_its_review_stands_in_today_for_those_alone_who_may_read_it(home: Home) -> None:
    raised = home.raise_one(home.resident())
    home.raise_one(home.resident("13"), review_on=date(2027, 1, 4))
    for role in Role:
        by = replace(actor(role), homes=frozenset({home.home_id}))
        assert home.due(by) == ([raised] if role in READERS_OF_RESTRICTED else [])
    assert home.due(replace(GP, homes=frozenset({"another-home"}))) == []


def test_it_goes_on_after_the_death(home: Home) -> None:
    who = home.resident()
    raised = home.raise_one(who)
    with home.store.deed(GP) as unit:
        gone = unit.card(Resident, who).model_copy(update={"is_deceased": True})
        unit.write(gone, About(who, home.home_id), record_id=who)
        unit.commit()
    assert home.due() == [raised]
    assert home.due(actor(Role.HOME_MANAGER)) == []
    home.memory.clock.advance(minutes=1)
    home.raise_one(who, is_more=True, stage=SafeguardingStage.CLOSED, review_on=None)
    assert home.due() == []


def test_its_words_find_nobody(home: Home) -> None:
    who = home.resident()
    home.raise_one(who, reference=CANARY)
    for role in (Role.GP, Role.HOME_MANAGER):
        with home.store.reading() as connection:
            found = find(connection, actor(role), CANARY)
            (known,) = find(connection, actor(role), "Smith").residents
        assert (found.residents, found.homes, known.resident_id) == ((), (), who)


MORE = {"is_more": True, "stage": SafeguardingStage.ENQUIRY}
CLOSED = {"is_more": True, "stage": SafeguardingStage.CLOSED, "review_on": None}


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        (({}, {}), (0, 1)),
        (({}, MORE), (1,)),
        (({}, {**MORE, "reference": "LA 1"}), (1,)),
        (({}, {**MORE, "reference": "LA 1"}, {**CLOSED, "reference": "la1"}), ()),
        (({"reference": "LA 1"}, {}, {**CLOSED, "reference": "LA 1"}), (1,)),
        (({"reference": "LA 1"}, {"reference": "LA 2"}, CLOSED), (0, 1)),
        (({"reference": "LA 1"}, {**MORE, "review_on": date(2027, 1, 4)}), (0,)),
        (({}, {"review_on": date(2026, 11, 23)}, CLOSED), (1,)),
        (({}, {"review_on": date(2026, 11, 23)}, MORE), (1, 2)),
        (({}, {}, CLOSED, CLOSED), ()),
    ],
    ids=(
        "two concerns",
        "more of one",
        "more with its number",
        "closed by its number, however written",
        "another one stays",
        "closed without saying which",
        "more without its number",
        "one of two without a number closed",
        "more of one of two without a number",
        "two without a number closed one after the other",
    ),
)
def test_what_is_said_later_of_a_concern_takes_the_place_of_what_was_said_before(
    home: Home, told: tuple[dict[str, Any], ...], standing: tuple[int, ...]
) -> None:
    who = home.resident()
    ids = []
    for values in told:
        home.memory.clock.advance(minutes=1)
        ids.append(home.raise_one(who, **values))
    assert home.due() == [ids[place] for place in standing]


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"referred_at": datetime(2026, 11, 23, 13, 0, tzinfo=UTC)}, "When it was referred"),
        ({"referred_to": ()}, "Referred to"),
        ({"referred_to": (ReferredTo.NOBODY_YET,)}, "Referred to"),
        ({"referred_to": (ReferredTo.CQC, ReferredTo.NOBODY_YET)}, "Referred to"),
        ({"stage": SafeguardingStage.CLOSED}, "To be looked at again on"),
    ],
    ids=("to come", "to nobody", "to nobody yet", "to nobody and somebody", "closed with a day"),
)
def test_what_cannot_have_been_so_is_refused_at_its_field(
    values: dict[str, Any], where: str
) -> None:
    safeguarding(capacity=DecidingCapacity.LACKS).require_possible(NOW)
    with pytest.raises(InvalidInput) as refused:
        safeguarding(**values).require_possible(NOW)
    assert refused.value.where == where


def test_no_restricted_kind_has_a_reader_who_is_not_a_clinician_or_safeguards() -> None:
    assert restricted_kinds() == ("restricted_withdrawal", "safeguarding")
    assert CLINICIANS | {Role.SOCIAL_WORKER} == READERS_OF_RESTRICTED
    assert not READERS_OF_RESTRICTED & HOME_STAFF
