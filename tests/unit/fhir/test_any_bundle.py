"""Whatever stands in a bundle: it is read, or refused in words; nothing else comes out."""

import copy
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_core.errors import KnownError
from mdt_core.fhir.bundle import read_bundle
from tests.exchange import bundles
from tests.unit.fhir.test_charts import AT, chart

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
    | st.sampled_from(["active", "2026-02-30", "Patient/patient-1", "#", "urn:uuid:patient-1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["coding", "code", "value", "reference"]), inner)
    ),
    max_leaves=6,
)
WHOLE = bundles.everyday(
    {**bundles.request(id="r2"), "medicationReference": {"reference": "#m"}},
    bundles.observation("8310-5", 37, "Cel"),
    chart("72106-8", 24, performer=[{"display": "Sister Ng"}]),
    chart("9108-2", 1, "L", effectivePeriod={"start": "2026-09-29T08:00:00Z", "end": AT}),
    chart("1104441000000107", 0, valueCodeableConcept=bundles.concept("Alert", "248234008")),
    chart("371825009", 2, "L/min"),
)


def places(value: dict[str, Any] | list[Any]) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in list(inner):
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_bundle_altered_anywhere_is_read_or_refused_in_words(data: st.DataObject) -> None:
    altered = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        every = list(places(altered))
        container, key = every[data.draw(st.integers(0, len(every) - 1))]
        container[key] = data.draw(ANYTHING)
    with suppress(KnownError):
        assert read_bundle(altered).person.resident.family_name


@given(st.dictionaries(st.text(max_size=15), ANYTHING))
def test_any_other_object_is_refused_in_words(content: dict[str, Any]) -> None:
    with pytest.raises(KnownError):
        read_bundle(content)
