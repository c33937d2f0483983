"""An MDT meeting from its plan to minutes for two organisations, and what the home then reads of it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from mdt_desktop import player
from mdt_desktop.ui.context import ToMeeting, ToMeetings
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.meeting.finish import FinishView
from mdt_desktop.ui.meeting.page import MeetingPage
from tests.support.two_devices import SECRET, Pair, two_devices
from tests.support.ward import HOME_NAME

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]
SOCIAL_CARE = "Stockport social care"
SECRET_WORDS = "Her son is not to be told"


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[Pair]:
    with two_devices(tmp_path, qapp) as made:
        yield made


def test_a_meeting_is_planned_run_and_minuted_for_two_organisations(
    pair: Pair, tmp_path: Path
) -> None:
    with pair.gp.window() as window:
        plans_the_meeting(window)
        invites_social_care()
        puts_on_the_agenda()
        player.click("Start the meeting")
        writes_the_case()
        approves(window)
        for organisation, key in ((HOME_NAME, "Home"), (SOCIAL_CARE, "End")):
            saves(window, organisation, key, tmp_path / f"{organisation}.pdf")
    theirs = read(tmp_path / f"{SOCIAL_CARE}.pdf")
    assert "Stays, with a sensor mat" in theirs
    assert SECRET_WORDS not in theirs
    assert "Dissent: blacked out for this organisation" in theirs
    homes_own = read(tmp_path / f"{HOME_NAME}.pdf")
    assert SECRET_WORDS in homes_own
    for paper in (theirs, homes_own):
        assert "Missing: home nurse" in paper
        assert "fit the mat" in paper
    pair.way.carry()
    with pair.home.window() as window:
        window.go(ToMeetings())
        player.wait_for("Minutes approved")
        window.go(ToMeeting(meeting_of(window)))
        player.wait_for("Approved by")
        assert SECRET_WORDS not in player.screen()


def plans_the_meeting(window: Frame) -> None:
    window.go(ToMeetings())
    player.wait_until_usable("Plan a meeting")
    player.click("Plan a meeting")
    player.wait_until_usable("Home MDT, monthly")
    player.click("Home MDT, monthly")
    player.focus("Home")
    player.type_text(HOME_NAME[:4])
    player.focus("Begins")
    player.type_text("t 23:00")
    player.focus("Planned time")
    player.type_text("60")
    player.click("Consent of each person, as recorded")
    player.click("Plan the meeting")
    player.wait_for("The agenda is open")


def invites_social_care() -> None:
    player.focus("Invite")
    player.type_text("Somebody")
    player.wait_for("Organisation")
    for field, words in (
        ("Name", "Iris Holt"),
        ("Role", "Social"),
        ("Organisation", SOCIAL_CARE),
    ):
        player.focus(field)
        player.type_text(words)
    player.click("Invite")
    player.wait_for(f"Iris Holt, Social worker, {SOCIAL_CARE}")


def puts_on_the_agenda() -> None:
    player.focus("Resident")
    player.type_text("ACHT")
    player.focus("Question")
    player.type_text("Is she still safe here?")
    player.focus("Time")
    player.type_text("10")
    player.click("Put on the agenda")
    player.wait_for("1 case, 10 minutes of 60 planned")


def writes_the_case() -> None:
    player.wait_until_usable("Sign for ACHTERBERG")
    player.wait_for("Asked of the meeting")
    player.wait_until_usable("Options, dissent, capacity")
    for field, words in (
        ("Situation", "Two falls at night"),
        ("Decision", "Stays, with a sensor mat"),
        ("Made by", "Herself"),
        ("Person's view", "Wants to stay"),
    ):
        player.focus(field)
        player.type_text(words)
    player.click("Closed")
    player.click("Options, dissent, capacity")
    player.focus("Dissent")
    player.type_text(SECRET_WORDS)
    player.focus("Actions")
    player.type_text("fit the mat @home fri")
    player.press("Ctrl+Return")
    player.wait_for("Every case is signed")
    player.click("Finish the meeting")


def approves(window: Frame) -> None:
    player.wait_for("Case 1, room 1: black out")
    player.focus("Copy for")
    player.type_text("Stock")
    player.wait_until_usable("Dissent")
    player.click("Dissent")
    page = window.page
    assert isinstance(page, MeetingPage)
    player.focus("Your passphrase")
    player.type_text(SECRET)
    player.press("Return")
    player.wait_for("The minutes are approved")


def saves(window: Frame, organisation: str, key: str, path: Path) -> None:
    """By Home and End: letters typed soon after others are taken as one word of a list."""
    window.window().activateWindow()  # a dialog has been in front of it
    player.at_rest(window)
    player.focus("Copy for")
    player.press(key)
    (minutes,) = window.findChildren(FinishView)
    assert minutes.copy.value() == organisation
    player.wait_until_usable("Save PDF...")
    player.click("Save PDF...")
    player.name_file(path)
    player.wait_for(f"Saved as {path}")


def meeting_of(window: Frame) -> str:
    page = window.page
    return str(page.model.rows[0].meeting)  # type: ignore[union-attr]


def read(path: Path) -> str:
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    return " ".join("".join(page.extract_text() for page in pages).split())
