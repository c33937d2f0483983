"""The list of a clinic day: who lives here, what is known that matters, what was answered. No Qt.

Nobody is answered for: each row begins as «Not answered», and what was recorded before today is shown
beside it. Who was vaccinated in this programme, or had a contraindication, is not given one from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mdt_core.actor import Actor
from mdt_core.clock import clinical_time, london_day
from mdt_core.drafts import Draft
from mdt_core.measures.uptake import UptakeState, state_in
from mdt_core.records.residents import AllergyStateKind
from mdt_core.records.vaccinations import (
    CONTRAINDICATED_BY,
    DECLINED_FOR,
    NotGivenReason,
    Vaccination,
    VaccinationOutcome,
    Vaccine,
)
from mdt_core.store.queries.homes import ResidentLine
from mdt_core.store.queries.statements import Signed
from mdt_core.store.queries.vaccinations import (
    HomeVaccinations,
    answered_of,
    facts_of,
    vaccinations_in_home,
)
from mdt_core.store.store import Store
from mdt_core.use_cases.vaccinations import record_vaccination
from mdt_core.vaccination_rules import (
    Programme,
    Standing,
    Verdict,
    eligibility,
    shipped_vaccination_rules,
)
from mdt_desktop.ui.clinic.setup import ClinicSetup
from mdt_desktop.ui.person_words import allergies_spoken, born_words, nhs_number_words

NOT_ANSWERED: Final = "Not answered"
_VERDICTS: Final = {
    Verdict.ELIGIBLE: "By the rules: yes",
    Verdict.NOT_BY_RULE: "By the rules: no",
    Verdict.NOT_KNOWN: "By the rules: not known",
}
NO_RULES: Final = "No programme of this vaccine runs today by the rules of this program"


@dataclass(frozen=True)
class Answer:
    """One answer that is one press: what came of it, and why not where that was said."""

    outcome: VaccinationOutcome
    reason: NotGivenReason | None = None

    @property
    def key(self) -> str:
        """What names it on the screen."""
        return f"{self.outcome.value}:{self.reason.value}" if self.reason else self.outcome.value


SINGLE: Final = tuple(
    Answer(each)
    for each in VaccinationOutcome
    if each not in (VaccinationOutcome.DECLINED, VaccinationOutcome.CONTRAINDICATED)
)
DECLINED: Final = tuple(Answer(VaccinationOutcome.DECLINED, why) for why in DECLINED_FOR)
CONTRAINDICATED: Final = tuple(
    Answer(VaccinationOutcome.CONTRAINDICATED, why) for why in CONTRAINDICATED_BY
)


@dataclass(frozen=True)
class ClinicRow:
    """One resident: two identifiers, what matters, and what was answered today."""

    resident_id: str
    family: str
    name: str
    room: str
    born: str
    nhs_number: str
    allergies: str
    is_allergy_alarming: bool
    is_similar: bool
    rule: str
    before: str
    answered: str
    record_id: str
    why_not_given: str
    """Why «Given» is not offered from here, in words; empty where it is."""

    @property
    def is_answered(self) -> bool:
        """Whether today has an answer."""
        return bool(self.record_id)


@dataclass(frozen=True)
class ClinicView:
    """The whole list with the words above it."""

    home: str
    day: date
    rule_words: str
    rows: tuple[ClinicRow, ...]

    @property
    def summary(self) -> str:
        """`12 of 40 answered`."""
        answered = sum(row.is_answered for row in self.rows)
        return f"{answered} of {len(self.rows)} answered, {len(self.rows) - answered} to go"


def read_clinic(
    store: Store, by: Actor, home_id: str, setup: ClinicSetup | None, now: datetime
) -> ClinicView:
    """Reads the list of a home for a set-up; without one, its name alone. Raises NotAllowed."""
    with store.reading() as connection:
        home = vaccinations_in_home(connection, by, home_id)
    day = london_day(now)
    if setup is None:
        return ClinicView(home.home, day, "", ())
    programme = programme_of(setup.vaccine, day)
    rows = tuple(
        _row(home, line, setup.vaccine, programme, day)
        for line in home.lines
        if not line.is_deceased
    )
    return ClinicView(home.home, day, rule_words(programme), rows)


def programme_of(vaccine: Vaccine, day: date) -> Programme | None:
    """The programme of a vaccine that runs on a day."""
    running = shipped_vaccination_rules().running_on(day)
    return next((each for each in running if each.vaccine is vaccine), None)


def rule_words(programme: Programme | None) -> str:
    """Which rules the list goes by, where from, and how sure they are."""
    if programme is None:
        return NO_RULES
    if programme.standing is Standing.PUBLISHED:
        return f"{programme.title}. {programme.source}"
    return f"{programme.title}. ▲ {programme.source}"


def draft_of(setup: ClinicSetup, resident_id: str, answer: Answer, day: date) -> Draft[Vaccination]:
    """One resident's answer with what the day has in common, where a dose was given."""
    values = {
        "vaccine": setup.vaccine.value,
        "outcome": answer.outcome.value,
        "occurred_on": day.isoformat(),
    }
    if answer.reason is not None:
        values["reason"] = answer.reason.value
    if answer.outcome is VaccinationOutcome.GIVEN:
        values = {**values, **setup.common}
    return Draft(Vaccination, resident_id, values)


def answer_one(
    store: Store, by: Actor, setup: ClinicSetup, resident_id: str, answer: Answer
) -> frozenset[str]:
    """Signs one resident's answer; gives the kinds that changed. Raises InvalidInput."""
    draft = draft_of(setup, resident_id, answer, london_day(store.clock()))
    return record_vaccination(store, by=by, draft=draft).changes.kinds


def given_words(setup: ClinicSetup, row: ClinicRow) -> str:
    """The main deed: whom it is given to, and on whose word."""
    return f"Given to {row.family}: {setup.consent.label[0].lower()}{setup.consent.label[1:]}"


def _row(
    home: HomeVaccinations,
    line: ResidentLine,
    vaccine: Vaccine,
    programme: Programme | None,
    day: date,
) -> ClinicRow:
    told = [each for each in home.of(line.resident_id) if _is_of(each, vaccine)]
    today = next((each for each in told if _is_today(each, day)), None)
    return ClinicRow(
        resident_id=line.resident_id,
        family=line.family_name.upper(),
        name=line.formal_name,
        room=line.room or "",
        born=born_words(line, day),
        nhs_number=nhs_number_words(line.nhs_number),
        allergies=allergies_spoken(line),
        is_allergy_alarming=line.allergy_state != AllergyStateKind.NONE_KNOWN.value,
        is_similar=line.is_similar,
        rule=_rule(home, line, programme, day),
        before=told_words(next((each for each in told if not _is_today(each, day)), None)),
        answered=_today_words(today),
        record_id=today.id if today else "",
        why_not_given=_why_not(told, programme),
    )


def _is_of(each: Signed[Vaccination], vaccine: Vaccine) -> bool:
    return each.record is not None and each.record.vaccine is vaccine


def _is_today(each: Signed[Vaccination], day: date) -> bool:
    return each.record is not None and each.record.occurred_on == day.isoformat()


def _rule(
    home: HomeVaccinations, line: ResidentLine, programme: Programme | None, day: date
) -> str:
    if programme is None:
        return _VERDICTS[Verdict.NOT_KNOWN]
    found = eligibility(programme, facts_of(line, home.home_type), day, shipped_vaccination_rules())
    is_general = programme.standing is Standing.NOT_PUBLISHED
    return _VERDICTS[found.verdict] + ("" if is_general else f". {found.words}")


def told_words(told: Signed[Vaccination] | None) -> str:
    """A vaccination in a few words: what came of it, why, when."""
    if told is None or told.record is None:
        return ""
    said = told.record
    why = f" ({said.reason.label})" if said.reason else ""
    return f"{said.outcome.label}{why} {said.occurred_on.display()}"


def _today_words(told: Signed[Vaccination] | None) -> str:
    if told is None or told.record is None:
        return NOT_ANSWERED
    why = f": {told.record.reason.label}" if told.record.reason else ""
    return f"{told.record.outcome.label}{why}, {clinical_time(told.recorded_at)}"


def _why_not(told: Sequence[Signed[Vaccination]], programme: Programme | None) -> str:
    """Vaccinated in the programme, or contraindicated at any time: then a form is needed."""
    if programme is not None and state_in(programme, answered_of(told)) is UptakeState.VACCINATED:
        dose = next(each for each in told if each.record and each.record.outcome.is_dose)
        return f"{told_words(dose)}: vaccinated in this programme already"
    for each in told:
        if each.record and each.record.outcome is VaccinationOutcome.CONTRAINDICATED:
            return f"{told_words(each)}. Decide with a prescriber, then use the form"
    return ""


BY_KEY: Final[Mapping[str, Answer]] = {
    each.key: each for each in (*SINGLE, *DECLINED, *CONTRAINDICATED)
}
