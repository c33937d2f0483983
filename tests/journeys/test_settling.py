"""Two people write apart; the conflict is seen in the window, settled there, and settled elsewhere too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mdt_core.actor import Actor
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Resident
from mdt_core.records.settlements import Settlement, Way
from mdt_core.roles import Role
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.versions import unsettled
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.settling import Settling, settle
from mdt_desktop import player
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.today.page import TodayPage
from mdt_desktop.ui.versions.page import VersionsPage
from mdt_desktop.ui.versions.settling import SettlingView
from tests.service.serving import Serving
from tests.support.builders import home, resident, stay
from tests.support.two_devices import Pair, two_devices
from tests.sync.conftest import NewDesk, new_desk, on_sqlite  # noqa: F401 - its fixtures

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]

WHY, ASKED = "Number on the hospital letter of today", "Mrs Nowak’s daughter"
FIRST, SECOND = "9990000069", "9990000077"


@pytest.fixture
def pair(tmp_path: Path, qapp: QApplication) -> Iterator[Pair]:
    with two_devices(tmp_path, qapp) as made:
        yield made


def write_number(store: Store, by: Actor, who: str, number: str) -> None:
    """What a person writes who corrects the number by what they have before them."""
    with store.deed(by) as unit:
        card = unit.card(Resident, who)
        changed = card.model_copy(update={"nhs_number": NhsNumber(number)})
        unit.write(changed, About(who), record_id=who)
        unit.commit()


def number_of(store: Store, who: str) -> tuple[str | None, tuple[str, ...]]:
    with store.reading() as connection:
        line = resident_by_id(connection, who)
    assert line is not None
    return line.nhs_number, line.two_versions


def reasons(store: Store, who: str) -> list[tuple[str, str]]:
    with store.reading() as connection:
        found = statements(connection, Settlement, who)
    return [(each.record.why, each.record.asked) for each in found if each.record]


def settle_in(window: Frame, right: str) -> None:
    """Opens it from the start screen, chooses the version with a number, says why, and settles."""
    player.wait_for("Two versions of: NHS number")
    page = window.page
    assert isinstance(page, TodayPage)
    place = next(n for n, row in enumerate(page.model.rows) if "Two versions of" in row.words)
    page.table.selectRow(place)
    player.click("Settle: NOWAK")
    player.wait_until_usable("Settle for NOWAK")
    shown = window.page
    assert isinstance(shown, VersionsPage)
    assert isinstance(shown.part, SettlingView)
    view = shown.part
    assert view.read is not None
    assert view.read.versions is not None
    kept = next(v for v in view.read.versions.versions if (v.value or {})["nhs_number"] == right)
    assert view.form is not None
    view.form.which.button(kept.mid).click()
    player.focus("Why")
    player.type_text(WHY)
    player.focus("Who did you ask")
    player.type_text(ASKED)
    player.click("Settle for NOWAK")
    player.wait_for("Settled ")


def test_what_was_written_apart_is_settled_in_the_window_and_so_on_the_other_computer(
    pair: Pair,
) -> None:
    gp, manager = pair.gp.session, pair.home.session
    who = pair.ward.of("Nowak")
    manages = Actor("person-manager", "Meera Iyer", Role.HOME_MANAGER, "Larch House")
    write_number(gp.store, gp.actor, who, FIRST)
    write_number(manager.store, manages, who, SECOND)
    pair.way.carry()
    for device in (pair.gp, pair.home):
        assert number_of(device.session.store, who)[1] == ("NHS number",)
    with pair.home.window():
        assert "Two versions of: NHS number" not in player.wait_for("Nothing needs you now")
    with pair.gp.window() as window:
        settle_in(window, SECOND)
        player.wait_for("Today, ")
    pair.way.carry()
    for device in (pair.gp, pair.home):
        assert number_of(device.session.store, who) == (SECOND, ())
        assert reasons(device.session.store, who) == [(WHY, ASKED)]


def test_settled_on_one_computer_it_is_settled_on_the_other_after_the_real_service(
    on_sqlite: Serving,  # noqa: F811
    new_desk: NewDesk,  # noqa: F811
) -> None:
    gp = new_desk("gp", Role.GP, on_sqlite)
    with gp.workspace.store.deed(gp.actor) as unit:
        home_id = unit.write(home(), About())
        who = unit.write(resident(), About())
        unit.write(stay(home_id=home_id), About(who, home_id))
        unit.commit()
    gp.exchange()
    other = new_desk("matron", Role.COMMUNITY_MATRON, on_sqlite)
    other.exchange()
    write_number(gp.workspace.store, gp.actor, who, FIRST)
    write_number(other.workspace.store, other.actor, who, SECOND)
    for desk in (gp, other, gp):
        desk.exchange()
    store = gp.workspace.store
    with store.reading() as connection:
        [of] = unsettled(connection, gp.actor, resident_id=who)
    settling = Settling(of, Way.KEPT, WHY, ASKED, keep=of.mids[0])
    settle(store, by=gp.actor, settling=settling)
    for desk in (gp, other):
        desk.exchange()
    settled = number_of(store, who)
    assert settled[1] == ()
    assert number_of(other.workspace.store, who) == settled
    assert reasons(other.workspace.store, who) == [(WHY, ASKED)]
