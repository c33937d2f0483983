"""The worklist of a home as the store knows it: order, what answers, what comes back, how it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from mdt_core.drafts import Draft
from mdt_core.errors import NotAllowed
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.falls import Fall, HeadStruck
from mdt_core.records.needs import HolisticAssessment
from mdt_core.records.rounds import DeferReason, RoundEntry
from mdt_core.records.stays import Stay, StayState
from mdt_core.roles import Role
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.worklist import Listed, reasons_for, with_reasons, worklist
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.needs import record_needs_assessment
from mdt_core.use_cases.observations import raise_concern
from mdt_core.use_cases.round_outcomes import defer
from mdt_core.use_cases.rounds import sign_entry, start_round, withdraw
from mdt_core.worklist import Tier, shipped_thresholds, sources_of
from tests.support.builders import newer_event
from tests.support.memory_store import GP, STARTED, MemoryStore, changes_made
from tests.support.ward import IN_HOSPITAL, UNWELL, Ward, make_ward

TODAY = date(2026, 11, 24)
HOUR = timedelta(hours=1)


@dataclass
class Place:
    """A ward in a store in memory."""

    memory: MemoryStore
    ward: Ward

    def listed(self, today: date = TODAY) -> tuple[Listed, ...]:
        with self.memory.store.reading() as connection:
            return worklist(
                connection, GP, self.ward.home_id, today=today, thresholds=shipped_thresholds()
            )

    def why(self, family: str, today: date = TODAY) -> list[str]:
        with self.memory.store.reading() as connection:
            found = reasons_for(
                connection, GP, self.ward.of(family), today=today, thresholds=shipped_thresholds()
            )
        return [reason.shown for reason in found]

    def sign(self, family: str, *, see_again: str = "if_concerned", looks: bool = True) -> str:
        """Signs an entry that looked at everything listed, or at nothing; gives its id."""
        store, who = self.memory.store, self.ward.of(family)
        with store.reading() as connection:
            found = reasons_for(connection, GP, who, today=TODAY, thresholds=shipped_thresholds())
        values = {"how": "video", "note": "Seen", "see_again": see_again}
        looked_at = sources_of(found) if looks else ()
        made = sign_entry(store, by=GP, draft=Draft(RoundEntry, who, values), looked_at=looked_at)
        return made.entry_id

    def fell(self, family: str, at: datetime) -> None:
        with self.memory.store.deed(GP) as unit:
            fall = Fall(occurred_at=at, head=HeadStruck.HIT)
            unit.sign(fall, About(self.ward.of(family), self.ward.home_id, occurred_at=at))
            unit.commit()


@pytest.fixture
def place() -> Place:
    memory = MemoryStore()
    return Place(memory, make_ward(memory.store, GP))


def test_everybody_with_a_reason_and_here_is_proposed_the_urgent_first(place: Place) -> None:
    listed = place.listed()
    assert listed[0].line.family_name == UNWELL
    assert listed[0].tier is Tier.FIRST
    assert IN_HOSPITAL not in [each.line.family_name for each in listed]
    rest = [each.line.room for each in listed[1:]]
    assert rest == ["2", "3", "4", "6", "7", "8", "9", "10", "11", "12"]


def test_inside_a_tier_the_longest_unseen_comes_first(place: Place) -> None:
    place.memory.clock.advance(days=-8)
    place.sign("Okonkwo", see_again="next_round")
    place.memory.clock.advance(days=1)
    place.sign("Yilmaz", see_again="next_round")
    place.memory.clock.advance(days=7)
    third = [each for each in place.listed() if each.tier is Tier.THIRD]
    assert [each.line.family_name for each in third] == ["Okonkwo", "Yilmaz"]


def test_an_entry_answers_what_it_names_and_a_withdrawal_brings_it_back(place: Place) -> None:
    place.fell("Okonkwo", STARTED - 3 * HOUR)
    before = place.why("Okonkwo")
    assert before[0] == "Fall 24-Nov 04:15, head struck"
    entry = place.sign("Okonkwo")
    assert place.why("Okonkwo") == []
    withdraw(place.memory.store, by=GP, record_id=entry)
    assert place.why("Okonkwo") == before


def test_an_entry_that_looked_at_nothing_answers_nothing(place: Place) -> None:
    place.fell("Okonkwo", STARTED - 3 * HOUR)
    before = place.why("Okonkwo")
    place.sign("Okonkwo", looks=False)
    assert place.why("Okonkwo") == before


def test_a_signed_assessment_of_needs_answers_that_somebody_is_new_until_it_is_withdrawn(
    place: Place,
) -> None:
    store, who = place.memory.store, place.ward.of("Okonkwo")
    before = place.why("Okonkwo")
    assert before[0].startswith("New here since")

    def assess(day: date) -> str:
        values = {"completed_on": day.isoformat(), "functional": "Walks with a frame"}
        with store.reading() as connection:
            seen = [each.mid for each in statements(connection, HolisticAssessment, who)]
        draft = Draft(HolisticAssessment, who, values).having_seen(seen)
        return record_needs_assessment(store, by=GP, draft=draft).record_id

    assess(TODAY - timedelta(days=91))
    assert place.why("Okonkwo") == before, "it was made before the person came"
    made = assess(TODAY)
    assert place.why("Okonkwo") == before[1:]
    withdraw(store, by=GP, record_id=made)
    assert place.why("Okonkwo") == before


@pytest.mark.parametrize("wrong_by", [timedelta(0), HOUR, -HOUR])
def test_a_fall_that_arrives_after_the_signed_round_is_in_the_next_list(
    place: Place, wrong_by: timedelta
) -> None:
    place.sign("Ramsbottom")
    at = STARTED - timedelta(minutes=30) + wrong_by
    body = {"occurred_at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "head": "hit"}
    who = place.ward.of("Ramsbottom")
    arrived = newer_event(1, "0197d2a0-0000-7000-8000-00000000fa11", "fall", body,
                          resident_id=who, home_id=place.ward.home_id)  # fmt: skip
    arrived = replace(arrived, envelope=replace(arrived.envelope, occurred_at=at, recorded_at=at))
    place.memory.receive(arrived)
    next_week = TODAY + timedelta(days=7)
    (words,) = place.why("Ramsbottom", next_week)
    assert "head struck" in words
    assert words.startswith("Arrived late: fall")
    row = next(each for each in place.listed(next_week) if each.resident_id == who)
    assert (row.tier, row.is_proposed) == (Tier.FIRST, True)


def test_a_d2a_resident_is_listed_every_week_until_an_entry_of_that_week(place: Place) -> None:
    place.sign("Patel")
    assert place.why("Patel") == []
    assert place.why("Patel", TODAY + timedelta(days=7)) == ["D2A weekly. Day 97 of 28"]


def test_who_is_away_is_not_proposed_and_keeps_every_reason(place: Place) -> None:
    with place.memory.store.reading() as connection:
        everyone = with_reasons(
            connection, GP, place.ward.home_id, today=TODAY, thresholds=shipped_thresholds()
        )
    away = next(each for each in everyone if each.line.family_name == IN_HOSPITAL)
    assert (away.is_away, away.is_proposed, bool(away.reasons)) == (True, False, True)
    assert len(everyone) == 12


def test_a_withdrawn_concern_is_no_reason(place: Place) -> None:
    who = place.ward.of("Tran")
    concern = Concern(words="not herself", how_soon=HowSoon.TODAY)
    with changes_made(place.memory) as made:
        raise_concern(place.memory.store, by=GP, resident_id=who, concern=concern)
    assert place.why("Tran")[0] == "Home's concern, 24-Nov 07:15: «not herself»"
    withdraw(place.memory.store, by=GP, record_id=made[0].envelope.record_id)
    assert not any("concern" in words for words in place.why("Tran"))


def test_a_statement_of_a_newer_program_is_listed_not_passed_over(place: Place) -> None:
    who = place.ward.of("Tran")
    place.memory.receive(
        newer_event(
            1,
            "0197d2a0-0000-7000-8000-00000000c0de",
            "concern",
            {"how_soon": "next_hour"},
            resident_id=who,
            home_id=place.ward.home_id,
        )
    )
    assert any("cannot be read whole here" in words for words in place.why("Tran"))


@pytest.mark.parametrize("asked", [[], {"weeks": 2}])
def test_an_entry_whose_time_to_see_again_cannot_be_read_keeps_its_home_listed(
    place: Place, asked: object
) -> None:
    before = [each.resident_id for each in place.listed()]
    entry_id = "0197d2a0-0000-7000-8000-00000000ea11"
    body = {"how": "video", "note": "Seen", "see_again": asked, "see_again_on": "2026-11-20"}
    who, home_id = place.ward.of("Tran"), place.ward.home_id
    place.memory.receive(
        newer_event(1, entry_id, "round_entry", body, resident_id=who, home_id=home_id)
    )
    assert {each.resident_id for each in place.listed()} == set(before)
    assert "To be seen again by 20-Nov-2026" in place.why("Tran")


def test_the_reasons_of_one_and_of_all_are_the_same(place: Place) -> None:
    place.fell("Tran", STARTED - HOUR)
    with place.memory.store.deed(GP) as unit:
        back = HospitalEpisode(part=EpisodePart.RETURNED, happened_at=STARTED - HOUR)
        unit.sign(back, About(place.ward.of("Yilmaz"), place.ward.home_id))
        unit.commit()
    for each in place.listed():
        family = each.line.family_name
        if family != "Featherstone":
            assert [reason.shown for reason in each.reasons] == place.why(family)


def test_a_home_is_read_in_the_same_number_of_questions_however_many_live_there(
    place: Place,
) -> None:
    with questions(place.memory) as asked:
        place.listed()
    assert len(asked) <= 9
    first = len(asked)
    for family in ("Tran", "Yilmaz", "Okonkwo"):
        place.fell(family, STARTED - HOUR)
    with questions(place.memory) as asked:
        place.listed()
    assert len(asked) == first
    while place.memory.store.keep_standings():
        pass
    with questions(place.memory) as asked:
        place.listed()
    assert len(asked) <= 6


@contextmanager
def questions(memory: MemoryStore) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(memory.store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(memory.store.engine, "before_cursor_execute", note)


def test_a_role_that_reads_no_notes_gets_no_reasons(place: Place) -> None:
    driver = replace(GP, role=Role.ADMINISTRATOR)
    with place.memory.store.reading() as connection, pytest.raises(NotAllowed):
        worklist(
            connection, driver, place.ward.home_id, today=TODAY, thresholds=shipped_thresholds()
        )


def test_a_stay_that_ended_takes_its_resident_off_the_list(place: Place) -> None:
    who = place.ward.of("Tran")
    stay = next(each.line.stay_id for each in place.listed() if each.resident_id == who)
    assert stay is not None
    with place.memory.store.deed(GP) as unit:
        card = unit.card(Stay, stay)
        unit.write(
            card.model_copy(update={"state": StayState.ENDED}),
            About(who, place.ward.home_id),
            record_id=stay,
        )
        unit.commit()
    assert who not in [each.resident_id for each in place.listed()]


def test_a_deferral_is_listed_until_an_entry_of_its_round_or_one_that_names_it(
    place: Place,
) -> None:
    place.sign("Tran")
    who, store = place.ward.of("Tran"), place.memory.store
    place.memory.clock.advance(days=-1)
    yesterday = TODAY - timedelta(days=1)
    round_id, _ = start_round(
        store, by=GP, home_id=place.ward.home_id, day=yesterday, residents=[who]
    )
    defer(store, by=GP, round_id=round_id, residents=[who], reason=DeferReason.ASLEEP)
    assert place.why("Tran") == ["Deferred on 23-Nov: asleep"]
    place.sign("Tran")
    assert place.why("Tran") == []
