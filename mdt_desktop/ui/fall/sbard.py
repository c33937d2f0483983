"""The call about a fall in the order of SBARD, from what was recorded; ready once it is saved. No Qt.

What nobody answered is said as not recorded; the order and the rest of the words are those of every call.
"""

from datetime import date

from mdt_core.clock import clinical_date, london_day, parse_utc
from mdt_core.records.falls import Fall
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.use_cases.falls import BloodThinnersListed
from mdt_desktop.ui.fall.presenter import NOT_RECORDED, answers, blood_thinner_words
from mdt_desktop.ui.person_words import allergies_spoken
from mdt_desktop.ui.sbard.words import in_order, who_words


def sbard_text(fall: Fall, line: ResidentLine, listed: BloodThinnersListed, today: date) -> str:
    """Gives the five parts, one a line."""
    told = {answer.label: answer.words for answer in answers(fall)}
    said = ", ".join(
        f"{label.lower()}: {told[label]}" for label in ("Seen by", "Where", "On floor")
    )
    seen = "; ".join(
        f"{label.lower()}: {told[label]}" for label in ("Head", "Awake", "Hurt", "Got up")
    )
    return in_order(
        f"{who_words(line, today)}. Fall, {told['Time of the fall']}, {said}",
        f"{allergies_spoken(line)}. Blood thinners: {blood_thinner_words(listed)}",
        f"{seen}. {_news2(line)}",
        fall.note or "",
    )


def _news2(line: ResidentLine) -> str:
    if line.news2_at is None:
        return f"NEWS2: {NOT_RECORDED}."
    taken = clinical_date(london_day(parse_utc(line.news2_at)))
    if line.news2_total is None:
        return f"NEWS2 of {taken}: not complete."
    return (
        f"Last NEWS2 here {line.news2_total}, of {taken}; say whether it was taken after the fall."
    )
