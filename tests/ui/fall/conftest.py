"""The fall form on the screen, about somebody of the small home."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action
from mdt_core.records.falls import Fall
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.store.queries.statements import Kept, Signed, cards, statements
from mdt_core.store.unit_of_work import About
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.fall.page import FallPage
from tests.support.ward import UNWELL, Ward

OpenFall = Callable[..., FallPage]
TABLET = 768
"""Width of a tablet held upright; touches outside the screen of the tests reach nothing."""


@pytest.fixture
def who(ward: Ward) -> str:
    """Somebody with a room, observations and no medicines list."""
    return ward.of(UNWELL)


@pytest.fixture
def open_fall(qtbot: QtBot, context: Context, who: str) -> OpenFall:
    """Opens the form and waits until it can be answered, or says why not."""

    def opened(width: int = 1116) -> FallPage:
        page = FallPage(context, who, ToResident(who))
        qtbot.addWidget(page)
        page.resize(width, 776)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        context.bus.changed.connect(page.refresh)  # as the frame does
        page.load()
        runners = context.runners
        qtbot.waitUntil(
            lambda: page.save.isEnabled() or page.offer_bar.isVisible() or bool(page.message.text)
        )
        qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
        return page

    return opened


@pytest.fixture
def apixaban(context: Context, ward: Ward, who: str) -> None:
    """A medicines list from the MAR of 02-Nov-2026 with a blood thinner on it."""
    list_medicine(context, About(who, ward.home_id), "Apixaban 5 mg tablets")


def list_medicine(context: Context, about: About, name: str) -> None:
    """Puts a medicine on the list and says where the list is from."""
    as_of = context.clock() - timedelta(days=22)
    with context.store.deed(context.actor) as unit:
        unit.write(MedicineLine(medicine=name, state=MedicineState.ACTIVE), about)
        unit.sign(MedicineList(source=ListSource.MAR, as_of=as_of), about)
        unit.commit()


def falls_of(context: Context, who: str) -> tuple[Signed[Fall], ...]:
    """The falls recorded of somebody."""
    with context.store.reading() as connection:
        return statements(connection, Fall, who)


def actions_of(context: Context, who: str) -> tuple[Kept[Action], ...]:
    """The actions of somebody."""
    with context.store.reading() as connection:
        return cards(connection, Action, who)
