"""The round sheet carries identity on every page, its marks, and what each resident needs."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from mdt_core.documents.contents import NOT_KNOWN, Freshness, PaperLook, RoundSheet
from mdt_core.documents.furniture import DRAFT_WORDS, PRACTICE_WORDS
from mdt_core.documents.people import SIMILAR_NAME, TOO_FEW_IDENTIFIERS
from mdt_core.documents.round_sheet import (
    NOT_A_PRESCRIPTION,
    NOT_CONFIRMED,
    WITHDRAWN,
    render,
)
from mdt_core.documents.text import IDENTITY_LIMIT
from mdt_core.errors import NotPrinted
from tests.documents.sheets import (
    corrected_entry,
    full_entry,
    pages_of,
    person,
    sheet,
    short_entry,
    squeezed,
    texts_of_pages,
    withdrawn_entry,
)

EXPECTED = Path(__file__).parent / "expected" / "round_sheet.txt"
ROOT = Path(__file__).resolve().parents[2]
LOOKS = [
    PaperLook(),
    PaperLook(large_print=True),
    PaperLook(page="A5"),
    PaperLook(page="A5", large_print=True, black_and_white=False),
]


def many_pages() -> RoundSheet:
    return sheet(*(full_entry(n) for n in range(12)))


def test_the_whole_sheet_reads_as_expected() -> None:
    """After a wanted change: EXPECTED is the text of this sheet, pages parted by a form feed."""
    similar = replace(person(1), similar_name=True)
    document = sheet(
        short_entry(0),
        replace(full_entry(1), person=similar, unconfirmed=True),
        withdrawn_entry(2),
        corrected_entry(3),
    )
    assert "\f".join(pages_of(document)) == EXPECTED.read_text("utf-8")


@pytest.mark.parametrize("look", LOOKS)
def test_each_page_says_which_sheet_of_which_home_it_is(look: PaperLook) -> None:
    pages = pages_of(many_pages(), look)
    assert len(pages) >= 6
    for n, page in enumerate(map(squeezed, pages), start=1):
        for words in (
            "Willow Bank Nursing Home",
            "Round Tue 24-Nov-2026",
            "Sheet RS-7F3K-22",
            f"Version 1. Page {n} of {len(pages)}",
            "As known at 24-Nov-2026 10:42 · 2 changes waiting",
            "Printed by Asha Patel (nurse), 24-Nov-2026 11:00",
        ):
            assert squeezed(words) in page


@pytest.mark.parametrize("look", LOOKS)
def test_words_about_a_resident_never_stand_on_a_page_without_their_identity(
    look: PaperLook,
) -> None:
    plans = [" ".join(f"word{n}x{k}" for k in range(700)) for n in range(3)]
    entries = [replace(full_entry(n), plan=plan) for n, plan in enumerate(plans)]
    pages = [squeezed(page) for page in pages_of(sheet(*entries), look)]
    for n, entry in enumerate(entries):
        about = [page for page in pages if f"word{n}x" in page]
        assert len(about) > 1
        for page in about:
            for words in (entry.person.name, entry.person.born, entry.person.nhs_number):
                assert squeezed(words) in page
        assert all(squeezed(f"{entry.person.name}, continued") in page for page in about[1:])
        assert re.findall(f"word{n}x[0-9]+", "".join(pages)) == entry.plan.split()


@pytest.mark.parametrize("lines", range(1, 60, 4))
def test_a_name_never_stands_alone_at_the_foot_of_a_page(lines: int) -> None:
    first = replace(short_entry(0), plan="\n".join(f"line {n}" for n in range(lines)))
    second = replace(full_entry(1), plan="\n".join(f"step {n}" for n in range(50)))
    pages = pages_of(sheet(first, second))
    start = next(page for page in pages if second.person.name in page)
    assert "step 0" in start
    assert "step 1" in start


def test_a_resident_who_fits_half_a_page_is_not_divided() -> None:
    pages = pages_of(sheet(*(short_entry(n) for n in range(25))))
    assert "continued\nBorn" not in "".join(pages)
    assert not re.search(r"\(Mrs\), continued", "".join(pages))


def test_what_the_home_acts_on_is_there_word_for_word() -> None:
    paper = squeezed("".join(pages_of(sheet(full_entry()))))
    entry = full_entry()
    for words in (
        entry.plan,
        *(text for action in entry.actions for text in (action.text, action.owner)),
        *(f"Due {action.due}{action.state}" for action in entry.actions),
        "URGENT Take up the rug",
        *entry.medicine_changes,
        f"Medicines {NOT_A_PRESCRIPTION}",
        f"Watch for {entry.watch_for} Call {entry.watch_call} By {entry.watch_by}",
        f"See again {entry.see_again}",
        f"Home and family told {entry.home_and_family_told}",
        "(!) Known allergies penicillin – rash, severe; latex – contact dermatitis",
        "In person · 24-Nov-2026 09:32 · Recorded by Asha Patel (nurse) for Dr Owen Lloyd (GP)",
        "Prefers Peggy",
    ):
        assert squeezed(words) in paper


def test_an_action_without_owner_or_date_says_so() -> None:
    actions = (replace(full_entry().actions[0], owner="", due="", state=""),)
    paper = pages_of(sheet(replace(full_entry(), actions=actions)))[0]
    assert "No owner" in paper
    assert "Due not set" in paper


def test_a_withdrawn_entry_is_struck_through_with_who_when_and_why() -> None:
    document, plain = sheet(withdrawn_entry()), sheet(full_entry())
    paper = squeezed(pages_of(document)[0])
    assert squeezed("WITHDRAWN. Do not act on this entry.") in paper
    assert squeezed("Withdrawn 24-Nov-2026 10:42 by Asha Patel: signed by mistake") in paper
    assert squeezed(withdrawn_entry().plan) in paper
    assert "☐" not in paper
    assert lines_drawn(document) - lines_drawn(plain) >= 12


def test_marks_are_repeated_where_a_resident_goes_on_to_the_next_page() -> None:
    marked = replace(withdrawn_entry(), person=replace(person(), similar_name=True))
    pages = pages_of(sheet(replace(marked, plan="step\n" * 60)))
    assert len(pages) > 1
    for page in map(squeezed, pages):
        assert squeezed(WITHDRAWN) in page
        assert "Similarname" in page


def lines_drawn(document: RoundSheet) -> int:
    page = PdfReader(BytesIO(render(document, look=PaperLook()))).pages[0]
    contents = page.get_contents()
    assert contents is not None
    return len(re.findall(rb" l S\b", contents.get_data()))


def test_a_correction_says_what_it_replaces() -> None:
    paper = squeezed(pages_of(sheet(corrected_entry()))[0])
    words = "CORRECTED. Replaces the entry of 24-Nov-2026 10:42. Reason: wrong day of blood test"
    assert squeezed(words) in paper


def test_an_unconfirmed_entry_is_marked() -> None:
    unconfirmed = replace(full_entry(), unconfirmed=True)
    assert squeezed(NOT_CONFIRMED) in squeezed(pages_of(sheet(unconfirmed))[0])
    assert squeezed(NOT_CONFIRMED) not in squeezed(pages_of(sheet(full_entry()))[0])


def test_a_similar_name_is_marked() -> None:
    marked = replace(full_entry(), person=replace(person(), similar_name=True))
    assert squeezed(SIMILAR_NAME) in squeezed(pages_of(sheet(marked))[0])
    assert squeezed(SIMILAR_NAME) not in squeezed(pages_of(sheet(full_entry()))[0])


@pytest.mark.parametrize("blank", ["", NOT_KNOWN])
def test_a_resident_known_by_name_alone_asks_the_reader_to_make_sure(blank: str) -> None:
    unknown = replace(person(), born=blank, age="", nhs_number=blank)
    paper = squeezed(pages_of(sheet(replace(short_entry(), person=unknown)))[0])
    assert squeezed(TOO_FEW_IDENTIFIERS) in paper
    assert squeezed(f"Born {NOT_KNOWN} NHS No. {NOT_KNOWN}") in paper
    assert squeezed(TOO_FEW_IDENTIFIERS) not in squeezed(pages_of(sheet(short_entry()))[0])


def test_a_draft_is_marked_across_each_page_and_a_signed_sheet_is_not() -> None:
    draft = pages_of(replace(many_pages(), state="draft"))
    assert all(DRAFT_WORDS in page for page in draft)
    assert not any("DRAFT" in page for page in pages_of(many_pages()))


def test_practice_paper_has_its_band_on_each_page() -> None:
    practice = pages_of(replace(many_pages(), practice=True))
    assert all(PRACTICE_WORDS in page for page in practice)
    assert not any("PRACTICE" in page for page in pages_of(many_pages()))


@pytest.mark.parametrize(
    ("waiting", "words"),
    [(0, "no changes waiting"), (1, "1 change waiting"), (1200, "1,200 changes waiting")],
)
def test_the_foot_says_how_many_changes_wait(waiting: int, words: str) -> None:
    document = sheet(short_entry())
    fresh = Freshness(document.freshness.as_known_at, waiting)
    assert words in pages_of(replace(document, freshness=fresh))[0]


def test_the_foot_says_the_beginning_of_the_documents_id_and_the_file_the_whole_of_it() -> None:
    number = "32dac27a-5338-8a55-811f-23012169e391"
    pdf = render(replace(sheet(short_entry()), document_id=number), look=PaperLook())
    (foot,) = texts_of_pages(pdf)
    assert "Sheet 32dac27a-5338\n" in f"{foot}\n"
    assert number not in foot
    assert number in str(PdfReader(BytesIO(pdf)).metadata)


def test_a_round_without_entries_says_so() -> None:
    pages = pages_of(sheet())
    assert len(pages) == 1
    assert "No entries were made in this round." in pages[0]


def test_an_address_that_leaves_no_room_is_refused_in_words() -> None:
    crowded = replace(sheet(short_entry()), home_address="a\n" * 249)
    with pytest.raises(NotPrinted, match="no room is left on the page"):
        render(crowded, look=PaperLook(page="A5", large_print=True))


def test_a_name_that_leaves_no_room_is_refused_in_words() -> None:
    named = replace(person(), name="W" * 500)
    with pytest.raises(NotPrinted, match="no room is left on the page"):
        pages_of(sheet(replace(full_entry(), person=named)), PaperLook(page="A5", large_print=True))


def test_a_name_as_long_as_is_allowed_goes_on_to_the_next_page() -> None:
    long_name = ", ".join(["Maximiliana"] * 39)[:IDENTITY_LIMIT]
    named = replace(person(), name=long_name)
    entry = replace(full_entry(), person=named, plan="step\n" * 60)
    document = replace(sheet(entry), home_name=long_name, printed_by=long_name)
    pages = pages_of(document)
    assert len(pages) > 1
    assert all(squeezed(page).count(squeezed(long_name)) == 3 for page in pages)


def test_a_home_without_an_address_has_no_empty_line_for_it() -> None:
    paper = pages_of(replace(sheet(short_entry()), home_address="", people_present=()))[0]
    assert "Willow Bank Nursing Home\n1 entry on this sheet." in paper


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_sheet_gives_the_same_bytes(look: PaperLook) -> None:
    assert render(many_pages(), look=look) == render(many_pages(), look=look)


def test_another_run_of_the_program_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.documents.sheets import *\n"
        "pdf = render(sheet(full_entry(), short_entry(1)), look=PaperLook())\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_the_file_is_dated_by_the_print_and_holds_no_name_in_its_title() -> None:
    pdf = PdfReader(BytesIO(render(many_pages(), look=PaperLook())))
    assert pdf.metadata is not None
    assert pdf.metadata.get("/CreationDate") == "D:20261124110000+00'00'"
    assert pdf.metadata.title == "Round sheet RS-7F3K-22 version 1"


@pytest.mark.parametrize("look", LOOKS)
def test_fonts_are_embedded(look: PaperLook) -> None:
    reader = PdfReader(BytesIO(render(many_pages(), look=look)))
    objects = [reader.get_object(n) for n in range(1, cast("int", reader.trailer["/Size"]))]
    used = [o for o in objects if isinstance(o, DictionaryObject) and o.get("/Type") == "/Font"]
    assert used
    for one in used:
        assert "/FontFile2" in cast("DictionaryObject", one["/FontDescriptor"].get_object())


def test_twenty_residents_take_less_than_two_seconds() -> None:
    document = sheet(*(full_entry(n) for n in range(20)))
    started = time.process_time()
    render(document, look=PaperLook())
    assert time.process_time() - started < 2.0


def test_contents_can_be_used_without_loading_the_pdf_writer() -> None:
    program = "import sys, mdt_core.documents.contents; sys.exit('reportlab' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
