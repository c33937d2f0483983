"""Lets these tests be found only where `./dev torture` runs them."""

import os

from tests.service.conftest import new_postgresql, postgresql  # noqa: F401 - its fixtures

collect_ignore_glob = [] if os.environ.get("MDT_TORTURE") else ["test_*.py"]
