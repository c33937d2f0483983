"""British spelling by Hunspell with the bundled dictionary, our medical words and a person's own.

Free of Qt: the window loads it on a runner, the doctor asks what is wrong with it. Loading takes
some 50 ms, looking a word up microseconds. It says whether a word is known and what may be meant;
it changes no text and writes no file.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from mdt_core.files import resource

LANGUAGE: Final = "en_GB"
LONGEST_ASKED: Final = 30
"""Suggestions are looked for up to this length: a longer word takes too long and means nothing."""


class Speller:
    """The dictionary, once loaded."""

    def __init__(self, dictionary: Any, words: Iterable[str]) -> None:  # noqa: ANN401 - no types
        self._dictionary = dictionary
        self._words: set[str] = set()
        for word in words:
            self.learn(word)

    def is_right(self, word: str) -> bool:
        """Whether the word is known, as written or in small letters."""
        plain = word.replace("\u2019", "'")
        if plain.casefold() in self._words:
            return True
        return bool(self._dictionary.spell(plain))

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, the likeliest first."""
        if len(word) > LONGEST_ASKED:
            return ()
        return tuple(self._dictionary.suggest(word.replace("\u2019", "'")))

    def learn(self, word: str) -> None:
        """Knows a word from now on, and may suggest it."""
        self._words.add(word.casefold())
        self._dictionary.add(word)


def load_speller(own_words: Iterable[str] = (), folder: Path | None = None) -> Speller:
    """Loads the dictionary; raises OSError where a file or the library is missing or unreadable."""
    try:
        from hunspell import Hunspell  # type: ignore[import-untyped]  # noqa: PLC0415 - the one use
    except ImportError as error:
        message = "the spelling library is not installed"
        raise OSError(message) from error
    place = folder or resource("spelling")
    words = medical_words((place / "medical_words.txt").read_text("utf-8"))
    dictionary = Hunspell(LANGUAGE, hunspell_data_dir=str(place), system_encoding="UTF-8")
    return Speller(dictionary, (*words, *own_words))


def spelling_problem(folder: Path | None = None) -> str:
    """Why spelling cannot be marked, in words without a path, or an empty text."""
    try:
        speller = load_speller(folder=folder)
    except OSError as error:
        return f"Spelling is not marked: {_reason(error)}"
    return "" if speller.is_right("resident") else "Spelling is not marked: the dictionary is empty"


def medical_words(text: str) -> tuple[str, ...]:
    """The words of our list; hyphens part words, as in the texts that are looked at."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(part for line in lines for word in line.split() for part in word.split("-"))


def _reason(error: OSError) -> str:
    is_library = "library" in str(error)
    return "the spelling library is missing" if is_library else "the dictionary is missing"
