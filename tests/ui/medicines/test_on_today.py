"""Medicine requests where they are waited for: on the start screen by role, and as a reason for the round."""

from datetime import date

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.medicine_request_steps import RequestStep
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.roles import Role
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.today import today
from mdt_core.store.queries.worklist import worklist
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_core.worklist import Tier, shipped_thresholds
from mdt_desktop.ui.round.know import medicines
from mdt_desktop.ui.today.requests import request_rows
from tests.support import builders
from tests.support.memory_store import GP
from tests.use_cases.test_falls import Night

NURSE = builders.actor(Role.HOME_NURSE)
PHARMACIST = builders.actor(Role.PHARMACIST)


@pytest.fixture
def ward() -> Night:
    return Night()


def ask(ward: Night, medicine: str = "amoxicillin", **values: str) -> str:
    plain = {"request_kind": "acute", "medicine": medicine, **values}
    draft = Draft(MedicineRequest, ward.who, plain)
    return ask_for_medicine(ward.store, by=NURSE, draft=draft)[0]


def rows(ward: Night, by: Actor) -> list[str]:
    with ward.store.reading() as connection:
        read = today(connection, by, ward.memory.clock())
    return [row.words.split("\n")[0] for row in request_rows(read, by)]


def test_the_home_sees_what_it_waits_for_and_others_what_is_theirs(ward: Night) -> None:
    of = ask(ward)
    waiting = ["Medicine requests (1)", "amoxicillin. Next: decide. The prescriber has it"]
    assert rows(ward, NURSE) == waiting
    assert rows(ward, GP) == waiting
    assert rows(ward, PHARMACIST) == []
    said = {"decision": "approved"}
    take_step(
        ward.store,
        by=GP,
        resident_id=ward.who,
        request_id=of,
        step=RequestStep.DECIDE,
        said=said,
    )
    assert rows(ward, PHARMACIST)[1].startswith("amoxicillin. Next: sent to the pharmacy")


def test_what_is_overdue_is_told_to_everybody_and_first(ward: Night) -> None:
    ask(ward, "paracetamol", request_kind="repeat")
    ask(ward, needed_by="2026-11-25")
    ward.memory.clock.advance(days=2)
    assert rows(ward, PHARMACIST) == [
        "Medicine requests (1)",
        "amoxicillin. Overdue: Needed by 25-Nov-2026, not decided. The prescriber holds it",
    ]
    assert [words.split(".")[0] for words in rows(ward, NURSE)[1:]] == [
        "amoxicillin",
        "paracetamol",
    ]


def test_an_overdue_request_is_a_reason_of_this_week_until_its_step_is_taken(ward: Night) -> None:
    of = ask(ward, needed_by="2026-11-25")
    assert reasons(ward, london_day(ward.memory.clock())) == []
    words = (
        "Medicine request, amoxicillin: Needed by 25-Nov-2026, not decided. The prescriber holds it"
    )
    assert reasons(ward, date(2026, 11, 26)) == [(Tier.SECOND, words)]
    take_step(
        ward.store,
        by=NURSE,
        resident_id=ward.who,
        request_id=of,
        step=RequestStep.CANCEL,
        said={"ended_words": "Better"},
    )
    assert reasons(ward, date(2026, 11, 26)) == []


def reasons(ward: Night, day: date) -> list[tuple[Tier, str]]:
    with ward.store.reading() as connection:
        found = worklist(connection, GP, ward.home_id, today=day, thresholds=shipped_thresholds())
    kind = MedicineRequest.kind
    return [(r.tier, r.words) for each in found for r in each.reasons if r.kind == kind]


def test_the_round_says_what_is_asked_for_beside_the_medicines(ward: Night) -> None:
    ask(ward)
    with ward.store.reading() as connection:
        page = resident_page(connection, GP, ward.who)
    block = medicines(page, "as known now", date(2026, 11, 24))
    assert block.lines == ("Asked for: amoxicillin. Next: decide. The prescriber has it",)
