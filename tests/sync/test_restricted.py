"""A concern about the home on real computers: on the clinician's alone, also when it was written in the home."""

from datetime import timedelta

from mdt_core.actor import Actor
from mdt_core.clock import system_clock
from mdt_core.drafts import Draft
from mdt_core.record import restricted_kinds
from mdt_core.records.safeguarding import Safeguarding
from mdt_core.roles import HOME_STAFF, Role
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import withdraw
from mdt_desktop.ui.resident.reading import read_again
from mdt_service.hub.scopes import Grant
from tests.service.serving import Serving
from tests.store.deeds import GP, admit, sign_entry
from tests.support.care import safeguarding
from tests.sync.conftest import Desk, NewDesk
from tests.sync.sticks import Stick
from tests.sync.test_purge import everything_on, records

CANARY = "zqxcanary"
AT_THE_HOME = "zqxwrittenthere"
REASON = "zqxreason"


def raise_concern(desk: Desk, about: About, words: str) -> str:
    """Signs a concern as its form does."""
    told = safeguarding(
        seen_or_said=words, noticed_at=system_clock() - timedelta(hours=1), referred_at=None
    )
    values = told.model_dump(mode="json", exclude_none=True)
    draft = Draft(Safeguarding, about.resident_id or "", values)
    return record_statement(desk.workspace.store, by=GP, draft=draft).record_id


def seen_by(desk: Desk, role: Role, about: About) -> int:
    """How many restricted statements somebody of a role is shown on this computer."""
    by = Actor("somebody", "Somebody", role, "Elm House", None)
    read = read_again(desk.workspace.store, by, about.resident_id or "")
    return sum(kind.kind in restricted_kinds() for _, kind in read.in_areas)


def test_it_is_on_the_clinicians_computers_and_in_no_byte_of_the_homes(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    """By the network and by files: the withdrawal comes to a computer that is there already."""
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace, "Okonkwo")
    kept, wrong = (raise_concern(gp, about, f"{CANARY} {n}") for n in range(2))
    gp.exchange()
    home_id = about.home_id or ""
    home = new_desk("joy", Role.HOME_NURSE, on_sqlite, home_id)
    second = new_desk("tomasz", Role.NURSE, on_sqlite, home_id)
    assert home.exchange().agreed
    assert second.exchange().agreed
    withdraw(gp.workspace.store, by=GP, record_id=wrong, reason=REASON)
    sign_entry(gp.workspace, about, plan="Fluids")
    gp.exchange()
    assert stick.carry(home, on_sqlite).agreed
    assert stick.carry(second, on_sqlite).agreed
    everything = everything_on(home)
    assert about.resident_id in records(home)
    assert "Fluids" in everything
    for word in (CANARY, REASON, kept, wrong, *restricted_kinds()):
        assert word not in everything
        assert word in everything_on(second)
    assert seen_by(second, Role.NURSE, about) == 2


def test_what_a_gp_writes_at_the_homes_computer_is_shown_to_nobody_there_and_leaves_it(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace, "Okonkwo")
    raise_concern(gp, about, CANARY)
    gp.exchange()
    shared = Desk(gp.folder.parent / "shared", GP)
    shared.enrol(
        on_sqlite, *(Grant(about.home_id or "", role) for role in (Role.HOME_NURSE, Role.GP))
    )
    shared.exchange()
    raise_concern(shared, about, AT_THE_HOME)
    sign_entry(shared.workspace, about, plan="Seen at the home")
    assert {role: seen_by(shared, role, about) for role in (*HOME_STAFF, Role.GP)} == {
        **dict.fromkeys(HOME_STAFF, 0),
        Role.GP: 1,
    }
    report = shared.exchange()
    assert (report.agreed, report.purged.residents, report.purged.scopes) == (True, 0, ())
    everything = everything_on(shared)
    assert "Seen at the home" in everything
    for word in (CANARY, AT_THE_HOME, *restricted_kinds()):
        assert word not in everything
    assert shared.exchange().agreed
    gp.exchange()
    assert seen_by(gp, Role.GP, about) == 2
    shared.workspace.close()
