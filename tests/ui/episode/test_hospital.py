"""To hospital, back, letter seen, medicines checked: each told where it belongs, and seen on the list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.worklist import worklist
from mdt_core.worklist import shipped_thresholds
from mdt_desktop.qt.buttons import Button
from mdt_desktop.qt.fields import Quiet
from mdt_desktop.ui.context import Context, Destination, ToResident
from mdt_desktop.ui.episode.page import HospitalForm, HospitalPage
from tests.support.ward import IN_HOSPITAL, UNWELL, Ward
from tests.ui.episode.hands import choose, idle, opened, type_into


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


def page_of(qtbot: QtBot, context: Context, who: str) -> tuple[HospitalPage, HospitalForm]:
    """The page about somebody, ready to be answered."""
    page = opened(qtbot, context, lambda: HospitalPage(context, who, ToResident(who)))
    assert isinstance(page, HospitalPage)
    assert page.form is not None
    return page, page.form


def parts(context: Context, who: str) -> list[EpisodePart]:
    with context.store.reading() as connection:
        told = statements(connection, HospitalEpisode, who)
    return [each.record.part for each in told if each.record]


def offered(form: HospitalForm) -> list[str]:
    return [each.accessibleName() for each in form.part.findChildren(Button)]


def tell(qtbot: QtBot, context: Context, who: str, part: EpisodePart, when: str) -> None:
    """Tells one part and waits until the page has gone."""
    page, form = page_of(qtbot, context, who)
    choose(form, "part", part.value)
    type_into(form, "happened_at", when)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_saved)
    idle(qtbot, context)


def test_sent_to_hospital_moves_the_resident_and_goes_back(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination], told: list[str]
) -> None:
    page, form = page_of(qtbot, context, who)
    assert page.save.text() == "Save for ACHTERBERG"
    choose(form, "part", "admitted")
    type_into(form, "happened_at", "t 0310")
    type_into(form, "hospital", "Elm Infirmary")
    type_into(form, "reason", "Short of breath")
    choose(form, "is_emergency", "true")
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(visited))
    assert (visited, told) == ([ToResident(who)], ["Saved 07:15:00"])
    with context.store.reading() as connection:
        line = resident_by_id(connection, who)
        [episode] = statements(connection, HospitalEpisode, who)
    assert line is not None
    assert line.stay_state == "hospital"
    assert episode.record is not None
    assert (episode.record.hospital, episode.record.reason) == (
        "Elm Infirmary",
        "Short of breath",
    )
    assert episode.record.is_emergency
    assert context.drafts.of_person(context.actor.person_id) == ()


def test_only_what_can_be_told_now_is_offered(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    _, away = page_of(qtbot, context, ward.of(IN_HOSPITAL))
    assert offered(away) == ["Back from hospital"]
    _, here = page_of(qtbot, context, who)
    assert offered(here) == ["Went to hospital", "Back from hospital"]
    tell(qtbot, context, who, EpisodePart.RETURNED, "t 0600")
    _, back = page_of(qtbot, context, who)
    assert offered(back)[:2] == ["Hospital letter seen", "Medicines checked after hospital"]


def test_a_return_is_a_reason_to_be_seen_until_the_medicines_are_checked(
    qtbot: QtBot, context: Context, ward: Ward, who: str
) -> None:
    tell(qtbot, context, who, EpisodePart.RETURNED, "t 0600")
    assert "Medicines not yet checked" in reasons(context, ward, who)
    tell(qtbot, context, who, EpisodePart.LETTER_SEEN, "t 0630")
    assert "Medicines not yet checked" in reasons(context, ward, who)
    tell(qtbot, context, who, EpisodePart.MEDICINES_CHECKED, "t 0700")
    assert "Medicines checked" in reasons(context, ward, who)
    assert parts(context, who)[0] is EpisodePart.MEDICINES_CHECKED


def reasons(context: Context, ward: Ward, who: str) -> str:
    """The words of every reason of one resident on the list of today."""
    today = context.clock().date()
    with context.store.reading() as connection:
        rows = worklist(
            connection,
            context.actor,
            ward.home_id,
            today=today,
            thresholds=shipped_thresholds(),
        )
    return "\n".join(
        reason.words for row in rows if row.line.resident_id == who for reason in row.reasons
    )


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, context: Context, who: str) -> None:
    page, form = page_of(qtbot, context, who)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert page.message.text == "Choose what happened"
    assert form.fields["happened_at"].problem == "Give day and time, or press Now"
    choose(form, "part", "admitted")
    now, when = now_button(form), form.fields["happened_at"].controls[0]
    assert 0 < now.x() - when.geometry().right() < now.width(), "Now stands at its box"
    QTest.mouseClick(now, Qt.MouseButton.LeftButton)
    assert form.draft().values["happened_at"] == "2026-11-24T07:15:00Z"


def now_button(part: QWidget) -> Button:
    return next(each for each in part.findChildren(Button) if each.text() == "Now")


def test_a_draft_is_kept_and_offered_again(qtbot: QtBot, context: Context, who: str) -> None:
    page, form = page_of(qtbot, context, who)
    choose(form, "part", "admitted")
    type_into(form, "reason", "Chest pain")
    page.leave()
    page.close()
    idle(qtbot, context)
    again, kept = page_of(qtbot, context, who)
    assert again.offer_bar.isVisible()
    again.offer_bar.go_on.click()
    assert kept.draft().values["reason"] == "Chest pain"


def test_what_is_told_so_far_stands_above(qtbot: QtBot, context: Context, who: str) -> None:
    tell(qtbot, context, who, EpisodePart.RETURNED, "t 0600")
    _, form = page_of(qtbot, context, who)
    said = [each.text() for each in form.findChildren(Quiet)]
    assert "24-Nov-2026 06:00  Back from hospital" in said
