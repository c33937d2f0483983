"""What a transfer summary says of infections: the newest of each, and never «none» beside a newer one."""

from datetime import date, timedelta
from typing import Any

import pytest

from mdt_core.answers import answers
from mdt_core.documents.plan_contents import InfectionOnPaper, PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.risks import InfectionStatus
from mdt_core.use_cases.infections_now import NEWER, OVER_IS_TOLD_DAYS
from mdt_core.use_cases.recording import record_statement
from tests.support.builders import SAMPLES, newer_event
from tests.support.memory_store import GP
from tests.use_cases.test_plan_papers import Planned

TODAY = date(2026, 11, 24)


@pytest.fixture
def home() -> Planned:
    return Planned()


def say(home: Planned, who: str, state: str, infection: str = "", **more: Any) -> None:  # noqa: ANN401
    values = {"state": state, **({"infection": infection} if infection else {}), **more}
    record_statement(home.store, by=GP, draft=Draft(InfectionStatus, who, values))
    home.memory.clock.advance(minutes=1)


def told(home: Planned, who: str) -> tuple[InfectionOnPaper, ...]:
    return home.paper(who, PlanPaperKind.TRANSFER).now.infections


def test_the_newest_of_each_infection_is_told_and_what_stands_comes_first(home: Planned) -> None:
    who = home.resident()
    say(home, who, "carried", "MRSA", isolated=False)
    say(home, who, "confirmed", "COVID-19", isolated=True, isolated_until=TODAY)
    say(home, who, "over", " covid-19 ")
    mrsa, covid = told(home, who)
    assert (mrsa.what, mrsa.is_standing) == ("Carried without illness: MRSA", True)
    assert mrsa.words.startswith("Not kept apart from others. Recorded 24-Nov-2026 ")
    assert covid.what.startswith("Over:")
    assert not covid.is_standing


def test_none_known_is_told_only_where_nothing_newer_was_said(home: Planned) -> None:
    who = home.resident()
    say(home, who, "none_known")
    assert [each.what for each in told(home, who)] == ["None known, as asked"]
    say(home, who, "suspected", "Norovirus", since="2026-11-23", precautions="Own toilet.")
    (only,) = told(home, who)
    assert only.what == "Suspected, result awaited: Norovirus"
    assert "Since 23-Nov-2026. Whether kept apart: not recorded. Own toilet. Recorded" in only.words


def test_what_is_over_goes_after_four_weeks_unless_nothing_later_was_said(home: Planned) -> None:
    who = home.resident()
    say(home, who, "over", "Scabies")
    home.memory.clock.now += timedelta(days=OVER_IS_TOLD_DAYS + 1)
    assert [each.what for each in told(home, who)] == ["Over: Scabies"]
    say(home, who, "none_known")
    assert [each.what for each in told(home, who)] == ["None known, as asked"]


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-24", "KEPT APART until 24-Nov-2026"),
        ("2026-11-23", "Was to be kept apart until 23-Nov-2026"),
        (None, "Kept apart from others. Recorded"),
    ],
    ids=["today", "yesterday", "open"],
)
def test_how_long_somebody_is_kept_apart_is_told_against_today(
    home: Planned, until: str | None, words: str
) -> None:
    who = home.resident()
    more = {"isolated_until": until} if until else {}
    say(home, who, "confirmed", "Influenza", isolated=True, **more)
    assert words in told(home, who)[0].words


def test_what_a_newer_program_wrote_is_told_as_something_to_look_at(home: Planned) -> None:
    who = home.resident()
    body = {"state": "confirmed", "infection": "Influenza", "strain": "H5"}
    unread = {"state": "of_tomorrow", "infection": "Influenza"}
    for number, each in enumerate((body, unread), 1):
        home.memory.receive(
            newer_event(
                number,
                f"i{number}",
                "infection_status",
                each,
                resident_id=who,
                home_id=home.home_id,
            )
        )
    found = told(home, who)
    assert all(each.is_standing and NEWER in f"{each.what} {each.words}" for each in found)
    assert len(found) == 2


def test_a_summary_has_a_higher_version_and_another_name_after_each_of_them(home: Planned) -> None:
    who = home.resident()
    home.signed(who, PersonalDetails)
    first = home.paper(who, PlanPaperKind.TRANSFER)
    say(home, who, "confirmed", "Influenza")
    second = home.paper(who, PlanPaperKind.TRANSFER)
    assert (first.version, second.version) == (1, 2)
    assert first.document_id != second.document_id
    assert home.paper(who).version == 0
    part = second.part("personal_details")
    assert part is not None
    assert part.versions[0].answers == answers(SAMPLES["personal_details"]())
