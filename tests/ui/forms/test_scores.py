"""The forms of scores: parts while they are answered, no total with one missing, whose tool it is."""

from datetime import date
from typing import Any

import pytest

from mdt_core.records.assessments import FrailtyLevel, PainAssessment, ScoreResult
from mdt_core.records.fall_answers import BodySite
from mdt_core.records.nutrition import MustScreen
from mdt_core.records.skin_and_senses import Wound
from mdt_core.roles import Role
from mdt_core.use_cases.tool_licences import record_tool_licence
from mdt_desktop.qt.fields import Quiet
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.forms.body_site import SiteField
from mdt_desktop.ui.forms.record_form import RecordForm
from tests.support.builders import actor
from tests.support.scores import frailty_permission
from tests.ui.forms.conftest import Opening


def _answer(form: RecordForm, **values: Any) -> None:  # noqa: ANN401 - stored values
    for name, value in values.items():
        field = form.fields[name]
        field.show_stored(value)
        field.edited.emit(value)


def _beside(form: RecordForm) -> str:
    return "\n".join(each.text() for each in form.findChildren(Quiet))


def test_must_says_what_is_missing_until_every_step_is_answered(open_form: Opening) -> None:
    _, form = open_form(MustScreen)
    assert form.worked_out.isHidden()
    _answer(form, screened_at="2026-11-24T09:00:00Z", weight_kg="52.4", height_how="measured")
    _answer(form, height_cm="160", weight_change="not_lost")
    assert "acutely ill and not eating missing. No total" in form.worked_out.words
    _answer(form, acutely_ill=False)
    assert "MUST: 0. Low risk" in form.worked_out.words
    assert "BMI: 20.5 kg/m²" in form.worked_out.words
    assert "screening tool of BAPEN" in _beside(form)
    _answer(form, height_how="ulna")
    assert "BMI missing" in form.worked_out.words


def test_abbey_shows_every_part_and_its_citation(open_form: Opening) -> None:
    _, form = open_form(PainAssessment)
    _answer(form, seen_at="2026-11-24T09:00:00Z", voice="3", face="2")
    assert "voice 3, face 2, body language –" in form.worked_out.words
    assert "No total" in form.worked_out.words
    _answer(form, body_language="1", behaviour="1", physiological="1", physical="0")
    assert "8. Moderate pain" in form.worked_out.words


@pytest.mark.parametrize("is_allowed", [False, True], ids=["not allowed", "allowed"])
def test_the_wording_of_a_frailty_level_is_shown_under_a_permission_alone(
    open_form: Opening, context: Context, *, is_allowed: bool
) -> None:
    if is_allowed:
        given = frailty_permission(given_on=date(2026, 1, 1), until=None)
        record_tool_licence(context.store, by=actor(Role.ADMINISTRATOR), licence=given)
    _, form = open_form(FrailtyLevel)
    said = _beside(form)
    assert "© Dalhousie University" in said
    assert ("licensed card" in said) is is_allowed


def test_a_licensed_tool_is_asked_for_its_result_alone(open_form: Opening) -> None:
    _, form = open_form(ScoreResult)
    assert set(form.fields) == {
        *("assessed_at", "tool", "other_tool", "result", "assessed_by", "next_on", "note")
    }
    assert "only a result that was found elsewhere is entered" in _beside(form)
    assert form.worked_out.isHidden()


def test_a_wound_s_place_is_chosen_on_the_body_map_or_in_the_list(open_form: Opening) -> None:
    _, form = open_form(Wound)
    field = form.fields["site"]
    assert isinstance(field, SiteField)
    field.map.chosen.emit(BodySite.RIGHT_FOOT)
    assert form.draft().values["site"] == "right_foot"
    assert "1" in field.map.words_of(BodySite.RIGHT_FOOT)
    field.show_stored("left_hip")
    assert "1" not in field.map.words_of(BodySite.RIGHT_FOOT)
