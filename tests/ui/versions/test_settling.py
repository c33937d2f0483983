"""Two versions stand side by side; a person chooses, says why and whom they asked, or leaves it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action
from mdt_core.records.medicines import MedicineLine
from mdt_core.records.settlements import Settlement, Way
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.queries.versions import unsettled
from mdt_core.use_cases.settling import Settling, settle
from mdt_desktop.qt import style
from mdt_desktop.qt.changes import Changes
from mdt_desktop.qt.fields import Words
from mdt_desktop.ui.context import Context, Destination, ToResident, ToToday, ToVersions
from mdt_desktop.ui.pairs import PairsList
from mdt_desktop.ui.resident.page import ResidentPage
from mdt_desktop.ui.resident.reading import read_again
from mdt_desktop.ui.resident.timeline import timeline
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.today.rows import Deed
from mdt_desktop.ui.versions.outlined import OutlinedWords
from mdt_desktop.ui.versions.page import VersionsPage
from mdt_desktop.ui.versions.settling import SettlingView
from tests.support.ward import Ward
from tests.ui.versions import apart

WHY, ASKED = "As on the passport, seen today", "Ann Smith, daughter"


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of("Nowak")


def key_of(context: Context, who: str, part: str) -> str:
    with context.store.reading() as connection:
        found = unsettled(connection, context.actor, resident_id=who)
    return next(each.key for each in found if part in each.what)


def page_of(qtbot: QtBot, context: Context, who: str, of: str = "") -> VersionsPage:
    page = VersionsPage(context, who, of, ToResident(who) if who else None)
    qtbot.addWidget(page)
    page.resize(1078, 740)
    with qtbot.waitExposed(page):
        page.show()
    context.bus.changed.connect(page.refresh)  # as the frame does
    page.load()
    idle(qtbot, context)
    return page


def view_of(qtbot: QtBot, context: Context, who: str, of: str = "") -> SettlingView:
    page = page_of(qtbot, context, who, of)
    assert isinstance(page.part, SettlingView)
    view = page.part
    qtbot.waitUntil(view.bar.isVisible)
    vars(view)["page"] = page  # it lives as long as its part
    return view


def idle(qtbot: QtBot, context: Context) -> None:
    runners = context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)


def choose(view: SettlingView, place: int | str) -> None:
    assert view.form is not None
    assert view.read is not None
    assert view.read.versions is not None
    key = place if isinstance(place, str) else view.read.versions.versions[place].mid
    view.form.which.button(key).click()


def say(view: SettlingView, why: str = WHY, asked: str = ASKED) -> None:
    assert view.form is not None
    for editor, words in ((view.form.why.editor, why), (view.form.asked.editor, asked)):
        editor.setFocus()
        QTest.keyClicks(editor, words)


def press(view: SettlingView) -> None:
    QTest.mouseClick(view.save, Qt.MouseButton.LeftButton)


def number_of(context: Context, who: str) -> tuple[str | None, tuple[str, ...]]:
    with context.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    return line.nhs_number, line.two_versions


@pytest.fixture
def two_numbers(context: Context, who: str) -> None:
    apart.two_numbers(context.store, context.actor, who)


@pytest.mark.usefixtures("two_numbers")
def test_both_are_read_before_anything_is_chosen(qtbot: QtBot, context: Context, who: str) -> None:
    view = view_of(qtbot, context, who)
    assert view.heading.text() == ("Two versions of: NHS number. Neither is being used as current")
    assert QApplication.focusWidget() is view.heading
    assert view.form is not None
    assert view.form.which.value() == ""
    framed = [each.framed for each in view.findChildren(OutlinedWords)]
    assert framed == [("0050",), ("0034",)]
    assert view.save.text() == "Settle for NOWAK"


@pytest.mark.usefixtures("two_numbers")
def test_it_asks_for_a_choice_then_why_then_whom(qtbot: QtBot, context: Context, who: str) -> None:
    view = view_of(qtbot, context, who)
    press(view)
    assert view.message.text == "Choose which is right"
    choose(view, 1)
    press(view)
    idle(qtbot, context)
    assert view.message.text.startswith("Why:")
    assert view.form is not None
    assert view.form.why.editor.hasFocus()
    say(view, asked="")
    press(view)
    idle(qtbot, context)
    assert view.message.text.startswith("Who did you ask:")
    assert number_of(context, who)[1] == ("NHS number",)


@pytest.mark.usefixtures("two_numbers")
def test_what_is_chosen_holds_and_the_reason_is_kept(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination], told: list[str]
) -> None:
    view = view_of(qtbot, context, who)
    choose(view, 0)
    say(view)
    press(view)
    idle(qtbot, context)
    assert number_of(context, who) == ("9990000050", ())
    assert visited == [ToResident(who)]
    assert told[0].startswith("Settled ")
    with context.store.reading() as connection:
        [reason] = statements(connection, Settlement, who)
    assert reason.record is not None
    assert (reason.record.why, reason.record.asked) == (WHY, ASKED)
    read = read_again(context.store, context.actor, who)
    [item] = (
        each
        for each in timeline(read, context.actor, context.clock())
        if each.kind == Settlement.kind
    )
    assert [fact.words for fact in item.facts] == ["NHS number", "One version kept", WHY, ASKED]
    assert not item.may_withdraw


def test_a_dose_is_written_anew_from_nothing(
    qtbot: QtBot, context: Context, who: str, ward: Ward
) -> None:
    apart.two_doses(context.store, context.actor, who, ward.home_id)
    view = view_of(qtbot, context, who, key_of(context, who, "dose"))
    choose(view, "anew")
    assert view.form is not None
    assert list(view.form.anew.fields) == ["dose", "frequency"]
    assert set(view.form.anew.typed().values()) == {""}
    for name, words in (("dose", "4 mg"), ("frequency", "at 18:00")):
        QTest.keyClicks(view.form.anew.fields[name].editor, words)  # type: ignore[attr-defined]
    say(view)
    press(view)
    idle(qtbot, context)
    with context.store.reading() as connection:
        [line] = cards(connection, MedicineLine, who)
    assert line.record is not None
    assert (line.record.medicine, line.record.dose) == ("warfarin", "4 mg")
    assert not line.has_siblings


def test_what_both_had_seen_stands_beside_them(
    qtbot: QtBot, context: Context, who: str, ward: Ward
) -> None:
    apart.two_doses(context.store, context.actor, who, ward.home_id)
    view = view_of(qtbot, context, who, key_of(context, who, "dose"))
    words = [each.words for each in view.findChildren(OutlinedWords)]
    assert words[:2] == ["2.5 mg", "at night"]
    assert "25 mg" in words
    assert "3 mg" in words


def test_allergies_are_settled_as_one_whole(qtbot: QtBot, context: Context, who: str) -> None:
    apart.two_allergies(context.store, context.actor, who)
    view = view_of(qtbot, context, who)
    choose(view, "anew")
    assert view.form is not None
    view.form.anew.fields["state"].button("known").click()  # type: ignore[attr-defined]
    QTest.keyClicks(view.form.anew.fields["allergies"].editor, "Latex - blisters")  # type: ignore[attr-defined]
    say(view)
    press(view)
    idle(qtbot, context)
    with context.store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    assert (line.allergy_words, line.allergy_siblings) == ("Latex – blisters", False)


def test_who_may_not_settle_it_reads_both_and_asks(
    qtbot: QtBot, context: Context, who: str, ward: Ward
) -> None:
    apart.two_doses(context.store, context.actor, who, ward.home_id)
    nurse = replace(context, actor=replace(context.actor, role=Role.NURSE))
    view = view_of(qtbot, nurse, who, key_of(context, who, "dose"))
    assert view.form is None
    assert not view.save.isVisible()
    shown = [each.text() for each in view.findChildren(Words)]
    assert "This is settled by a GP or a clinical pharmacist. You can read both and ask" in shown
    view.ask.click()
    idle(qtbot, context)
    with context.store.reading() as connection:
        [action] = cards(connection, Action, who)
    assert action.record is not None
    assert action.record.text == "Settle two versions of: warfarin: dose"
    assert action.record.owner == "Dr Amina Shah"


@pytest.mark.usefixtures("two_numbers")
def test_a_version_that_comes_in_is_shown_and_the_choice_is_asked_again(
    qtbot: QtBot, context: Context, who: str
) -> None:
    view = view_of(qtbot, context, who)
    choose(view, 0)
    say(view)
    apart.write_apart(
        context.store, context.actor, 890, "nhs_number", {"nhs_number": "9990000069"},
        record_id=who, resident_id=who,
    )  # fmt: skip
    context.bus.publish(Changes(frozenset({"resident"}), frozenset({who})))
    idle(qtbot, context)
    assert view.message.text == "Another version came in. Read all of them, then choose again"
    assert view.form is not None
    assert (view.form.which.value(), view.form.why.value()) == ("", WHY)
    assert view.heading.text().startswith("3 versions of: NHS number. None of them")


@pytest.mark.usefixtures("two_numbers")
def test_what_was_settled_meanwhile_is_told_and_nothing_is_written_over(
    qtbot: QtBot, context: Context, who: str
) -> None:
    view = view_of(qtbot, context, who)
    choose(view, 0)
    say(view)
    assert view.read is not None
    assert view.read.versions is not None
    kept = view.read.versions.versions[1].mid
    other = Settling(view.read.versions.of, Way.KEPT, "Phoned", "GP record", keep=kept)
    settle(context.store, by=context.actor, settling=other)
    press(view)
    idle(qtbot, context)
    qtbot.waitUntil(lambda: view.heading.text().startswith("Nothing of this"))
    assert number_of(context, who) == ("9990000034", ())


@pytest.mark.usefixtures("two_numbers")
def test_what_was_typed_is_kept_and_offered_again(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    view = view_of(qtbot, context, who)
    choose(view, 1)
    say(view)
    QTest.mouseClick(view.later, Qt.MouseButton.LeftButton)
    idle(qtbot, context)
    assert visited == [ToResident(who)]
    again = view_of(qtbot, context, who)
    qtbot.waitUntil(again.offer_bar.isVisible)
    again.offer_bar.go_on.click()
    assert again.form is not None
    assert again.form.why.value() == WHY
    assert again.form.which.value() != ""


@pytest.fixture
def large(qapp: QApplication, look: style.Look) -> Iterator[None]:
    style.apply(qapp, style.Look(scale=2.0))
    yield
    style.apply(qapp, look)


@pytest.mark.usefixtures("two_numbers", "large")
def test_at_twice_the_size_they_stand_below_one_another_and_the_deeds_at_the_end(
    qtbot: QtBot, context: Context, who: str
) -> None:
    view = view_of(qtbot, context, who)
    qtbot.waitUntil(lambda: view.bar.parentWidget() is not view)
    assert view.form is not None
    form, bar = (each.mapTo(view, each.rect().topLeft()).y() for each in (view.form, view.bar))
    assert bar > form
    first, second, *_ = view.findChildren(OutlinedWords)
    assert (
        first.mapTo(view, first.rect().topLeft()).y()
        < second.mapTo(view, second.rect().topLeft()).y()
    )


def test_what_can_wait_is_in_the_quiet_list_alone_and_texts_are_put_together(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    apart.two_about(context.store, context.actor, who)
    apart.two_numbers(context.store, context.actor, who)
    page = page_of(qtbot, context, "")
    assert isinstance(page.part, PairsList)
    [row] = page.part.model.rows
    assert (row.what, row.home) == ("about", "Larch House")
    page.part.open.click()
    assert visited == [ToVersions(who, row.key, ToVersions())]
    view = view_of(qtbot, context, who, row.key)
    choose(view, "combined")
    assert view.form is not None
    assert "right" in view.form.anew.typed()["about_me"]
    say(view)
    press(view)
    idle(qtbot, context)
    assert page_of(qtbot, context, "").part.model.rows == ()  # type: ignore[union-attr]


@pytest.mark.usefixtures("two_numbers")
def test_put_together_is_never_offered_for_a_number(
    qtbot: QtBot, context: Context, who: str
) -> None:
    view = view_of(qtbot, context, who)
    assert view.form is not None
    with pytest.raises(KeyError):
        view.form.which.button("combined")


@pytest.mark.usefixtures("two_numbers")
def test_the_residents_page_says_so_and_opens_both(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    page = ResidentPage(context, who)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.load()
    qtbot.waitUntil(page.versions.isVisible)
    words = "▲ Two versions of: NHS number. Neither is being used as current"
    assert page.versions.accessibleName() == words
    page.versions.look.click()
    assert visited == [ToVersions(who, back=ToResident(who, "What is happening"))]


def test_what_can_wait_does_not_stand_on_the_residents_page(
    qtbot: QtBot, context: Context, who: str
) -> None:
    apart.two_about(context.store, context.actor, who)
    page = ResidentPage(context, who)
    qtbot.addWidget(page)
    page.load()
    idle(qtbot, context)
    assert page.versions.isHidden()
    assert "Two versions" not in page.banner.accessibleName()


@pytest.mark.usefixtures("two_numbers")
def test_today_asks_who_may_settle_it_and_nobody_else(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    apart.two_about(context.store, context.actor, who)
    for role, shown in ((Role.GP, 1), (Role.SOCIAL_WORKER, 0)):
        page = TodayPage(replace(context, actor=replace(context.actor, role=role)))
        qtbot.addWidget(page)
        page.load()
        idle(qtbot, context)
        found = [row for row in page.model.rows if row.deed is Deed.SETTLE]
        assert len(found) == shown
        for row in found:
            assert row.words.startswith("Two versions of: NHS number. Neither is being used")
            place = page.model.place_of(row.key)
            assert place is not None
            page.table.selectRow(place)
            page.deed.click()
    assert visited == [ToVersions(who, key_of(context, who, "NHS"), ToToday())]
