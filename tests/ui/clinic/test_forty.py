"""A flu clinic of forty in the real window, counted: the set-up once, then two keys a resident."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_core.clock import PartialDate
from mdt_core.records.residents import Resident
from mdt_core.records.stays import StayType
from mdt_core.store.queries.vaccinations import vaccinations_in_home
from mdt_core.use_cases.residents import place, save_resident
from mdt_desktop.qt.choices import ChoiceField
from mdt_desktop.qt.fields import TextField
from mdt_desktop.ui.clinic.page import ClinicPage
from mdt_desktop.ui.context import Context, ToHome
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.home.page import HomePage
from mdt_desktop.ui.uptake.page import UptakePage
from tests.support.counted import Counted
from tests.support.ward import Ward

BEDS = 40
SET_UP_BUDGET = 10
EACH_BUDGET = 2
KEYS = (Qt.Key.Key_G, Qt.Key.Key_G, Qt.Key.Key_D, Qt.Key.Key_U, Qt.Key.Key_G, Qt.Key.Key_A)
OUTCOMES = ("given", "given", "declined", "deferred_unwell", "given", "already_had")


def fill(context: Context, ward: Ward) -> int:
    """Adds residents until the home has forty; returns how many live there."""
    with context.store.reading() as connection:
        living = len(vaccinations_in_home(connection, context.actor, ward.home_id).lines)
    for number in range(living, BEDS):
        person = Resident(family_name=f"Ashby {number}", born=PartialDate(f"19{30 + number % 20}"))
        who, _ = save_resident(context.store, by=context.actor, resident=person)
        place(
            context.store,
            by=context.actor,
            resident_id=who,
            home_id=ward.home_id,
            stay_type=StayType.PERMANENT,
            admitted_at=context.clock() - timedelta(days=90),
            room=str(number + 20),
        )
    return BEDS


def settled(qtbot: QtBot, frame: Frame) -> QWidget:
    runners = frame.context.runners
    qtbot.waitUntil(lambda: runners.reads.is_idle and runners.deeds.is_idle)
    page = frame.page
    if isinstance(page, ClinicPage):
        qtbot.waitUntil(lambda: not page._is_saving)
    assert page is not None
    return page


def set_up(page: ClinicPage, hands: Counted) -> None:
    for name, answer in (
        ("vaccine", "influenza"),
        ("product", "Adjuvanted vaccine"),
        ("batch", "AB1234"),
        ("expiry", "31/3/2027"),
        ("consent", "person"),
        ("site", "left_arm"),
    ):
        field = page.form.asked[name]
        if isinstance(field, ChoiceField):
            page.form._area.ensureWidgetVisible(field)
            hands.press(field.button(answer))
        elif isinstance(field, TextField):
            field.editor.setFocus()
            hands.field(answer)
            QTest.keyClick(field.editor, Qt.Key.Key_Tab)
    hands.press(page.form.save)


def test_a_flu_clinic_of_forty_by_keyboard(qtbot: QtBot, frame: Frame, ward: Ward) -> None:
    context, hands = frame.context, Counted()
    fill(context, ward)
    frame.go(ToHome(ward.home_id))
    home = settled(qtbot, frame)
    assert isinstance(home, HomePage)
    hands.press(home.head.vaccinations)
    uptake = settled(qtbot, frame)
    assert isinstance(uptake, UptakePage)
    hands.press(uptake.clinic)
    page = settled(qtbot, frame)
    assert isinstance(page, ClinicPage)
    set_up(page, hands)
    settled(qtbot, frame)
    assert hands.interactions <= SET_UP_BUDGET
    begun_at = hands.interactions
    for number in range(BEDS):
        if number:
            hands.key(Qt.Key.Key_Down)
        hands.key(KEYS[number % len(KEYS)])
        settled(qtbot, frame)
    assert hands.interactions - begun_at <= EACH_BUDGET * BEDS
    assert page.summary.text() == f"{BEDS} of {BEDS} answered, 0 to go"
    with context.store.reading() as connection:
        found = vaccinations_in_home(connection, context.actor, ward.home_id)
    for number, line in enumerate(found.lines):
        (told,) = found.of(line.resident_id)
        assert told.record is not None
        assert told.record.outcome.value == OUTCOMES[number % len(OUTCOMES)]
