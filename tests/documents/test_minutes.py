"""MDT minutes on paper: everything said is on them, and nothing at all of what is blacked out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from mdt_core.documents.contents import ActionOnPaper, Freshness, PaperLook, every_text
from mdt_core.documents.furniture import DRAFT_WORDS
from mdt_core.documents.minutes import CHANGED, NOTHING_SAID, render_minutes
from mdt_core.documents.minutes_contents import (
    BLACKED_OUT,
    WHOLE_CASE,
    MinutedCase,
    MinutedField,
    Minutes,
    blacked_out,
)
from tests.documents.sheets import as_drawn, person, squeezed

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
SECRET = "Her son drinks and is not to be told"
HERS = replace(person(), allergy_state="", allergies=(), decisions=(), two_versions="")
CASE = MinutedCase(
    case_id="c-1",
    turn=1,
    person=HERS,
    fields=(
        MinutedField("question", "Question", "Is home still safe?"),
        MinutedField("situation", "Situation", "Two falls at night – both in the corridor.\nNo injury."),
        MinutedField("dissent", "Dissent", SECRET),
    ),
    actions=(ActionOnPaper("Fit the sensor mat", "Joy Adeyemi", "Fri 27-Nov-2026", urgent=True),),
    after="Closed",
    signed_by="Ruth Ames, 24-Nov-2026 10:30",
)  # fmt: skip
MINUTES = Minutes(
    home_name="Larch House",
    organisation="Stockport social care",
    meeting_name="Home MDT, monthly",
    held_on=date(2026, 11, 24),
    times="10:00 to 10:40",
    chair="Ruth Ames",
    present=("Ruth Ames, Community matron", "Iris Holt, Social worker"),
    apologies=("Joy Adeyemi, Care-home nurse",),
    quorum="Missing: home nurse",
    basis="Consent of each person, as recorded",
    cases=(CASE, replace(CASE, case_id="c-2", turn=2, person=replace(HERS, name="NOWAK, Zofia"))),
    not_discussed=1,
    approved="Ruth Ames, 24-Nov-2026 10:41",
    freshness=Freshness(NOW, 0),
    printed_by="Dr Amina Shah",
    printed_at=NOW,
    document_id="m-1",
)


def pages(minutes: Minutes, look: PaperLook | None = None) -> list[str]:
    pdf = render_minutes(minutes, look=look or PaperLook())
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def read(minutes: Minutes, look: PaperLook | None = None) -> str:
    return squeezed("".join(pages(minutes, look)))


INTERNAL = {"c-1", "c-2", "question", "situation", "dissent"}


@pytest.mark.parametrize(
    "look", [PaperLook(), PaperLook(large_print=True, page="A5")], ids=("usual", "large on A5")
)
def test_every_word_of_the_minutes_is_on_the_paper(look: PaperLook) -> None:
    seen = read(MINUTES, look)
    for text in set(every_text(MINUTES)) - INTERNAL - {""}:
        assert squeezed(as_drawn(text)) in seen, text


def test_nothing_of_a_blacked_out_part_is_in_the_file_in_any_form() -> None:
    black = blacked_out(CASE, frozenset({"c-1/dissent", "c-1/actions"}))
    minutes = replace(MINUTES, cases=(black,))
    seen = read(minutes)
    assert squeezed(f"Dissent: {BLACKED_OUT.lower()}") in seen
    assert squeezed(f"Actions: {BLACKED_OUT.lower()}") in seen
    everything = everything_in(render_minutes(minutes, look=PaperLook()))
    for words in ("son drinks", "not to be told", "sensor mat"):
        assert words not in repr(black)
        assert squeezed(words) not in squeezed(everything)


def everything_in(pdf: bytes) -> str:
    """All text drawn, all annotations and all names of a document."""
    reader = PdfReader(BytesIO(pdf))
    told = [str(reader.metadata)]
    for page in reader.pages:
        told += [page.extract_text(), str(page.get("/Annots", ""))]
    return "".join(told)


def test_a_case_blacked_out_as_a_whole_names_nobody_and_has_the_length_of_any_other() -> None:
    long = replace(CASE, fields=(*CASE.fields, MinutedField("update", "Update", "word " * 400)))
    shapes = [blacked_out(each, frozenset({"c-1"})) for each in (CASE, long)]
    assert shapes[0] == shapes[1]
    seen = read(replace(MINUTES, cases=(shapes[0],)))
    assert squeezed(WHOLE_CASE) in seen
    assert HERS.name not in seen
    assert squeezed(HERS.nhs_number) not in seen


def test_each_page_says_whose_copy_it_is_and_identity_stands_again_where_a_case_goes_on() -> None:
    long = replace(CASE, fields=(MinutedField("update", "Update", "one more line\n" * 160),))
    found = pages(replace(MINUTES, cases=(long,)))
    assert len(found) > 2
    for page in found:
        assert "Stockport social care" in page
    for page in found[1:]:
        assert HERS.name in page
    for one, other in pairwise(found):
        assert one != other


def test_a_draft_and_minutes_that_changed_since_say_so() -> None:
    assert squeezed(DRAFT_WORDS) in read(replace(MINUTES, approved=""))
    assert squeezed(CHANGED) in read(replace(MINUTES, is_changed=True))
    assert squeezed(CHANGED) not in read(MINUTES)
    assert squeezed(NOTHING_SAID) in read(replace(MINUTES, cases=()))


def test_the_same_minutes_are_the_same_bytes() -> None:
    assert render_minutes(MINUTES, look=PaperLook()) == render_minutes(MINUTES, look=PaperLook())
