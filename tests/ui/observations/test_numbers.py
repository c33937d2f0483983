"""A number that is possible and not likely is asked about once more, in the words of its field."""

import pytest

from mdt_core.fields import field_of
from mdt_core.records.observations import ObservationSet
from mdt_desktop.ui.observations.presenter import read_number


@pytest.mark.parametrize(
    ("name", "typed", "question"),
    [
        ("temperature", "39.5", ""),
        ("temperature", "39.6", "39.6 °C?"),
        ("temperature", "34.9", "34.9 °C?"),
        ("respirations", "41", "41 a minute?"),
        ("respirations", "8", ""),
        ("oxygen_percent", "79", "79%?"),
        ("oxygen_percent", "100", ""),
        ("systolic", "221", "221 mmHg?"),
        ("pulse", "39", "39 a minute?"),
    ],
)
def test_an_unlikely_reading_is_asked_about(name: str, typed: str, question: str) -> None:
    reading = read_number(field_of(ObservationSet, name), typed)
    assert (reading.question, reading.problem) == (question, "")
