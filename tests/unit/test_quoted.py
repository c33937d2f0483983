"""Somebody's own words in a line of ours."""

import pytest

from mdt_desktop.ui.quoted import quoted


@pytest.mark.parametrize(
    ("words", "after", "line"),
    [
        ("Left her porridge", "Sleepier", "«Left her porridge». Sleepier"),
        ("He always knows her.", "More confused", "«He always knows her.» More confused"),
        ("Is she dry?", "Drinking less", "«Is she dry?» Drinking less"),
        ("Left her porridge.", "", "«Left her porridge.»"),
        ("", "Sleepier", "Sleepier"),
        ("", "", ""),
    ],
)
def test_no_line_stops_twice(words: str, after: str, line: str) -> None:
    assert quoted(words, after) == line
