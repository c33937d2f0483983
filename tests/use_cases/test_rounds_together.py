"""One round over several homes: planned, started, deferred and signed as one, kept home by home."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from mdt_core.actor import Actor
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.round_sheet import render
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, NotFound, Refused
from mdt_core.records.people import Practitioner
from mdt_core.records.round_sign_offs import AnyoneElse, OpenKind
from mdt_core.records.rounds import (
    Attendee,
    DeferReason,
    Programme,
    RoundEntry,
    RoundMode,
    RoundState,
    TakenOffReason,
)
from mdt_core.roles import Role
from mdt_core.store.queries.rounds import round_id_for, round_page
from mdt_core.store.queries.together import (
    RoundOf,
    Together,
    d2a_worklist,
    homes_with_d2a,
    together,
)
from mdt_core.store.queries.worklist import with_reasons
from mdt_core.use_cases.briefs import brief, things
from mdt_core.use_cases.gp_copies import record_copy
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.places import save_practitioner
from mdt_core.use_cases.plans import RoundPlan, save_plans, say_ready
from mdt_core.use_cases.round_finish import SigningOff, sign_off_together
from mdt_core.use_cases.round_outcomes import defer_in
from mdt_core.use_cases.rounds import sign_entry, start_round, start_rounds
from mdt_core.worklist import shipped_thresholds
from tests.support.memory_store import GP, MemoryStore, changes_made
from tests.support.nine_homes import HOMES, IN_HOSPITAL, NineHomes, make_nine_homes

TODAY = date(2026, 11, 24)
OF = RoundOf("", TODAY, Programme.D2A)
SAID = SigningOff(
    mode=RoundMode.VIDEO,
    started_at=datetime(2026, 11, 24, 6, 0, tzinfo=UTC),
    ended_at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC),
    anyone_else=AnyoneElse.NOBODY,
    attendees=(Attendee(id=GP.person_id, name=GP.name, role=GP.role),),
    next_round_on=date(2026, 12, 1),
)


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def nine(memory: MemoryStore) -> NineHomes:
    return make_nine_homes(memory.store, GP)


def of_home(nine: NineHomes, name: str, role: Role = Role.HOME_NURSE) -> Actor:
    person = "person-" + name.lower().replace(" ", "-")
    return replace(
        GP, person_id=person, name="Grace Obi", role=role, homes=frozenset({nine.homes[name]})
    )


def read(memory: MemoryStore, by: Actor = GP) -> Together:
    with memory.store.reading() as connection:
        return together(connection, by, OF)


def lists(nine: NineHomes, *names: str) -> dict[str, list[str]]:
    chosen = names or HOMES
    return {
        nine.homes[name]: [
            who for (family, given), who in nine.d2a.items() if nine.home_of(family, given) == name
        ]
        for name in chosen
    }


def begin(memory: MemoryStore, nine: NineHomes, *names: str) -> Together:
    start_rounds(memory.store, by=GP, day=TODAY, lists=lists(nine, *names))
    return read(memory)


def enter(memory: MemoryStore, who: str, plan: str = "Carry on") -> None:
    round_id = read(memory).round_id_of(who)
    values = {"how": "video", "plan": plan, "see_again": "next_round", "round_id": round_id}
    sign_entry(memory.store, by=GP, draft=Draft(RoundEntry, who, values))


def test_the_weekly_round_keeps_its_id_and_the_d2a_round_of_the_day_has_another() -> None:
    weekly = round_id_for("h", TODAY)
    assert weekly == round_id_for("h", TODAY, Programme.WEEKLY)
    assert weekly != round_id_for("h", TODAY, Programme.D2A)


def test_it_is_for_every_d2a_resident_of_every_home_and_for_nobody_else(
    memory: MemoryStore, nine: NineHomes
) -> None:
    with memory.store.reading() as connection:
        homes = homes_with_d2a(connection, GP)
        found = d2a_worklist(connection, GP, homes, today=TODAY, thresholds=shipped_thresholds())
    assert set(homes) == set(nine.homes.values())
    assert {each.resident_id for each in found} == set(nine.d2a.values())
    assert [each.line.home_id for each in found] == sorted(
        (each.line.home_id or "" for each in found), key=homes.index
    )
    assert {each.line.family_name for each in found if each.line.is_similar} == {"Featherstone"}


def test_it_is_one_list_by_home_with_a_header_in_each(memory: MemoryStore, nine: NineHomes) -> None:
    page = begin(memory, nine)
    assert [page.names[part.home_id] for part in page.parts] == list(HOMES)
    assert [line.home_name for line in page.residents] == sorted(
        line.home_name for line in page.residents
    )
    for part in page.parts:
        assert part.round is not None
        assert part.round.record is not None
        assert (part.round.record.home_id, part.round.record.programme) == (
            part.home_id,
            Programme.D2A,
        )
        assert {line.home_id for line in part.residents} == {part.home_id}


def test_no_change_of_one_home_says_anything_of_a_resident_of_another(
    memory: MemoryStore, nine: NineHomes
) -> None:
    with changes_made(memory) as made:
        begin(memory, nine)
        enter(memory, nine.who("Abbott"))
        reason = DeferReason.ASLEEP
        rest = [each for each in read(memory).residents if each.given_name != "Joan"]
        put_off: dict[str, list[str]] = {}
        for line in rest:
            round_id = read(memory).round_id_of(line.resident_id)
            put_off.setdefault(round_id, []).append(line.resident_id)
        defer_in(memory.store, by=GP, lists=put_off, reason=reason)
        sign_off_together(memory.store, by=GP, of=OF, said=SAID)
    living = {who: nine.homes[nine.home_of(*name)] for name, who in nine.d2a.items()}
    headers = [each for each in made if each.envelope.kind in ("round", "round_sign_off")]
    assert len(headers) >= 3 * len(HOMES)
    for change in headers:
        named = {who for who in living if who in change.text}
        assert {living[who] for who in named} <= {change.envelope.home_id}


def test_home_staff_see_their_own_part_alone(memory: MemoryStore, nine: NineHomes) -> None:
    begin(memory, nine)
    theirs = read(memory, of_home(nine, "Beech Lodge"))
    assert [part.home_id for part in theirs.parts] == [nine.homes["Beech Lodge"]]
    assert {line.family_name for line in theirs.residents} == {"Featherstone", "Bartosz"}
    assert not any(line.is_similar for line in theirs.residents)


def test_a_person_who_does_not_serve_one_of_the_homes_starts_none_of_them(
    memory: MemoryStore, nine: NineHomes
) -> None:
    nurse = of_home(nine, "Alder Grange", Role.NURSE)
    with pytest.raises(NotAllowed):
        start_rounds(memory.store, by=nurse, day=TODAY, lists=lists(nine))
    assert read(memory).parts == ()


def test_plans_of_all_homes_are_kept_or_none(memory: MemoryStore, nine: NineHomes) -> None:
    plans = {home: RoundPlan(tuple(who)) for home, who in lists(nine).items()}
    dunmore = nine.who("Dunmore")
    damson = nine.homes["Damson House"]
    wrong = RoundPlan((), taken_off={dunmore: TakenOffReason.SEEN})
    with pytest.raises(Refused, match="every week"):
        save_plans(
            memory.store,
            by=GP,
            day=TODAY,
            plans={**plans, damson: wrong},
            programme=Programme.D2A,
        )
    assert read(memory).parts == ()
    save_plans(memory.store, by=GP, day=TODAY, plans=plans, programme=Programme.D2A, starts=True)
    assert {each.state for each in read(memory).headers()} == {RoundState.OPEN}
    assert len(read(memory).residents) == len(nine.d2a)


def test_a_coordinator_plans_and_starts_but_signs_nothing(
    memory: MemoryStore, nine: NineHomes
) -> None:
    coordinator = replace(GP, person_id="person-c", role=Role.D2A_COORDINATOR)
    start_rounds(memory.store, by=coordinator, day=TODAY, lists=lists(nine))
    said = replace(SAID, reasons={OpenKind.NOT_REACHED: "The line broke"})
    with pytest.raises(NotAllowed):
        sign_off_together(memory.store, by=coordinator, of=OF, said=said)


def test_one_signature_is_one_in_each_home_with_its_own_entries_and_people(
    memory: MemoryStore, nine: NineHomes
) -> None:
    begin(memory, nine)
    for who in nine.d2a.values():
        enter(memory, who)
    nurse = Practitioner(name="Grace Obi", role=Role.HOME_NURSE, home_id=nine.homes["Beech Lodge"])
    nurse_id = save_practitioner(memory.store, by=GP, practitioner=nurse)[0]
    there = (*SAID.attendees, Attendee(id=nurse_id, name="Grace Obi", role=Role.HOME_NURSE))
    ids, _ = sign_off_together(memory.store, by=GP, of=OF, said=replace(SAID, attendees=there))
    assert len(ids) == len(HOMES)
    for part in read(memory).parts:
        assert part.sign_off is not None
        record = part.sign_off.record
        assert record is not None
        assert record.home_id == part.home_id
        assert {each.entry_id for each in record.entries} == {each.id for _, each in part.entries}
        has_nurse = part.home_id == nine.homes["Beech Lodge"]
        assert ("Grace Obi" in {each.name for each in record.attendees}) == has_nurse
        header = part.round.record if part.round else None
        assert header is not None
        assert header.state is RoundState.COMPLETED
    with pytest.raises(Refused, match="signed off"):
        sign_off_together(memory.store, by=GP, of=OF, said=SAID)


def test_what_is_open_in_any_home_needs_its_reason_and_is_said_only_there(
    memory: MemoryStore, nine: NineHomes
) -> None:
    begin(memory, nine, "Alder Grange", "Beech Lodge")
    for family, given in (("Abbott", ""), ("Featherstone", "Edith"), ("Bartosz", "")):
        enter(memory, nine.who(family, given))
    with pytest.raises(InvalidInput, match="Not reached: 1"):
        sign_off_together(memory.store, by=GP, of=OF, said=SAID)
    assert all(part.sign_off is None for part in read(memory).parts)
    reasons = {OpenKind.NOT_REACHED: "The line broke"}
    sign_off_together(memory.store, by=GP, of=OF, said=replace(SAID, reasons=reasons))
    alder, beech = (part.sign_off for part in read(memory).parts)
    assert alder is not None
    assert beech is not None
    assert alder.record is not None
    assert beech.record is not None
    assert alder.record.open_items == ()
    assert [(each.item, each.number) for each in beech.record.open_items] == [
        (OpenKind.NOT_REACHED, 1)
    ]


def test_a_home_signed_before_keeps_its_signature(memory: MemoryStore, nine: NineHomes) -> None:
    begin(memory, nine, "Alder Grange")
    for family, given in (("Abbott", ""), ("Featherstone", "Edith")):
        enter(memory, nine.who(family, given))
    first, _ = sign_off_together(memory.store, by=GP, of=OF, said=SAID)
    begin(memory, nine, "Cedar Court")
    enter(memory, nine.who("Chowdhury"))
    second, _ = sign_off_together(memory.store, by=GP, of=OF, said=SAID)
    assert (len(first), len(second)) == (1, 1)
    alder = read(memory).parts[0].sign_off
    assert alder is not None
    assert alder.id == first[0]


def test_a_sheet_holds_its_own_home_alone(memory: MemoryStore, nine: NineHomes) -> None:
    begin(memory, nine)
    for who in nine.d2a.values():
        enter(memory, who)
    for name, home_id in nine.homes.items():
        sheet = round_sheet(
            memory.store,
            by=GP,
            home_id=home_id,
            day=TODAY,
            waiting=0,
            practice=False,
            programme=Programme.D2A,
        )
        pdf = render(sheet, look=PaperLook())
        words = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert "D2A round" in words
        assert name in words
        for family, given in nine.d2a:
            assert (f"{family.upper()}, {given}" in words) == (nine.home_of(family, given) == name)


def test_the_weekly_round_of_the_same_day_is_another_round(
    memory: MemoryStore, nine: NineHomes
) -> None:
    begin(memory, nine)
    alder, abbott = nine.homes["Alder Grange"], nine.who("Abbott")
    start_round(memory.store, by=GP, home_id=alder, day=TODAY, residents=[abbott])
    enter(memory, abbott, "Said in the D2A round")
    with memory.store.reading() as connection:
        weekly = round_page(connection, GP, alder, TODAY)
    assert weekly.entries == ()
    assert read(memory).is_signed_for(abbott)


def test_who_is_deferred_in_a_d2a_round_is_so_until_an_entry_of_that_round(
    memory: MemoryStore, nine: NineHomes
) -> None:
    page = begin(memory, nine, "Alder Grange")
    abbott, alder = nine.who("Abbott"), nine.homes["Alder Grange"]
    reason = DeferReason.ASLEEP
    defer_in(memory.store, by=GP, lists={page.round_id_of(abbott): [abbott]}, reason=reason)

    def words() -> str:
        later = date(2026, 12, 1)
        with memory.store.reading() as connection:
            found = with_reasons(
                connection, GP, alder, today=later, thresholds=shipped_thresholds()
            )
        (one,) = (each for each in found if each.resident_id == abbott)
        return " ".join(each.words for each in one.reasons)

    assert "Deferred on 24-Nov: asleep" in words()
    enter(memory, abbott)
    assert "Deferred" not in words()


def test_the_home_says_what_is_ready_and_a_new_wish_takes_that_back(
    memory: MemoryStore, nine: NineHomes
) -> None:
    abbott, alder = nine.who("Abbott"), nine.homes["Alder Grange"]
    nurse = of_home(nine, "Alder Grange")

    def ask(text: str) -> str:
        plan = RoundPlan((abbott,), read=(abbott,), ready={abbott: text})
        kept = save_plans(
            memory.store, by=GP, day=TODAY, plans={alder: plan}, programme=Programme.D2A
        )
        return kept[0][0]

    round_id = ask("weight; MAR chart")
    say_ready(memory.store, by=nurse, round_id=round_id, resident_id=abbott, is_ready=True)
    asked, said = read(memory).ready_for(abbott)
    assert (asked, said.name if said else "") == ("weight; MAR chart", "Grace Obi")
    ask("weight; MAR chart; therapy notes")
    assert read(memory).ready_for(abbott) == ("weight; MAR chart; therapy notes", None)
    say_ready(memory.store, by=nurse, round_id=round_id, resident_id=abbott, is_ready=True)
    say_ready(memory.store, by=nurse, round_id=round_id, resident_id=abbott, is_ready=False)
    assert read(memory).ready_for(abbott)[1] is None
    nobody = nine.who("Featherstone", "Edith")
    with pytest.raises(InvalidInput, match="Nothing is asked"):
        say_ready(memory.store, by=nurse, round_id=round_id, resident_id=nobody, is_ready=True)


def test_the_brief_names_each_thing_of_one_home(memory: MemoryStore, nine: NineHomes) -> None:
    page = begin(memory, nine)
    abbott, alder = nine.who("Abbott"), nine.homes["Alder Grange"]
    plan = RoundPlan((), ready={abbott: "weight; MAR chart"})
    plan = replace(plan, residents=tuple(line.resident_id for line in page.parts[0].residents))
    save_plans(memory.store, by=GP, day=TODAY, plans={alder: plan}, programme=Programme.D2A)
    told = brief(memory.store, by=GP, of=OF.in_home(alder), waiting=0, practice=False)
    assert {each.person.name for each in told.asked} == {
        "FEATHERSTONE, Edith",
        "ABBOTT, Joan",
    }
    (asked,) = (each for each in told.asked if each.ready)
    assert asked.ready == ("weight", "MAR chart") == things("weight;\nMAR chart; ")
    assert any("D2A weekly" in reason for reason in asked.reasons)
    weekly = RoundOf(alder, TODAY)
    with pytest.raises(NotFound, match="Nobody is on the list"):
        brief(memory.store, by=GP, of=weekly, waiting=0, practice=False)


def test_all_entries_are_copied_home_by_home_and_recorded_in_each(
    memory: MemoryStore, nine: NineHomes
) -> None:
    begin(memory, nine)
    enter(memory, nine.who("Abbott"), "More drinks")
    enter(memory, nine.who("Iqbal"), "Stairs tried")
    text = record_copy(memory.store, by=GP, home_id="", day=TODAY, programme=Programme.D2A)
    assert text.index("More drinks") < text.index("Stairs tried")


def test_whoever_is_in_hospital_can_be_taken_off(memory: MemoryStore, nine: NineHomes) -> None:
    quayle, elder = nine.who(IN_HOSPITAL), nine.homes["Elder View"]
    plan = RoundPlan((nine.who("Eccleston"),), taken_off={quayle: TakenOffReason.IN_HOSPITAL})
    save_plans(memory.store, by=GP, day=TODAY, plans={elder: plan}, programme=Programme.D2A)
    assert [line.family_name for line in read(memory).residents] == ["Eccleston"]
