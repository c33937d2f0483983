"""To hospital and back moves the whereabouts; the date of the next review is a series."""

from datetime import datetime, timedelta

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.records.episodes import EpisodePart, HospitalEpisode, PlanReview
from mdt_core.records.stays import StayState
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import Signed, statements
from mdt_core.use_cases.episodes import record_hospital_part
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.residents import save_resident
from tests.support import builders
from tests.support.hospital import back_from_hospital, hospital_form, to_hospital
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_falls import Night

NURSE = builders.actor(Role.HOME_NURSE)
HOUR = timedelta(hours=1)


@pytest.fixture
def ward() -> Night:
    return Night()


def parts(ward: Night) -> list[EpisodePart]:
    """What is told, newest first."""
    return [each.record.part for each in told(ward) if each.record]


def told(ward: Night) -> tuple[Signed[HospitalEpisode], ...]:
    with ward.store.reading() as connection:
        return statements(connection, HospitalEpisode, ward.who)


def whereabouts(ward: Night) -> str | None:
    with ward.store.reading() as connection:
        line = resident_by_id(connection, ward.who)
    assert line is not None
    return line.stay_state


def admit(ward: Night, at: datetime = STARTED - 9 * HOUR) -> None:
    to_hospital(ward.store, NURSE, ward.who, at, hospital="Elm Infirmary", reason="Short of breath")


def come_back(ward: Night, at: datetime = STARTED - HOUR) -> None:
    back_from_hospital(ward.store, NURSE, ward.who, at)


def check_medicines(ward: Night, at: datetime = STARTED) -> None:
    draft = hospital_form(ward.who, EpisodePart.MEDICINES_CHECKED, at)
    record_hospital_part(ward.store, by=NURSE, draft=draft)


def test_an_admission_says_where_and_why_and_the_list_says_in_hospital(ward: Night) -> None:
    admit(ward)
    (signed,) = told(ward)
    assert signed.record is not None
    assert (signed.record.hospital, signed.record.reason) == ("Elm Infirmary", "Short of breath")
    assert signed.occurred_at == STARTED - 9 * HOUR
    assert whereabouts(ward) == StayState.HOSPITAL.value


def test_a_return_brings_the_resident_back_with_medicines_not_yet_checked(ward: Night) -> None:
    admit(ward)
    come_back(ward)
    assert parts(ward) == [EpisodePart.RETURNED, EpisodePart.ADMITTED]
    assert whereabouts(ward) == StayState.HERE.value


def test_medicines_are_checked_after_a_return(ward: Night) -> None:
    come_back(ward)
    check_medicines(ward)
    assert parts(ward) == [EpisodePart.MEDICINES_CHECKED, EpisodePart.RETURNED]


def test_nobody_goes_to_hospital_twice_without_coming_back(ward: Night) -> None:
    admit(ward)
    with pytest.raises(Refused, match="in hospital already"):
        admit(ward, STARTED - HOUR)
    assert len(told(ward)) == 1


def test_what_is_told_late_does_not_move_somebody_who_came_back_since(ward: Night) -> None:
    come_back(ward)
    admit(ward)
    assert whereabouts(ward) == StayState.HERE.value
    assert parts(ward) == [EpisodePart.RETURNED, EpisodePart.ADMITTED]


def test_an_episode_that_lies_ahead_is_refused_whole(ward: Night) -> None:
    with pytest.raises(InvalidInput, match="later than now"):
        admit(ward, STARTED + HOUR)
    assert (told(ward), whereabouts(ward)) == ((), StayState.HERE.value)


def test_somebody_without_a_home_can_go_to_hospital(ward: Night) -> None:
    other = builders.resident(nhs_number=None, source_identifiers=())
    ward.who = save_resident(ward.store, by=GP, resident=other)[0]
    admit(ward)
    assert parts(ward) == [EpisodePart.ADMITTED]


def test_a_carer_cannot_move_somebody_to_hospital(ward: Night) -> None:
    with pytest.raises(NotAllowed):
        to_hospital(ward.store, builders.actor(Role.HOME_CARER), ward.who, STARTED)
    assert told(ward) == ()


def test_the_next_review_replaces_the_one_before(ward: Night) -> None:
    _, review_id = (
        record_statement(ward.store, by=GP, draft=review_form(ward, f"2026-11-{day}")).record_id
        for day in (30, 28)
    )
    with ward.store.reading() as connection:
        (standing,) = statements(connection, PlanReview, ward.who)
    assert standing.id == review_id
    assert ward.memory.row(review_id)["due_at"] == "2026-11-28"


@pytest.mark.parametrize(
    ("due", "reviewed", "words"),
    [
        ("2027-01-01", "2026-11-25", "later than today"),
        ("2026-11-01", "2026-11-20", "before the last"),
    ],
)
def test_reviews_come_in_order(ward: Night, due: str, reviewed: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        record_statement(ward.store, by=GP, draft=review_form(ward, due, reviewed))


def test_a_review_done_today_sets_the_next_one(ward: Night) -> None:
    done = record_statement(ward.store, by=GP, draft=review_form(ward, "2027-02-24", "2026-11-24"))
    assert done.changes.kinds == {"plan_review"}


def review_form(ward: Night, due: str, reviewed: str = "") -> Draft[PlanReview]:
    """A review as a form gives it."""
    return (
        Draft(PlanReview, ward.who).with_value("next_due", due).with_value("reviewed_on", reviewed)
    )


def form(ward: Night, part: EpisodePart, at: datetime = STARTED - HOUR) -> Draft[HospitalEpisode]:
    return hospital_form(ward.who, part, at)


def test_a_form_tells_the_parts_in_their_order(ward: Night) -> None:
    hours = iter((8, 5, 4, 3))
    for part in (
        EpisodePart.ADMITTED,
        EpisodePart.RETURNED,
        EpisodePart.LETTER_SEEN,
        EpisodePart.MEDICINES_CHECKED,
    ):
        at = STARTED - next(hours) * HOUR
        record_hospital_part(ward.store, by=NURSE, draft=form(ward, part, at))
    assert parts(ward)[0] is EpisodePart.MEDICINES_CHECKED
    assert whereabouts(ward) == StayState.HERE.value


@pytest.mark.parametrize(
    "part", [EpisodePart.LETTER_SEEN, EpisodePart.MEDICINES_CHECKED], ids=lambda part: part.value
)
def test_what_follows_a_return_needs_one(ward: Night, part: EpisodePart) -> None:
    admit(ward)
    with pytest.raises(Refused, match="no return from hospital"):
        record_hospital_part(ward.store, by=NURSE, draft=form(ward, part))


def test_medicines_can_be_checked_after_the_letter_was_seen(ward: Night) -> None:
    admit(ward)
    back = form(ward, EpisodePart.RETURNED, STARTED - 3 * HOUR)
    record_hospital_part(ward.store, by=NURSE, draft=back)
    letter = form(ward, EpisodePart.LETTER_SEEN, STARTED - 2 * HOUR)
    record_hospital_part(ward.store, by=NURSE, draft=letter)
    check_medicines(ward)
    assert parts(ward)[0] is EpisodePart.MEDICINES_CHECKED


def test_a_form_without_a_part_is_refused_in_words(ward: Night) -> None:
    with pytest.raises(InvalidInput):
        record_hospital_part(ward.store, by=NURSE, draft=Draft(HospitalEpisode, ward.who))
