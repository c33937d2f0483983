"""From a recorded set of observations to what NEWS2 reads."""

from collections.abc import Iterable
from contextlib import suppress

from mdt_core.errors import InvalidInput
from mdt_core.records.observations import ObservationSet
from mdt_core.scores.news2 import News2Input, evaluate


def news2_input(taken: ObservationSet) -> News2Input:
    """The seven readings of a set, None where one was not taken."""
    return News2Input(
        breaths_per_minute=taken.respirations,
        oxygen_percent=taken.oxygen_percent,
        scale=taken.spo2_scale,
        on_oxygen=taken.on_oxygen,
        systolic_mmhg=taken.systolic,
        pulse_per_minute=taken.pulse,
        consciousness=taken.consciousness,
        temperature_celsius=taken.temperature,
    )


def score_ahead(sets: Iterable[ObservationSet | None]) -> None:
    """Scores sets on the thread that read them, so that a window finds the scores made."""
    for taken in sets:
        if taken is not None:
            with suppress(InvalidInput):
                evaluate(news2_input(taken))
