"""Alerts, consent and plans of a file: once however often it comes, ended with their source, said by a trial."""

from pathlib import Path

from mdt_core.exchange.fhir_import import try_fhir
from mdt_core.fhir.resuscitation import LEFT_OUT
from mdt_core.records.care_plans import SupportPlan
from mdt_core.records.consents import SharingConsent
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.respect_plans import RespectPlan
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import statements
from tests.exchange import bundles
from tests.exchange.bundles import PATIENT, Json, concept, saved
from tests.exchange.imports import changes, take, taken_id, unheard
from tests.support.memory_store import GP, MemoryStore
from tests.unit.fhir.test_flags_consents_plans import consent, flag, plan

DOCUMENT: Json = {
    "resourceType": "DocumentReference",
    "id": "d",
    "subject": PATIENT,
    "type": concept("DNACPR form", "450476008"),
    "date": "2026-05-04T09:00:00Z",
    "author": [{"display": "Dr Ross"}],
}
LATER = "2026-11-01T09:30:00+00:00"


def test_a_file_with_plans_says_the_same_once_and_no_decision_about_cpr(
    memory: MemoryStore, tmp_path: Path
) -> None:
    sent = bundles.everyday(flag(), consent(), plan(), DOCUMENT)
    who = taken_id(take(memory, tmp_path, sent))
    before = changes(memory)
    again = take(memory, tmp_path, sent)
    assert changes(memory) == before
    assert again.not_taken == {f"DocumentReference: {LEFT_OUT}": 1}
    with memory.store.reading() as connection:
        [shared] = statements(connection, SharingConsent, who)
        [planned] = statements(connection, SupportPlan, who)
        assert statements(connection, CprDecision, who) == ()
        assert statements(connection, RespectPlan, who) == ()
        card = resident_page(connection, GP, who).card.record
    assert shared.author.name.startswith("Imported from")
    assert planned.record is not None
    assert card is not None
    assert [each.text for each in card.alerts] == ["Key safe by the back door"]


def test_what_is_ended_in_the_source_does_not_stand_on_here(
    memory: MemoryStore, tmp_path: Path
) -> None:
    who = taken_id(take(memory, tmp_path, bundles.everyday(flag(), consent(), plan())))
    ended = (
        flag(status="inactive"),
        consent(status="inactive"),
        plan(status="revoked"),
    )
    take(memory, tmp_path, bundles.bundle(bundles.patient(), *ended, timestamp=LATER))
    with memory.store.reading() as connection:
        [shared] = statements(connection, SharingConsent, who)
        [planned] = statements(connection, SupportPlan, who)
        card = resident_page(connection, GP, who).card.record
    assert shared.readable["state"] == "not_asked"
    assert planned.record is not None
    assert planned.record.plans[0].content == "None is in force there any more"
    assert card is not None
    assert card.alerts == ()


def test_a_trial_says_what_would_come_and_what_is_left_out(
    memory: MemoryStore, tmp_path: Path
) -> None:
    path = saved(tmp_path, bundles.everyday(flag(), consent(), plan(), DOCUMENT))
    tried = try_fhir(memory.store, by=GP, paths=[path], progress=unheard, cancelled=lambda: False)
    assert changes(memory) == []
    assert tried.not_taken == {f"DocumentReference: {LEFT_OUT}": 1}
    assert tried.records.created == 8
