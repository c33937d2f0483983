"""Two computers and the real service: a concern of the home answered, and a fall that came late.

Each is a real encrypted store with its real window; the service is reached only while they exchange.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.drafts import Draft
from mdt_core.records.concerns import HowSoon
from mdt_core.records.falls import Fall, FallSeenBy, HeadStruck, TimeKnown
from mdt_core.records.round_sign_offs import AnyoneElse
from mdt_core.records.rounds import Attendee, HowSeen, RoundEntry, RoundMode, SeeAgain
from mdt_core.store.queries.rounds import round_id_for
from mdt_core.use_cases.falls import record_fall
from mdt_core.use_cases.round_finish import SigningOff, sign_off
from mdt_core.use_cases.rounds import sign_entry, start_round
from mdt_desktop import player
from mdt_desktop.ui.concern.page import ConcernPage
from mdt_desktop.ui.context import ToPlan, ToToday
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.today.page import TodayPage
from mdt_service.settings import Settings
from tests.service.serving import made_parts
from tests.support.memory_store import TestClock
from tests.support.two_devices import Pair, two_devices

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

WORDS = "Not himself since Sunday; holds his side & won't say why"
ANSWER = "Paracetamol as charted, offer drinks; I come at 14:00 to look at him"
HOUR = timedelta(hours=1)

Apart = Callable[..., Pair]


@pytest.fixture
def apart(tmp_path: Path, qapp: QApplication) -> Iterator[Apart]:
    """Makes the two computers and the service; the home's clock may be wrong."""
    address, settings = f"sqlite:///{tmp_path / 'service.db'}", Settings(is_practice=True)
    with ExitStack() as made:

        def make(wrong_by: timedelta = timedelta(0)) -> Pair:
            parts = made_parts(address, TestClock(), settings, io.StringIO())
            made.callback(parts.database.close)
            devices = two_devices(tmp_path, qapp, home_clock_wrong_by=wrong_by, service=parts)
            return made.enter_context(devices)

        yield make


def test_a_concern_of_the_home_is_answered_and_the_answer_is_read_there(apart: Apart) -> None:
    pair = apart()
    with pair.home.window() as window:
        raise_concern(window)
        window.go(ToToday())
        player.wait_for("○ Not got by the team yet")
    pair.way.carry()
    with pair.gp.window() as window:
        assert WORDS in player.wait_for("Concern, today")
        next_round = london_day(pair.gp.clock()) + timedelta(days=7)
        window.go(ToPlan(pair.ward.home_id, next_round))
        player.wait_for(WORDS)
        window.go(ToToday())
        answer(window)
    pair.way.carry()
    with pair.home.window():
        seen = player.wait_for("✓ Answered")
    assert f"Answer of Dr Amina Shah: «{ANSWER}»" in seen
    assert "✓ Got by the team" in seen
    assert WORDS in seen


@pytest.mark.parametrize("wrong_by", [timedelta(0), HOUR, -HOUR], ids=["right", "ahead", "behind"])
def test_a_fall_recorded_apart_before_the_round_is_late_in_the_next_list(
    apart: Apart, wrong_by: timedelta
) -> None:
    pair = apart(wrong_by)
    falls(pair)
    for device in (pair.gp, pair.home):
        device.clock.advance(minutes=20)
    sees_and_signs(pair)
    for device in (pair.gp, pair.home):
        device.clock.advance(minutes=5)
    pair.way.carry()
    with pair.gp.window() as window:
        assert "RAMSBOTTOM" in player.wait_for("Arrived late: fall")
        next_round = london_day(pair.gp.clock()) + timedelta(days=7)
        window.go(ToPlan(pair.ward.home_id, next_round))
        player.wait_for("Arrived late: fall")


def raise_concern(window: Frame) -> None:
    """Finds the resident, says it in the home's own words, for today, and saves."""
    player.press("Ctrl+K")
    player.type_text("okonk")
    player.wait_for("1 found")
    player.press("Return")
    player.wait_for("Last entry")
    player.click("Concern")
    player.wait_until_usable("Save for OKONKWO")
    page = window.page
    assert isinstance(page, ConcernPage)
    player.focus("In your words")
    player.type_text(WORDS)
    assert page.form is not None
    QTest.mouseClick(
        page.form.rows["how_soon"].button(HowSoon.TODAY.value),  # type: ignore[attr-defined]
        Qt.MouseButton.LeftButton,
    )
    player.click("Save for OKONKWO")
    player.wait_for("Not sent yet")


def answer(window: Frame) -> None:
    """Answers the concern from the start screen."""
    player.wait_for(WORDS)
    page = window.page
    assert isinstance(page, TodayPage)
    place = next(n for n, row in enumerate(page.model.rows) if WORDS in row.words)
    page.table.selectRow(place)
    player.click("Answer: OKONKWO")
    player.wait_for("Answer for OKONKWO")
    player.type_text(ANSWER)
    player.click("Answer for OKONKWO")
    player.wait_for("Answered.")


def falls(pair: Pair) -> None:
    """The carer records a fall of half an hour ago by the home's own clock."""
    home = pair.home.session
    said = {
        "occurred_at": home.clock() - timedelta(minutes=30),
        "time_known": TimeKnown.FOUND_NOW,
        "seen_by": FallSeenBy.NOBODY,
        "head": HeadStruck.NOT_KNOWN,
    }
    fall = Fall(**said)  # type: ignore[arg-type]
    draft = Draft(Fall, pair.ward.of("Ramsbottom"), fall.model_dump(mode="json", exclude_none=True))
    record_fall(home.store, by=home.actor, draft=draft)


def sees_and_signs(pair: Pair) -> None:
    """The GP sees the resident in the round without knowing of the fall, and signs the round off."""
    gp, home_id, who = pair.gp.session, pair.ward.home_id, pair.ward.of("Ramsbottom")
    day, now = london_day(gp.clock()), gp.clock()
    start_round(gp.store, by=gp.actor, home_id=home_id, day=day, residents=(who,))
    values = {
        "round_id": round_id_for(home_id, day),
        "how": HowSeen.VIDEO.value,
        "note": "Well, no concerns",
        "see_again": SeeAgain.FOUR_WEEKS.value,
    }
    sign_entry(gp.store, by=gp.actor, draft=Draft(RoundEntry, who, values))
    said = SigningOff(
        mode=RoundMode.VIDEO,
        started_at=now,
        ended_at=now,
        anyone_else=AnyoneElse.NOBODY,
        attendees=(Attendee(id=gp.actor.person_id, name=gp.actor.name),),
    )
    sign_off(gp.store, by=gp.actor, home_id=home_id, day=day, said=said)
