"""Every naughty string in a name, a note and an address: stored, found, and shown as it was written.

That each is printed is shown in tests/documents; that each letter has a shape, in tests/ui/qt.
"""

import json
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.names import visible
from mdt_core.records.residents import Resident
from mdt_core.records.rounds import RoundEntry
from mdt_core.store.queries.find import find
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.use_cases.residents import save_resident
from mdt_core.use_cases.rounds import sign_entry
from mdt_desktop.qt.banner import IdentityBanner
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.identity import identity_text
from mdt_desktop.ui.resident.page import ResidentPage
from tests.support.shared_data import shared_data

OWN = (
    "<b>Bold",
    "a & b &amp; c",
    "Robert'); DROP TABLE record;--",
    "\u202ereversed",
    "👾 Ng",
    "  ",
)


def naughty_strings() -> list[str]:
    """Ours and the shared ones that can be a name: not blank."""
    path = shared_data("12_torture", "blns", "blns.json")
    return [text for text in (*OWN, *json.loads(path.read_text("utf-8"))) if text.strip()]


def shown_on(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def bare(text: str) -> str:
    """Without the breaks that a long name is given so that it wraps and is never cut."""
    return text.replace("\u200b", "")


def kept(context: Context, text: str) -> str:
    """Keeps the string as name, address and note of one resident; returns the resident's id."""
    who, _ = save_resident(
        context.store, by=context.actor, resident=Resident(family_name=text, usual_address=text)
    )
    values = {"how": "video", "note": text, "plan": text, "see_again": "next_round"}
    sign_entry(context.store, by=context.actor, draft=Draft(RoundEntry, who, values))
    return who


@pytest.mark.timeout(180)
def test_naughty_names_are_stored_found_and_shown_in_the_banner(
    qtbot: QtBot, context: Context
) -> None:
    banner = IdentityBanner()
    qtbot.addWidget(banner)
    for text in naughty_strings():
        who, _ = save_resident(context.store, by=context.actor, resident=Resident(family_name=text))
        with context.store.reading() as connection:
            line = resident_by_id(connection, who)
            found = {each.resident_id for each in find(connection, context.actor, text).residents}
        assert line is not None
        assert line.family_name == text
        assert who in found, f"{text!r} is not found by itself"
        banner.show_identity(identity_text(line, today=date(2026, 11, 24)))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert bare(visible(text.upper())) in bare(shown_on(banner)), f"{text!r} is not shown"


@pytest.mark.timeout(180)
def test_naughty_notes_and_addresses_are_shown_on_the_resident_page(
    qtbot: QtBot, context: Context
) -> None:
    for text in naughty_strings()[::20]:
        who = kept(context, text)
        page = ResidentPage(context, who)
        qtbot.addWidget(page)
        page.load()
        qtbot.waitUntil(partial(_shows, page, text), timeout=10_000)
        assert f"Usual address\n{text}\n" in shown_on(page)


def _shows(page: ResidentPage, text: str) -> bool:
    return text in shown_on(page)
