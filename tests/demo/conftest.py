"""One practice home and one small practice borough for all tests that only read them."""

import pytest

from tests.demo.borough_store import DemoBorough, demo_borough
from tests.support.demo_home import DemoHome, demo_home


@pytest.fixture(scope="session")
def demo() -> DemoHome:
    """The home on a Tuesday in November."""
    return demo_home()


@pytest.fixture(scope="session")
def borough() -> DemoBorough:
    """Three homes with five weeks of rounds, on the same day."""
    return demo_borough()
