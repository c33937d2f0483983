"""The full record of a fall on the screen, about somebody of the small home."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.clock import utc_text
from mdt_core.drafts import Draft
from mdt_core.records.falls import Fall
from mdt_core.use_cases.falls import record_fall
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.full_fall.form import FullFallForm
from mdt_desktop.ui.full_fall.page import FullFallPage
from tests.support.ward import UNWELL, Ward

OpenFull = Callable[..., FullFallPage]


@pytest.fixture
def who(ward: Ward) -> str:
    """Somebody with a room, observations and no medicines list."""
    return ward.of(UNWELL)


def fell(context: Context, who: str, **values: object) -> str:
    """Records a fall of now; returns its id."""
    draft = Draft(Fall, who, {"occurred_at": utc_text(context.clock()), **values})
    return record_fall(context.store, by=context.actor, draft=draft).fall_id


@pytest.fixture
def open_full(qtbot: QtBot, context: Context, who: str) -> OpenFull:
    """Opens the full record of a fall and waits until it can be answered, or says why not."""

    def opened(fall_id: str, width: int = 1116) -> FullFallPage:
        page = FullFallPage(context, who, fall_id, ToResident(who))
        qtbot.addWidget(page)
        page.resize(width, 776)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.load()
        runners = context.runners
        qtbot.waitUntil(
            lambda: page.save.isEnabled() or page.offer_bar.isVisible() or bool(page.message.text)
        )
        qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
        return page

    return opened


def form_of(page: FullFallPage) -> FullFallForm:
    """The open form."""
    assert page.form is not None
    return page.form
