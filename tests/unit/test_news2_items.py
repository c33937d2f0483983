"""Every item of the published NEWS2 questionnaire has a home: a field of ours, or a figure worked out.

The questionnaire of NHS England is read where it lies beside the checkout and is skipped in words where
it does not. What it asks beyond the score, and nobody measures in a care home, is left out by name.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import pytest

from mdt_core.fields import field_of
from mdt_core.record import kind_named
from mdt_core.records.nutrition import HeightHow, MustScreen
from mdt_core.records.observations import Consciousness, ObservationSet, SetPurpose, SpO2Scale
from mdt_core.scores.must import bmi
from mdt_core.scores.news2 import TABLE, News2Input, evaluate
from tests.support.builders import NINE_IN_THE_MORNING
from tests.support.shared_data import shared_data

FIELDS: Final = {
    "927981000000106": "observation_set.oxygen_percent",  # of the set whose purpose is «usual»
    "27113001": "observation_set.weight_kg",
    "50373000": "must_screen.height_cm",
    "276885007": "observation_set.temperature",
    "72313002": "observation_set.systolic",
    "1091811000000102": "observation_set.diastolic",
    "364075005": "observation_set.pulse",
    "86290005": "observation_set.respirations",
    "1104441000000107": "observation_set.consciousness",
    "301282008": "observation_set.on_oxygen",
}
"""By the SNOMED CT code of each item that is asked."""
PARTS: Final = {
    "1104301000000104": "breaths_per_minute",
    "1104351000000103": "pulse_per_minute",
    "1104311000000102": "oxygen_percent",
    "1104331000000105": "on_oxygen",
    "1104371000000107": "temperature_celsius",
    "1104341000000101": "systolic_mmhg",
    "1104361000000100": "consciousness",
}
"""Points of one part: worked out from the set and shown, never typed."""
TOTAL: Final = "1104051000000101"
BMI: Final = "60621009"
LEFT_OUT: Final = {"363811000": "the size of the head is measured in infants"}
ACVPU: Final = {
    "248234008": Consciousness.ALERT,
    "130987000": Consciousness.NEW_CONFUSION,
    "300202002": Consciousness.VOICE,
    "450847001": Consciousness.PAIN,
    "422768004": Consciousness.UNRESPONSIVE,
}
AIR_OR_OXYGEN: Final = {"722742002": False, "371825009": True}
_FOLDER: Final = "03_nhs_england_igs"


def _read(*parts: str) -> dict[str, Any]:
    path = shared_data(_FOLDER, *parts)
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def _every(item: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for each in item.get("item", ()):
        yield each
        yield from _every(each)


@pytest.fixture(scope="module")
def asked() -> dict[str, dict[str, Any]]:
    """The items that ask something, by their SNOMED CT code."""
    form = _read("Frameworks", "backup", "Questionnaire", "NEWS2-Assessment.json")
    return {each["code"][0]["code"]: each for each in _every(form) if each["type"] != "group"}


def test_every_item_of_the_news2_questionnaire_has_its_home(
    asked: dict[str, dict[str, Any]],
) -> None:
    homes = [*FIELDS, *PARTS, TOTAL, BMI, *LEFT_OUT]
    assert sorted(homes) == sorted(set(homes))
    assert sorted(asked) == sorted(homes)


def test_every_field_named_is_one_of_ours() -> None:
    for place in FIELDS.values():
        kind, name = place.split(".")
        record_class = kind_named(kind)
        assert record_class is not None
        assert field_of(record_class, name).label
    assert SetPurpose.USUAL.label


def test_every_part_of_the_score_is_worked_out_from_the_set() -> None:
    assert sorted(PARTS.values()) == sorted(TABLE.order)


def test_every_answer_offered_there_can_be_given_here(asked: dict[str, dict[str, Any]]) -> None:
    def offered(code: str) -> set[str]:
        return {each["valueCoding"]["code"] for each in asked[code]["answerOption"]}

    assert offered("1104441000000107") == set(ACVPU)
    assert set(ACVPU.values()) == set(Consciousness)
    assert offered("301282008") == set(AIR_OR_OXYGEN)


def test_the_body_mass_index_is_worked_out_of_weight_and_height() -> None:
    screen = MustScreen(
        screened_at=NINE_IN_THE_MORNING,
        weight_kg=Decimal(50),
        height_how=HeightHow.MEASURED,
        height_cm=Decimal(160),
    )
    assert bmi(screen) == Decimal("19.53125")


def test_a_published_set_whose_total_is_not_its_sum_is_scored_by_the_chart() -> None:
    """Breaths 21, SpO2 93 % on air and pulse 95 make 2, 2 and 1; the example says 6."""
    bundle = _read(
        *("ClinicalObservations", "backup", "Bundle"),
        "Bundle-TotalNews2ScoreAndObservations.json",
    )
    read = {
        coding["code"]: each["resource"]
        for each in bundle["entry"]
        for coding in each["resource"]["code"]["coding"]
    }
    pressures = {
        each["code"]["coding"][0]["code"]: each["valueQuantity"]["value"]
        for each in read["75367002"]["component"]
    }
    found = evaluate(
        News2Input(
            breaths_per_minute=read["86290005"]["valueQuantity"]["value"],
            oxygen_percent=read["103228002"]["valueQuantity"]["value"],
            scale=SpO2Scale.SCALE_1,
            on_oxygen="722742002" not in read,
            systolic_mmhg=pressures["72313002"],
            pulse_per_minute=read["364075005"]["valueQuantity"]["value"],
            consciousness=ACVPU[
                read["1104441000000107"]["valueCodeableConcept"]["coding"][0]["code"]
            ],
            temperature_celsius=Decimal(str(read["276885007"]["valueQuantity"]["value"])),
        )
    )
    assert found.total == 5
    recorded = read[TOTAL]["valueQuantity"]["value"]
    assert recorded == 6  # kept as recorded by the source, beside ours
    assert field_of(ObservationSet, "recorded_news2").within is not None
