"""What a table may hold at most, and how a column is called."""

MOST_ROWS = 200_000
"""Most rows below the headings."""

MOST_COLUMNS = 500
"""Most cells in a row."""

MOST_CELLS = 5_000_000
"""Most cells between the first and the last used one of a worksheet, empty ones too."""

LONGEST_FIELD = 20_000
"""Longest text of one cell, in characters."""

_LETTERS = 26


def column_letters(place: int) -> str:
    """The letters of a column as Excel shows them: A for 0, Z for 25, AA for 26."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
