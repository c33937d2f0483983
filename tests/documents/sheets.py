"""Builders of round sheets with clinical defaults, and how their PDFs are read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from pypdf import PdfReader

from mdt_core.answers import Answer
from mdt_core.documents.contents import (
    ActionOnPaper,
    Correction,
    EntryOnPaper,
    Freshness,
    PaperLook,
    PersonOnPaper,
    RoundSheet,
    Withdrawal,
)
from mdt_core.documents.letters import drawable_lines
from mdt_core.documents.round_sheet import render

AT = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
FAMILY_NAMES = (
    *("ASHWORTH", "BARLOW", "CLEGG", "DEWHURST", "ENTWISTLE", "FAIRCLOUGH", "GREENHALGH"),
    *("HARGREAVES", "INGHAM", "JESSOP", "KERSHAW", "LOMAX", "MIDGLEY", "NUTTALL", "OGDEN"),
    *("PILKINGTON", "QUARMBY", "RAMSBOTTOM", "SCHOFIELD", "TATTERSALL", "UNSWORTH"),
    *("VARLEY", "WHITTAKER", "YATES", "ZIMMERMAN-HOLLINGSWORTH"),
)


def person(n: int = 0) -> PersonOnPaper:
    return PersonOnPaper(
        name=f"{FAMILY_NAMES[n % 25]}, Margaret (Mrs)",
        preferred="Peggy",
        born=f"{n % 27 + 1:02d}-Feb-1938",
        age="88 y",
        nhs_number=f"999 000 {n:04d}",
        room=str(n + 1),
        allergy_state="Known allergies",
        allergies=("penicillin – rash, severe", "latex – contact dermatitis"),
    )


def full_entry(n: int = 0) -> EntryOnPaper:
    return EntryOnPaper(
        person=person(n),
        how="In person",
        when=AT - timedelta(minutes=70 - n),
        recorded_by="Asha Patel (nurse)",
        responsible="Dr Owen Lloyd (GP)",
        plan=(
            "Fall on 21-Nov looks like tripping over the rug, no head injury signs now.\n"
            "Lying and standing blood pressure daily for 3 days, then ring with the numbers.\n"
            "Encourage 1,500 mL fluid per day; offer a drink at each contact."
        ),
        actions=(
            ActionOnPaper("Bloods FBC, U+E", "home nurse", "Fri 27-Nov-2026", state="Open"),
            ActionOnPaper(
                "Take up the rug by the bed", "Jo Marsh (home manager)", "Tue 24-Nov-2026",
                urgent=True, state="Seen by home 10:58",
            ),
        ),
        medicine_changes=("Stop amlodipine 5 mg in the morning: low standing blood pressure",),
        watch_for="drowsy, new confusion, vomiting, or systolic under 100",
        watch_call="the practice 0161 496 0000; after 18:30 NHS 111",
        watch_by="the same day; 999 if she cannot be woken",
        see_again="Next round, Tue 01-Dec-2026",
        home_and_family_told="Daughter told by telephone 24-Nov-2026 10:50",
    )  # fmt: skip


def short_entry(n: int = 0) -> EntryOnPaper:
    quiet = replace(person(n), allergy_state="No known allergies", allergies=(), preferred="")
    return EntryOnPaper(
        person=quiet,
        how="Discussed only",
        when=AT,
        recorded_by="Asha Patel (nurse)",
        plan="No change since 17-Nov-2026. Plan of 17-Nov still right.",
        see_again="Next round, Tue 01-Dec-2026",
    )


def withdrawn_entry(n: int = 0) -> EntryOnPaper:
    return replace(full_entry(n), withdrawn=Withdrawal(AT, "Asha Patel", "signed by mistake"))


def corrected_entry(n: int = 0) -> EntryOnPaper:
    return replace(short_entry(n), corrects=Correction(AT, "wrong day of blood test"))


def sheet(*entries: EntryOnPaper) -> RoundSheet:
    return RoundSheet(
        home_name="Willow Bank Nursing Home",
        home_address="14 Example Lane, Sale, M33 0AA",
        round_date=date(2026, 11, 24),
        mode="In person",
        people_present=("Dr Owen Lloyd (GP)", "Asha Patel (nurse)", "Jo Marsh (home manager)"),
        entries=entries,
        freshness=Freshness(AT, waiting=2),
        printed_by="Asha Patel (nurse)",
        printed_at=AT + timedelta(minutes=18),
        document_id="RS-7F3K-22",
        version=1,
    )


def pages_of(document: RoundSheet, look: PaperLook | None = None) -> list[str]:
    """Text of each page as another program copies it out of the PDF."""
    return texts_of_pages(render(document, look=look or PaperLook()))


def texts_of_pages(pdf: bytes) -> list[str]:
    """Text of each page as another program copies it out of the PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def texts(told: tuple[Answer, ...]) -> Iterator[str]:
    """Every question and every answer, those of the parts of a list too."""
    for each in told:
        yield each.label
        yield each.words
        for row in each.rows:
            yield from texts(row)


def squeezed(text: str) -> str:
    """Text without what line breaks change: where a long word is broken, and gaps."""
    return "".join(text.split())


def as_drawn(text: str) -> str:
    """What paper shall hold for a text, squeezed."""
    return squeezed("".join(drawable_lines(text)))
