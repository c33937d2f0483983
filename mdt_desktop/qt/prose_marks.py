"""What is marked in a long text: blanks to be filled, and words that the dictionary does not know.

A blank has a ground and a dashed line, a word a wavy line: shapes, not colours alone. Never marked:
names of the person on the banner, capitalised words inside a sentence, words in capitals or with
figures, what stands in a blank, and the word being typed. Nothing is ever corrected.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from typing_extensions import override

from mdt_core.quick_text import blanks_in
from mdt_desktop.qt.writing_aids import WritingAids

LONGEST_WORD: Final = 40
_CHUNK: Final = re.compile(r"\S+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"(?:^|[.!?:\n])[\s\"'\u2018\u201c«(\u2022*-]*$")
_LOOKED_BACK: Final = 8
"""How far a sentence's end is looked for: a look at the whole line would make long notes slow."""
_NO_PROSE: Final = re.compile(r"[\d@_\\]|://|^;")
_POSSESSIVE: Final = re.compile(r"['\u2019]s$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be looked up, at its place in a line of text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def words_to_check(
    line: str, known_blanks: frozenset[str], names: frozenset[str]
) -> Iterator[Word]:
    """The words of a line that a dictionary is asked about; `names` are in small letters."""
    masked = _without_blanks(line, known_blanks)
    for chunk in _CHUNK.finditer(masked):
        if _NO_PROSE.search(chunk[0]):
            continue
        for found in _WORD.finditer(masked, chunk.start(), chunk.end()):
            word = Word(found.start(), _POSSESSIVE.sub("", found[0]))
            if _is_prose(masked, word, names):
                yield word


def _without_blanks(line: str, known_blanks: frozenset[str]) -> str:
    """The line with signs that are no letters in place of its blanks, so that places stay."""
    for blank in blanks_in(line, known_blanks):
        line = line[: blank.start] + "~" * (blank.end - blank.start) + line[blank.end :]
    return line


def _is_prose(line: str, word: Word, names: frozenset[str]) -> bool:
    text = word.text
    if not 1 < len(text) <= LONGEST_WORD or text.isupper() or text.casefold() in names:
        return False
    before = line[max(0, word.start - _LOOKED_BACK) : word.start]
    return not (text[0].isupper() and not _SENTENCE_END.search(before))


def utf16_length(text: str) -> int:
    """The length of a text as Qt counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def up_to_utf16(text: str, place: int) -> str:
    """The beginning of a text up to a place as Qt counts it."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "ignore")


class ProseMarks(QSyntaxHighlighter):
    """Marks the lines of one document."""

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        super().__init__(document)
        self._aids: WritingAids | None = None
        self._names: frozenset[str] = frozenset()
        self._typing_at: tuple[int, int] | None = None
        self._blank, self._unknown = QTextCharFormat(), QTextCharFormat()
        self.take_colours(palette)

    def take_colours(self, palette: QPalette) -> None:
        """Takes up the colours of a look."""
        lines = QTextCharFormat.UnderlineStyle
        self._blank.setBackground(palette.color(QPalette.ColorRole.Midlight))
        self._blank.setUnderlineStyle(lines.DashUnderline)
        self._blank.setUnderlineColor(palette.color(QPalette.ColorRole.Text))
        self._unknown.setUnderlineStyle(lines.WaveUnderline)
        self._unknown.setUnderlineColor(palette.color(QPalette.ColorRole.BrightText))
        self.rehighlight()

    def use(self, aids: WritingAids | None, names: frozenset[str]) -> None:
        """Takes up who helps and which names are never marked."""
        if (aids, names) != (self._aids, self._names):
            self._aids, self._names = aids, names
            self.rehighlight()

    def set_typing_at(self, line: int, place: int) -> None:
        """Leaves the word that ends at a place unmarked while it is typed."""
        before, self._typing_at = self._typing_at, (line, place)
        if before != self._typing_at:
            for number in {line, before[0] if before else line}:
                self.rehighlightBlock(self.document().findBlockByNumber(number))

    def end_typing(self) -> None:
        """Marks the word that was being typed, if there is anything to mark."""
        before, self._typing_at = self._typing_at, None
        if before is not None:
            self.rehighlightBlock(self.document().findBlockByNumber(before[0]))

    def unknown_at(self, line: str, place: int) -> Word | None:
        """The marked word at a place of a line, or None."""
        return next(
            (word for word in self._unknown_in(line) if word.start <= place <= word.end), None
        )

    def _unknown_in(self, line: str) -> Iterator[Word]:
        aids = self._aids
        if aids is None or not aids.can_spell:
            return
        for word in words_to_check(line, aids.known_blanks, self._names):
            if not aids.is_right(word.text):
                yield word

    @override
    def highlightBlock(self, text: str) -> None:
        if self._aids is None:
            return
        for blank in blanks_in(text, self._aids.known_blanks):
            self._mark(text, blank.start, blank.end, self._blank)
        typing = self._typing_at or (-1, -1)
        is_typed_here = self.currentBlock().blockNumber() == typing[0]
        for word in self._unknown_in(text):
            if not (is_typed_here and utf16_length(text[: word.end]) == typing[1]):
                self._mark(text, word.start, word.end, self._unknown)

    def _mark(self, text: str, start: int, end: int, how: QTextCharFormat) -> None:
        self.setFormat(utf16_length(text[:start]), utf16_length(text[start:end]), how)
