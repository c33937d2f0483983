"""Scores and charts of a file: by published codes alone, as reported, and counted where they are not clear."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from mdt_core.fhir import chart_codes, vital_signs
from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.fhir.elements import LOINC, SNOMED
from mdt_core.kinds import dump
from tests.exchange import bundles
from tests.exchange.bundles import observation

AT = "2026-09-30T08:00:00Z"
FRAILTY = "763264000"
SEVERELY_FRAIL = "1129391000000100"


def read(*resources: bundles.Json) -> PatientRecord:
    return read_bundle(bundles.bundle(bundles.patient(), *resources))


def chart(code: str, value: object, unit: str = "{score}", **changed: object) -> bundles.Json:
    """An Observation of a chart; a code with a hyphen is LOINC, any other SNOMED CT."""
    system = LOINC if "-" in code else SNOMED
    made = {
        **observation(code, value, unit),
        "code": {"coding": [{"system": system, "code": code}]},
        "category": [{"coding": [{"code": "survey"}]}],
        **changed,
    }
    return {name: each for name, each in made.items() if each is not None}


@pytest.mark.parametrize(
    ("code", "value", "kind", "told"),
    [
        ("72514-3", 4, "pain_assessment", {"seen_at": AT, "said": 4}),
        ("443172007", 6, "stool", {"passed_at": AT, "stool_type": "6", "signs": []}),
        (FRAILTY, 7, "frailty_level", {"assessed_at": AT, "level": "7", "under_65": False}),
        (
            "445414007",
            Decimal("5.0"),
            "frailty_level",
            {"assessed_at": AT, "level": "5", "under_65": False},
        ),
    ],
)
def test_what_has_a_kind_here_becomes_it(
    code: str, value: object, kind: str, told: bundles.Json
) -> None:
    record = read(chart(code, value))
    [found] = record.charts
    assert (found.record.kind, dump(found.record)) == (kind, told)
    assert found.occurred_at is not None
    assert found.occurred_at.isoformat() == "2026-09-30T08:00:00+00:00"
    assert record.not_taken == {}


@pytest.mark.parametrize(
    ("code", "tool"),
    [
        ("72106-8", {"tool": "mmse"}),
        ("447316007", {"tool": "mmse"}),
        ("72172-0", {"tool": "moca"}),
        ("38227-5", {"tool": "braden"}),
        ("278897004", {"tool": "waterlow"}),
        ("444297006", {"tool": "other", "other_tool": "MUST"}),
        ("1239201000000100", {"tool": "other", "other_tool": "4AT"}),
        ("9269-2", {"tool": "other", "other_tool": "Glasgow Coma Scale"}),
    ],
)
def test_a_total_is_a_result_as_reported_and_no_answers_are_made_up(
    code: str, tool: bundles.Json
) -> None:
    by = [{"reference": "Practitioner/1"}, {"display": "Sister Ng, ward 4"}]
    [named] = read(chart(code, 6, performer=by)).charts
    rest = {"assessed_at": AT, "result": "6"}
    assert named.record.kind == "score_result"
    assert dump(named.record) == {**rest, **tool, "assessed_by": "Sister Ng, ward 4"}
    [unnamed] = read(chart(code, 6)).charts
    assert dump(unnamed.record)["assessed_by"] == "Not named in the file"


def test_what_was_drunk_in_a_day_is_known_up_to_its_end() -> None:
    day = {"start": "2026-09-29T08:00:00Z", "end": AT}
    sent = chart("9108-2", Decimal("1.25"), "L", effectiveDateTime=None, effectivePeriod=day)
    [found] = read(sent).charts
    assert dump(found.record) == {"seen_at": AT, "hours": 24, "taken_ml": 1250, "signs": []}


def test_a_level_of_somebody_under_65_is_kept_with_this_said() -> None:
    for born, under in (("1961-10-01", True), ("1961-09-30", False), (None, None)):
        person = bundles.patient(birthDate=born)
        [found] = read_bundle(bundles.bundle(person, chart(FRAILTY, 5))).charts
        assert dump(found.record).get("under_65") is under


@pytest.mark.parametrize("where", ["code", "valueCodeableConcept"])
def test_a_level_of_frailty_is_known_by_its_own_code(where: str) -> None:
    level = {"coding": [{"system": SNOMED, "code": SEVERELY_FRAIL}]}
    sent = chart(FRAILTY, 1, valueQuantity=None)
    [found] = read({**sent, where: level}).charts
    assert dump(found.record)["level"] == "7"


def test_of_levels_of_frailty_the_newest_alone_is_taken() -> None:
    older = chart(FRAILTY, 5, id="b", effectiveDateTime="2025-01-05T10:00:00Z")
    record = read(chart(FRAILTY, 6, id="a"), older)
    assert [dump(each.record)["level"] for each in record.charts] == ["6"]
    assert record.not_taken == {"Observation: Clinical Frailty Scale, older": 1}


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (chart("72514-3", Decimal("0.859")), "pain, not a whole number"),
        (chart("72514-3", 11), "pain, outside what is possible"),
        (chart("72514-3", 4, "mm"), "pain, unit not known"),
        (chart("72514-3", None), "pain, no value"),
        (chart("72514-3", 4, status="entered-in-error"), "entered-in-error"),
        (chart("72514-3", 4, status=None), "without status"),
        (chart("72514-3", 4, effectiveDateTime="2026-09-30"), "without a time of day"),
        (chart("443172007", 0), "Bristol stool type, outside what is possible"),
        (chart("9108-2", 1200, "[foz_us]"), "fluid intake, unit not known"),
        (
            chart("9108-2", 300, "mL", effectivePeriod={"start": "2026-09-30T06:00:00Z", "end": AT}),
            "fluid intake, not over 24 hours",
        ),
        (chart(SEVERELY_FRAIL, 5), "Clinical Frailty Scale, two levels that differ"),
        (chart(FRAILTY, 5, valueQuantity=None), "Clinical Frailty Scale, no value"),
        (chart(FRAILTY, Decimal("5.5")), "Clinical Frailty Scale, not a whole number"),
        (chart(FRAILTY, None), "Clinical Frailty Scale, no value"),
        (chart("72106-8", 31), "MMSE, outside what is possible"),
        (chart("225908003", 4), "pain score, which does not say of which scale"),
        (chart("39156-5", 22, "kg/m2"), "BMI, which is worked out here from weight and height"),
        (chart("927981000000106", 89, "%"), "usual saturation, which a clinician marks on a set here"),
        (chart("400000000", 3), "survey"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_counted_with_its_reason_and_kept_out(
    sent: bundles.Json, why: str
) -> None:
    record = read(sent)
    assert (record.charts, record.observation_sets) == ((), ())
    assert record.not_taken == {f"Observation: {why}": 1}


@pytest.mark.parametrize(
    "kind", ["Encounter", "EpisodeOfCare", "ServiceRequest", "Procedure", "DocumentReference"]
)
def test_a_type_without_a_record_of_its_own_here_is_counted_with_its_reason(kind: str) -> None:
    told = read({"resourceType": kind, "id": "one", "subject": bundles.PATIENT}).not_taken
    [(said, count)] = told.items()
    assert said.startswith(f"{kind}: ")
    assert count == 1


def test_the_guide_names_every_code_of_a_chart_once_with_its_source() -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "fhir-import.md").read_text("utf-8")
    rows = [line.split(" | ")[0] for line in guide.splitlines()]
    named = [row.removeprefix("| ") for row in rows if row.startswith(("| LOINC", "| SNOMED"))]
    tables = (chart_codes.CHARTS, chart_codes.FRAILTY_LEVELS, chart_codes.LEFT_OUT)
    names = {LOINC: "LOINC", SNOMED: "SNOMED CT"}
    assert sorted(named) == sorted(f"{names[s]} {code}" for each in tables for s, code in each)


def test_every_code_of_the_tables_has_a_right_check_digit() -> None:
    tables: Iterable[dict[tuple[str, str], object]] = (
        dict(chart_codes.CHARTS),
        dict(chart_codes.FRAILTY_LEVELS),
        dict(chart_codes.LEFT_OUT),
        dict(vital_signs.BY_CODE),
    )
    every = {pair for table in tables for pair in table}
    assert len(every) > 60
    assert [pair for pair in every if not _fits(*pair)] == []


def _fits(system: str, code: str) -> bool:
    return _luhn(code.replace("-", "")) if system == LOINC else _verhoeff(code)


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits)))
    return sum(sum(divmod(each, 10)) for each in doubled) % 10 == 0


def _verhoeff(digits: str) -> bool:
    """Verhoeff (1969): the check digit of every SNOMED CT identifier."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = int("1576283094"[turned])
        check = _in_dihedral_group(check, turned)
    return check == 0


def _in_dihedral_group(one: int, other: int) -> int:
    if one < 5:
        return (one + other) % 5 if other < 5 else 5 + (one + other) % 5
    return 5 + (one - other) % 5 if other < 5 else (one - other) % 5
