"""Canonical text: the shared vectors at both ends, files made to break parsers, and round trips."""

import json
import shutil
import subprocess
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.errors import InvalidInput
from mdt_core.sync.canonical import (
    LARGEST_INTEGER,
    body_hash,
    canonical_text,
    parse_canonical,
    parsed_soon,
    parsed_thoroughly,
)
from tests.properties.settings import FAST
from tests.support.shared_data import shared_data

HERE = Path(__file__).parent
VECTORS: dict[str, Any] = json.loads((HERE / "canonical_vectors.json").read_text("utf-8"))

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
keys = st.from_regex(r"[a-z0-9_][a-z0-9_./:-]{0,8}", fullmatch=True)
scalars = st.none() | st.booleans() | texts | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
bodies = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=12,
    ),
    max_size=4,
)


@pytest.mark.parametrize("vector", VECTORS["taken"], ids=lambda v: v["name"])
def test_a_canonical_text_is_taken_and_written_back_the_same(vector: dict[str, str]) -> None:
    value = parse_canonical(vector["text"])
    assert canonical_text(value) == vector["text"]
    assert body_hash(vector["text"]) == vector["hash"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda v: v["name"])
def test_any_other_text_is_refused_with_its_reason(vector: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_canonical(vector["text"])
    assert vector["reason"] in str(refused.value)


def test_javascript_takes_and_refuses_the_same_vectors() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on this machine, so the vectors are read by Python alone")
    done = subprocess.run(
        [node, str(HERE / "canonical.mjs"), str(HERE / "canonical_vectors.json")],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    expected = [vector["hash"] for vector in VECTORS["taken"]]
    assert json.loads(done.stdout) == expected + ["refused"] * len(VECTORS["refused"])


@given(bodies)
@FAST
def test_what_is_written_is_read_back_equal_and_only_one_text_stands_for_it(
    body: dict[str, Any],
) -> None:
    text = canonical_text(body)
    assert parse_canonical(text) == body
    assert canonical_text(dict(reversed(body.items()))) == text


@given(st.text(max_size=30) | st.binary(max_size=30).map(lambda raw: raw.decode("latin-1")))
@FAST
def test_any_text_at_all_is_read_or_refused_in_words(text: str) -> None:
    try:
        value = parse_canonical(text)
    except InvalidInput:
        return
    assert canonical_text(value) == text


HARMS = (
    "",
    "\\u0000",
    "\\ud800",
    "1.0",
    "-0",
    "1e3",
    " ",
    '"a":1,',
    "9" * 17,
    '{"a":[',
    "NaN",
    "\ud800",
)


@given(bodies, st.integers(0, 10_000), st.sampled_from(HARMS))
@FAST
def test_what_is_read_soon_is_what_is_read_thoroughly(
    body: dict[str, Any], place: int, harm: str
) -> None:
    text = canonical_text(body)
    at = place % len(text)
    tried = text[:at] + harm + text[at:]
    found = parsed_soon(tried)
    assert harm or found is not None or "\\u0000" in text
    if found is not None:
        assert parsed_thoroughly(tried) == found


def test_files_made_to_break_parsers_are_read_or_refused_in_words() -> None:
    files = sorted(shared_data("12_torture", "JSONTestSuite", "test_parsing").glob("*.json"))
    assert len(files) > 100
    for file in files:
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        for tried in (text, f'{{"a":{text}}}'):
            try:
                value = parsed_thoroughly(tried)
            except InvalidInput:
                assert parsed_soon(tried) is None, file.name
                continue
            assert canonical_text(value) == tried, file.name
            assert parsed_soon(tried) in (None, value), file.name


def test_nesting_without_end_is_refused_and_not_followed() -> None:
    for deep in (31, 32, 33):
        text = '{"a":' * deep + "{}" + "}" * deep
        assert parsed_soon(text) in (None, json.loads(text))
        assert (parsed_soon(text) is None) or parsed_thoroughly(text)
    for opening in ("[", '{"a":'):
        with pytest.raises(InvalidInput):
            parse_canonical('{"a":' + opening * 100_000)


def test_a_frozen_mapping_is_written_like_a_plain_one() -> None:
    frozen = MappingProxyType({"b": MappingProxyType({"c": 1}), "a": (1, 2)})
    assert canonical_text(frozen) == '{"a":[1,2],"b":{"c":1}}'


@pytest.mark.parametrize("value", [0.5, float("nan"), b"x", {1}, object()])
def test_a_value_that_is_not_json_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(InvalidInput, match=r"a\.b\[1\]"):
        canonical_text({"a": {"b": [1, value]}})
