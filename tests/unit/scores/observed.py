"""Sets of observations with ordinary values, for tests of NEWS2."""

from decimal import Decimal

from mdt_core.records.observations import Consciousness, SpO2Scale
from mdt_core.scores.news2 import News2Input

ORDINARY = News2Input(
    breaths_per_minute=16,
    oxygen_percent=97,
    scale=SpO2Scale.SCALE_1,
    on_oxygen=False,
    systolic_mmhg=130,
    pulse_per_minute=76,
    consciousness=Consciousness.ALERT,
    temperature_celsius=Decimal("36.8"),
)

ACVPU = dict(zip("ACVPU", Consciousness, strict=True))

PARAMETERS = (
    "breaths_per_minute",
    "oxygen_percent",
    "on_oxygen",
    "systolic_mmhg",
    "pulse_per_minute",
    "consciousness",
    "temperature_celsius",
)


def observed(**changed: object) -> News2Input:
    """An ordinary set with some values changed."""
    return News2Input(**{**vars(ORDINARY), **changed})
