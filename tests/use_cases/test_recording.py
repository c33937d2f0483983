"""Any statement is recorded as its form told it: whole, about one resident, replacing what was seen."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar

import pytest
from sqlalchemy import select
from typing_extensions import override

from mdt_core import record as registry
from mdt_core.clock import PartialDate, UtcMoment, utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, NotFound, Refused
from mdt_core.fields import Ask, Column, IndexedAs
from mdt_core.record import Statement, Status, registered
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern
from mdt_core.records.episodes import PlanReview
from mdt_core.records.falls import Fall
from mdt_core.roles import CLINICIANS, READERS_OF_NOTES, Role
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.tables import AccessAuditRow, DraftRow
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import place, save_resident
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore


class Told(Statement):
    """Something that happened, known to the moment, the day or the month."""

    kind = "test_told"
    title = "Told"
    writers: ClassVar = CLINICIANS
    readers: ClassVar = READERS_OF_NOTES

    at: Annotated[UtcMoment | date | PartialDate, Ask("When"), IndexedAs(Column.OCCURRED)]


class Impossible(Statement):
    """Something that never can have been."""

    kind = "test_impossible"
    title = "Impossible"
    writers: ClassVar = CLINICIANS
    readers: ClassVar = READERS_OF_NOTES

    words: Annotated[str, Ask("Words")]

    @override
    def require_possible(self, now: datetime) -> None:
        raise InvalidInput("This never was", where="Words")


@pytest.fixture
def ward(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """A store where the kinds of this file are known while the test lasts."""
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))
    registered(Told)
    registered(Impossible)
    return MemoryStore()


@pytest.fixture
def who(ward: MemoryStore) -> str:
    home_id = save_home(ward.store, by=GP, home=builders.home())[0]
    resident_id = save_resident(ward.store, by=GP, resident=builders.resident())[0]
    since = STARTED - timedelta(days=9)
    place(
        ward.store,
        by=GP,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=builders.stay().stay_type,
        admitted_at=since,
    )
    return resident_id


def review_draft(who: str, due: str) -> Draft[PlanReview]:
    return Draft(PlanReview, who, {"next_due": due})


def standing(ward: MemoryStore, who: str) -> dict[str, str]:
    """The days of the reviews that stand, with the changes that said them."""
    with ward.store.reading() as connection:
        found = statements(connection, PlanReview, who)
    return {str(each.record.next_due): each.mid for each in found if each.record}


def test_a_statement_is_signed_audited_and_its_draft_goes(ward: MemoryStore, who: str) -> None:
    draft, audit = DraftRow.__table__, AccessAuditRow.__table__  # type: ignore[attr-defined]
    with ward.store.deed(GP) as unit:
        values = {"person_id": GP.person_id, "kind": "plan_review", "resident_id": who}
        unit.connection.execute(draft.insert().values(**values, body="{}", saved_at="now"))
        unit.commit()
    recorded = record_statement(ward.store, by=GP, draft=review_draft(who, "2027-01-05"))
    assert recorded.record == PlanReview(next_due=date(2027, 1, 5))
    assert recorded.changes.kinds == {"plan_review"}
    with ward.store.reading() as connection:
        assert connection.execute(select(draft)).all() == []
        last = connection.execute(select(audit).order_by(audit.c.n.desc())).first()
    assert last is not None
    assert (last.action, last.record_id) == ("record care plan review", recorded.record_id)


def test_what_arrived_after_the_form_was_opened_is_not_replaced(
    ward: MemoryStore, who: str
) -> None:
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-01-01"))
    seen = standing(ward, who).values()
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-02-02"))
    mine = review_draft(who, "2027-03-03").having_seen(seen)
    record_statement(ward.store, by=GP, draft=mine)
    assert set(standing(ward, who)) == {"2027-02-02", "2027-03-03"}


def test_what_was_seen_is_replaced_and_a_form_that_saw_nothing_replaces_nothing(
    ward: MemoryStore, who: str
) -> None:
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-01-01"))
    seen = standing(ward, who).values()
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-02-02").having_seen(seen))
    assert set(standing(ward, who)) == {"2027-02-02"}
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-03-03").having_seen(()))
    assert set(standing(ward, who)) == {"2027-02-02", "2027-03-03"}


def test_what_a_draft_says_it_saw_counts_only_where_it_is_of_that_series(
    ward: MemoryStore, who: str
) -> None:
    record_statement(ward.store, by=GP, draft=review_draft(who, "2027-01-01"))
    (mid,) = standing(ward, who).values()
    other = save_resident(ward.store, by=GP, resident=builders.resident(nhs_number=None))[0]
    draft = review_draft(other, "2027-02-02").having_seen((mid, "no-change"))
    recorded = record_statement(ward.store, by=GP, draft=draft)
    with ward.store.deed(GP) as unit:
        assert unit.statement(recorded.record_id).base == ()
        assert unit.status_of(mid) is Status.CURRENT


@pytest.mark.parametrize(
    ("told", "occurred"),
    [
        ("2026-11-20T10:30:00Z", "2026-11-20T10:30:00Z"),
        ("2026-06-20", "2026-06-20T00:00:00Z"),
        ("2026-06", "2026-06-01T00:00:00Z"),
        ("2026-11-24", "2026-11-24T00:00:00Z"),
    ],
)
def test_when_it_happened_stands_in_the_envelope(
    ward: MemoryStore, who: str, told: str, occurred: str
) -> None:
    recorded = record_statement(ward.store, by=GP, draft=Draft(Told, who, {"at": told}))
    with ward.store.deed(GP) as unit:
        assert utc_text(unit.statement(recorded.record_id).envelope.occurred_at) == occurred
    assert ward.row(recorded.record_id)["occurred_at"] == occurred


@pytest.mark.parametrize("told", ["2026-11-24T08:00:00Z", "2026-11-25", "2026-12"])
def test_nothing_happens_later_than_now(ward: MemoryStore, who: str, told: str) -> None:
    with pytest.raises(InvalidInput, match="When: This cannot be later than now"):
        record_statement(ward.store, by=GP, draft=Draft(Told, who, {"at": told}))


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(PlanReview, ""), "Next review due is not recorded"),
        (Draft(Impossible, "", {"words": "x"}), "Words: This never was"),
        (Draft(Concern, "", {"what": "[name]"}), "."),
    ],
    ids=["missing", "impossible", "incomplete"],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    ward: MemoryStore, who: str, draft: Draft[Any], words: str
) -> None:
    before = ward.projections()
    with pytest.raises(InvalidInput, match=words):
        record_statement(ward.store, by=GP, draft=Draft(draft.record_class, who, draft.values))
    assert ward.projections() == before


def test_what_goes_alongside_is_written_with_it_or_neither_is(ward: MemoryStore, who: str) -> None:
    def with_action(unit: UnitOfWork, review: PlanReview, record_id: str) -> None:
        text = f"Review due {review.next_due} of {record_id}"
        unit.write(Action(text=text), About(who, unit.home_of(who)))

    def refusing(_unit: UnitOfWork, _review: PlanReview, _record_id: str) -> None:
        raise Refused("Not now")

    draft = review_draft(who, "2027-01-01")
    recorded = record_statement(ward.store, by=GP, draft=draft, alongside=with_action)
    assert recorded.changes.kinds == {"plan_review", "action"}
    with ward.store.reading() as connection:
        (action,) = cards(connection, Action, who)
    assert action.record is not None
    assert action.record.text == f"Review due 2027-01-01 of {recorded.record_id}"
    with pytest.raises(Refused):
        record_statement(
            ward.store, by=GP, draft=review_draft(who, "2027-02-02"), alongside=refusing
        )
    assert set(standing(ward, who)) == {"2027-01-01"}


def test_who_may_not_write_it_and_who_is_not_here_are_refused(ward: MemoryStore, who: str) -> None:
    values = {"occurred_at": utc_text(STARTED)}
    administrator = builders.actor(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        record_statement(ward.store, by=administrator, draft=Draft(Fall, who, values))
    with pytest.raises(NotFound):
        record_statement(ward.store, by=GP, draft=Draft(Fall, "nobody", values))


def test_having_opened_a_form_is_nothing_to_keep() -> None:
    draft = Draft(PlanReview, "r").having_seen(("b", "a"))
    assert draft.is_empty
    assert draft.seen_heads == ("a", "b")
    assert Draft(PlanReview, "r").seen_heads is None
