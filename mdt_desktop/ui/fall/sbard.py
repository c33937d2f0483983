"""The call about a fall in the order of SBARD, from what was recorded; ready once it is saved. No Qt.

Own words (SBARD: NHS Improvement 2018). What nobody answered is said as not recorded, and nothing is
asked for or decided here: the last two parts are for whoever calls.
"""

from datetime import date

from mdt_core.clock import clinical_date, london_day, parse_utc
from mdt_core.records.falls import Fall
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.use_cases.falls import BloodThinnersListed
from mdt_desktop.ui.fall.presenter import NOT_RECORDED, answers, blood_thinner_words
from mdt_desktop.ui.person_words import allergies_spoken, born_words, nhs_number_words


def sbard_text(fall: Fall, line: ResidentLine, listed: BloodThinnersListed, today: date) -> str:
    """Gives the five parts, one a line."""
    told = {answer.label: answer.words for answer in answers(fall)}
    said = ", ".join(
        f"{label.lower()}: {told[label]}" for label in ("Seen by", "Where", "On floor")
    )
    seen = "; ".join(
        f"{label.lower()}: {told[label]}" for label in ("Head", "Awake", "Hurt", "Got up")
    )
    parts = (
        f"Situation: {_who(line, today)}. Fall, {told['Time of the fall']}, {said}.",
        f"Background: {allergies_spoken(line)}. Blood thinners: {blood_thinner_words(listed)}",
        f"Assessment: {seen}. {_news2(line)}",
        f"Note: {fall.note}" if fall.note else "",
        "Recommendation: say what you ask for, and by when.",
        "Decision: write down what was agreed, with whom and at what time.",
    )
    return "\n".join(part for part in parts if part)


def _who(line: ResidentLine, today: date) -> str:
    where = ", ".join(part for part in (line.home_name, line.room and f"room {line.room}") if part)
    number = nhs_number_words(line.nhs_number)
    who = f"{line.formal_name}, born {born_words(line, today)}, NHS No. {number}"
    return f"{who}, {where}" if where else who


def _news2(line: ResidentLine) -> str:
    if line.news2_at is None:
        return f"NEWS2: {NOT_RECORDED}."
    taken = clinical_date(london_day(parse_utc(line.news2_at)))
    if line.news2_total is None:
        return f"NEWS2 of {taken}: not complete."
    return (
        f"Last NEWS2 here {line.news2_total}, of {taken}; say whether it was taken after the fall."
    )
