"""What every test with a window has: one line of the screenless window system is not a warning."""

import pytest

_NO_SCREEN = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets pass what the offscreen window system says each time a window is shown."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(_NO_SCREEN, extend=True))
