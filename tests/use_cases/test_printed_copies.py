"""Copies of plans: entered by the press that makes them, out of date by what they were made from."""

from collections.abc import Sequence

import pytest

from mdt_core.documents.plan_contents import PlanPaperKind
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.kinds import dump
from mdt_core.record import Statement
from mdt_core.records.cpr_decisions import CprDecision
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.printed_copies import CopyMade, CopyPlace, PrintedCopy, TakenOut
from mdt_core.records.residents import Resident
from mdt_core.records.stays import Stay
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.hospital import back_unchecked
from mdt_core.store.queries.printed_copies import (
    SHOWN_STATEMENTS,
    CopyInUse,
    copies_in_use,
    out_of_date,
    shown_by_plans,
)
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.plan_papers import PRINTED, record_plan_print
from mdt_core.use_cases.printed_copies import old_copies, say_taken_out
from mdt_core.use_cases.rounds import withdraw
from tests.support import builders
from tests.support.builders import SAMPLES
from tests.support.memory_store import GP
from tests.use_cases.test_plan_papers import Planned
from tests.use_cases.test_worklist import questions

FILE, ROOM = CopyPlace.CARE_FILE, CopyPlace.ROOM


class Copied(Planned):
    """A home in which plans are printed."""

    def prints(
        self,
        who: str,
        *places: CopyPlace,
        kind: PlanPaperKind = PlanPaperKind.CLINICAL,
        is_draft: bool = False,
    ) -> None:
        paper = self.paper(who, kind, is_draft=is_draft)
        record_plan_print(
            self.store,
            by=GP,
            resident_id=who,
            paper=paper,
            how="sent to printer Office",
            copies=max(1, len(places)),
            made=CopyMade.PRINTED,
            places=places,
        )

    def in_use(self, *who: str) -> tuple[CopyInUse, ...]:
        with self.store.reading() as connection:
            return copies_in_use(connection, who)

    def old(self, who: str = "") -> list[CopyInUse]:
        return [
            each for _, each in old_copies(self.store, by=GP, home_id=self.home_id, resident_id=who)
        ]

    def sign_again(self, who: str, kind: type[Statement]) -> str:
        with self.store.deed(GP) as unit:
            record = SAMPLES[kind.kind]()
            assert isinstance(record, kind)
            change = unit.sign(record, About(who, self.home_id))
            unit.commit()
        return change.envelope.record_id


@pytest.fixture
def home() -> Copied:
    return Copied()


def states(copies: Sequence[CopyInUse]) -> list[tuple[tuple[str, ...], bool, bool]]:
    return [
        (tuple(each.value for each in one.places), one.is_out_of_date, one.is_replaced)
        for one in copies
    ]


def test_what_a_plan_shows_is_what_a_copy_is_measured_by() -> None:
    assert {kind for kind in SHOWN_STATEMENTS if kind.kind != "allergy_state"} == set(PRINTED)


def test_the_press_that_prints_enters_the_copy_with_place_number_and_code(home: Copied) -> None:
    who = home.resident()
    home.signed(who, CprDecision)
    home.prints(who, FILE, ROOM)
    (copy,) = home.in_use(who)
    told = copy.told.record
    assert told is not None
    assert (told.copies, told.places, told.version) == (2, (FILE, ROOM), 1)
    assert told.document_id == home.paper(who).document_id
    assert (copy.is_out_of_date, copy.told.author.name) == (False, GP.name)


def test_a_draft_is_no_copy_and_a_transfer_summary_is_registered_and_not_counted(
    home: Copied,
) -> None:
    who = home.resident()
    home.prints(who, FILE, is_draft=True)
    home.prints(who, CopyPlace.AMBULANCE, kind=PlanPaperKind.TRANSFER)
    assert home.in_use(who) == ()


def test_a_copy_is_out_of_date_once_any_part_of_the_plan_is_another(home: Copied) -> None:
    who = home.resident()
    for kind in SHOWN_STATEMENTS:
        home.prints(who, FILE)
        home.memory.clock.advance(days=1)
        assert not home.in_use(who)[0].is_out_of_date
        home.sign_again(who, kind)
        assert home.in_use(who)[0].changed == (kind.title,)


def test_what_is_withdrawn_makes_a_copy_old_and_what_the_plan_does_not_show_does_not(
    home: Copied,
) -> None:
    who = home.resident()
    signed = home.sign_again(who, CprDecision)
    home.prints(who, FILE)
    home.sign(who)
    assert home.old() == []
    withdraw(home.store, by=GP, record_id=signed, reason="Another resident's")
    assert len(home.old()) == 1


def test_another_contact_or_room_makes_a_copy_old_and_another_practice_does_not(
    home: Copied,
) -> None:
    who = home.resident()
    home.prints(who, FILE)
    _change(home, who, practice="Elm Surgery")
    assert home.old() == []
    _change(home, who, preferred_name="Joanie")
    assert home.old()[0].changed == ("Resident details",)
    home.prints(who, FILE)
    assert not home.in_use(who)[0].is_out_of_date
    stay_id = _stay(home, who)
    with home.store.deed(GP) as unit:
        stay = unit.card(Stay, stay_id)
        moved = stay.model_copy(update={"room": "14"})
        unit.write(moved, About(who, home.home_id), record_id=stay_id)
        unit.commit()
    assert home.in_use(who)[0].is_out_of_date


def _change(home: Copied, who: str, **values: str) -> None:
    with home.store.deed(GP) as unit:
        card = unit.card(Resident, who).model_copy(update=values)
        unit.write(card, About(who, home.home_id), record_id=who)
        unit.commit()


def _stay(home: Copied, who: str) -> str:
    with home.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    assert line.stay_id is not None
    return line.stay_id


def test_a_copy_is_replaced_where_a_later_one_went_to_each_of_its_places(home: Copied) -> None:
    who = home.resident()
    home.prints(who, FILE, ROOM)
    home.prints(who, FILE, kind=PlanPaperKind.PLAIN)
    home.sign_again(who, CprDecision)
    home.prints(who, FILE)
    assert states(home.in_use(who)) == [
        (("care_file",), False, False),
        (("care_file",), True, False),
        (("care_file", "room"), True, False),
    ]
    home.prints(who, ROOM)
    assert states(home.in_use(who))[-1] == (("care_file", "room"), True, True)


def test_old_copies_are_counted_until_somebody_says_that_they_are_out(home: Copied) -> None:
    both = [home.resident(room, family_name=f"Resident{room}") for room in ("9", "10")]
    for who in both:
        home.prints(who, FILE)
        home.sign_again(who, CprDecision)
        home.prints(who, FILE)
    old = home.old()
    assert [each.resident_id for each in old] == both
    say_taken_out(home.store, by=GP, copies=old, state=TakenOut.NOT_YET)
    assert len(home.old()) == 2
    say_taken_out(home.store, by=GP, copies=old, state=TakenOut.OUT)
    assert home.old() == []
    assert len(home.in_use(*both)) == 2
    with pytest.raises(InvalidInput):
        say_taken_out(home.store, by=GP, copies=(), state=TakenOut.OUT)


def test_copies_of_another_home_are_not_shown(home: Copied) -> None:
    carer = builders.actor(Role.HOME_CARER, builders.OTHER_HOME_ID)
    with pytest.raises(NotAllowed):
        old_copies(home.store, by=carer, home_id=home.home_id)
    with pytest.raises(NotAllowed):
        old_copies(home.store, by=carer, home_id="", resident_id=home.resident())


def test_the_register_of_a_home_of_sixty_is_read_in_two_questions(home: Copied) -> None:
    everybody = [home.resident(str(n), family_name=f"R{n}") for n in range(60)]
    with home.store.deed(GP) as unit:
        shown = shown_by_plans(unit.connection, everybody)
        for who in everybody[::2]:
            unit.sign(_copy_of(*shown[who]), About(who, home.home_id))
        for who in everybody[1::2]:
            unit.sign(_copy_of("another"), About(who, home.home_id))
        unit.commit()
    with questions(home.memory) as asked, home.store.reading() as connection:
        found = out_of_date(copies_in_use(connection, everybody))
    assert len(found) == 30
    assert len(asked) == 2


def _copy_of(*made_from: str) -> PrintedCopy:
    sample = SAMPLES["printed_copy"]()
    assert isinstance(sample, PrintedCopy)
    return sample.model_copy(update={"made_from": made_from})


def test_the_words_of_a_draft_make_nothing_old(home: Copied) -> None:
    who = home.resident()
    home.prints(who, FILE)
    typed = Draft(CprDecision, who, dump(SAMPLES["cpr_decision"]()))
    assert home.paper(who, drafts=(typed,), is_draft=True).is_draft
    assert home.old() == []


def test_who_is_back_from_hospital_is_told_until_somebody_checked_the_medicines(
    home: Copied,
) -> None:
    who, other = home.resident("9"), home.resident("10", family_name="Other")
    assert _back(home, who, other) == []
    _hospital(home, who, EpisodePart.ADMITTED)
    assert _back(home, who, other) == []
    _hospital(home, who, EpisodePart.RETURNED)
    _hospital(home, other, EpisodePart.ADMITTED)
    _hospital(home, who, EpisodePart.LETTER_SEEN)
    assert _back(home, who, other) == [who]
    _hospital(home, who, EpisodePart.MEDICINES_CHECKED)
    assert _back(home, who, other) == []


def _hospital(home: Copied, who: str, part: EpisodePart) -> None:
    home.memory.clock.advance(days=1)
    with home.store.deed(GP) as unit:
        told = HospitalEpisode(part=part, happened_at=home.memory.clock())
        unit.sign(told, About(who, home.home_id))
        unit.commit()


def _back(home: Copied, *residents: str) -> list[str]:
    with home.store.reading() as connection:
        lines = {who: resident_by_id(connection, who) for who in residents}
        people = {who: line for who, line in lines.items() if line is not None}
        return [each.line.resident_id for each in back_unchecked(connection, people)]
