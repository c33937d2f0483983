"""What others have to act on stands among the alerts: infections, interpreter, adjustments."""

from datetime import UTC, datetime

import pytest

from mdt_core.drafts import Draft
from mdt_core.record import Statement
from mdt_core.records.needs import Degree, EverydayNeeds
from mdt_core.records.personal_details import PersonalDetails
from mdt_core.records.risks import InfectionStatus
from mdt_core.scores.spoken import worked_out
from mdt_core.use_cases.recording import record_statement
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.resident.presenter import happening
from mdt_desktop.ui.resident.reading import read_again
from tests.support.ward import UNWELL, Ward


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def say(context: Context, who: str, kind: type[Statement], **values: object) -> None:
    record_statement(context.store, by=context.actor, draft=Draft(kind, who, values))


def alerts(context: Context, who: str) -> tuple[str, ...]:
    read = read_again(context.store, context.actor, who)
    return happening(read, context.actor, context.clock()).alerts


def test_an_infection_that_stands_comes_first_and_goes_when_it_is_over(
    context: Context, who: str
) -> None:
    say(context, who, PersonalDetails, needs_adjustments=True, adjustments="Sit on her left")
    apart = {"isolated": True, "isolated_until": "2026-11-27"}
    say(context, who, InfectionStatus, state="suspected", infection="Influenza", **apart)
    first, second = alerts(context, who)
    assert first.startswith("Infection: Suspected, result awaited: Influenza. KEPT APART until 27-")
    assert second == "Do differently: Sit on her left"
    say(context, who, InfectionStatus, state="over", infection="influenza")
    assert alerts(context, who) == (second,)


def test_an_interpreter_is_told_with_which_or_that_nobody_said_which(
    context: Context, who: str
) -> None:
    say(context, who, PersonalDetails, needs_interpreter=True, interpreter="Somali, a woman")
    assert alerts(context, who) == ("Interpreter needed: Somali, a woman",)
    say(context, who, PersonalDetails, needs_interpreter=True, needs_adjustments=True)
    assert alerts(context, who) == (
        "Interpreter needed: which one is not recorded",
        "Do differently: what is not recorded",
    )
    say(context, who, PersonalDetails, needs_interpreter=False, needs_adjustments=False)
    assert alerts(context, who) == ()


def test_more_help_than_usual_is_said_of_each_part_of_the_day_and_of_no_other() -> None:
    needs = EverydayNeeds(
        seen_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        eating=Degree.SLIGHT,
        mobility=Degree.SEVERE,
        hygiene=Degree.SEVERE,
        usual_eating=Degree.MODERATE,
        usual_mobility=Degree.SLIGHT,
        usual_continence=Degree.SLIGHT,
    )
    (fact,) = worked_out(needs)
    assert (fact.label, fact.words) == (
        "More help than usual",
        "Moving about (usually: slight disability)",
    )
    same = needs.model_copy(update={"mobility": Degree.SLIGHT})
    assert worked_out(same) == ()
