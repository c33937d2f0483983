"""From a resident's line to the words of the banner, the same on every screen about one person.

Source: CUI Patient Banner v4 (names, age, unknown as «Not Known», the four allergy states). Says
what is known and reads nothing; what is not known is said, never left to look like nothing.
"""

from datetime import date
from typing import Final, TypeVar

from mdt_core.clock import clinical_date, london_day, parse_utc
from mdt_core.fields import Choice
from mdt_core.names import visible
from mdt_core.records.residents import AllergyStateKind, Gender
from mdt_core.records.stays import StayState, StayType
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.versions import NHS_NUMBER, two_versions_words
from mdt_desktop.qt.banner import IdentityText
from mdt_desktop.ui.person_words import born_words, died_words, nhs_number_words

C = TypeVar("C", bound=Choice)

TWO_VERSIONS: Final = "Two versions. Neither is being used as current"
_ALLERGY_TONES: Final = {
    AllergyStateKind.KNOWN: "red",
    AllergyStateKind.NONE_KNOWN: "grey",
    AllergyStateKind.NOT_RECORDED: "amber",
    AllergyStateKind.UNAVAILABLE: "amber",
}


def identity_text(line: ResidentLine, *, today: date) -> IdentityText:
    """Gives the banner's words for a resident as known today (London day)."""
    allergies = _chosen(AllergyStateKind, line.allergy_state, AllergyStateKind.UNAVAILABLE)
    return IdentityText(
        family=visible(line.family_name),
        given_title=given_and_title(line),
        born=born_words(line, today),
        gender=_chosen(Gender, line.gender, Gender.UNKNOWN).label,
        nhs_number=_number_words(line),
        allergy_state=allergies.label,
        allergy_words=TWO_VERSIONS if line.allergy_siblings else line.allergy_words,
        allergy_tone="red" if line.allergy_siblings else _ALLERGY_TONES[allergies],
        preferred=f"Prefers {visible(line.preferred_name)}" if line.preferred_name else "",
        place_line=place_words(line),
        deceased=line.is_deceased,
        died=died_words(line),
        marks=_marks(line),
    )


def _number_words(line: ResidentLine) -> str:
    """The NHS number; of two that stand neither, since it is read as who this is."""
    return "Two versions" if NHS_NUMBER in line.two_versions else nhs_number_words(line.nhs_number)


def given_and_title(line: ResidentLine) -> str:
    """Gives `Wilhelmina (Mrs)`, either part alone, or nothing."""
    title = f"({line.title_prefix})" if line.title_prefix else ""
    return visible(" ".join(part for part in (line.given_name, title) if part))


def place_words(line: ResidentLine) -> str:
    """Gives room, home, kind of stay and whereabouts, or says that there is no home."""
    if line.is_deceased and not line.home_id:
        return ""
    if not line.home_id:
        return "Not placed in a home"
    parts = (
        f"Room {line.room}" if line.room else "Room not recorded",
        line.unit or "",
        line.home_name,
        _stay(line),
        _whereabouts(line),
    )
    return "   ".join(part for part in parts if part)


def _stay(line: ResidentLine) -> str:
    if not line.stay_type:
        return ""
    words = _label(StayType, line.stay_type)
    if line.admitted_at:
        words = f"{words} since {clinical_date(london_day(parse_utc(line.admitted_at)))}"
    if line.planned_end:
        words = f"{words}, planned end {clinical_date(date.fromisoformat(line.planned_end))}"
    return words


def _whereabouts(line: ResidentLine) -> str:
    if line.stay_state in (None, StayState.HERE.value):
        return ""
    return _label(StayState, line.stay_state or "")


def _marks(line: ResidentLine) -> tuple[str, ...]:
    similar = "Similar name" if line.is_similar else ""
    return tuple(mark for mark in (similar, _two_versions(line)) if mark)


def _two_versions(line: ResidentLine) -> str:
    if line.two_versions:
        return two_versions_words(line.two_versions)
    return "Two versions of part of this record" if line.has_siblings else ""


def _chosen(choices: type[C], value: str, otherwise: C) -> C:
    """An answer that only a newer program knows is never shown as one that this one knows."""
    return choices(value) if value in [each.value for each in choices] else otherwise


def _label(choices: type[Choice], value: str) -> str:
    return next((each.label for each in choices if each.value == value), value)
