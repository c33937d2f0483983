"""The papers of a plan hold what was signed; two versions stop a final plan and no transfer summary."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_core.documents.care_plan import render_care_plan
from mdt_core.documents.care_plan_plain import render_plain_plan
from mdt_core.documents.contents import Freshness, PaperLook
from mdt_core.documents.plan_contents import PlanPaper, PlanPaperKind
from mdt_core.documents.plan_pages import ASK
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, NotPrinted
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.just_in_case import JustInCase
from mdt_core.records.residents import Alert, AllergyState, Contact
from mdt_core.roles import Role
from mdt_core.store.tables import AccessAuditRow
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.plan_papers import (
    PRINTED,
    plan_paper,
    record_plan_print,
    residents_of_home,
)
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import withdraw
from tests.documents.sheets import squeezed, texts_of_pages
from tests.support import builders
from tests.support.builders import SAMPLES, newer_event
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_paper import Round

AUDIT = AccessAuditRow.__table__  # type: ignore[attr-defined]


class Planned(Round):
    """A home in which plans are signed."""

    def signed(self, who: str, *kinds: type[Statement]) -> None:
        with self.store.deed(GP) as unit:
            for kind in kinds or PRINTED:
                record: Any = SAMPLES[kind.kind]()
                unit.sign(record, About(who, self.home_id))
            unit.commit()

    def beside(self, who: str, kind: type[Statement], number: int = 1) -> None:
        """Another device signs another version without having seen ours."""
        body = {**dump(SAMPLES[kind.kind]()), "decided_by": "Dr Ben Cole"}
        change = newer_event(
            number, f"other-{number}", kind.kind, body, resident_id=who, home_id=self.home_id
        )
        self.memory.receive(change)

    def paper(
        self,
        who: str,
        kind: PlanPaperKind = PlanPaperKind.CLINICAL,
        **more: Any,  # noqa: ANN401
    ) -> PlanPaper:
        plain: dict[str, Any] = {"by": GP, "waiting": 0, "practice": False, **more}
        return plan_paper(self.store, resident_id=who, paper=kind, **plain)


@pytest.fixture
def home() -> Planned:
    return Planned()


def test_everything_that_was_signed_is_on_it_in_the_words_of_the_definitions(home: Planned) -> None:
    who = home.resident()
    home.signed(who)
    made = home.paper(who)
    assert [part.kind for part in made.parts] == [kind.kind for kind in PRINTED]
    assert all(len(part.versions) == 1 for part in made.parts)
    assert made.version == len(PRINTED)
    assert made.people[0].name == "Ann Smith"
    assert made.alerts == ("Falls",)


def test_only_what_stands_is_printed_and_each_signing_and_withdrawal_raises_the_version(
    home: Planned,
) -> None:
    who = home.resident()
    first = record_statement(home.store, by=GP, draft=Draft(CarePlan, who, dump(plan_of())))
    second = record_statement(home.store, by=GP, draft=Draft(CarePlan, who, dump(plan_of())))
    assert first.record_id != second.record_id
    made = home.paper(who)
    part = made.part("care_plan")
    assert part is not None
    assert len(part.versions) == 1
    assert made.version == 2
    withdraw(home.store, by=GP, record_id=second.record_id, reason="Another resident's plan")
    assert home.paper(who).version == 3


def plan_of() -> CarePlan:
    record = SAMPLES["care_plan"]()
    assert isinstance(record, CarePlan)
    return record


@pytest.mark.parametrize("kind", [PlanPaperKind.CLINICAL, PlanPaperKind.PLAIN])
def test_a_final_plan_is_refused_while_two_versions_stand_and_a_draft_shows_both(
    home: Planned, kind: PlanPaperKind
) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    home.beside(who, CprDecision)
    with pytest.raises(NotPrinted, match="two versions of: CPR decision"):
        home.paper(who, kind)
    draft = home.paper(who, kind, is_draft=True)
    part = draft.part("cpr_decision")
    assert part is not None
    assert part.has_two
    assert draft.is_draft


def test_a_final_plan_names_the_allergies_of_which_two_versions_stand(home: Planned) -> None:
    who = home.resident()
    home.signed(who, AllergyState)
    home.beside(who, AllergyState)
    with pytest.raises(NotPrinted, match=r"two versions of: .*Allergies"):
        home.paper(who)


def test_a_transfer_summary_holds_the_plan_that_stands_though_a_later_entry_wrote_none(
    home: Planned,
) -> None:
    who = home.resident()
    for plan in ("Warfarin held until Friday", None):
        home.memory.clock.advance(minutes=1)
        with home.store.deed(GP) as unit:
            unit.sign(builders.entry(plan=plan), About(who, home.home_id))
            unit.commit()
    said = home.paper(who, PlanPaperKind.TRANSFER).now.last_entry
    assert "No plan was written" in said
    assert "Plan before: " in said
    assert "Warfarin held until Friday" in said


def test_a_transfer_summary_is_printed_all_the_same_with_both(home: Planned) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    home.beside(who, CprDecision)
    part = home.paper(who, PlanPaperKind.TRANSFER).part("cpr_decision")
    assert part is not None
    assert part.has_two


def test_what_a_newer_program_wrote_stops_the_plan_and_is_named_on_the_transfer_summary(
    home: Planned,
) -> None:
    who = home.resident()
    body = {**dump(SAMPLES["contingency_plan"]()), "of_tomorrow": "unknown"}
    home.memory.receive(
        newer_event(1, "p1", "contingency_plan", body, resident_id=who, home_id=home.home_id)
    )
    with pytest.raises(NotPrinted, match="newer program"):
        home.paper(who)
    part = home.paper(who, PlanPaperKind.TRANSFER).part("contingency_plan")
    assert part is not None
    assert part.versions[0].answers[-1].name == "newer"


def test_a_draft_holds_what_is_not_signed_yet_and_a_final_plan_does_not(home: Planned) -> None:
    who = home.resident()
    typed = Draft(ContingencyPlan, who, dump(SAMPLES["contingency_plan"]()))
    unfinished = Draft(CarePlan, who, {"strengths": "Sings"})
    assert not any(part.versions for part in home.paper(who, drafts=(typed,)).parts)
    draft = home.paper(who, drafts=(typed, unfinished), is_draft=True)
    part = draft.part("contingency_plan")
    assert part is not None
    assert part.versions[0].is_draft
    assert not part.signed


def test_the_same_words_have_the_same_id_whoever_prints_them_and_others_another(
    home: Planned,
) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    first = home.paper(who)
    assert first.document_id == home.paper(who, waiting=4).document_id
    assert first.document_id != home.paper(who, PlanPaperKind.PLAIN).document_id
    home.signed(who, ContingencyPlan)
    assert first.document_id != home.paper(who).document_id


def pages_of(paper: PlanPaper) -> list[str]:
    """The words of each page, without gaps."""
    draw = render_plain_plan if paper.paper is PlanPaperKind.PLAIN else render_care_plan
    return [squeezed(page) for page in texts_of_pages(draw(paper, look=PaperLook()))]


def test_a_decision_that_is_past_its_review_says_so_at_the_head_of_each_page(home: Planned) -> None:
    who = home.resident()
    decision = {**dump(SAMPLES["cpr_decision"]()), "review": "on_date", "review_on": "2026-09-01"}
    record_statement(home.store, by=GP, draft=Draft(CprDecision, who, decision))
    made = home.paper(who)
    assert "01-Sep-2026" in made.cpr_doubted
    assert all(squeezed(f"CPR: {made.cpr_doubted}") in page for page in pages_of(made))
    assert all(squeezed(ASK) in page for page in pages_of(home.paper(who, PlanPaperKind.PLAIN)))


def test_a_plan_is_as_known_when_this_computer_last_got_the_home(home: Planned) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    fresh = Freshness(STARTED - timedelta(hours=5), 2)
    assert home.paper(who, fresh=fresh).freshness == fresh


def test_who_may_not_read_notes_gets_no_plan_and_another_homes_carer_neither(home: Planned) -> None:
    who = home.resident()
    for by in (
        builders.actor(Role.QUALITY_OFFICER),
        builders.actor(Role.HOME_CARER, builders.OTHER_HOME_ID),
    ):
        with pytest.raises(NotAllowed):
            home.paper(who, by=by)


def test_a_copy_is_recorded_about_the_resident_without_a_word_of_the_plan(home: Planned) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    made = home.paper(who)
    record_plan_print(home.store, by=GP, resident_id=who, paper=made, how="saved as PDF")
    with home.store.reading() as connection:
        rows = connection.execute(select(AUDIT.c.action, AUDIT.c.detail)).all()
    printed = [row.detail for row in rows if row.action == "print"]
    assert printed == [f"care plan {made.document_id} version 1, saved as PDF, 1"]


def test_contacts_for_an_emergency_come_first_and_those_of_the_crisis_plan_follow(
    home: Planned,
) -> None:
    contacts = (
        Contact(id="c1", name="Bob Smith", phone="1"),
        Contact(id="c2", name="Eve Smith", phone="2", is_emergency=True),
    )
    who = home.resident(contacts=contacts, alerts=(Alert(id="a1", text="Oxygen"),))
    home.signed(who, ContingencyPlan)
    assert [each.name for each in home.paper(who).people] == ["Eve Smith", "Bob Smith", "Ann Smith"]


def test_a_review_in_the_past_or_a_plan_without_a_word_is_not_signed(home: Planned) -> None:
    who = home.resident()
    for values, words in (
        ({"next_review": "2027-02-24"}, "at least one strength"),
        ({"needs": [{"text": "Pain"}], "next_review": "2026-01-01"}, "cannot be in the past"),
        ({"needs": [{"text": "Pain"}]}, "Next review due is not recorded"),
    ):
        with pytest.raises(InvalidInput, match=words):
            record_statement(home.store, by=GP, draft=Draft(CarePlan, who, values))


def test_a_home_of_forty_five_is_printed_in_one_go(home: Planned) -> None:
    usual = (CprDecision, TreatmentCeiling, ContingencyPlan, JustInCase, CarePlan)
    for room in range(1, 46):
        home.signed(home.resident(str(room), family_name=f"Resident{room}"), *usual)
    everybody = residents_of_home(home.store, by=GP, home_id=home.home_id)
    assert len(everybody) == 45
    begun = time.process_time()  # others use the computer too while tests run
    for line in everybody:
        pdf = render_care_plan(home.paper(line.resident_id), look=PaperLook())
        assert pdf.startswith(b"%PDF")
    assert time.process_time() - begun < 8  # of its own work: other tests run beside it
