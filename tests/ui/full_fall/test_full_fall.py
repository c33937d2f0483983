"""The full record: its fall on top, medicines never «none», a body map by hand and by keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.actions import Action, ActionState
from mdt_core.records.fall_answers import BodySite, InjuryType
from mdt_core.records.fall_details import FallDetail
from mdt_core.store.queries.statements import cards, statements
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.fall_details import fall_detail_draft, record_fall_detail
from mdt_desktop.qt.choices import ChoiceField
from mdt_desktop.qt.field_frame import Field
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.full_fall.form import FullFallForm
from mdt_desktop.ui.full_fall.injuries import InjuriesField
from mdt_desktop.ui.full_fall.page import FullFallPage
from tests.support.ward import Ward
from tests.ui.fall.conftest import list_medicine
from tests.ui.full_fall.conftest import OpenFull, fell, form_of

LEAST_PX = 44


def injuries(form: FullFallForm) -> InjuriesField:
    field = form.fields["injuries"]
    assert isinstance(field, InjuriesField)
    return field


def choose(field: Field, key: str) -> None:
    assert isinstance(field, ChoiceField)
    QTest.mouseClick(field.button(key), Qt.MouseButton.LeftButton)


def saved(qtbot: QtBot, page: FullFallPage, context: Context) -> None:
    page.save.click()
    qtbot.waitUntil(lambda: page.is_saved or bool(page.message.text))
    assert page.is_saved, page.message.text
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)


def test_it_says_which_fall_what_was_told_and_that_nothing_is_known_of_the_medicines(
    context: Context, who: str, open_full: OpenFull
) -> None:
    form = form_of(open_full(fell(context, who, head="not_known", place="bedroom")))
    assert form._fall.text().startswith("Fall of")
    assert "due in 2" in form.due.text()
    assert "not «none»" in form.medicines.text()
    assert form.fields["head"].stored() == "not_known"
    assert "not known" in form.facts.text()
    assert not {"fall_id", "medicines", "fell_at"} & form.fields.keys()


def test_an_anticoagulant_then_is_flagged_with_the_date_and_source_of_the_list(
    context: Context, ward: Ward, who: str, open_full: OpenFull
) -> None:
    list_medicine(context, About(who, ward.home_id), "Apixaban 5 mg tablets")
    form = form_of(open_full(fell(context, who)))
    words = form.medicines.text()
    assert "Anticoagulant: apixaban. 1 medicine in force then, list as of 02-Nov" in words
    assert "(MAR chart)" in words
    assert form.facts.isHidden()
    choose(form.fields["head"], "hit")
    assert "Apixaban: an anticoagulant was listed" in form.facts.text()


def test_a_press_on_the_body_map_makes_a_row_in_words_and_saving_answers_the_action(
    qtbot: QtBot, context: Context, who: str, open_full: OpenFull
) -> None:
    page = open_full(fell(context, who))
    field = injuries(form_of(page))
    at = field.map.centre_of(BodySite.LEFT_HIP).toPoint()
    QTest.mouseClick(field.map, Qt.MouseButton.LeftButton, pos=at)
    (row,) = field.rows
    assert row.fields["site"].stored() == "left_hip"
    choose(row.fields["injury"], "bruise")
    assert "Left hip, 1 injury" in field.map.accessibleName()
    saved(qtbot, page, context)
    with context.store.reading() as connection:
        (signed,) = statements(connection, FallDetail, who)
        states = [each.record.state for each in cards(connection, Action, who) if each.record]
    assert signed.record is not None
    ((injury),) = signed.record.injuries
    assert (injury.site, injury.injury) == (BodySite.LEFT_HIP, InjuryType.BRUISE)
    assert ActionState.DONE in states


def test_what_stands_of_a_fall_can_be_corrected_without_typing_it_again(
    qtbot: QtBot, context: Context, who: str, open_full: OpenFull
) -> None:
    fall_id = fell(context, who, head="not_known")
    draft = fall_detail_draft(who, fall_id).with_value("minutes_on_floor", "20")
    draft = draft.with_value("head", "hit").with_value("severe_pain", True)
    draft = draft.with_value("injuries", [{"site": "face", "injury": "cut"}])
    record_fall_detail(context.store, by=context.actor, draft=draft)
    page = open_full(fall_id)
    form = form_of(page)
    assert "What you sign replaces it" in form.due.text()
    assert form.draft().values.keys() == {"fall_id", "head"}
    choose(form.fields["severe_pain"], "false")
    form.correct.click()
    values = form.draft().values
    assert (values["minutes_on_floor"], values["head"]) == ("20", "hit")
    assert values["severe_pain"] is False
    assert "Face, 1 injury" in injuries(form).map.accessibleName()
    form.fields["minutes_on_floor"].show_stored("90")
    saved(qtbot, page, context)
    with context.store.reading() as connection:
        (signed,) = statements(connection, FallDetail, who)
    assert signed.record is not None
    assert (signed.record.is_long_lie, len(signed.record.injuries)) == (True, 1)


def test_two_written_apart_are_said_with_where_they_differ_and_one_replaces_both(
    qtbot: QtBot, context: Context, who: str, open_full: OpenFull
) -> None:
    fall_id = fell(context, who)
    for minutes, site in (("20", "left_hip"), ("60", "face")):
        rows = [{"site": site, "injury": "bruise"}]
        draft = fall_detail_draft(who, fall_id).with_value("minutes_on_floor", minutes)
        draft = draft.with_value("certainty", "found").with_value("injuries", rows).having_seen(())
        record_fall_detail(context.store, by=context.actor, draft=draft)
    page = open_full(fall_id)
    form = form_of(page)
    assert form.due.text().startswith("2 full records stand side by side")
    assert form.due.text().endswith("What you sign replaces both.")
    assert "20 minutes" in form.apart.text()
    assert "60 minutes" in form.apart.text()
    qtbot.waitUntil(form.correct.hasFocus)
    qtbot.waitUntil(lambda: not form.apart.visibleRegion().isEmpty())
    form.correct.click()
    assert form.fields["certainty"].stored() == "found"
    assert not form.fields["minutes_on_floor"].stored()
    assert len(injuries(form).stored()) == 2
    saved(qtbot, page, context)
    with context.store.reading() as connection:
        (told,) = statements(connection, FallDetail, who)
    assert told.record is not None
    assert len(told.record.injuries) == 2


def test_the_body_map_goes_by_arrows_and_space_and_says_each_place(
    context: Context, who: str, open_full: OpenFull
) -> None:
    field = injuries(form_of(open_full(fell(context, who))))
    QTest.keyClick(field.map, Qt.Key.Key_Right)
    assert field.map.site is BodySite.BACK_OF_HEAD
    assert field.map.words_of(field.map.site) == "Back of the head, none recorded"
    QTest.keyClick(field.map, Qt.Key.Key_Left)
    QTest.keyClick(field.map, Qt.Key.Key_Left)
    QTest.keyClick(field.map, Qt.Key.Key_Space)
    assert field.stored() == [{"site": "left_foot"}]
    sites = {each.site for each in field.map._places}
    assert sites == set(BodySite)


def test_every_place_can_be_touched_and_right_is_the_persons_own(
    context: Context, who: str, open_full: OpenFull
) -> None:
    body = injuries(form_of(open_full(fell(context, who)))).map
    transform = body._transform()
    for place in body._places:
        box = transform.map(place.path).boundingRect()
        assert min(box.width(), box.height()) >= LEAST_PX, place
    right = body.centre_of(BodySite.RIGHT_HAND).x()
    assert right < body.centre_of(BodySite.LEFT_HAND).x()
    back = body.centre_of(BodySite.RIGHT_HAND, is_front=False).x()
    assert back > body.centre_of(BodySite.LEFT_HAND, is_front=False).x()


def test_an_empty_full_record_is_refused_and_a_kept_draft_stays_with_its_own_fall(
    qtbot: QtBot, context: Context, who: str, open_full: OpenFull
) -> None:
    first, second = fell(context, who, head="hit"), fell(context, who)
    page = open_full(first)
    page.save.click()
    assert "at least one" in page.message.text
    choose(form_of(page).fields["certainty"], "witnessed")
    page.leave()
    qtbot.waitUntil(lambda: context.runners.deeds.is_idle)
    other = open_full(second)
    assert other.offer_bar.isVisible()
    other.offer_bar.go_on.click()
    qtbot.waitUntil(lambda: context.runners.reads.is_idle and context.runners.deeds.is_idle)
    form = form_of(other)
    assert (form.fall_id, form.draft().values["fall_id"]) == (first, first)
    assert form.on_file is not None
    assert form.on_file.fall_id == first
