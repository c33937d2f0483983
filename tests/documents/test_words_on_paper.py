"""Every word that comes in is read back out of the PDF, or the sheet is refused in words."""

import json
import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_core.documents.contents import PaperLook
from mdt_core.documents.letters import drawable_lines, reads_right_to_left
from mdt_core.documents.pdf import font
from mdt_core.documents.round_sheet import RIGHT_TO_LEFT_NOTE, render
from mdt_core.documents.text import FIELD_LIMIT, IDENTITY_LIMIT, Style, para
from mdt_core.errors import NotPrinted
from tests.documents.sheets import as_drawn, pages_of, person, sheet, short_entry, squeezed
from tests.support.shared_data import shared_data

FONTS = ("Inter-Regular", "DejaVuSans", "WideCoverage", "WideCoverageUpper", "HanSupplement")
PACKAGES = ("mdt_core", "mdt_desktop", "mdt_service")
ROOT = Path(__file__).resolve().parents[2]


def printed_plan(plan: str) -> str:
    return "\n".join(pages_of(sheet(replace(short_entry(), plan=plan))))


def plan_alone(text: str) -> str:
    """The plan's letters as read back, without the words of the sheet around them."""
    pages = pages_of(sheet(replace(short_entry(), plan=f"@@{text}@@")))
    return "".join(pages).split("@@")[1]


def letters_without_shape(text: str) -> set[str]:
    drawn = set("".join(drawable_lines(text)))
    return {letter for letter in drawn if not any(font(name).covers(letter) for name in FONTS)}


def assert_on_paper(text: str, paper: str) -> None:
    """Readers turn letters of right-to-left scripts about, so these are counted instead."""
    if reads_right_to_left(text):
        assert not Counter(as_drawn(text)) - Counter(squeezed(paper))
    else:
        assert as_drawn(text) in squeezed(paper)


@pytest.mark.parametrize(
    "plan",
    [
        "allergy <penicillin> severe",
        "RESPECT: <DNACPR> in place",
        "INR <b>4.1",
        "salt &amp; water, &lt;2 L",
        '<font color="red">x</font><img src="file:///etc/passwd"/><br/><para>',
        "SpO₂ ≥ 92 %, temp ≤ 38 °C → ring; ✓ ŵ â",
        "dose\t5 mg\n\n\n\n\nthen   wait",
        "سلام، شالوم שלום",
        "Ω ω π Ж 漢字 かな 한국어 ไทย 😀 👩🏽‍⚕️ 🇬🇧 𝒳",
        "e\u0301 q\u0323\u0307 Z\u0351\u036b\u0343a\u0328l\u0321go",
        "\u202ereversed\u202c \x01\x7f bell\x07",
        "supercalifragilistic" * 40,
    ],
)
def test_a_plan_is_read_back_word_for_word(plan: str) -> None:
    assert_on_paper(plan, printed_plan(plan))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", max_codepoint=0x17F)), max_size=40))
def test_generated_texts_are_read_back_word_for_word(texts: list[str]) -> None:
    entries = [replace(short_entry(n), plan=f"n{n}: {text}") for n, text in enumerate(texts)]
    paper = "\n".join(pages_of(sheet(*entries)))
    for entry in entries:
        assert as_drawn(entry.plan) in squeezed(paper)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_printed_unless_a_letter_truly_has_no_shape(text: str) -> None:
    try:
        paper = printed_plan(text)
    except NotPrinted:
        assert letters_without_shape(text)
    else:
        assert not letters_without_shape(text)
        assert_on_paper(text, paper)


def test_every_letter_of_the_bundled_fonts_is_read_back() -> None:
    """In 60 sheets, so that each font has many subsets and every ninth letter is seen."""
    letters = [chr(code) for name in FONTS for code in sorted(font(name).face.charToGlyph)]
    ours = [c for c in letters if c.isalpha() and not reads_right_to_left(c)][::9]
    assert len(ours) > 5_000
    for start in range(0, len(ours), 800):
        text = " ".join(ours[start : start + 800])
        assert Counter(as_drawn(text)) == Counter(squeezed(plan_alone(text)))


def test_a_letter_without_shape_stops_the_printing_and_is_named_with_its_page() -> None:
    plan = "line\n" * 60 + "Mr \U0002a6d6 asked"
    with pytest.raises(NotPrinted, match=re.escape("(page 2, «Mr \U0002a6d6 asked», U+2A6D6 CJK")):
        printed_plan(plan)


def test_naughty_strings_are_printed_as_plan_name_and_address() -> None:
    strings = json.loads(shared_data("12_torture", "blns", "blns.json").read_text("utf-8"))
    assert not any(letters_without_shape(text) for text in strings)
    for start in range(0, len(strings), 40):
        some = strings[start : start + 40]
        entries = [replace(short_entry(), plan=t, person=replace(person(), name=t)) for t in some]
        paper = "\n".join(pages_of(sheet(*entries)))
        for text in some:
            assert_on_paper(text, paper)
    for text in strings[::5]:
        address = pages_of(replace(sheet(short_entry()), home_address=text, home_name=text))
        assert_on_paper(text, address[0])


def test_right_to_left_writing_says_on_paper_that_it_is_not_joined() -> None:
    assert squeezed(RIGHT_TO_LEFT_NOTE) in squeezed(printed_plan("שלום"))
    assert squeezed(RIGHT_TO_LEFT_NOTE) not in squeezed(printed_plan("hello"))
    abroad = replace(sheet(short_entry()), printed_by="שלום")
    assert squeezed(RIGHT_TO_LEFT_NOTE) in squeezed(pages_of(abroad)[0])


def test_a_text_over_the_limit_is_refused_and_never_cut() -> None:
    with pytest.raises(NotPrinted, match="20,001 characters; the paper takes 20,000"):
        printed_plan("x" * (FIELD_LIMIT + 1))


def test_a_name_over_the_limit_is_refused_since_it_stands_on_every_page() -> None:
    named = replace(person(), name="N" * (IDENTITY_LIMIT + 1))
    with pytest.raises(NotPrinted, match="501 characters; the paper takes 500"):
        pages_of(sheet(replace(short_entry(), person=named)))


@pytest.mark.parametrize(("letter", "seconds"), [("W", 1.0), ("字", 1.0), ("\u202e", 2.0)])
def test_a_word_as_long_as_a_field_holds_nobody_up(letter: str, seconds: float) -> None:
    """The override grows eightfold, into its name; breaking words must not be quadratic."""
    plan = letter * FIELD_LIMIT
    started = time.process_time()
    pdf = render(sheet(replace(short_entry(), plan=plan)), look=PaperLook())
    assert time.process_time() - started < seconds
    assert pdf.startswith(b"%PDF")


def test_a_word_as_long_as_a_field_is_whole_on_paper() -> None:
    paper = squeezed(printed_plan("Q" * FIELD_LIMIT))
    assert paper.count("Q") == FIELD_LIMIT


def test_a_held_down_return_key_costs_one_empty_line() -> None:
    lines = para("first" + "\n" * 5_000 + "second\n\n\n", Style(10)).laid(300).lines
    assert ["".join(piece.letters for piece in line) for line in lines] == ["first", "", "second"]


def test_a_long_double_name_breaks_after_its_hyphen() -> None:
    lines = para("FEATHERSTONE-HAUGHTON", Style(10)).laid(95).lines
    assert [line[0].letters for line in lines] == ["FEATHERSTONE-", "HAUGHTON"]


@pytest.mark.parametrize(
    "number", ["0161 496 0005", "(0161) 496 0005,", "+44 161 496 0005", "999 000 0018."]
)
def test_no_line_ends_within_a_telephone_or_nhs_number(number: str) -> None:
    words = f"Nurse on call by day {number} at night 111"
    for width in range(95, 220, 5):
        lines = para(words, Style(10)).laid(width).lines
        told = ["".join(piece.letters for piece in line) for line in lines]
        assert [line for line in told if number in line], f"{width}: {told}"
        assert " ".join(told) == words


def test_only_one_module_knows_reportlab_and_none_its_markup() -> None:
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    knowing = [path for path in sources if re.search("(import|from) +reportlab", path.read_text())]
    assert knowing == [ROOT / "mdt_core" / "documents" / "pdf.py"]
    assert not [path for path in sources if re.search(r"\bParagraph\(", path.read_text())]
