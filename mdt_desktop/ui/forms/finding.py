"""Which of many answers fit the letters that were typed. Free of Qt; it chooses nothing itself."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LEAST_OF_CODE: Final = 4
_BETWEEN: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Findable:
    """One answer: its key in the record, the words people read, and its code where it has one."""

    key: str
    words: str
    code: str = ""


def fitting(answers: Iterable[Findable], typed: str) -> tuple[Findable, ...]:
    """The answers of which every typed word begins a word; all where nothing is typed.

    Four figures or more may begin the code instead. Capitals and accents make no difference; the
    order stays.
    """
    wanted = _words(typed)
    return tuple(each for each in answers if _fits(each, wanted))


def _fits(answer: Findable, wanted: tuple[str, ...]) -> bool:
    there, code = _words(answer.words), answer.code
    return all(
        any(word.startswith(start) for word in there)
        or (len(start) >= _LEAST_OF_CODE and code.startswith(start))
        for start in wanted
    )


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(word for word in _BETWEEN.split(bare) if word)
