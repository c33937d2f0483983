"""Cards of the ward, opened to be changed."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.record import Card
from mdt_core.store.queries.cards import open_card
from mdt_desktop.qt.buttons import Button
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.page import CardPage, HomeDetailsPage
from mdt_desktop.ui.context import Context, ToResident
from tests.support.ward import UNWELL, Ward
from tests.ui.episode.hands import opened

C = TypeVar("C", bound=Card)
Opening = Callable[..., tuple[CardPage, CardForm]]
Standing = Callable[[type[Card], str], dict[str, object]]


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


@pytest.fixture
def open_card_page(qtbot: QtBot, context: Context, who: str) -> Opening:
    """Opens a card of the resident, or a new one."""

    def opening(kind: type[Card], record_id: str = "") -> tuple[CardPage, CardForm]:
        back = ToResident(who)
        page = opened(qtbot, context, lambda: CardPage(context, kind.kind, record_id, who, back))
        assert isinstance(page, CardPage)
        assert page.form is not None
        return page, page.form

    return opening


@pytest.fixture
def home_page(qtbot: QtBot, context: Context, ward: Ward) -> Callable[[], HomeDetailsPage]:
    """Opens the details of the home."""

    def opening() -> HomeDetailsPage:
        page = opened(qtbot, context, lambda: HomeDetailsPage(context, ward.home_id))
        assert isinstance(page, HomeDetailsPage)
        return page

    return opening


@pytest.fixture
def standing(context: Context) -> Standing:
    """A card as it stands."""

    def read(kind: type[Card], record_id: str) -> dict[str, object]:
        with context.store.reading() as connection:
            return dict(open_card(connection, kind, record_id).values)

    return read


def shown(inside: QWidget) -> list[Button]:
    """The deeds on show."""
    return [each for each in inside.findChildren(Button) if each.isVisible()]
