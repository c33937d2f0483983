"""A group of which two versions stand is not changed on a form: it is named, and the rest is asked."""

from collections.abc import Callable

import pytest

from mdt_core.errors import Refused
from mdt_core.records.residents import Resident
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.page import CardPage
from mdt_desktop.ui.context import Context
from tests.ui.card.conftest import Standing
from tests.ui.observations.hands import said
from tests.ui.versions.apart import two_numbers


def test_what_stands_in_two_versions_is_named_and_not_asked(
    context: Context,
    who: str,
    open_card_page: Callable[..., tuple[CardPage, CardForm]],
    standing: Standing,
) -> None:
    two_numbers(context.store, context.actor, who)
    page, form = open_card_page(Resident, who)
    assert "nhs_number" not in form.fields
    assert "family_name" in form.fields
    assert "Two versions stand, to be settled before a change: NHS No." in said(page)
    now = {"nhs_number": "9990000042"}
    change = CardChange(Resident, who, standing(Resident, who), now, resident_id=who)
    with pytest.raises(Refused, match=r"NHS No.: two versions stand"):
        save_card(context.store, by=context.actor, change=change)
