"""The text for the GP record: its order, and nobody named in it."""

from dataclasses import replace
from datetime import UTC, datetime

from mdt_core.gp_copy import EntryForGp, gp_text, initials_of

ENTRY = EntryForGp(
    initials="W A",
    nhs_number="9990000018",
    at=datetime(2026, 11, 24, 10, 42, tzinfo=UTC),
    how="Video",
    recorded_by="Grace Obi",
    responsible="Dr Amina Shah",
    note="Eating less.",
    plan="Drinks every hour.",
    medicines=("Stop furosemide",),
    actions=("Bloods FBC, Care-home nurse, due Fri 27-Nov-2026, urgent",),
)


def test_the_text_has_date_mode_who_note_plan_medicines_and_actions_in_that_order() -> None:
    assert gp_text([ENTRY]).splitlines() == [
        "Care home round 24-Nov-2026 10:42. Video",
        "W A, NHS number ends 0018",
        "Recorded by Grace Obi for Dr Amina Shah",
        "Note: Eating less.",
        "Plan: Drinks every hour.",
        "Medicines: Stop furosemide",
        "This is not a prescription. Give only from the MAR chart.",
        "Actions: Bloods FBC, Care-home nurse, due Fri 27-Nov-2026, urgent",
    ]


def test_what_was_not_written_takes_no_line_and_entries_are_apart() -> None:
    short = replace(
        ENTRY, nhs_number="", responsible="", note="", medicines=(), actions=(), plan="Wait."
    )
    assert gp_text([short, short]) == "\n\n".join(["\n".join(gp_text([short]).splitlines())] * 2)
    assert gp_text([short]).splitlines()[1:] == [
        "W A, NHS number not known",
        "Recorded by Grace Obi",
        "Plan: Wait.",
    ]


def test_initials_are_the_first_letters_of_the_names_there_are() -> None:
    assert initials_of("Wilhelmina", "Achterberg") == "W A"
    assert initials_of("", "o’Shaughnessy") == "O"
