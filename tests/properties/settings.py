"""How many cases the properties try: few for each run, other ones every time."""

from hypothesis import HealthCheck, settings

FAST = settings(deadline=None, max_examples=60)
SLOW = settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""For cases that each open stores of their own."""

WORLDS = settings(
    deadline=None,
    max_examples=50,
    stateful_step_count=10,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
"""For worlds of several computers and a service, which a test makes in ten shares of these cases."""
