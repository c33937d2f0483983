"""Vital signs to observation sets: units, ranges, rounding, and what is counted instead."""

import json
from decimal import Decimal

import pytest

from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.records.observations import Consciousness, ObservationSet
from mdt_core.scores.news2 import evaluate
from mdt_core.scores.observed import news2_input
from tests.exchange import bundles
from tests.exchange.bundles import SNOMED, observation
from tests.support.shared_data import shared_data

NHS_ENGLAND = ("03_nhs_england_igs", "ClinicalObservations", "backup")
NEWS2_EXAMPLE = (*NHS_ENGLAND, "Bundle", "Bundle-TotalNews2ScoreAndObservations.json")


def by_snomed(code: str, **changed: object) -> bundles.Json:
    """An Observation under a SNOMED CT code alone, without a value unless one is given."""
    made = observation("", None, "", id=f"observation-{code}")
    del made["valueQuantity"]
    return {**made, "code": {"coding": [{"system": SNOMED, "code": code}]}, **changed}


def quantity(value: object, unit: str) -> bundles.Json:
    return {"valueQuantity": {"value": value, "code": unit, "system": bundles.UCUM}}


def answer(code: str) -> bundles.Json:
    return {"valueCodeableConcept": {"coding": [{"system": SNOMED, "code": code}]}}


def read(*resources: bundles.Json) -> PatientRecord:
    return read_bundle(bundles.bundle(bundles.patient(), *resources))


def sets(*resources: bundles.Json) -> list[ObservationSet]:
    return [each.record for each in read(*resources).observation_sets]


@pytest.mark.parametrize(
    ("code", "unit", "value", "field", "taken"),
    [
        ("9279-1", "/min", 18, "respirations", 18),
        ("9279-1", "{breaths}/min", 18, "respirations", 18),
        ("59408-5", "%", 94, "oxygen_percent", 94),
        ("2708-6", "%", Decimal("91.9"), "oxygen_percent", 91),
        ("8867-4", "/min", Decimal("71.5"), "pulse", 72),
        ("8310-5", "Cel", Decimal("36.80"), "temperature", Decimal("36.80")),
        ("8310-5", "Cel", Decimal("38.297"), "temperature", Decimal("38.3")),
        ("8310-5", "[degF]", Decimal("98.6"), "temperature", Decimal("37.0")),
        ("29463-7", "kg", Decimal("61.35"), "weight_kg", Decimal("61.35")),
        ("29463-7", "[lb_av]", 140, "weight_kg", Decimal("63.5")),
        ("29463-7", "g", 61350, "weight_kg", Decimal("61.35")),
    ],
)
def test_a_value_comes_in_the_unit_of_its_field(
    code: str, unit: str, value: object, field: str, taken: object
) -> None:
    [found] = sets(observation(code, value, unit))
    assert getattr(found, field) == taken
    assert str(getattr(found, field)) == str(taken)


def test_what_was_rounded_or_converted_is_told_as_sent() -> None:
    [found] = sets(
        observation("2708-6", Decimal("91.9"), "%"),
        observation("8310-5", Decimal("98.6"), "[degF]"),
    )
    assert found.note == "As sent: SpO2 91.9 %, Temperature 98.6 [degF]"
    [plain] = sets(observation("9279-1", 18, "/min"))
    assert plain.note is None


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"valueQuantity": {"value": 70, "unit": "bpm"}}, "pulse, unit not known"),
        ({"valueQuantity": {"value": 70, "code": "/s"}}, "pulse, unit not known"),
        (
            {"valueQuantity": {"value": 70, "code": "/min", "system": "urn:x"}},
            "pulse, unit not known",
        ),
        ({"valueQuantity": {"value": 700, "code": "/min"}}, "pulse, outside what is possible"),
        (
            {"valueQuantity": {"value": 70, "code": "/min", "comparator": ">"}},
            "pulse, not an exact value",
        ),
        ({"valueQuantity": None}, "pulse, no value"),
        ({"status": "preliminary"}, "preliminary"),
        ({"status": "entered-in-error"}, "entered-in-error"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": None}, "without status"),
        ({"effectiveDateTime": "2026-09-30"}, "without a time of day"),
        ({"effectiveDateTime": None}, "without a time of day"),
    ],
)
def test_what_cannot_be_read_surely_is_counted_with_its_reason(
    changed: bundles.Json, name: str
) -> None:
    record = read(observation("8867-4", 70, "/min", **changed))
    assert record.observation_sets == ()
    assert record.not_taken == {f"Observation: {name}": 1}


def test_sets_are_made_by_time_and_encounter() -> None:
    ward = {"encounter": {"reference": "Encounter/1"}}
    found = sets(
        observation("9279-1", 18, "/min", **ward),
        observation("8867-4", 70, "/min", **ward),
        observation("8310-5", 37, "Cel"),
        observation("59408-5", 95, "%", effectiveDateTime="2026-09-30T09:00:01+01:00"),
    )
    assert [(each.respirations, each.pulse, each.temperature) for each in found] == [
        (None, None, 37),
        (18, 70, None),
        (None, None, None),
    ]
    assert found[2].taken_at.isoformat() == "2026-09-30T08:00:01+00:00"


def test_two_values_of_one_sign_at_one_time_both_stay_visible() -> None:
    found = sets(
        observation("8867-4", 70, "/min", id="a"),
        observation("8867-4", 110, "/min", id="b"),
        observation("8867-4", 70, "/min", id="c"),
    )
    assert [each.pulse for each in found] == [70, 110]


def test_the_order_in_the_file_changes_nothing() -> None:
    one, two = observation("8867-4", 70, "/min", id="a"), observation("8867-4", 110, "/min", id="b")
    assert read(one, two).observation_sets == read(two, one).observation_sets


def test_blood_pressure_is_read_from_its_components() -> None:
    [found] = sets(bundles.pressure(Decimal("131.6"), 78))
    assert (found.systolic, found.diastolic) == (132, 78)


def test_a_news2_total_of_the_source_is_kept_as_recorded() -> None:
    total = observation("", 7, "{ScoreOf}", category=[{"coding": [{"code": "survey"}]}])
    total["code"] = {"coding": [{"system": bundles.SNOMED, "code": "1104051000000101"}]}
    [found] = sets(total)
    assert found.recorded_news2 == 7


def test_a_period_is_dated_by_its_start() -> None:
    period = {"start": "2026-09-30T08:00:00Z", "end": "2026-09-30T08:05:00Z"}
    [found] = sets(
        observation("8867-4", 70, "/min", effectiveDateTime=None, effectivePeriod=period)
    )
    assert found.taken_at.hour == 8


def test_a_panel_without_values_is_counted_as_such() -> None:
    empty = observation("85354-9", 1, "", component=[])
    assert read(empty).not_taken == {"Observation: panel without values": 1}


def test_the_published_news2_example_is_read_whole_and_its_total_stays_beside_ours() -> None:
    """Its parts make 5 by the RCP's table and it says 6: both are kept, neither is bent."""
    sent = json.loads(shared_data(*NEWS2_EXAMPLE).read_text("utf-8"), parse_float=Decimal)
    about = sent["entry"][0]["resource"]["subject"]["reference"].partition("/")[2]
    sent["entry"].append({"resource": bundles.patient(id=about)})
    record = read_bundle(sent)
    [found] = [each.record for each in record.observation_sets]
    assert record.not_taken == {}
    assert (found.respirations, found.oxygen_percent, found.pulse) == (21, 93, 95)
    assert (found.on_oxygen, found.consciousness) == (False, Consciousness.ALERT)
    assert (evaluate(news2_input(found)).total, found.recorded_news2) == (5, 6)


def test_every_published_observation_of_nhs_england_is_read_or_counted_with_its_reason() -> None:
    paths = sorted(shared_data(*NHS_ENGLAND, "Observation").glob("*.json"))
    sent = [json.loads(path.read_text("utf-8"), parse_float=Decimal) for path in paths]
    record = read(*({**each, "subject": bundles.PATIENT} for each in sent))
    [first, second] = [each.record for each in record.observation_sets]
    assert (first.respirations, first.systolic, first.weight_kg) == (21, 120, Decimal(65))
    assert (first.consciousness, first.oxygen_flow) == (Consciousness.VOICE, Decimal(2))
    assert (first.on_oxygen, second.on_oxygen) == (True, False)  # two that contradict stay two
    assert sum(record.not_taken.values()) == 13
    assert record.not_taken["Observation: height, which stands in a MUST screen here"] == 1


@pytest.mark.parametrize(
    ("code", "value", "field", "taken"),
    [
        ("86290005", quantity(18, "/min"), "respirations", 18),
        ("431314004", quantity(94, "%"), "oxygen_percent", 94),
        ("271649006", quantity(132, "mm[Hg]"), "systolic", 132),
        ("271650006", quantity(78, "mm[Hg]"), "diastolic", 78),
        ("78564009", quantity(70, "/min"), "pulse", 70),
        ("415974002", quantity(Decimal("36.8"), "Cel"), "temperature", Decimal("36.8")),
        ("27113001", quantity(Decimal("61.35"), "kg"), "weight_kg", Decimal("61.35")),
        ("1104441000000107", answer("130987000"), "consciousness", Consciousness.NEW_CONFUSION),
        ("422768004", {}, "consciousness", Consciousness.UNRESPONSIVE),
        ("722742002", {}, "on_oxygen", False),
        ("371825009", {}, "on_oxygen", True),
    ],
)
def test_a_record_of_a_practice_is_read_by_its_snomed_codes(
    code: str, value: bundles.Json, field: str, taken: object
) -> None:
    [found] = sets(by_snomed(code, **value))
    assert getattr(found, field) == taken


def test_oxygen_is_given_with_its_flow() -> None:
    [found] = sets(by_snomed("371825009", **quantity(2, "L/min")))
    assert (found.on_oxygen, found.oxygen_flow) == (True, Decimal(2))


@pytest.mark.parametrize(
    ("code", "value", "why"),
    [
        ("371825009", {"valueBoolean": False}, "on oxygen, no value"),
        ("722742002", {"dataAbsentReason": {"text": "unknown"}}, "on oxygen, no value"),
        ("1104441000000107", answer("248218005"), "consciousness, no value"),
        ("1104441000000107", {"valueInteger": 0}, "consciousness, no value"),
        ("1104441000000107", {}, "consciousness, no value"),
        ("130987000", {"valueBoolean": False}, "consciousness, no value"),
    ],
)
def test_nobody_breathes_air_or_is_alert_because_a_value_says_nothing(
    code: str, value: bundles.Json, why: str
) -> None:
    record = read(by_snomed(code, **value))
    assert record.observation_sets == ()
    assert record.not_taken == {f"Observation: {why}": 1}
