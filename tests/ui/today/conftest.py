"""What the tests of the start screen share: the screen opened for a person, and what it says."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.roles import Role
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.today.page import TodayPage
from tests.support.ward import Ward

Open: TypeAlias = Callable[..., TodayPage]


@pytest.fixture
def opened(qtbot: QtBot, context: Context) -> Open:
    """Opens the screen for a person, read and on show; for the GP unless another is given."""

    def open_page(actor: Actor | None = None) -> TodayPage:
        page = TodayPage(replace(context, actor=actor or context.actor))
        qtbot.addWidget(page)
        page.resize(1116, 776)
        context.bus.changed.connect(page.refresh)
        with qtbot.waitExposed(page):
            page.show()
        page.load()
        qtbot.waitUntil(lambda: bool(page.model.rows))
        return page

    return open_page


def words(page: TodayPage) -> list[str]:
    """The first line of each row."""
    return [row.words.split("\n")[0] for row in page.model.rows]


def home_nurse(ward: Ward) -> Actor:
    """A nurse of the ward's home, who serves no other."""
    return Actor("n", "Grace Obi", Role.HOME_NURSE, "Larch House", frozenset({ward.home_id}))


def choose(page: TodayPage, said: str) -> None:
    """Selects the first row that says something."""
    page.table.selectRow(next(n for n, each in enumerate(page.model.rows) if said in each.words))
