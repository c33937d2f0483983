"""The first journey: import, place, observe, write, die, come back, sign, print, read back."""

from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from mdt_core.clock import clinical_weekday_date, london, london_day, system_clock
from mdt_core.roles import Role
from tests.exchange.bundles import NHS, SYSTEM, everyday, patient, saved
from tests.journeys.conftest import Begin, Journey

pytestmark = pytest.mark.timeout(180)

scenarios("features/one_entry.feature")

PLAN = (
    "Oxygen target 94 to 98 %. Sit her up; drinks every hour & write down <what> is taken.\n"
    "RESPECT: <look> in the care file – 36.8 °C is her usual."
)
NOTE = "Breathless since this morning, right base dull. Daughter told at 10:15."
BIRTHDAY = "02-May-1938"


def _today() -> date:
    return london_day(system_clock())


@given(parsers.parse('a nurse\'s workspace of the home "{home}"'), target_fixture="journey")
def _workspace(begin: Begin, home: str) -> Journey:
    return begin(name="Joy Adeyemi", role=Role.HOME_NURSE, home=home)


@given("the record of Grace Okafor, 88, imported from a file of her practice")
def _imported(journey: Journey) -> None:
    identifiers = [{"system": SYSTEM, "value": "P-1"}, {"system": NHS, "value": "9990000018"}]
    record = everyday()
    record["entry"][0]["resource"] = patient(identifier=identifiers)
    path = saved(journey.folder, record)
    answer = journey.command("import", "fhir", str(path))
    assert (answer["created"], answer["refused"]) == (1, [])
    assert journey.command("import", "fhir", str(path))["unchanged"] == 1


@when("the nurse unlocks the client and places Grace in room 14")
def _placed(journey: Journey) -> None:
    window = journey.unlock()
    window.click("Homes")
    window.wait_for("By name.")
    window.click("Not yet placed")
    window.wait_for("OKAFOR")
    window.click("Place in a home")
    window.wait_for("Type of stay")
    window.click("Permanent")
    window.focus("Admitted")
    window.type("t")
    window.focus("Room")
    window.type("14")
    window.click("Place OKAFOR")
    window.wait_for("Placed. The resident is on the list")


@when("takes observations that make a NEWS2 of 7")
def _observed(journey: Journey) -> None:
    window = journey.window
    _open_grace(journey)
    window.press("Ctrl+O")
    window.wait_for("Breaths")
    for field, reading in (("Breaths", "25"), ("SpO2", "94")):
        window.focus(field)
        window.type(reading)
    window.click("Air")
    for field, reading in (
        ("Systolic blood pressure", "130"), ("Pulse", "112"), ("Temperature", "38.5"),
    ):  # fmt: skip
        window.focus(field)
        window.type(reading)
    window.click("Alert")
    window.wait_for("7. Usual not set")
    window.press("Ctrl+Return")
    window.wait_for("NEWS2 7")


@when("begins an entry with a plan and an action for the GP")
def _written(journey: Journey) -> None:
    window = journey.window
    window.click("Write entry")
    window.wait_for("Why today")
    window.focus("Note")
    window.press("Alt+1")
    window.type(NOTE)
    window.focus("Plan")
    window.type(PLAN)
    window.focus("Actions")
    before = f"{london(system_clock()):%H:%M:%S}"
    window.type("look at chest and antibiotics @gp tomorrow")
    window.press("Return")
    window.wait_for("Due ")
    window.wait_until_kept_after(before)


@when("the computer dies before she signs")
def _dies(journey: Journey) -> None:
    journey.kill()


@when("she unlocks the client again and goes back to the entry")
def _back(journey: Journey) -> None:
    journey.unlock()
    _open_grace(journey)
    journey.window.click("Write entry")


@then("her words are offered back for Grace and for nobody else")
def _offered(journey: Journey) -> None:
    journey.window.wait_for("You left a draft for OKAFOR")
    journey.window.click("Go on with it")
    journey.window.wait_for(PLAN)
    journey.window.wait_for("look at chest and antibiotics")


@when("she signs the entry and saves the round sheet")
def _signed(journey: Journey) -> None:
    window = journey.window
    window.click("Next round")
    window.press("Ctrl+Return")
    window.wait_for("Round sheet")
    window.click("Round sheet")
    window.wait_for("1 entry. Version 1")
    window.click("Save PDF")
    window.name_file(journey.folder / "sheet.pdf")
    window.wait_for("sheet.pdf. It holds details")
    window.kill()


@then("the sheet names Grace by her birthday and number and holds the plan word for word")
def _read_back(journey: Journey) -> None:
    words = _sheet(journey)
    assert "OKAFOR, Grace Ada" in words
    assert f"Born {BIRTHDAY}" in words
    assert "999 000 0018" in words
    assert " ".join(PLAN.split()) in words
    assert NOTE not in words


@then("the action for the GP is on it with its day")
def _action(journey: Journey) -> None:
    words = _sheet(journey)
    assert "look at chest and antibiotics" in words
    assert f"Due {clinical_weekday_date(_today() + timedelta(days=1))}" in words


@then("the workspace passes its examination")
def _examined(journey: Journey) -> None:
    journey.command("doctor")


def _open_grace(journey: Journey) -> None:
    window = journey.window
    window.press("Ctrl+K")
    window.type("okaf")
    window.wait_for("1 found")
    window.press_until("Return", "Last entry")


def _sheet(journey: Journey) -> str:
    reader = PdfReader(journey.folder / "sheet.pdf")
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
