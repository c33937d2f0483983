"""Which words of several texts are not in all of them, for people to see at a glance.

A word is what stands between spaces, so that «2.5» and «25» are two words and nothing inside one is
passed over. Rather too much is marked than too little. Says nothing of which text is right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, groupby

_PIECE = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text; `is_changed` says that another text does not have these words here."""

    text: str
    is_changed: bool


def differences(texts: Sequence[str]) -> tuple[tuple[Run, ...], ...]:
    """Each text as runs, in order; joined they are the text again, letter for letter.

    Space is never marked by itself: only between two words that are.
    """
    pieces = [_PIECE.findall(text) for text in texts]
    words = [[piece for piece in each if not piece.isspace()] for each in pieces]
    marks = [[False] * len(each) for each in words]
    for one, other in combinations(range(len(words)), 2):
        _mark(words[one], words[other], marks[one], marks[other])
    return tuple(_runs(each, said) for each, said in zip(pieces, marks, strict=True))


def _mark(
    words: Sequence[str], others: Sequence[str], marks: list[bool], other_marks: list[bool]
) -> None:
    """Compared once for both, so that what is left unmarked is the same words in each."""
    for how, start, end, other_start, other_end in SequenceMatcher(
        None, words, others
    ).get_opcodes():
        if how != "equal":
            marks[start:end] = [True] * (end - start)
            other_marks[other_start:other_end] = [True] * (other_end - other_start)


def _runs(pieces: Sequence[str], marks: Sequence[bool]) -> tuple[Run, ...]:
    told = [*_told(pieces, marks)]
    return tuple(
        Run("".join(text for text, _ in group), is_changed)
        for is_changed, group in groupby(told, key=lambda pair: pair[1])
    )


def _told(pieces: Sequence[str], marks: Sequence[bool]) -> list[tuple[str, bool]]:
    """Each piece with its mark; space takes that of its neighbours where they agree."""
    told: list[tuple[str, bool]] = []
    place = 0
    for piece in pieces:
        if piece.isspace():
            is_between = 0 < place < len(marks) and marks[place - 1] and marks[place]
            told.append((piece, is_between and "\n" not in piece))
        else:
            told.append((piece, marks[place]))
            place += 1
    return told
