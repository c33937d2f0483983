"""Importing again: nothing new is written, and what people wrote here stays."""

from pathlib import Path

import pytest

from mdt_core.exchange.fhir_import import try_fhir
from mdt_core.record import Card
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.residents import AllergyState, AllergyStateKind, Problem, Resident
from mdt_core.store.unit_of_work import About
from tests.exchange import bundles
from tests.exchange.bundles import saved
from tests.exchange.imports import card, cards, changes, run, standing, take, taken_id, unheard
from tests.support.memory_store import GP, MemoryStore

LATER = "2026-11-01T09:30:00+00:00"


def later(*resources: bundles.Json) -> bundles.Json:
    return bundles.bundle(bundles.patient(), *resources, timestamp=LATER)


def edit(
    memory: MemoryStore, card_class: type[Card], record_id: str, resident_id: str, **to: object
) -> None:
    with memory.store.deed(GP) as unit:
        changed = unit.card(card_class, record_id).model_copy(update=to)
        unit.write(changed, About(resident_id=resident_id), record_id=record_id)
        unit.commit()


def test_the_same_file_again_changes_nothing(memory: MemoryStore, tmp_path: Path) -> None:
    take(memory, tmp_path, bundles.everyday())
    before = changes(memory)
    report = take(memory, tmp_path, bundles.everyday())
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert report.records.as_json() == {"created": 0, "updated": 0, "unchanged": 6}
    assert changes(memory) == before


def test_what_the_source_changed_is_updated(memory: MemoryStore, tmp_path: Path) -> None:
    take(memory, tmp_path, bundles.everyday())
    resolved = bundles.condition(clinicalStatus=bundles.status("resolved"))
    report = take(memory, tmp_path, later(resolved))
    problem = card(memory, "problem")
    assert report.updated == 1
    assert (problem["state"], problem["has_siblings"]) == ("resolved", False)


def test_a_persons_edit_survives_the_same_file(memory: MemoryStore, tmp_path: Path) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    problem_id = card(memory, "problem")["id"]
    edit(memory, Problem, problem_id, resident_id, text="Heart failure, EF 35 %")
    edit(memory, Resident, resident_id, resident_id, preferred_name="Gracie")
    report = take(memory, tmp_path, bundles.everyday())
    assert report.unchanged == 1
    assert card(memory, "problem")["text"] == "Heart failure, EF 35 %"
    assert memory.line(resident_id)["preferred_name"] == "Gracie"


def test_where_source_and_person_both_changed_both_stand(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    problem_id = card(memory, "problem")["id"]
    edit(memory, Problem, problem_id, resident_id, text="Heart failure, EF 35 %")
    take(memory, tmp_path, later(bundles.condition(code=bundles.concept("Systolic heart failure"))))
    with memory.store.deed(GP) as unit:
        heads = unit.card_state(problem_id).groups["what"].heads
    texts = {str((head.value or {})["text"]) for head in heads}
    assert texts == {"Heart failure, EF 35 %", "Systolic heart failure"}
    assert card(memory, "problem")["has_siblings"]


def test_an_allergy_state_signed_by_a_person_is_never_replaced(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    with memory.store.deed(GP) as unit:
        unit.sign(AllergyState(state=AllergyStateKind.NONE_KNOWN), About(resident_id=resident_id))
        unit.commit()
    take(memory, tmp_path, later(bundles.allergy(code=bundles.concept("Latex"))))
    line = memory.line(resident_id)
    assert [body["state"] for body in standing(memory, "allergy_state")] == ["known", "none_known"]
    assert (line["allergy_state"], line["allergy_siblings"]) == ("unavailable", True)


def test_an_allergy_the_source_changed_alone_replaces_its_own(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    take(memory, tmp_path, later(bundles.allergy(code=bundles.concept("Latex"), reaction=[])))
    assert memory.line(resident_id)["allergy_words"] == "Latex"
    assert len(standing(memory, "allergy_state")) == 1


def test_an_allergy_refuted_by_its_source_is_no_longer_said(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    refuted = bundles.allergy(verificationStatus=bundles.status("refuted"))
    report = take(memory, tmp_path, later(refuted))
    assert memory.line(resident_id)["allergy_state"] == "not_recorded"
    assert report.not_taken == {"AllergyIntolerance: refuted": 1}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"status": "stopped"}, "stopped"),
        ({"status": "completed"}, "completed"),
        ({"status": "entered-in-error"}, "stopped"),
        ({"doNotPerform": True}, "stopped"),
    ],
)
def test_a_medicine_no_longer_in_force_does_not_stay_active(
    memory: MemoryStore, tmp_path: Path, changed: bundles.Json, state: str
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    take(memory, tmp_path, later(bundles.request(**changed)))
    assert card(memory, "medicine_line")["state"] == state
    assert memory.line(resident_id)["active_medicines"] == 0


def test_a_renewed_medicine_stops_the_line_of_the_order_before(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    renewed = bundles.request(id="request-2", authoredOn="2026-10-20")
    take(memory, tmp_path, later(bundles.request(status="completed"), renewed))
    assert sorted(each["state"] for each in cards(memory, "medicine_line")) == [
        "active",
        "completed",
    ]
    assert memory.line(resident_id)["active_medicines"] == 1


def test_an_older_file_brings_nothing_back(memory: MemoryStore, tmp_path: Path) -> None:
    stopped = later(bundles.request(status="stopped"), bundles.condition())
    resident_id = taken_id(take(memory, tmp_path, stopped))
    report = take(memory, tmp_path, bundles.everyday())
    assert memory.line(resident_id)["active_medicines"] == 0
    assert report.not_taken["medicine_line: older than what the source last said"] == 1


def test_a_check_of_a_medicine_falls_when_the_source_changes_the_dose(
    memory: MemoryStore, tmp_path: Path
) -> None:
    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    line_id = card(memory, "medicine_line")["id"]
    edit(memory, MedicineLine, line_id, resident_id, is_verified=True)
    take(memory, tmp_path, bundles.everyday())
    assert card(memory, "medicine_line")["is_verified"] is True
    take(memory, tmp_path, later(bundles.request(dosageInstruction=[{"text": "80 mg daily"}])))
    line = card(memory, "medicine_line")
    assert (line["is_verified"], line["instructions"]) == (False, "80 mg daily")


def test_a_new_dose_of_an_unchecked_medicine_leaves_its_check_alone(
    memory: MemoryStore, tmp_path: Path
) -> None:
    take(memory, tmp_path, bundles.everyday())
    take(memory, tmp_path, later(bundles.request(dosageInstruction=[{"text": "80 mg daily"}])))
    written = [c.groups for c in changes(memory) if c.envelope.kind == "medicine_line"]
    assert [set(groups or {}) for groups in written] == [{"dose", "course", "check"}, {"dose"}]


def test_a_corrected_observation_replaces_the_former_set_and_back_again(
    memory: MemoryStore, tmp_path: Path
) -> None:
    for breaths in (18, 24, 18):
        take(memory, tmp_path, bundles.bundle(bundles.patient(), _breaths(breaths)))
        assert [each["respirations"] for each in standing(memory, "observation_set")] == [breaths]


def _breaths(number: int) -> bundles.Json:
    return bundles.observation("9279-1", number, "/min")


def test_what_a_person_withdrew_does_not_come_back(memory: MemoryStore, tmp_path: Path) -> None:
    from mdt_core.records.corrections import Withdrawal  # noqa: PLC0415 - used here alone

    resident_id = taken_id(take(memory, tmp_path, bundles.everyday()))
    signed = next(c for c in changes(memory) if c.envelope.kind == "observation_set")
    with memory.store.deed(GP) as unit:
        about = About(resident_id=resident_id)
        unit.sign(Withdrawal(reason="Another person's chart"), about, corrects=signed.mid)
        unit.commit()
    assert take(memory, tmp_path, bundles.everyday()).unchanged == 1
    assert standing(memory, "observation_set") == []


def test_a_contact_the_source_no_longer_names_is_removed(
    memory: MemoryStore, tmp_path: Path
) -> None:
    def with_contacts(*names: str) -> bundles.Json:
        contacts = [{"name": {"text": name}, "relationship": []} for name in names]
        return bundles.bundle(bundles.patient(contact=contacts))

    take(memory, tmp_path, with_contacts("Ada Okafor", "Ben Okafor"))
    take(memory, tmp_path, with_contacts("Ben Okafor"))
    assert [each["name"] for each in card(memory, "resident")["contacts"]] == ["Ben Okafor"]


def test_a_record_without_any_date_is_imported_once(memory: MemoryStore, tmp_path: Path) -> None:
    undated = bundles.bundle(bundles.patient())
    del undated["timestamp"]
    path = bundles.saved(tmp_path, undated)
    assert run(memory, path).created == 1
    memory.clock.advance(days=3)
    assert run(memory, path).unchanged == 1


def test_a_record_that_only_takes_back_brings_nothing(memory: MemoryStore, tmp_path: Path) -> None:
    refuted = bundles.status("refuted")
    record = bundles.bundle(
        bundles.patient(),
        bundles.allergy(verificationStatus=refuted),
        bundles.condition(verificationStatus=refuted),
        bundles.request(status="entered-in-error"),
    )
    report = take(memory, tmp_path, record)
    assert report.records.as_json() == {"created": 1, "updated": 0, "unchanged": 0}
    assert {change.envelope.kind for change in changes(memory)} == {"resident"}


def test_resources_without_any_id_are_told_apart_by_what_they_say(
    memory: MemoryStore, tmp_path: Path
) -> None:
    record = bundles.bundle(
        bundles.patient(),
        bundles.condition(id=None),
        bundles.condition(id=None, code=bundles.concept("Gout")),
        bundles.condition(id=None, identifier=[{"value": ""}, {"system": "s", "value": "7"}]),
    )
    for entry in record["entry"][1:]:
        entry["fullUrl"] = ""
    assert take(memory, tmp_path, record).records.created == 4
    assert take(memory, tmp_path, record).records.unchanged == 4


def test_a_trial_says_what_an_import_would_do_and_writes_nothing(
    memory: MemoryStore, tmp_path: Path
) -> None:
    path = saved(tmp_path, bundles.everyday())
    tried = try_fhir(memory.store, by=GP, paths=[path], progress=unheard, cancelled=lambda: False)
    assert changes(memory) == []
    assert cards(memory, "resident") == []
    assert tried == run(memory, path)
