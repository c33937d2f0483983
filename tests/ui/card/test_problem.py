"""Problems of a resident: added, changed from the list, and never by who may only read them."""

from collections.abc import Callable
from dataclasses import replace

from pytestqt.qtbot import QtBot

from mdt_core.records.residents import Problem, ProblemState
from mdt_core.roles import Role
from mdt_core.store.queries.statements import cards
from mdt_core.use_cases.cards import CardChange, save_card
from mdt_desktop.ui.card.form import CardForm
from mdt_desktop.ui.card.page import CardPage
from mdt_desktop.ui.context import Context, Destination, ToCard, ToResident
from tests.ui.card.conftest import Standing, shown
from tests.ui.episode.hands import choose, type_into
from tests.ui.resident.test_page import opened as resident_page

Open = Callable[..., tuple[CardPage, CardForm]]


def add(context: Context, who: str, **values: str) -> str:
    now = {"text": "Heart failure", "state": ProblemState.ACTIVE.value, **values}
    change = CardChange(Problem, None, {}, now, resident_id=who)
    return save_card(context.store, by=context.actor, change=change)[0]


def test_a_problem_is_added_and_says_its_problems_at_its_fields(
    qtbot: QtBot, context: Context, who: str, open_card_page: Open, visited: list[Destination]
) -> None:
    page, form = open_card_page(Problem)
    page.save.click()
    assert "Fill this in" in form.fields["text"].problem
    type_into(form, "text", "Atrial fibrillation")
    type_into(form, "onset", "2019")
    type_into(form, "ended", "2018")
    page.save.click()
    qtbot.waitUntil(lambda: "ended before it began" in page.message.text)
    type_into(form, "ended", " ")
    page.save.click()
    qtbot.waitUntil(lambda: bool(visited))
    with context.store.reading() as connection:
        found = [each.record for each in cards(connection, Problem, who) if each.record]
    (kept,) = [each for each in found if each.text == "Atrial fibrillation"]
    assert (kept.state, kept.onset, kept.ended) == (ProblemState.ACTIVE, "2019", None)


def test_a_row_of_the_list_opens_its_problem_and_another_name_drops_the_code_of_the_old(
    qtbot: QtBot,
    context: Context,
    who: str,
    *,
    open_card_page: Open,
    standing: Standing,
    visited: list[Destination],
) -> None:
    record_id = add(context, who, code_system="SNOMED CT", code="84114007", note="Since the flu")
    tab = resident_page(qtbot, context, who, "Problems")
    tab.problems.table.opened.emit(record_id)
    assert visited == [ToCard("problem", record_id, who, ToResident(who, "Problems"))]
    page, form = open_card_page(Problem, record_id)
    choose(form, "state", "resolved")
    page.save.click()
    qtbot.waitUntil(lambda: len(visited) > 1)
    now = standing(Problem, record_id)
    assert (now["state"], now["code"], now["note"]) == ("resolved", "84114007", "Since the flu")
    page, form = open_card_page(Problem, record_id)
    type_into(form, "text", "Angina")
    page.save.click()
    qtbot.waitUntil(lambda: len(visited) > 2)
    assert "code" not in standing(Problem, record_id)


def test_who_may_not_write_problems_sees_no_deed_and_opens_no_row(
    qtbot: QtBot, context: Context, who: str, visited: list[Destination]
) -> None:
    record_id = add(context, who)
    worker = replace(context.actor, role=Role.SOCIAL_WORKER)
    tab = resident_page(qtbot, replace(context, actor=worker), who, "Problems")
    assert "Add a problem" not in [each.text() for each in shown(tab.problems)]
    tab.problems.table.opened.emit(record_id)
    assert visited == []
    own = resident_page(qtbot, context, who, "Problems")
    (deed,) = shown(own.problems)
    deed.click()
    assert visited == [ToCard("problem", "", who, ToResident(who, "Problems"))]
