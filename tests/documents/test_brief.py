"""The brief on paper: who, why and what to have ready, of one home, whole and on every page."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from mdt_core.documents.brief import NOTHING_ASKED, TITLE, render_brief
from mdt_core.documents.contents import AskedOnPaper, Brief, Freshness, PaperLook, PersonOnPaper
from mdt_core.documents.people import SIMILAR_NAME, TOO_FEW_IDENTIFIERS
from mdt_core.errors import NotPrinted

NOW = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
PERSON = PersonOnPaper(
    "NOWAK, Zofia (Mrs)", born="05-Dec-1936", nhs_number="999 000 0050", room="5"
)
BRIEF = Brief(
    home_name="Larch House",
    home_address="1 Elm Lane",
    round_date=date(2026, 11, 24),
    round_time="10:00",
    round_name="Round",
    mode="Video",
    asked=(
        AskedOnPaper(PERSON, ("Fall 21-Nov 03:10, head struck",), ("weight", "MAR chart")),
        AskedOnPaper(replace(PERSON, name="TRAN, Minh (Mr)"), ("D2A weekly. Day 12 of 28",)),
    ),
    freshness=Freshness(NOW, 2),
    printed_by="Dr Amina Shah",
    printed_at=NOW,
    document_id="b-1",
)


def pages(brief: Brief, look: PaperLook | None = None) -> list[str]:
    pdf = render_brief(brief, look=look or PaperLook())
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_it_says_who_why_and_each_thing_with_a_box_of_its_own() -> None:
    (page,) = pages(BRIEF)
    assert f"{TITLE} Round Tue 24-Nov-2026, 10:00 Video" in page
    assert "NOWAK, Zofia (Mrs) Room 5" in page
    assert "Born 05-Dec-1936 NHS No. 999 000 0050" in page.replace("\u00a0", " ")
    assert "Why Fall 21-Nov 03:10, head struck" in page
    assert "Have ready ☐ weight ☐ MAR chart" in page
    assert f"Have ready {NOTHING_ASKED}" in page
    assert "As known at 24-Nov-2026 07:15 · 2 changes waiting" in page
    assert "Page 1 of 1" in page


def test_what_is_ready_is_ticked_with_since_when_and_who_says_so() -> None:
    asked = replace(BRIEF.asked[0], is_ready="Ready since 24-Nov-2026 08:10, Grace Obi")
    (page,) = pages(replace(BRIEF, asked=(asked,)))
    assert "☑ weight ☑ MAR chart Ready since 24-Nov-2026 08:10, Grace Obi" in page
    assert "☐" not in page


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_page_names_the_home_and_each_block_its_person(*, large: bool) -> None:
    many = tuple(
        replace(BRIEF.asked[0], person=replace(PERSON, name=f"NOWAK{n:02}, Zofia"))
        for n in range(30)
    )
    found = pages(replace(BRIEF, asked=many, practice=True), PaperLook(large_print=large))
    assert len(found) > 2
    assert all("Larch House" in page and "PRACTICE DATA" in page for page in found)
    assert all(f"NOWAK{n:02}, Zofia" in " ".join(found) for n in range(30))


def test_a_name_like_anothers_and_a_person_without_identifiers_are_warned_of() -> None:
    alike = replace(PERSON, similar_name=True)
    nobody = PersonOnPaper("NOWAK")
    (page,) = pages(
        replace(BRIEF, asked=(AskedOnPaper(alike, ("x",)), AskedOnPaper(nobody, ("y",))))
    )
    assert SIMILAR_NAME in page
    assert TOO_FEW_IDENTIFIERS in page


def test_the_same_brief_is_the_same_bytes_and_a_letter_without_a_shape_is_refused() -> None:
    assert render_brief(BRIEF, look=PaperLook()) == render_brief(BRIEF, look=PaperLook())
    wrong = replace(BRIEF.asked[0], ready=("\U0002a6d6",))
    with pytest.raises(NotPrinted):
        render_brief(replace(BRIEF, asked=(wrong,)), look=PaperLook())
