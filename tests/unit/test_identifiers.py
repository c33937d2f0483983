"""Identifiers that cannot be built wrong."""

import json
import secrets
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from mdt_core.errors import InvalidInput
from mdt_core.identifiers import (
    CheckedText,
    CqcLocationId,
    IdSource,
    NhsNumber,
    OdsCode,
    derived_change_id,
    derived_id,
    new_change_id,
    new_id,
    parse_change_id,
    parse_record_id,
)
from tests.support.shared_data import shared_data

_AT = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)


def _ones(count: int) -> bytes:
    return b"\xff" * count


def _zeros(count: int) -> bytes:
    return bytes(count)


# Records and changes


def test_a_new_identifier_is_a_canonical_uuid_7_that_holds_its_moment() -> None:
    made = new_id(_AT, secrets.token_bytes)
    parsed = uuid.UUID(made)
    assert (parsed.version, parsed.variant) == (7, uuid.RFC_4122)
    assert str(parsed) == made
    assert parsed.int >> 80 == int(_AT.timestamp() * 1000)
    assert new_id(_AT, _ones) == "01a20c68-6d20-7fff-bfff-ffffffffffff"
    assert new_id(_AT, _zeros) == "01a20c68-6d20-7000-8000-000000000000"
    assert str(new_change_id(_AT, _ones)) == str(new_id(_AT, _ones))


def test_the_example_of_the_standard_is_made_from_its_parts() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 19:22:22 GMT, rand_a CC3, rand_b 18C4DC0C0C07398F
    at = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    noise = bytes.fromhex("0CC318C4DC0C0C07398F")
    assert new_id(at, lambda _count: noise) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


def test_an_identifier_needs_a_moment_with_a_zone_after_1970() -> None:
    with pytest.raises(ValueError, match="time zone"):
        new_id(datetime(2026, 1, 1), _ones)  # noqa: DTZ001 - that is the fault tried
    with pytest.raises(InvalidInput, match="before 1970"):
        new_id(datetime(1969, 12, 31, tzinfo=UTC), _ones)


def test_the_same_source_gives_the_same_identifier_for_ever() -> None:
    assert derived_id("urn:x", "42") == "05201ee8-f5fe-8d49-bd4c-2e58308cbf16"
    assert derived_id("urn:x", "42") == derived_id("urn:x", "42")
    assert uuid.UUID(derived_id("urn:x", "42")).version == 8
    assert str(derived_change_id("urn:x", "42")) != str(derived_id("urn:x", "42"))


@given(st.tuples(st.text(min_size=1), st.text(min_size=1)), st.data())
def test_a_derived_identifier_is_canonical_and_parts_do_not_run_together(
    parts: tuple[str, str], data: st.DataObject
) -> None:
    joined = "".join(parts)
    cut = data.draw(st.integers(1, len(joined) - 1))
    other = (joined[:cut], joined[cut:])
    assert parse_record_id(derived_id(*parts)) == derived_id(*parts)
    assert (derived_id(*parts) == derived_id(*other)) is (parts == other)


@pytest.mark.parametrize("identifier", ["", "\ud800"])
def test_a_source_without_a_usable_identifier_is_refused(identifier: str) -> None:
    with pytest.raises(InvalidInput, match="The source gives"):
        derived_id("urn:x", identifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "resident-1",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b07cc398c4dc0c0c07398f",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\n",
        "\u066017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ],
)
def test_what_is_no_canonical_identifier_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a record identifier"):
        parse_record_id(text)
    with pytest.raises(InvalidInput):
        parse_change_id(text)


def test_a_long_wrong_identifier_is_shown_shortened() -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_record_id("x" * 5000)
    assert len(refused.value.message) < 80


def test_identifiers_grow_within_one_millisecond_and_when_the_clock_goes_back() -> None:
    moments = iter([*[_AT] * 3000, *[_AT - timedelta(hours=1)] * 3000, _AT + timedelta(minutes=1)])
    source = IdSource(lambda: next(moments), secrets.token_bytes)
    made = [source.record_id() for _ in range(6001)]
    assert made == sorted(set(made))
    assert all(parse_record_id(one) for one in made)
    assert uuid.UUID(made[-1]).int >> 80 == int((_AT + timedelta(minutes=1)).timestamp() * 1000)


def test_threads_never_share_an_identifier() -> None:
    source = IdSource(lambda: _AT, secrets.token_bytes)
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [source.change_id() for _ in range(500)], range(8)))
    assert len({one for batch in batches for one in batch}) == 4000
    assert all(batch == sorted(batch) for batch in batches)


# NHS numbers


@pytest.mark.parametrize(
    ("stem", "check"),
    [("999000001", 8), ("999000002", 6), ("999000017", 4), ("999876543", 9), ("999999999", 9)],
)
def test_only_the_right_check_digit_is_taken(stem: str, check: int) -> None:
    for digit in set(range(10)) - {check}:
        with pytest.raises(InvalidInput, match="the last digit does not fit"):
            NhsNumber.parse(f"{stem}{digit}")
    assert NhsNumber.parse(f"{stem}{check}") == f"{stem}{check}"


@pytest.mark.parametrize("stem", ["999000000", "999123456"])
def test_some_stems_have_no_check_digit_at_all(stem: str) -> None:
    for digit in range(10):
        with pytest.raises(InvalidInput):
            NhsNumber.parse(f"{stem}{digit}")


def test_the_refusal_is_said_in_the_words_of_the_screen() -> None:
    with pytest.raises(InvalidInput) as refused:
        NhsNumber.parse("999-123-4567")
    assert f"{refused.value.message} {refused.value.next_step}" == (
        "999 123 4567 is not a valid NHS number: the last digit does not fit. "
        "Check it, or choose «Not Known»"
    )
    assert refused.value.where == "NHS number"


@pytest.mark.parametrize(
    "text",
    [
        "9990000018",
        "999 000 0018",
        "  999-000-0018\n",
        "999.000.0018",
        "999\u00a0000\u00a00018",
        "999\u2009000\u20110018",
        "\ufeff9 9 9 0 0 0 0 0 1 8",
    ],
)
def test_a_pasted_number_is_taken_with_its_separators(text: str) -> None:
    number = NhsNumber.parse(text)
    assert number == "9990000018"
    assert number.spaced == "999 000 0018"
    assert number.is_practice


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("999000001", "9 digits, not 10"),
        ("99900000180", "11 digits, not 10"),
        ("ABCD 123", "Old and temporary"),
        ("999 000 001X", "Old and temporary"),
        ("\u0669\u0669\u0669\u0660\u0660\u0660\u0660\u0660\u0661\u0668", "only digits"),
        ("0000000000", "no such number is given out"),
        ("123 456 7890", "the last digit does not fit"),
    ],
)
def test_what_is_no_nhs_number_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        NhsNumber.parse(text)


def test_a_number_is_practice_only_in_the_999_range() -> None:
    assert not NhsNumber.parse("943 476 5919").is_practice


def test_a_number_does_not_print_itself_whole_into_a_log() -> None:
    assert repr(NhsNumber.parse("9990000018")) == "NhsNumber(ending 0018)"


def test_numbers_from_published_tests_are_taken_and_refused() -> None:
    path = shared_data("11_scores", "nhs_numbers.json")
    known = json.loads(path.read_text(encoding="utf-8"))
    for text in known["valid"] + known["chi_scotland_valid_checksum"]:
        assert NhsNumber.parse(text) == text
    for text in known["invalid"]:
        with pytest.raises(InvalidInput):
            NhsNumber.parse(text)
    for text, digits in known["format"]:
        # That source refuses groups other than 3-3-4; CUI asks for separators to be dropped.
        assert NhsNumber.parse(text) == (digits or "0123456789")


@given(st.integers(0, 999_999_999))
def test_changing_any_one_digit_of_a_number_is_noticed(stem: int) -> None:
    nine = f"{stem:09}"
    check = -sum(int(d) * w for d, w in zip(nine, range(10, 1, -1), strict=True)) % 11
    if check == 10 or stem == 0:
        return
    number = NhsNumber.parse(f"{nine}{check}")
    for place, digit in enumerate(number):
        changed = f"{number[:place]}{(int(digit) + 1) % 10}{number[place + 1 :]}"
        with pytest.raises(InvalidInput):
            NhsNumber.parse(changed)


# Places


def test_checked_text_needs_a_rule_of_its_own() -> None:
    with pytest.raises(NotImplementedError):
        CheckedText("anything")
    with pytest.raises(InvalidInput):
        NhsNumber("anything")


def test_codes_of_organisations_and_locations_are_brought_into_their_form() -> None:
    assert OdsCode.parse(" p81001 ") == "P81001"
    assert CqcLocationId.parse("1-123456789") == "1-123456789"
    assert CqcLocationId.parse(" 1 \u2013 10000792582 ") == "1-10000792582"


@pytest.mark.parametrize("text", ["", "P8", "P81001P81001", "P81 001", "P81-01", "Ä81001"])
def test_what_is_no_ods_code_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not an ODS code"):
        OdsCode.parse(text)


@pytest.mark.parametrize("text", ["", "123456789", "2-123456789", "1-12345", "1-12345678X"])
def test_what_is_no_cqc_location_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a CQC location"):
        CqcLocationId.parse(text)


# As fields of records


class _Resident(BaseModel):
    model_config = ConfigDict(frozen=True)
    nhs_number: NhsNumber | None = None
    practice: OdsCode | None = None
    location: CqcLocationId | None = None


def test_fields_are_checked_brought_into_form_and_survive_json() -> None:
    made = _Resident.model_validate(
        {"nhs_number": "999 000 0018", "practice": "p81001", "location": "1-123456789"}
    )
    assert isinstance(made.nhs_number, NhsNumber)
    assert json.loads(made.model_dump_json())["nhs_number"] == "9990000018"
    assert type(made.model_dump()["nhs_number"]) is str
    assert _Resident.model_validate_json(made.model_dump_json()) == made
    assert _Resident(nhs_number=made.nhs_number).nhs_number == made.nhs_number


def test_all_wrong_fields_are_told_at_once_in_words() -> None:
    with pytest.raises(ValidationError) as refused:
        _Resident.model_validate({"nhs_number": "9991234567", "practice": "{x}", "location": 5})
    told = {error["loc"][0]: error["msg"] for error in refused.value.errors()}
    assert set(told) == {"nhs_number", "practice", "location"}
    assert "the last digit does not fit. Check it" in told["nhs_number"]
    assert "«{x}» is not an ODS code" in told["practice"]
