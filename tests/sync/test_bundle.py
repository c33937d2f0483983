"""An exchange by files: between a real store and the real service, with no network in between."""

import shutil
from datetime import datetime, timedelta

from mdt_core.clock import system_clock
from mdt_core.records.rounds import HowSeen, RoundEntry, SeeAgain
from mdt_core.records.stays import StayType
from mdt_core.roles import Role
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.residents import place
from mdt_desktop.device import sync_book
from mdt_desktop.sync.bundle_book import outstanding
from mdt_service.hub import bundles
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.sticks import BY, Stick, connected, refusal, report_of, take, tie_of, waiting
from tests.sync.test_exchange import rows
from tests.sync.test_moves import move_out, people, second_home
from tests.sync.test_purge import texts
from tests.sync.test_trouble import _backed_up as backed_up
from tests.sync.test_trouble import _restore as restore

LONG = " ".join(f"{number:05}" for number in range(1_500))
"""Words that do not pack well."""


def in_three_days() -> datetime:
    """The computer's clock once the stick is back."""
    return system_clock() + timedelta(days=3)


def test_what_is_written_apart_arrives_at_both_ends_by_files(
    served: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    gp = new_desk("amina", Role.GP, served)
    home = new_desk("joy", Role.GP, served)
    about = admit(gp.workspace)
    gp.exchange()
    home.exchange()
    sign_entry(home.workspace, about, plan="From the home")
    sign_entry(gp.workspace, about, plan="From the surgery")
    gp.exchange()
    report = stick.carry(home, served)
    assert (report.sent, report.agreed) == (1, True)
    assert report.got >= 1
    gp.exchange()
    assert rows(gp) == rows(home)


def test_nothing_counts_as_sent_before_the_answer_is_taken_in_and_a_lost_bundle_is_made_again(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    about = admit(home.workspace)
    stick.save(home)
    assert (stick.saved.changes, stick.saved.left, waiting(home)) == (3, 0, 3)
    lost = stick.answer(on_sqlite, stick.save(home))
    sign_entry(home.workspace, about, plan="Written while the stick was away")
    assert waiting(home) == 4
    again = stick.save(home)
    assert stick.saved.changes == 4
    report = report_of(take(home, stick.answer(on_sqlite, again)))
    assert (report.sent, report.agreed, waiting(home)) == (4, True, 0)
    assert "Taken: 1 new, 3 known before" in stick.said[-2]
    assert "taken in already" in refusal(home, lost)
    with home.workspace.store.reading() as connection:
        assert outstanding(connection) == ()


def test_what_is_written_after_the_bundle_goes_on_waiting(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    about = admit(home.workspace)
    answer = stick.answer(on_sqlite, stick.save(home))
    sign_entry(home.workspace, about, plan="Later")
    report = report_of(take(home, answer))
    assert (report.sent, report.agreed, waiting(home)) == (3, False, 1)
    assert stick.carry(home, on_sqlite).agreed


def test_a_bundle_that_comes_twice_changes_nothing_and_each_of_its_answers_can_be_taken_in(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    file = stick.save(home)
    first, second = (stick.answer(on_sqlite, file) for _ in range(2))
    assert "Taken: 0 new, 3 known before, 0 kept apart" in stick.said[-2]
    assert report_of(take(home, second)).agreed
    before = rows(home)
    for each in (first, second):
        assert "taken in already" in refusal(home, each)
    assert rows(home) == before
    stick.answer(on_sqlite, file)
    assert on_sqlite.service.database.is_sqlite
    with on_sqlite.service.database.reading() as connection:
        taken = bundles.listed(connection)
    assert {(each.device_id, each.taken_by) for each in taken} == {
        (home.workspace.state.device_id, BY)
    }
    assert len(taken) == 3
    assert len({each.hash for each in taken}) == 1


def test_an_earlier_bundle_answered_late_is_taken_in_before_a_later_one(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    about = admit(home.workspace)
    first = stick.answer(on_sqlite, stick.save(home))
    sign_entry(home.workspace, about, plan="In the second alone")
    second = stick.answer(on_sqlite, stick.save(home))
    assert report_of(take(home, first)).sent == 3
    assert waiting(home) == 1
    report = report_of(take(home, second))
    assert (report.sent, report.agreed) == (1, True)


def test_what_is_shown_is_as_old_as_the_answer_and_not_as_its_taking_in(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    answer = stick.answer(on_sqlite, stick.save(home))
    home.clock = in_three_days
    taken = take(home, answer)
    report_of(taken)
    status = tie_of(home).status()
    assert status.agreed_at == taken.answered_at
    assert set((status.got_at or {}).values()) == {taken.answered_at}


def test_who_moves_arrives_in_the_new_home_with_the_whole_record_and_leaves_the_old_one(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace, "Okonkwo")
    sign_entry(gp.workspace, about, plan="Written in the first home")
    rowan = second_home(gp)
    gp.exchange()
    old = new_desk("joy", Role.HOME_NURSE, on_sqlite, about.home_id or "")
    new = new_desk("kemi", Role.HOME_NURSE, on_sqlite, rowan)
    for desk in (old, new):
        desk.exchange()
    move_out(gp, about)
    place(
        gp.workspace.store,
        by=gp.actor,
        resident_id=about.resident_id or "",
        home_id=rowan,
        stay_type=StayType.PERMANENT,
        admitted_at=system_clock() - timedelta(minutes=5),
        room="3",
    )
    gp.exchange()
    for desk in (old, new):
        assert stick.carry(desk, on_sqlite).agreed
    assert people(new) == {about.resident_id: rowan}
    assert "Written in the first home" in texts(new)
    assert people(old) == {}
    assert "Written in the first home" not in texts(old)


def test_a_computer_put_back_from_a_backup_sends_what_it_wrote_since(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home, gp = connected(new_desk, on_sqlite), new_desk("amina", Role.GP, on_sqlite)
    about = admit(home.workspace)
    stick.carry(home, on_sqlite)
    backup = backed_up(home)
    waits = stick.save(home)
    restore(home, backup)
    assert "does not wait for this answer" in refusal(home, stick.answer(on_sqlite, waits))
    sign_entry(home.workspace, about, plan="Written after the restore")
    assert stick.carry(home, on_sqlite).agreed
    gp.exchange()
    assert rows(home) == rows(gp)


def test_an_image_of_a_disk_that_was_put_back_unnoticed_goes_on_as_a_new_life(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home, gp = connected(new_desk, on_sqlite), new_desk("amina", Role.GP, on_sqlite)
    about = admit(home.workspace)
    stick.carry(home, on_sqlite)
    image = home.folder.with_name("image")
    home.workspace.close()
    shutil.copytree(home.folder, image)
    home.open()
    sign_entry(home.workspace, about, plan="Sent, and not in the image")
    stick.carry(home, on_sqlite)
    home.workspace.close()
    shutil.rmtree(home.folder)
    image.rename(home.folder)
    home.open()
    sign_entry(home.workspace, about, plan="Written after the image came back")
    answer = stick.answer(on_sqlite, stick.save(home))
    assert "has to be asked again" in refusal(home, answer)
    assert waiting(home) == 1
    assert stick.carry(home, on_sqlite).agreed
    gp.exchange()
    assert rows(home) == rows(gp)
    assert "Sent, and not in the image" in texts(home)


def sign_long_ones(desk: Desk, about: About, number: int) -> None:
    """So many entries of nine thousand signs, in one deed."""
    with desk.workspace.store.deed(desk.actor) as unit:
        for each in range(number):
            entry = RoundEntry(
                how=HowSeen.VIDEO, plan=f"{each} {LONG}", see_again=SeeAgain.NEXT_ROUND
            )
            unit.sign(entry, about)
        unit.commit()


def test_what_one_file_cannot_hold_goes_with_the_next(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home, gp = connected(new_desk, on_sqlite), new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    sign_long_ones(gp, about, 120)
    gp.exchange()
    first = take(home, stick.answer(on_sqlite, stick.save(home), room=1))
    assert not first.is_whole
    assert not report_of(first).agreed
    assert "There is more than one file holds" in stick.said[-2]
    last = take(home, stick.answer(on_sqlite, stick.save(home)))
    assert last.is_whole
    assert report_of(last).agreed
    sign_long_ones(home, about, 90)
    file = stick.save(home, room=1)
    assert stick.saved.left > 0
    assert stick.saved.changes + stick.saved.left == 90
    assert report_of(take(home, stick.answer(on_sqlite, file))).sent == stick.saved.changes
    assert waiting(home) == stick.saved.left
    assert stick.carry(home, on_sqlite).agreed
    gp.exchange()
    assert rows(home) == rows(gp)


def test_the_access_audit_goes_by_file_and_each_line_once(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    about = admit(home.workspace)
    for _ in range(2):
        stick.carry(home, on_sqlite)
        sign_entry(home.workspace, about)
    stick.carry(home, on_sqlite)
    with home.workspace.store.reading() as connection:
        # the saving and the taking in of the last file go with the next
        here = [line["n"] for line in sync_book.audit_after(connection, 0, most=99)]
    with on_sqlite.service.database.reading() as connection:
        there = connection.exec_driver_sql("SELECT n, follows FROM received_audit ORDER BY n")
        assert [tuple(row) for row in there] == [(n, 1) for n in here[:-3]]
