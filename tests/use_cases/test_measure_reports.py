"""What was recorded in one home is what its measures say, worked out by hand."""

from datetime import datetime, timedelta

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import london_day, utc_text
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.d2a_report import render_d2a_report
from mdt_core.drafts import Draft
from mdt_core.measures.figures import count_words, value_words
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked, Cut, MeasureTable
from mdt_core.medicine_request_steps import RequestStep
from mdt_core.record import Statement
from mdt_core.records.d2a_care import TherapySession
from mdt_core.records.deaths import Death, DeathAddition
from mdt_core.records.escalations import Escalation
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_requests import MedicineRequest
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.roles import Role
from mdt_core.use_cases.deaths import record_death, record_death_addition
from mdt_core.use_cases.measure_reports import (
    measure_report,
    measure_table,
    record_measure_report,
)
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_core.use_cases.recording import record_statement
from tests.support.hospital import back_from_hospital, to_hospital
from tests.support.memory_store import GP, MemoryStore
from tests.support.ward import IN_HOSPITAL, UNWELL, Ward, make_ward

NURSE = Actor("person-nurse", "Ruth Hale", Role.NURSE, "Elm Surgery")


class Home:
    """The ward in a store, and what happens there."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.store = self.memory.store
        self.ward: Ward = make_ward(self.store, GP)
        self.who = self.ward.of(UNWELL)

    @property
    def now(self) -> datetime:
        return self.memory.clock()

    def wait(self, days: float) -> None:
        self.memory.clock.advance(days=days)

    def sign(self, kind: type[Statement], **said: object) -> None:
        record_statement(self.store, by=GP, draft=Draft(kind, self.who, said))

    def ask(self, kind: str, urgency: str = "routine") -> str:
        said = {"request_kind": kind, "medicine": "Amoxicillin 500 mg", "urgency": urgency}
        draft = Draft(MedicineRequest, self.who, said)
        return ask_for_medicine(self.store, by=GP, draft=draft)[0]

    def receive(self, request: str) -> None:
        take_step(
            self.store,
            by=NURSE,
            resident_id=self.who,
            request_id=request,
            step=RequestStep.RECEIVE,
            said={},
        )

    def table(self, measure: str, cut: Cut = Cut.HOME) -> MeasureTable:
        today = london_day(self.now)
        period = Period(today - timedelta(days=90), today - timedelta(days=1))
        return measure_table(self.store, by=GP, asked=Asked(measure, period, cut=cut))

    def said(self, measure: str) -> tuple[str, str]:
        figure = self.table(measure).total.figure
        assert figure is not None
        return value_words(figure), count_words(figure)


@pytest.fixture
def home() -> Home:
    return Home()


def test_days_until_received_with_what_is_overdue_beside_them(home: Home) -> None:
    first, second = home.ask("acute"), home.ask("acute")
    home.ask("acute", "urgent")
    repeat = home.ask("repeat")
    home.wait(2)
    home.receive(first)
    home.wait(2)
    for request in (second, repeat):
        home.receive(request)
    home.wait(10)
    assert home.said("acute_requests") == ("3.0 days", "2 ended; 1 still open, 1 of them overdue")
    assert home.said("repeat_requests") == ("4.0 days", "1 ended")
    late = [each for each in home.table("acute_requests").total.cases if each.is_late]
    assert [each.what.startswith("Amoxicillin 500 mg: Asked 14 days ago") for each in late] == [
        True
    ]


def test_what_reviews_stopped_and_changed_of_what_they_decided_on(home: Home) -> None:
    decided = [
        {
            "medicine": "Oxybutynin",
            "was": "5 mg twice daily",
            "decision": "stop",
            "reason": "Drowsy",
        },
        {"medicine": "Ramipril", "was": "5 mg once daily", "decision": "keep"},
        {"medicine": "Melatonin", "decision": "start", "reason": "Sleep", "how": "2 mg at night"},
    ]
    home.sign(MedicineReview, goals="To be awake", medicines=decided)
    home.wait(1)
    assert home.said("items_reviewed") == ("50.0 %", "1 of 2")
    assert home.table("items_reviewed").reasons == {"Stop": 1, "Keep": 1}
    assert home.said("changed_per_review") == ("1.0 medicines each", "1 counted")
    (line,) = home.table("medicine_reviews").total.cases
    assert line.what == "1 kept, 1 stopped, 1 started"
    assert home.said("burden_lowered") == ("Nothing to count", "0 of 0; 1 not known")


def test_a_review_lowers_the_burden_by_the_figures_kept_with_it(home: Home) -> None:
    def burden(points: int, *, is_after: bool) -> dict[str, object]:
        medicine = f"of {points}"
        return {"medicine": medicine, "points": points, "is_before": True, "is_after": is_after}

    unlisted = {"medicine": "ramipril", "is_before": True, "is_after": True}
    for parts in (
        [burden(3, is_after=False), burden(1, is_after=True), unlisted],
        [burden(2, is_after=True), {**burden(1, is_after=True), "is_before": False}],
        [burden(1, is_after=False)],
        [burden(0, is_after=True)],
        [unlisted],
        [burden(3, is_after=False), {**unlisted, "is_before": False}],
    ):
        home.sign(MedicineReview, goals="-", burden_list="Borough list, own/1", burden=parts)
    home.wait(1)
    assert home.said("burden_lowered") == ("66.7 %", "2 of 3; 2 not known")
    found = home.table("burden_lowered")
    assert found.reasons == {"3 points fewer": 1, "1 point more": 1, "1 point fewer": 1}
    words = {each.what for each in found.total.cases}
    assert "4 before, 1 after (Borough list, own/1)" in words


def test_admitted_again_within_28_days_is_known_after_28_days(home: Home) -> None:
    at = home.now
    for going, back in ((1, 3), (20, 22)):
        home.wait(going - (home.now - at).days)
        to_hospital(home.store, GP, home.who, home.now)
        home.wait(back - going)
        back_from_hospital(home.store, GP, home.who, home.now)
    home.wait(20)
    assert home.said("hospital_again") == ("100.0 %", "1 of 1")
    told = home.table("hospital_admissions").total.cases
    by_whereabouts = [each.resident_id for each in told if each.what == "By whereabouts alone"]
    assert by_whereabouts == [home.ward.of(IN_HOSPITAL)]
    assert [each.resident_id for each in told].count(home.who) == 2
    home.wait(20)
    assert home.said("hospital_again") == ("50.0 %", "1 of 2")


def test_medication_issues_are_counted_by_stage_over_resident_days(home: Home) -> None:
    home.sign(MedicationIssue, occurred_at=utc_text(home.now), stage="administration")
    home.wait(1)
    found = home.table("medicine_issues")  # 21 days since the first observations, one night away
    assert found.total.figure is not None
    assert (found.total.figure.part, found.total.figure.whole) == (1, 21 * 12 - 1)
    assert found.reasons == {"Administration": 1}


def test_a_medication_review_counts_for_a_year_of_who_has_lived_there_28_days(home: Home) -> None:
    kept = [{"medicine": "Ramipril", "was": "5 mg once daily", "decision": "keep"}]
    home.sign(MedicineReview, medicines=kept)
    home.wait(1)
    assert home.said("medicine_review_in_a_year") == ("8.3 %", "1 of 12")
    home.wait(365)
    assert home.said("medicine_review_in_a_year") == ("0.0 %", "0 of 12")


def test_escalations_and_therapy_are_counted_as_told(home: Home) -> None:
    sent = {"sent_at": utc_text(home.now - timedelta(hours=5)), "trigger": "deterioration"}
    told = {**sent, "channel": "control_room", "to_whom": "Desk", "situation": "Drowsy"}
    home.sign(Escalation, **told, answered_at=utc_text(home.now - timedelta(hours=2)))
    home.sign(Escalation, **told)
    held = {"held_at": utc_text(home.now - timedelta(hours=3)), "therapy": "physiotherapy"}
    home.sign(TherapySession, **held, is_given=True)
    home.sign(TherapySession, **held, is_given=False)
    home.wait(1)
    assert home.said("escalations_answered") == ("3.0 hours", "1 ended; 1 still open")
    assert home.table("escalations_answered").reasons == {"Urgent Care Control Room": 2}
    assert home.said("therapy_sessions") == ("50.0 %", "1 of 2")


def test_what_became_known_after_a_death_gives_its_reason(home: Home) -> None:
    died = {
        "time_known": "known",
        "died_at": utc_text(home.now),
        "place": "hospital",
        "expected": "no",
    }
    record_death(home.store, by=GP, draft=Draft(Death, home.who, died))
    home.wait(1)
    assert home.table("deaths_in_hospital").reasons == {"No reason recorded": 1}
    added = {"note": "Called at night", "verified_by": "Dr Shah"}
    record_death_addition(home.store, by=GP, draft=Draft(DeathAddition, home.who, added))
    assert home.said("deaths_in_hospital") == ("100.0 %", "1 of 1")
    assert home.said("place_of_death") == ("Nothing to count", "0 of 0; 1 not known")


def test_the_report_is_printed_the_same_twice_and_its_saving_recorded(home: Home) -> None:
    asked = home.table("falls").asked
    fresh = Freshness(home.now, 0)
    made = [
        measure_report(home.store, by=GP, asked=asked, practice=True, fresh=fresh) for _ in range(2)
    ]
    assert made[0] == made[1]
    assert render_d2a_report(made[0], look=PaperLook()).startswith(b"%PDF")
    record_measure_report(home.store, by=GP, asked=asked, document=made[0].document_id)
