"""A concern is about a resident, or about the home itself and then names nobody."""

import pytest
from sqlalchemy import select

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, NotAllowed, NotFound
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.observations import SoftSign
from mdt_core.roles import Role
from mdt_core.store.queries.concerns import SentConcern, home_concerns_sent
from mdt_core.store.queries.statements import statements
from mdt_core.store.tables import DraftRow
from mdt_core.use_cases.observations import raise_concern, raise_home_concern
from tests.support import builders
from tests.support.memory_store import GP
from tests.use_cases.test_falls import Night

CARER = builders.actor(Role.HOME_CARER)
WORRIED = Concern(words="Two on sick leave tonight", how_soon=HowSoon.TODAY)
DRAFT = DraftRow.__table__  # type: ignore[attr-defined]


@pytest.fixture
def ward() -> Night:
    return Night()


def about_home(ward: Night, by: Actor = GP) -> tuple[SentConcern, ...]:
    """The concerns about the home as such that this person reads."""
    with ward.store.reading() as connection:
        return home_concerns_sent(connection, by, [ward.home_id], {}, ward.memory.clock())


def leave_draft(ward: Night) -> None:
    with ward.store.deed(CARER) as unit:
        who = {"person_id": CARER.person_id, "kind": "concern", "resident_id": ward.who}
        unit.connection.execute(DRAFT.insert().values(**who, body="{}", saved_at="now"))
        unit.commit()


def test_a_concern_about_the_home_names_no_resident_and_is_read_with_the_home(ward: Night) -> None:
    leave_draft(ward)
    raised, changes = raise_home_concern(
        ward.store, by=CARER, home_id=ward.home_id, concern=WORRIED, draft_of=ward.who
    )
    (found,) = about_home(ward)
    with ward.store.reading() as connection:
        assert statements(connection, Concern, ward.who) == ()
        assert connection.execute(select(DRAFT)).all() == []
    assert (found.told.id, found.told.record) == (raised, WORRIED)
    assert ward.memory.row(raised)["resident_id"] is None
    assert changes.kinds == {"concern"}


def test_a_concern_about_a_resident_takes_its_draft_with_it_and_is_none_of_the_home(
    ward: Night,
) -> None:
    leave_draft(ward)
    concern = Concern(soft_signs=(SoftSign.SLEEPIER,), how_soon=HowSoon.THIS_ROUND)
    raise_concern(ward.store, by=CARER, resident_id=ward.who, concern=concern)
    with ward.store.reading() as connection:
        assert connection.execute(select(DRAFT)).all() == []
        assert len(statements(connection, Concern, ward.who)) == 1
    assert about_home(ward) == ()


def test_a_concern_that_says_nothing_is_refused(ward: Night) -> None:
    empty = Concern(words="  ", how_soon=HowSoon.TODAY)
    with pytest.raises(InvalidInput, match="Say what you see, or choose a sign"):
        raise_concern(ward.store, by=CARER, resident_id=ward.who, concern=empty)
    with pytest.raises(InvalidInput, match="Say what you see, or choose a sign"):
        raise_home_concern(
            ward.store, by=CARER, home_id=ward.home_id, concern=empty, draft_of=ward.who
        )


def test_a_home_that_is_not_here_or_not_served_takes_no_concern(ward: Night) -> None:
    with pytest.raises(NotFound):
        raise_home_concern(ward.store, by=GP, home_id="x", concern=WORRIED, draft_of=ward.who)
    stranger = builders.actor(Role.HOME_CARER, "another-home")
    with pytest.raises(NotAllowed):
        raise_home_concern(
            ward.store, by=stranger, home_id=ward.home_id, concern=WORRIED, draft_of=ward.who
        )
    raise_home_concern(
        ward.store, by=CARER, home_id=ward.home_id, concern=WORRIED, draft_of=ward.who
    )
    assert (len(about_home(ward)), about_home(ward, stranger)) == (1, ())
