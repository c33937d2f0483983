"""What the recorded allergies say of a medicine that is asked for, and what is not compared. Free of Qt."""

from mdt_core.allergy_match import NOT_CHECKED, allergies_named
from mdt_core.records.residents import allergy_words
from mdt_core.store.queries.residents import ResidentPage
from mdt_desktop.ui.round.recorded import recorded_of

NOTHING_COMPARED = "▲ Allergies are not recorded or unavailable: nothing could be compared"


def allergy_warnings(page: ResidentPage, medicine: str) -> tuple[str, ...]:
    """Every recorded allergy of which a word stands in the name, in words."""
    if not medicine.strip():
        return ()
    recorded = recorded_of(page)
    if recorded.has_no_allergies:
        return (NOTHING_COMPARED,)
    named = allergies_named(medicine, recorded.allergies)
    return tuple(f"▲ Recorded allergy: {allergy_words(each)}" for each in named)


def not_compared() -> str:
    """What an empty answer does not mean."""
    return f"{NOT_CHECKED}."
