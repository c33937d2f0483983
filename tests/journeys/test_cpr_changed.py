"""A CPR decision is changed: nowhere is the old one shown as current, and of two made apart neither is."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from mdt_core.clock import london_day
from mdt_core.documents.contents import PaperLook
from mdt_core.documents.round_sheet import render
from mdt_core.drafts import Draft
from mdt_core.kinds import dump
from mdt_core.records.rounds import RoundEntry
from mdt_core.records.settlements import Way
from mdt_core.store.queries.version_details import versions_of
from mdt_core.store.queries.versions import unsettled
from mdt_core.store.store import Store
from mdt_core.use_cases.paper import round_sheet
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import sign_entry, start_round
from mdt_core.use_cases.settling import Settling, settle
from mdt_desktop import player
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToForm, ToResident, ToRound
from mdt_desktop.ui.frame.frame import Frame
from tests.support.care import for_cpr, not_for_cpr
from tests.support.two_devices import SECRET, Device, Pair, two_devices
from tests.support.ward import UNWELL

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

OLD = "For CPR, 02-Mar-2026, original: office file"
NEW = "Not for CPR, 24-Nov-2026, original: front of care file"
NEITHER = "CPR decision: two versions. Neither is being used as current"
BEFORE: dict[str, Any] = {
    "decided_on": date(2026, 3, 2),
    "original_place": "office file",
    "original_seen_on": date(2026, 3, 2),
}


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[Pair]:
    with two_devices(tmp_path, qapp) as made:
        yield made


def sign_now(session: Session, who: str, decision: Any) -> None:  # noqa: ANN401 - of any kind
    draft: Draft[Any] = Draft(type(decision), who, dump(decision))
    record_statement(session.store, by=session.actor, draft=draft)


def discuss(session: Session, home_id: str, who: str) -> None:
    """Last things first: an entry of today's round, so that there is a sheet."""
    store, by, today = session.store, session.actor, london_day(session.clock())
    round_id, _ = start_round(store, by=by, home_id=home_id, day=today, residents=[who])
    values = {"how": "in_person", "note": "Seen", "see_again": "next_round", "round_id": round_id}
    sign_entry(store, by=by, draft=Draft(RoundEntry, who, values))


def sheet_of(session: Session, home_id: str) -> str:
    """The round sheet as another program reads it."""
    store, by, today = session.store, session.actor, london_day(session.clock())
    sheet = round_sheet(store, by=by, home_id=home_id, day=today, waiting=0, practice=True)
    pages = PdfReader(BytesIO(render(sheet, look=PaperLook()))).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def change_in(window: Frame, who: str) -> None:
    """Fills in the form as a GP does beside the resident, and signs it with the secret."""
    window.go(ToForm("cpr_decision", who, ToResident(who)))
    player.wait_until_usable("Not for CPR")
    assert "Stands now. What you sign replaces it" in player.screen()
    player.click("Not for CPR")
    for field, words in (
        ("Why", "CPR would not succeed with her heart failure"),
        ("Decided on", "t"),
        ("Decided by", "Dr Amina Shah"),
        ("Their role", "GP"),
        ("Where the original is", "front of care file"),
        ("Your passphrase", SECRET),
    ):
        player.focus(field)
        player.type_text(words)
    player.click("Sign for ACHTERBERG")
    player.wait_for(NEW)


def look_at(window: Frame, home_id: str, who: str) -> tuple[str, str]:
    """What can be read on the resident's page and in the round."""
    window.go(ToResident(who))
    page = player.wait_for("Treatment ceiling not recorded")
    window.go(ToRound(home_id, london_day(window.context.clock()), who))
    return page, player.wait_for("CPR and ceiling")


def everywhere(device: Device, pair: Pair) -> tuple[str, ...]:
    """Page, round and sheet of one computer."""
    home_id, who = pair.ward.home_id, pair.ward.of(UNWELL)
    with device.window() as window:
        page, run = look_at(window, home_id, who)
    return page, run, sheet_of(device.session, home_id)


def test_the_old_decision_is_nowhere_current_once_it_was_changed(pair: Pair) -> None:
    who, home_id = pair.ward.of(UNWELL), pair.ward.home_id
    sign_now(pair.gp.session, who, for_cpr(**BEFORE))
    discuss(pair.gp.session, home_id, who)
    assert OLD in sheet_of(pair.gp.session, home_id)
    with pair.gp.window() as window:
        change_in(window, who)
        seen = look_at(window, home_id, who)
    for shown in (*seen, sheet_of(pair.gp.session, home_id)):
        assert NEW in shown
        assert OLD not in shown
    pair.way.carry()
    page, _run, sheet = everywhere(pair.home, pair)
    for shown in (page, sheet):
        assert NEW in shown
        assert OLD not in shown


def test_of_two_made_apart_neither_is_current_until_one_is_settled(pair: Pair) -> None:
    who, home_id = pair.ward.of(UNWELL), pair.ward.home_id
    gp, home = pair.gp.session, pair.home.session
    discuss(gp, home_id, who)
    sign_now(gp, who, not_for_cpr())
    sign_by(home.store, gp, who, for_cpr(**BEFORE))
    pair.way.carry()
    for shown in everywhere(pair.gp, pair):
        assert NEITHER in shown
    sheet = sheet_of(home, home_id)
    assert NEITHER in sheet
    assert "One version: For CPR" in sheet
    assert "One version: Not for CPR" in sheet
    settle_first(gp)
    pair.way.carry()
    for session in (gp, home):
        assert NEITHER not in sheet_of(session, home_id)
        assert "Not for CPR, 12-Aug-2026" in sheet_of(session, home_id)


def sign_by(store: Store, prescriber: Session, who: str, decision: Any) -> None:  # noqa: ANN401
    """A prescriber signs on the home's computer what the other has not got yet."""
    draft: Draft[Any] = Draft(type(decision), who, dump(decision))
    record_statement(store, by=prescriber.actor, draft=draft)


def settle_first(session: Session) -> None:
    """Keeps the decision of August, as the signed original says."""
    with session.store.reading() as connection:
        [of] = unsettled(connection, session.actor)
        versions = versions_of(connection, of, session.store.device).versions
    [kept] = [each.mid for each in versions if (each.value or {})["cpr"] == "not_for_cpr"]
    settling = Settling(of, Way.KEPT, "The signed original", "Ann Smith, daughter", keep=kept)
    settle(session.store, by=session.actor, settling=settling)
