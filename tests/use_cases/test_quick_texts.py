"""Quick texts are kept for a person or the team, and no blank of theirs is ever signed."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest

from mdt_core.actor import Actor
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.quick_text import Origin
from mdt_core.record import Statement
from mdt_core.records.actions import Action
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.observations import ObservationSet
from mdt_core.records.quick_texts import Whose
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.roles import CLINICIANS, READERS_OF_NOTES, Role
from mdt_core.store.queries.quick_texts import QuickTextLine, offered, quick_texts
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Author
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.quick_texts import save_quick_text, withdraw_quick_text
from mdt_core.use_cases.residents import place, save_resident
from tests.support import builders
from tests.support.memory_store import GP, STARTED, MemoryStore

CARER = builders.actor(Role.HOME_CARER)
OTHER_GP = Actor("person-other", "Dr Other", Role.GP, "Elm Surgery")
NEXT_YEAR = date(2027, 11, 24)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


def lines(memory: MemoryStore, actor: Actor = GP) -> dict[str, QuickTextLine]:
    with memory.store.reading() as connection:
        return {line.snippet.name: line for line in quick_texts(connection, actor)}


def mine(
    memory: MemoryStore, name: str, text: str, *, by: Actor = GP, of: str | None = None
) -> str:
    return save_quick_text(
        memory.store, by=by, name=name, text=text, whose=Whose.MINE, quick_text_id=of
    )[0]


def team(
    memory: MemoryStore, name: str, text: str, *, by: Actor = GP, of: str | None = None
) -> str:
    return save_quick_text(
        memory.store,
        by=by,
        name=name,
        text=text,
        whose=Whose.TEAM,
        review_on=NEXT_YEAR,
        quick_text_id=of,
    )[0]


def test_everybody_begins_with_the_shipped_wordings(memory: MemoryStore) -> None:
    assert {line.snippet.origin for line in lines(memory).values()} == {Origin.SHIPPED}
    assert lines(memory)["seen"].approved_by == "not yet approved: shipped wording"


def test_my_own_is_seen_by_me_alone(memory: MemoryStore) -> None:
    mine(memory, ";Ward", "Rang [ward] at [clock time].")
    assert lines(memory)["ward"].snippet.text == "Rang [ward] at [clock time]."
    assert "ward" not in lines(memory, OTHER_GP)


def test_a_carer_has_own_wordings_and_approves_none_for_the_team(memory: MemoryStore) -> None:
    mine(memory, "tea", "Drank [cups].", by=CARER)
    assert lines(memory, CARER)["tea"].snippet.origin is Origin.MINE
    with pytest.raises(NotAllowed, match="Only a clinician"):
        team(memory, "tea2", "Drank [cups].", by=CARER)


@pytest.mark.parametrize("role", sorted(READERS_OF_NOTES), ids=lambda role: role.value)
def test_the_team_wording_is_approved_by_the_clinician_who_saves_it(
    memory: MemoryStore, role: Role
) -> None:
    by = builders.actor(role)
    if role not in CLINICIANS:
        with pytest.raises(NotAllowed):
            team(memory, "ring", "Rang [whom].", by=by)
        return
    team(memory, "ring", "Rang [whom].", by=by)
    line = lines(memory, OTHER_GP)["ring"]
    assert (line.approved_by, line.review_on) == (by.name, NEXT_YEAR)
    assert not line.is_review_due(NEXT_YEAR - timedelta(days=1))
    assert line.is_review_due(NEXT_YEAR)


@pytest.mark.parametrize("review_on", [None, STARTED.date(), STARTED.date() + timedelta(days=800)])
def test_the_team_wording_has_a_day_of_review_within_two_years(
    memory: MemoryStore, review_on: date | None
) -> None:
    with pytest.raises(InvalidInput, match="review"):
        save_quick_text(
            memory.store, by=GP, name="ring", text="x", whose=Whose.TEAM, review_on=review_on
        )


def test_the_team_wording_stands_in_place_of_the_shipped_one(memory: MemoryStore) -> None:
    first = team(memory, "seen", "Met with [whom].")
    assert lines(memory)["seen"].id == first
    withdraw_quick_text(memory.store, by=GP, quick_text_id=first)
    with memory.store.reading() as connection:
        names = [each.name for each in offered(quick_texts(connection, GP))]
        texts = [each.text for each in offered(quick_texts(connection, GP))]
    assert names.count("seen") == 1
    assert "Seen with [who], [in person / video]." in texts


def test_a_name_is_used_once(memory: MemoryStore) -> None:
    with pytest.raises(InvalidInput, match="«seen» is taken"):
        mine(memory, "seen", "Met [whom].")
    kept = mine(memory, "ring", "Rang [whom].")
    with pytest.raises(InvalidInput, match="«ring» is taken"):
        mine(memory, "ring", "Rang again [whom].")
    mine(memory, "ring", "Rang [whom] twice.", of=kept)
    assert lines(memory)["ring"].snippet.text == "Rang [whom] twice."


def test_nobody_changes_or_withdraws_what_is_somebody_elses(memory: MemoryStore) -> None:
    kept = mine(memory, "ring", "Rang [whom].")
    with pytest.raises(NotAllowed, match="somebody else's"):
        mine(memory, "ring", "x", by=OTHER_GP, of=kept)
    with pytest.raises(NotAllowed, match="somebody else's"):
        withdraw_quick_text(memory.store, by=OTHER_GP, quick_text_id=kept)
    with pytest.raises(InvalidInput, match="stays whose it is"):
        team(memory, "ring", "x", of=kept)
    shared = team(memory, "call", "Called [whom].")
    with pytest.raises(NotAllowed, match="Only a clinician"):
        withdraw_quick_text(memory.store, by=CARER, quick_text_id=shared)


def test_a_role_that_reads_no_notes_sees_the_shipped_wordings_alone(memory: MemoryStore) -> None:
    team(memory, "call", "Called [whom].")
    assert "call" not in lines(memory, builders.actor(Role.AUDITOR))


# Blanks stop a signature


def resident(memory: MemoryStore) -> About:
    home_id = save_home(memory.store, by=GP, home=builders.home())[0]
    who = save_resident(memory.store, by=GP, resident=builders.resident())[0]
    place(
        memory.store,
        by=GP,
        resident_id=who,
        home_id=home_id,
        stay_type=builders.stay().stay_type,
        admitted_at=STARTED - timedelta(days=9),
    )
    return About(who, home_id)


def sign(memory: MemoryStore, record: Statement, about: About) -> None:
    with memory.store.deed(GP) as unit:
        unit.sign(record, about)
        unit.commit()


def note(text: str) -> RoundEntry:
    return RoundEntry(how=HowSeen.VIDEO, see_again=SeeAgain.NEXT_ROUND, note=text)


STATEMENTS: Mapping[str, Callable[[str], Statement]] = {
    "entry": note,
    "concern": lambda text: Concern(words=text, how_soon=HowSoon.TODAY),
    "fall": lambda text: builders.fall(note=text),
    "observations": lambda text: ObservationSet(taken_at=STARTED, note=text),
    "withdrawal": lambda text: Withdrawal(reason=text),
}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_a_blank_in_a_long_text_stops_the_signature(memory: MemoryStore, kind: str) -> None:
    about, make = resident(memory), STATEMENTS[kind]
    for left in ("Will follow up in [...]", "Seen with [who]", "Oral []"):
        with pytest.raises(InvalidInput, match=r"Fill the blank in «.*» before you sign"):
            sign(memory, make(left), about)
    sign(memory, make("He said «I aint [sic] going» [his words]"), about)


def test_the_refusal_names_the_field_and_leaves_nothing_behind(memory: MemoryStore) -> None:
    about = resident(memory)
    before = memory.projections()
    with pytest.raises(InvalidInput) as refused:
        sign(memory, note("Back home. Will follow up in [...]"), about)
    assert refused.value.where == "Note"
    assert refused.value.message == "Fill the blank in «follow up in [...]» before you sign"
    assert memory.projections() == before


def test_a_blank_of_my_own_wording_stops_me_and_not_somebody_else(memory: MemoryStore) -> None:
    about = resident(memory)
    kept = mine(memory, "ward", "Rang [ward name].")
    with pytest.raises(InvalidInput, match="Rang"):
        sign(memory, note("Rang [ward name]."), about)
    withdraw_quick_text(memory.store, by=GP, quick_text_id=kept)
    with pytest.raises(InvalidInput, match="Rang"):
        sign(memory, note("Rang [ward name]."), about)
    with memory.store.deed(OTHER_GP) as unit:
        unit.sign(note("Rang [ward name]."), about)
        unit.commit()


def test_what_was_done_is_not_saved_with_a_blank_but_the_action_can_still_be_changed(
    memory: MemoryStore,
) -> None:
    about = resident(memory)
    with memory.store.deed(GP) as unit:
        with pytest.raises(InvalidInput, match="before you save"):
            unit.write(Action(text="Bloods", outcome="Done by [who]"), about)
        unit.write(Action(text="Bloods [who]", outcome="Done"), about)
        unit.commit()


def test_what_a_source_wrote_is_taken_as_it_is(memory: MemoryStore) -> None:
    about = resident(memory)
    source = Author("system-1", "Care system", "system")
    with memory.store.importing(GP, source, STARTED) as unit:
        unit.sign(note("Seen with [who]"), about, record_id="entry-from-elsewhere")
        unit.commit()
