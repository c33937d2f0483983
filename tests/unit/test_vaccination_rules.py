"""Who may have which vaccine: the shipped rules by a table, on the days and ages where they turn."""

import json
from datetime import date
from pathlib import Path

import pytest

import mdt_core.vaccination_rules as rules_module
from mdt_core.clock import PartialDate
from mdt_core.errors import MdtError
from mdt_core.vaccination_rules import (
    PersonFacts,
    Standing,
    Verdict,
    age_on,
    eligibility,
    shipped_vaccination_rules,
    vaccination_rules_from,
)

RULES = shipped_vaccination_rules()
TEXT = Path(rules_module.__file__).with_name("vaccination_rules.json").read_text("utf-8")
YES, NO, UNKNOWN = Verdict.ELIGIBLE, Verdict.NOT_BY_RULE, Verdict.NOT_KNOWN

# programme, born, stay, home, day, verdict
TABLE = (
    ("influenza-2026", "1961-11-24", "respite", "residential", "2026-11-24", YES),
    ("influenza-2026", "1961-11-25", "respite", "residential", "2026-11-24", NO),
    ("influenza-2026", "1990-01-01", "permanent", "other", "2026-11-24", YES),
    ("influenza-2026", None, "permanent", "nursing", "2026-11-24", YES),
    ("influenza-2026", None, "d2a_spot", "nursing", "2026-11-24", UNKNOWN),
    ("influenza-2026", "1940-01-01", "permanent", "nursing", "2026-09-30", NO),
    ("influenza-2026", "1940-01-01", "permanent", "nursing", "2027-03-31", YES),
    ("influenza-2026", "1940-01-01", "permanent", "nursing", "2027-04-01", NO),
    ("influenza-2025", "1960-10-01", "respite", "nursing", "2025-10-01", YES),
    ("covid-2026-spring", "1951-04-13", "respite", "nursing", "2026-04-13", YES),
    ("covid-2026-spring", "1951-04-14", "respite", "nursing", "2026-04-13", NO),
    ("covid-2026-spring", "1970-01-01", "permanent", "residential", "2026-04-13", YES),
    ("covid-2026-spring", "1970-01-01", "permanent", "other", "2026-04-13", NO),
    ("covid-2026-spring", "1940-01-01", "permanent", "nursing", "2026-04-12", NO),
    ("covid-2026-autumn", "1930-01-01", "permanent", "nursing", "2026-11-24", UNKNOWN),
    ("rsv", "1951-04-01", "respite", "nursing", "2026-04-01", YES),
    ("rsv", "1951-04-02", "respite", "nursing", "2026-04-01", NO),
    ("rsv", "1921-04-01", "respite", "nursing", "2026-11-24", YES),
    ("rsv", "1980-01-01", "permanent", "both", "2026-11-24", YES),
    ("rsv", "1980-01-01", "d2a_block", "both", "2026-11-24", NO),
    ("rsv", "1940-01-01", "permanent", "nursing", "2026-03-31", NO),
    ("rsv", "1951", "respite", "nursing", "2026-06-01", UNKNOWN),
    ("rsv", "1951", "respite", "nursing", "2026-12-31", YES),
    ("rsv", "1950", "respite", "nursing", "2026-06-01", YES),
    ("rsv", "1951-06", "respite", "nursing", "2026-06-15", UNKNOWN),
    ("pneumococcal", "1961-11-24", "respite", "nursing", "2026-11-24", YES),
    ("pneumococcal", "1961-11-25", "permanent", "nursing", "2026-11-24", NO),
    ("shingles", "1958-09-01", "respite", "nursing", "2026-11-24", YES),
    ("shingles", "1958-08-31", "respite", "nursing", "2026-11-24", NO),
    ("shingles", "1956-11-24", "respite", "nursing", "2026-11-24", YES),
    ("shingles", "1946-11-25", "respite", "nursing", "2026-11-24", YES),
    ("shingles", "1946-11-24", "respite", "nursing", "2026-11-24", NO),
    ("shingles", "1961-11-25", "respite", "nursing", "2026-11-24", NO),
)


@pytest.mark.parametrize(("programme", "born", "stay", "home", "day", "verdict"), TABLE)
def test_the_rules_turn_on_the_day(  # noqa: PLR0917 - a row of the table
    programme: str, born: str | None, stay: str, home: str, day: str, verdict: Verdict
) -> None:
    found = RULES.programme(programme)
    assert found is not None
    person = PersonFacts(PartialDate(born) if born else None, stay, home)
    told = eligibility(found, person, date.fromisoformat(day), RULES)
    assert told.verdict is verdict
    assert told.words


def test_what_is_not_published_is_said_in_words() -> None:
    autumn = RULES.programme("covid-2026-autumn")
    assert autumn is not None
    told = eligibility(autumn, PersonFacts(None, "permanent", "nursing"), date(2026, 11, 1), RULES)
    assert told.words.startswith("COVID-19 autumn 2026 cohort not published here")


def test_each_programme_names_its_source_and_nobody_has_approved_them_yet() -> None:
    assert all(each.source for each in RULES.programmes)
    assert RULES.version
    assert (RULES.approved_by, RULES.approved_on) == ("", "")
    carried = [each.id for each in RULES.programmes if each.standing is Standing.CARRIED_OVER]
    assert carried == ["influenza-2026"]


def test_the_programmes_of_a_day_are_those_whose_days_hold_it() -> None:
    running = [each.id for each in RULES.running_on(date(2026, 11, 24))]
    assert running == ["influenza-2026", "covid-2026-autumn", "rsv", "pneumococcal", "shingles"]
    assert RULES.programme("unheard-of") is None


@pytest.mark.parametrize("wrong", ["missing", "more", "no source", "twice", "vaccine"])
def test_rules_that_do_not_fit_are_refused(wrong: str) -> None:
    raw = json.loads(TEXT)
    first = raw["programmes"][0]
    if wrong == "missing":
        del first["doses"]
    elif wrong == "more":
        first["colour"] = "blue"
    elif wrong == "no source":
        first["source"] = ""
    elif wrong == "twice":
        raw["programmes"].append(first)
    else:
        first["vaccine"] = "rabies"
    with pytest.raises(MdtError, match="vaccination rules"):
        vaccination_rules_from(json.dumps(raw))


def test_who_is_born_on_29_february_is_a_year_older_on_1_march() -> None:
    assert age_on(date(1952, 2, 29), date(2027, 2, 28)) == 74
    assert age_on(date(1952, 2, 29), date(2027, 3, 1)) == 75
