"""Forms kept while a person types: when, for whom, and what is said."""

import threading

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import parse_utc
from mdt_core.drafts import Draft
from mdt_core.errors import Refused
from mdt_core.records.observations import ObservationSet
from mdt_desktop.device.drafts import SavedDraft
from mdt_desktop.ui.autosave import Autosave, Offer, not_saved_words, taken_up
from mdt_desktop.ui.context import Context
from tests.support.memory_store import TestClock

WHO = "resident-1"


def draft(pulse: str, who: str = WHO) -> Draft[ObservationSet]:
    return Draft(ObservationSet, who).with_value("pulse", pulse)


@pytest.fixture
def autosave(context: Context) -> Autosave:
    return Autosave(context, ObservationSet.kind, WHO)


def kept(context: Context) -> SavedDraft | None:
    return context.drafts.load(context.actor.person_id, ObservationSet.kind, WHO)


def test_a_draft_is_written_after_a_pause_and_the_moment_is_said(
    qtbot: QtBot, context: Context, autosave: Autosave
) -> None:
    with qtbot.waitSignal(autosave.saved, timeout=4000) as saved:
        autosave.keep(draft("84"))
    assert saved.args == [context.clock()]
    assert autosave.words == "Draft saved 07:15:00"
    assert kept(context) is not None


def test_typing_without_a_pause_is_written_all_the_same(qtbot: QtBot, autosave: Autosave) -> None:
    autosave._pause.setInterval(60_000)
    with qtbot.waitSignal(autosave.saved, timeout=6000):
        autosave.keep(draft("84"))


def test_leaving_a_field_writes_at_once(qtbot: QtBot, autosave: Autosave) -> None:
    form = QWidget()
    qtbot.addWidget(form)
    box, other = QLineEdit(form), QLineEdit(form)
    autosave.watch(form)
    autosave._pause.setInterval(60_000)
    autosave._longest.setInterval(60_000)
    with qtbot.waitExposed(form):
        form.show()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    autosave.keep(draft("84"))
    with qtbot.waitSignal(autosave.saved):
        other.setFocus()


def test_what_is_written_already_is_not_written_again(
    qtbot: QtBot, context: Context, autosave: Autosave, clock: TestClock
) -> None:
    with qtbot.waitSignal(autosave.saved):
        autosave.keep(draft("84"))
        autosave.flush()
    clock.advance(minutes=1)
    autosave.keep(draft("84"))
    autosave.flush()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    assert autosave.words == "Draft saved 07:15:00"


def test_an_emptied_form_leaves_no_draft(
    qtbot: QtBot, context: Context, autosave: Autosave
) -> None:
    for form in (draft("84"), Draft(ObservationSet, WHO)):
        with qtbot.waitSignal(autosave.saved):
            autosave.keep(form)
            autosave.flush()
    assert kept(context) is None


def test_a_form_being_signed_is_not_written_until_signing_failed(
    qtbot: QtBot, context: Context, autosave: Autosave
) -> None:
    autosave.stop()
    autosave.keep(draft("84"))
    autosave.flush()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    assert kept(context) is None
    with qtbot.waitSignal(autosave.saved):
        autosave.resume()
    assert kept(context) is not None


def test_a_kept_draft_is_offered_with_the_name_and_the_time(
    qtbot: QtBot, context: Context, clock: TestClock, autosave: Autosave
) -> None:
    with qtbot.waitSignal(autosave.saved):
        autosave.keep(draft("84"))
        autosave.flush()
    with qtbot.waitSignal(autosave.loaded) as loaded:
        Autosave.load(autosave)
    offer = loaded.args[0]
    assert isinstance(offer, Offer)
    assert offer.draft == draft("84")
    clock.advance(hours=24)
    assert offer.words("Smith", context.clock()) == (
        "You left a draft for SMITH on 24-Nov-2026 at 07:15. Go on with it, or put it away"
    )


def test_what_was_just_left_is_written_before_it_is_looked_for(
    qtbot: QtBot, context: Context, autosave: Autosave
) -> None:
    is_free, runners, told = threading.Event(), context.runners, list[object]()
    runners.deeds.run(is_free.wait, then=told.append, failed=told.append)  # the disk is slow
    autosave.keep(draft("84"))
    autosave.flush()
    again = Autosave(context, ObservationSet.kind, WHO)
    with qtbot.waitSignal(again.loaded) as loaded:
        again.load()
        qtbot.waitUntil(lambda: runners.reads.is_idle)
        is_free.set()
    assert loaded.args[0].draft == draft("84")


def test_nothing_is_offered_where_nothing_was_left(qtbot: QtBot, autosave: Autosave) -> None:
    with qtbot.waitSignal(autosave.loaded) as loaded:
        autosave.load()
    assert loaded.args == [None]


@pytest.mark.parametrize(
    ("person", "resident", "words"),
    [
        ("p", "another", "This draft belongs to another resident and cannot be used here"),
        ("another", WHO, "This draft belongs to another person and cannot be used here"),
    ],
)
def test_a_draft_of_somebody_else_is_refused(person: str, resident: str, words: str) -> None:
    at = parse_utc("2026-11-24T07:15:00Z")
    saved = SavedDraft(person, ObservationSet.kind, resident, draft("84").as_text(), at)
    with pytest.raises(Refused, match=words):
        taken_up(saved, person_id="p", resident_id=WHO)


def test_a_form_about_another_resident_is_never_kept_here(autosave: Autosave) -> None:
    with pytest.raises(Refused, match="another resident"):
        autosave.keep(draft("84", who="another"))


def test_a_draft_that_cannot_be_written_says_why_and_tries_again(
    qtbot: QtBot, context: Context, autosave: Autosave
) -> None:
    with context.store.deed(context.actor) as unit:
        unit.connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        unit.commit()
    with qtbot.waitSignal(autosave.told) as told:
        autosave.keep(draft("84"))
        autosave.flush()
    assert told.args[0].startswith("Not saved")
    assert autosave.is_unsaved
    with context.store.deed(context.actor) as unit:
        unit.connection.exec_driver_sql("DROP TRIGGER full")
        unit.commit()
    with qtbot.waitSignal(autosave.saved, timeout=6000):
        pass
    assert not autosave.is_unsaved


def test_a_fault_of_the_program_is_not_blamed_on_the_person() -> None:
    assert not_saved_words(ZeroDivisionError()) == (
        "Not saved. The program met a fault of its own (ZeroDivisionError). "
        "Your text is still here. Try again"
    )
