"""Search words, made here and not by the engine, so that every engine finds the same.

A word is a run of letters and digits after NFKD, without combining marks, casefolded. Other signs
(an emoji, a dash between words) are words of their own; a chunk of nothing but ASCII signs becomes
one word of private-use characters, so that whatever can be a name can be found. Typographic
dashes and apostrophes are those of the keyboard: `O’Brien` is found by `O'Brien`.
"""

import re
import unicodedata
from itertools import groupby

_PRIVATE = 0xE000
_ASCII_END = 0x80
_LONGEST_WORD = 64
_APOSTROPHES = frozenset("‘’‚‛ʼ′")
_ASCII_WORD = re.compile("[0-9a-z]+")
_ASCII_WORDS = re.compile(r"[0-9a-z]+|(?<!\S)[^\s0-9a-z]+(?!\S)")
"""Of a lower-case text: runs of letters and digits, and chunks of nothing but signs."""
_HALF_CHARACTERS = range(0xD800, 0xE000)


def words_of(text: str) -> tuple[str, ...]:
    """The search words of a text, in order, as stored in the index and as asked for."""
    if text.isascii():  # most texts are: what follows would find the same ten times slower
        found = _ASCII_WORDS.findall(text.lower())
        if "".join(found).isalnum() and max(map(len, found)) <= _LONGEST_WORD:
            return tuple(found)
        return tuple(map(_ascii_word, found))
    whole = "".join(each for each in text if ord(each) not in _HALF_CHARACTERS)
    return tuple(word for chunk in whole.split() for word in _words_of_chunk(chunk))


def _ascii_word(found: str) -> str:
    word = found if found[0].isalnum() else "".join(map(_private, found))
    return word[:_LONGEST_WORD]


def _words_of_chunk(chunk: str) -> list[str]:
    if chunk.isascii():
        found = _ASCII_WORD.findall(chunk.lower())
        if found:
            return [word[:_LONGEST_WORD] for word in found]
    plain = _folded(chunk) or chunk
    if not any(character.isalnum() for character in plain):
        return ["".join(_private(character) for character in plain)[:_LONGEST_WORD]]
    runs = ("".join(run) for _, run in groupby(plain, key=_sort_of))
    return [run[:_LONGEST_WORD] for run in runs if not run.isascii() or run.isalnum()]


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = (character for character in decomposed if not unicodedata.combining(character))
    return "".join(map(_as_typed, bare)).casefold()


def _as_typed(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    return "-" if unicodedata.category(character) == "Pd" else character


def _sort_of(character: str) -> str:
    if character.isalnum():
        return "word"
    return "ascii" if ord(character) < _ASCII_END else character


def _private(character: str) -> str:
    code = ord(character)
    return chr(_PRIVATE + code) if code < _ASCII_END else character


def sounds_of(family_name: str) -> str:
    """A rough English sound of a family name, to mark names that are easily taken for each other.

    Letters only; like-sounding groups are made one and doubled letters and inner vowels dropped.
    It errs on the side of marking too many.
    """
    plain = "".join(character for character in _folded(family_name) if character.isalpha())
    for spelled, sound in _SOUNDS:
        plain = plain.replace(spelled, sound)
    kept = plain[:1] + "".join(letter for letter in plain[1:] if letter not in "aeiouyhw")
    return "".join(letter for letter, _ in groupby(kept))


_SOUNDS = (
    ("ough", "o"), ("ph", "f"), ("ck", "k"), ("gh", "g"), ("kn", "n"), ("wr", "r"), ("sch", "s"),
    ("sh", "s"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("q", "k"), ("z", "s"), ("x", "ks"),
    ("v", "f"), ("d", "t"), ("b", "p"), ("m", "n"), ("j", "g"),
)  # fmt: skip
