"""The round sheet says what was signed, of whom and by whom, and nothing that is not the home's."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_core.clock import PartialDate, clinical_moment, london_day
from mdt_core.documents.contents import EntryOnPaper, Freshness, RoundSheet, every_text
from mdt_core.drafts import Draft
from mdt_core.errors import NotAllowed, NotFound, NotPrinted
from mdt_core.identifiers import NhsNumber
from mdt_core.records.actions import Action, ActionPriority, ActionState
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.stays import Destination, StayType
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.store.tables import AccessAuditRow
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Author, GroupWrite
from mdt_core.use_cases.gp_copies import record_copy
from mdt_core.use_cases.paper import record_print, round_sheet
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import end_stay, place, save_resident
from mdt_core.use_cases.rounds import answer_action, sign_entry, start_round, withdraw
from tests.documents.sheets import pages_of, squeezed
from tests.support import builders
from tests.support.builders import mid, newer_event, newer_set
from tests.support.memory_store import GP, STARTED, MemoryStore

DAY = london_day(STARTED)
SEEN: Mapping[str, Any] = {
    "how": "video",
    "note": "Private reasoning of the clinicians",
    "plan": "Offer drinks every hour",
    "medicines": [{"verb": "stop", "medicine": "furosemide", "words": "dizzy"}],
    "watch_for": "more sleepy",
    "see_again": "next_round",
    "own_view": "Wants to stay here",
}


class Round:
    """A home with residents, and a round in which entries are signed."""

    def __init__(self) -> None:
        self.memory = MemoryStore()
        self.store = self.memory.store
        self.home_id = self.add_home("Elm House")

    def add_home(self, name: str) -> str:
        return save_home(self.store, by=GP, home=builders.home(name=name))[0]

    def resident(self, room: str = "12", **values: Any) -> str:  # noqa: ANN401
        plain = {"nhs_number": None, "source_identifiers": (), **values}
        who, _ = save_resident(self.store, by=GP, resident=builders.resident(**plain))
        self.place(who, self.home_id, room)
        return who

    def place(self, who: str, home_id: str, room: str) -> None:
        place(
            self.store,
            by=GP,
            resident_id=who,
            home_id=home_id,
            stay_type=StayType.PERMANENT,
            admitted_at=self.memory.clock(),
            room=room,
        )

    def sign(self, who: str, **more: Any) -> tuple[str, tuple[str, ...]]:  # noqa: ANN401
        start_round(self.store, by=GP, home_id=self.home_id, day=DAY, residents=[who])
        deeds = {key: more.pop(key) for key in ("actions", "responsible") if key in more}
        values = {**SEEN, **more, "round_id": round_id_for(self.home_id, DAY)}
        signed = sign_entry(self.store, by=GP, draft=Draft(RoundEntry, who, values), **deeds)
        return signed.entry_id, signed.action_ids

    def sheet(self, fresh: Freshness | None = None) -> RoundSheet:
        return round_sheet(
            self.store, by=GP, home_id=self.home_id, day=DAY, waiting=3, practice=True, fresh=fresh
        )

    def only(self) -> EntryOnPaper:
        (entry,) = self.sheet().entries
        return entry


def printed(sheet: RoundSheet) -> str:
    return squeezed("".join(pages_of(sheet)))


def test_the_plan_is_the_homes_and_the_note_is_not() -> None:
    elm = Round()
    elm.sign(elm.resident())
    entry = elm.only()
    assert entry.plan == "Offer drinks every hour"
    assert entry.medicine_changes == ("Stop furosemide: dizzy",)
    assert entry.watch_for == "more sleepy"
    assert entry.see_again == "Next round"
    words = " ".join(every_text(elm.sheet()))
    assert "Private reasoning" not in words
    assert "Wants to stay here" not in words


def test_actions_carry_owner_due_date_urgency_and_what_became_of_them() -> None:
    elm = Round()
    who = elm.resident()
    bloods = Action(
        text="Bloods FBC",
        owner_role=Role.HOME_NURSE,
        due=DAY + timedelta(days=3),
        priority=ActionPriority.URGENT,
    )
    _, (action_id, _) = elm.sign(who, actions=[bloods, Action(text="Ring the daughter")])
    first, second = elm.only().actions
    assert (first.text, first.owner, first.due) == (
        "Bloods FBC",
        "Care-home nurse",
        "Fri 27-Nov-2026",
    )
    assert first.urgent
    assert (second.owner, second.due, second.state) == ("", "", "")
    before = elm.sheet().document_id
    answer_action(elm.store, by=GP, resident_id=who, action_id=action_id, state=ActionState.DONE)
    assert elm.only().actions[0].state == "Done"
    assert elm.sheet().document_id != before


def test_a_withdrawn_entry_stays_with_who_when_and_why() -> None:
    elm = Round()
    entry_id, _ = elm.sign(elm.resident())
    first = elm.sheet()
    elm.memory.clock.advance(minutes=4)
    withdraw(elm.store, by=GP, record_id=entry_id)
    entry = elm.only()
    assert entry.plan == "Offer drinks every hour"
    assert entry.withdrawn is not None
    assert entry.withdrawn.by == GP.name
    assert entry.withdrawn.reason == "signed by mistake"
    assert entry.withdrawn.at == STARTED + timedelta(minutes=4)
    assert elm.sheet().version > first.version
    assert elm.sheet().document_id != first.document_id


def test_a_resident_who_moved_away_stays_on_the_sheet_without_the_new_room() -> None:
    elm = Round()
    who = elm.resident(room="12")
    elm.sign(who)
    with elm.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    assert line.stay_id is not None
    end_stay(
        elm.store,
        by=GP,
        stay_id=line.stay_id,
        resident_id=who,
        ended_at=elm.memory.clock(),
        destination=Destination.NURS,
    )
    elm.place(who, elm.add_home("Oak House"), "99")
    entry = elm.only()
    assert entry.person.name == "SMITH, Joan"
    assert entry.person.room == ""
    assert "99" not in " ".join(every_text(entry))


def test_similar_names_on_one_sheet_are_marked_even_after_one_has_left() -> None:
    elm = Round()
    first, second = elm.resident(given_name="Joan"), elm.resident(given_name="Jean")
    elm.sign(first)
    elm.sign(second)
    assert [entry.person.similar_name for entry in elm.sheet().entries] == [True, True]
    with elm.store.reading() as connection:
        line = resident_by_id(connection, second)
    assert line is not None
    assert line.stay_id is not None
    end_stay(
        elm.store,
        by=GP,
        stay_id=line.stay_id,
        resident_id=second,
        ended_at=elm.memory.clock(),
        destination=Destination.COMM,
    )
    assert [entry.person.similar_name for entry in elm.sheet().entries] == [True, True]


def test_who_typed_and_who_decided_both_stand_until_it_is_confirmed() -> None:
    elm = Round()
    decided = Author("person-x", "Dr Ben Hale", "gp", "Elm Surgery")
    elm.sign(elm.resident(), responsible=decided)
    entry = elm.only()
    assert entry.recorded_by == f"{GP.name}, GP"
    assert entry.responsible == "Dr Ben Hale, GP"
    assert entry.unconfirmed


def test_a_date_of_birth_known_in_part_gives_no_age() -> None:
    elm = Round()
    elm.sign(elm.resident())
    assert (elm.only().person.born, elm.only().person.age) == ("Feb-1938", "")


def test_the_same_content_has_the_same_id_whoever_prints_it() -> None:
    elm = Round()
    elm.sign(elm.resident())
    first = elm.sheet()
    elm.memory.clock.advance(hours=2)
    other = round_sheet(
        elm.store,
        by=replace(GP, person_id="person-2", name="Grace Obi", role=Role.HOME_NURSE),
        home_id=elm.home_id,
        day=DAY,
        waiting=0,
        practice=True,
    )
    assert other.document_id == first.document_id
    assert (first.freshness.waiting, other.printed_by) == (3, "Grace Obi")


@pytest.mark.parametrize("got", [STARTED - timedelta(hours=5), None], ids=["then", "never"])
def test_a_sheet_is_as_known_when_this_computer_last_got_the_home(got: datetime | None) -> None:
    elm = Round()
    elm.sign(elm.resident())
    sheet = elm.sheet(fresh=Freshness(got, 2))
    words = (
        f"As known at {clinical_moment(got)}" if got else "Not everything was got from this home"
    )
    assert squeezed(f"{words} · 2 changes waiting") in printed(sheet)


def test_nothing_signed_is_no_sheet() -> None:
    elm = Round()
    who = elm.resident()
    start_round(elm.store, by=GP, home_id=elm.home_id, day=DAY, residents=[who])
    with pytest.raises(NotFound, match="Nothing was signed"):
        elm.sheet()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.QUALITY_OFFICER, Role.AUDITOR])
def test_who_may_not_read_notes_gets_no_sheet(role: Role) -> None:
    elm = Round()
    elm.sign(elm.resident())
    with pytest.raises(NotAllowed):
        round_sheet(
            elm.store,
            by=builders.actor(role),
            home_id=elm.home_id,
            day=DAY,
            waiting=0,
            practice=True,
        )


def test_each_print_is_in_the_audit_with_document_and_version() -> None:
    elm = Round()
    elm.sign(elm.resident())
    sheet = elm.sheet()
    record_print(elm.store, by=GP, home_id=elm.home_id, sheet=sheet, how="printed", copies=2)
    audit = AccessAuditRow.__table__  # type: ignore[attr-defined]
    with elm.store.reading() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "print")).all()
    (row,) = rows
    assert row.person_id == GP.person_id
    assert row.detail == f"round sheet {sheet.document_id} version 1, printed, 2"
    assert Resident.kind not in row.detail


def test_a_sheet_says_of_what_there_are_two_versions() -> None:
    elm = Round()
    who = elm.resident(nhs_number=NhsNumber("9990000018"))
    elm.sign(who)
    other = {"nhs_number": GroupWrite({"nhs_number": "9990000026"})}
    elm.memory.receive(newer_set(1, who, other, minutes=600, resident_id=who))
    words = "Two versions of: NHS number. Neither is being used as current"
    both = f"{words}. NHS number: NHS No. 9990000018 or 9990000026"
    assert elm.only().person.two_versions == both
    assert squeezed(both) in printed(elm.sheet())
    copied = record_copy(elm.store, by=GP, home_id=elm.home_id, day=DAY, resident_id=who)
    assert f"{words}." in copied
    assert "NHS number in two versions" in copied
    assert "0018" not in copied


def test_a_sheet_gives_both_of_two_versions_of_allergies() -> None:
    elm = Round()
    who = elm.resident()
    elm.sign(who)
    for number, substance in ((1, "Penicillin"), (2, "Latex")):
        body = {"state": "known", "allergies": [{"substance": substance}]}
        apart = newer_event(
            number, mid(number), "allergy_state", body, minutes=number, resident_id=who
        )
        elm.memory.receive(apart)
    said, *both = elm.only().person.allergies
    assert said == "Two versions. Neither is being used as current"
    assert sorted(both) == ["Latex", "Penicillin"]


def test_a_sheet_says_that_somebody_has_died_since() -> None:
    elm = Round()
    who = elm.resident()
    elm.sign(who)
    with elm.store.deed(GP) as unit:
        gone = {"is_deceased": True, "died": PartialDate("2026-11-25")}
        person = unit.card(Resident, who).model_copy(update=gone)
        unit.write(person, About(), record_id=who)
        unit.commit()
    assert elm.only().person.died == "25-Nov-2026"
    assert squeezed("Died 25-Nov-2026") in printed(elm.sheet())


@pytest.mark.parametrize("more", [{"ceiling": "ward"}, {"how": "by_letter"}])
def test_an_entry_with_words_of_a_newer_program_is_not_printed_without_them(
    more: Mapping[str, str],
) -> None:
    elm = Round()
    who = elm.resident()
    elm.sign(who)
    body = {**SEEN, "round_id": round_id_for(elm.home_id, DAY), **more}
    newer = newer_event(1, mid(501), "round_entry", body, resident_id=who, home_id=elm.home_id)
    elm.memory.receive(newer)
    with pytest.raises(NotPrinted, match="newer program"):
        elm.sheet()
