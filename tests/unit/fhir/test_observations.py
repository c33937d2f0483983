"""Vital signs to observation sets: units, ranges, rounding, and what is counted instead."""

from decimal import Decimal

import pytest

from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.records.observations import ObservationSet
from tests.exchange import bundles
from tests.exchange.bundles import observation


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
