"""Forms of made-up kinds, opened about somebody of the ward."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.record import Statement
from mdt_desktop.ui.context import Context, ToResident
from mdt_desktop.ui.forms.page import FormPage
from mdt_desktop.ui.forms.record_form import RecordForm
from tests.support.ward import UNWELL, Ward
from tests.ui.episode.hands import opened
from tests.ui.forms.kinds import made_up

Opening = Callable[[type[Statement]], tuple[FormPage, RecordForm]]


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with made_up():
        yield


@pytest.fixture
def who(ward: Ward) -> str:
    return ward.of(UNWELL)


@pytest.fixture
def open_form(qtbot: QtBot, context: Context, who: str) -> Opening:
    """Opens the form of a kind."""

    def opening(kind: type[Statement]) -> tuple[FormPage, RecordForm]:
        page = opened(qtbot, context, lambda: FormPage(context, kind.kind, who, ToResident(who)))
        assert isinstance(page, FormPage)
        assert page.form is not None
        return page, page.form

    return opening
