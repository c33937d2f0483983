"""What people type becomes letters that can be drawn, and nothing goes missing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.documents.letters import clusters, drawable_lines, reads_right_to_left


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("INR <b>4.1 &amp; rising", ["INR <b>4.1 &amp; rising"]),
        ("one\r\ntwo\rthree\nfour\u2028five", ["one", "two", "three", "four", "five"]),
        ("a\tb", ["a    b"]),
        ("give \u202eton od", ["give ‹U+202E›ton od"]),
        ("bell\x07, null\x00", ["bell‹U+0007›, null‹U+0000›"]),
        ("lone \ud800", ["lone ‹U+D800›"]),
        ("own letter \uf8ff and \ufffe", ["own letter ‹U+F8FF› and ‹U+FFFE›"]),
        ("re\u00adstart\u200b, \ufeffgo", ["restart, go"]),
        ("thin\u2009space, 5\u00a0mg", ["thin space, 5\u00a0mg"]),
        ("cafe\u0301", ["café"]),
        ("\ufa6c", ["\ufa6c"]),
        ("", [""]),
    ],
)
def test_every_character_is_drawn_or_named(typed: str, drawn: list[str]) -> None:
    assert drawable_lines(typed) == drawn


@given(st.text())
def test_nothing_drawn_can_turn_the_reading_direction_or_hide(text: str) -> None:
    for line in drawable_lines(text):
        hidden = {"Cc", "Cs", "Co"} & {unicodedata.category(letter) for letter in line}
        turned = {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"} & {
            unicodedata.bidirectional(letter) for letter in line
        }
        assert not hidden | turned


@given(st.text(st.characters(categories=("L", "M", "N", "P", "S"))))
def test_letters_marks_figures_and_signs_all_stay(text: str) -> None:
    inked = "".join(c for c in text if c != "\u034f" and not "\ufe00" <= c <= "\ufe0f")
    drawn = "".join(drawable_lines(inked))
    assert unicodedata.normalize("NFC", drawn) == unicodedata.normalize("NFC", inked)


@given(st.text())
def test_clusters_put_together_are_the_word_again(word: str) -> None:
    assert "".join(clusters(word)) == word


def test_a_mark_stays_with_its_letter() -> None:
    assert list(clusters("xq\u0323\u0302y")) == ["x", "q\u0323\u0302", "y"]


@pytest.mark.parametrize(("text", "answer"), [("rash", False), ("שלום", True), ("a سلام", True)])
def test_writing_from_right_to_left_is_noticed(text: str, answer: bool) -> None:
    assert reads_right_to_left(text) is answer
