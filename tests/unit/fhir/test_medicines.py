"""Orders and statements to medicine lines: the medicine by its reference, the dose in words."""

import pytest

from mdt_core.errors import ImportRefused
from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.fhir.dosage import dosage_values
from mdt_core.records.medicines import MedicineLine
from tests.exchange import bundles

MEDICATION = {
    "resourceType": "Medication",
    "id": "med-1",
    "code": bundles.concept("Ramipril 5 mg capsules", "318858006"),
    "form": bundles.concept("Capsule"),
    "amount": {
        "numerator": {"value": 5, "unit": "mg"},
        "denominator": {"value": 1, "unit": "capsule"},
    },
}


def read(*resources: bundles.Json) -> PatientRecord:
    return read_bundle(bundles.bundle(bundles.patient(), *resources))


def lines(*resources: bundles.Json) -> list[tuple[str, str]]:
    taken = [each for each in read(*resources).medicines if not each.only_if_known]
    return [(each.record.medicine, str(each.record.state)) for each in taken]


def line(*others: bundles.Json, **changed: object) -> MedicineLine:
    return read(bundles.request(**changed), *others).medicines[0].record


def statement(**changed: object) -> bundles.Json:
    made = {**bundles.request(), "resourceType": "MedicationStatement", "id": "statement-1"}
    del made["intent"], made["authoredOn"], made["dosageInstruction"]
    period = {"start": "2025-01", "end": "2027"}
    return {**made, "effectivePeriod": period, "dosage": [{"text": "One at night"}], **changed}


@pytest.mark.parametrize(
    "reference",
    [
        "urn:uuid:med-1",
        "Medication/med-1",
        "Medication/med-1/_history/2",
        "https://gp.example/fhir/Medication/med-1",
        "#med-1",
    ],
)
def test_a_medicine_is_found_by_its_reference(reference: str) -> None:
    named = {"medicationCodeableConcept": None, "medicationReference": {"reference": reference}}
    inside = {"contained": [MEDICATION]} if reference.startswith("#") else {}
    found = line(*([] if inside else [MEDICATION]), **named, **inside)
    assert (found.medicine, found.code) == ("Ramipril 5 mg capsules", "318858006")
    assert (found.form, found.strength) == ("Capsule", "5 mg / 1 capsule")


def test_a_reference_out_of_the_file_stands_with_the_words_at_hand() -> None:
    reference = {"reference": "Medication/elsewhere", "display": "Ramipril 5 mg"}
    found = line(medicationCodeableConcept=None, medicationReference=reference)
    assert found.medicine == "Ramipril 5 mg (named in another record)"


def test_a_medication_without_words_leaves_the_display_of_its_reference() -> None:
    wordless = {"resourceType": "Medication", "id": "med-1"}
    reference = {"reference": "Medication/med-1", "display": "Ramipril 5 mg"}
    found = line(wordless, medicationCodeableConcept=None, medicationReference=reference)
    assert found.medicine == "Ramipril 5 mg"


def test_an_order_that_names_no_medicine_refuses_the_record() -> None:
    reference = {"reference": "Medication/elsewhere"}
    with pytest.raises(ImportRefused, match="names no medicine"):
        line(medicationCodeableConcept=None, medicationReference=reference)


def test_the_reason_and_the_prescriber_are_found_by_reference() -> None:
    doctor = {
        "resourceType": "Practitioner",
        "id": "dr",
        "name": [{"family": "Shah", "given": ["Amina"]}],
    }
    found = line(
        bundles.condition(),
        doctor,
        reasonReference=[{"reference": "Condition/condition-1"}],
        reasonCode=[bundles.concept("Oedema")],
        requester={"reference": "Practitioner/dr"},
    )
    assert found.reason == "Oedema, Heart failure"
    assert found.prescriber == "Amina Shah"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("active", "active"),
        ("on-hold", "on_hold"),
        ("cancelled", "stopped"),
        ("stopped", "stopped"),
        ("completed", "completed"),
        ("unknown", "unknown"),
        ("something-new", "unknown"),
    ],
)
def test_the_state_of_an_order_is_as_r4_says(status: str, state: str) -> None:
    assert str(line(status=status).state) == state


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"intent": "proposal"}, "proposal"),
        ({"doNotPerform": True}, "not to be given"),
    ],
)
def test_what_is_no_order_makes_no_line_and_is_counted(changed: bundles.Json, name: str) -> None:
    record = read(bundles.request(**changed))
    assert [each.only_if_known for each in record.medicines] == [True]
    assert record.not_taken == {f"MedicationRequest: {name}": 1}
    assert record.medicine_list is None


def test_a_statement_is_a_line_with_its_own_course() -> None:
    [found] = read(statement()).medicines
    assert (found.record.started, found.record.stopped) == ("2025-01", "2027")
    assert found.record.instructions == "One at night"


@pytest.mark.parametrize("status", ["intended", "not-taken", "entered-in-error"])
def test_a_statement_that_nothing_is_taken_makes_no_line(status: str) -> None:
    assert lines(statement(status=status)) == []


def test_two_orders_in_force_are_two_lines_also_of_one_medicine() -> None:
    evening = bundles.request(id="request-2", dosageInstruction=[{"text": "One in the evening"}])
    assert len(lines(bundles.request(), evening)) == 2


def test_of_past_orders_only_the_newest_of_a_medicine_is_a_line() -> None:
    past = [
        bundles.request(id=f"r{year}", status="completed", authoredOn=f"{year}-01-01")
        for year in (2019, 2021, 2020)
    ]
    record = read(*past)
    assert [e.record.started for e in record.medicines if not e.only_if_known] == ["2021-01-01"]
    assert record.not_taken == {"MedicationRequest: earlier order": 2}


def test_past_orders_of_a_medicine_in_force_are_no_lines() -> None:
    past = bundles.request(id="r2", status="stopped", authoredOn="2030-01-01")
    assert lines(past, bundles.request()) == [("Furosemide 40 mg tablets", "active")]


def test_a_statement_about_an_order_of_the_record_is_no_second_line() -> None:
    about = statement(basedOn=[{"reference": "MedicationRequest/request-1"}])
    assert lines(bundles.request(), about) == [("Furosemide 40 mg tablets", "active")]
    assert len(lines(bundles.request(status="stopped"), about)) == 1
    assert lines(bundles.request(status="stopped"), about)[0][1] == "active"


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, "once a day"),
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, "twice a day"),
        ({"frequency": 3, "frequencyMax": 4, "period": 1, "periodUnit": "d"}, "3 to 4 times a day"),
        ({"frequency": 1, "period": 6, "periodUnit": "h"}, "every 6 hours"),
        ({"period": 4, "periodMax": 6, "periodUnit": "h"}, "every 4 to 6 hours"),
        ({"frequency": 2, "period": 2, "periodUnit": "wk"}, "twice every 2 weeks"),
        ({"when": ["MORN", "HS"]}, "in the morning, at bedtime"),
        (
            {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]},
            "once a week, on Mon",
        ),
        ({"timeOfDay": ["08:00:00", "20:00:00"]}, "08:00, 20:00"),
        ({}, None),
    ],
)
def test_how_often_is_told_in_words(repeat: bundles.Json, words: str | None) -> None:
    assert dosage_values([{"timing": {"repeat": repeat}}]).get("frequency") == words


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ({"doseQuantity": {"value": 40, "unit": "mg"}}, "40 mg"),
        (
            {"doseRange": {"low": {"value": 1}, "high": {"value": 2, "unit": "tablet"}}},
            "1 to 2 tablet",
        ),
        ({"rateQuantity": {"value": 2, "unit": "L/min"}}, "2 L/min"),
        (
            {
                "rateRatio": {
                    "numerator": {"value": 1, "unit": "L"},
                    "denominator": {"value": 8, "unit": "h"},
                }
            },
            "1 L per 8 h",
        ),
        ({"doseQuantity": {"value": 1, "comparator": "<"}}, "< 1"),
    ],
)
def test_a_dose_is_told_with_its_unit(rate: bundles.Json, words: str) -> None:
    assert dosage_values([{"doseAndRate": [rate]}])["dose"] == words


def test_when_needed_keeps_its_reason_and_its_limit() -> None:
    most = {"numerator": {"value": 4, "unit": "g"}, "denominator": {"value": 24, "unit": "h"}}
    values = dosage_values(
        [
            {
                "asNeededCodeableConcept": {"text": "pain"},
                "maxDosePerPeriod": most,
                "text": "One or two",
            }
        ]
    )
    assert values == {
        "as_needed": True,
        "instructions": "One or two\nWhen needed for pain\nNo more than 4 g in 24 h",
    }


def test_several_dosages_are_told_one_under_the_other() -> None:
    first = {"doseAndRate": [{"doseQuantity": {"value": 2, "unit": "tablet"}}], "text": "with food"}
    values = dosage_values([first, {"text": "then one daily", "asNeededBoolean": True}])
    assert values == {"instructions": "2 tablet, with food\nwhen needed, then one daily"}
