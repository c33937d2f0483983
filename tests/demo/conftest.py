"""One practice home for all tests that only read it."""

import pytest

from tests.support.demo_home import DemoHome, demo_home


@pytest.fixture(scope="package")
def demo() -> DemoHome:
    """The home on a Tuesday in November."""
    return demo_home()
