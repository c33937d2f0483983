"""A device that was revoked, forgotten or copied: nothing is lost, and each is told in words."""

import shutil
from pathlib import Path

import pytest

from mdt_core.identifiers import IdSource
from mdt_core.roles import Role
from mdt_core.sync import protocol
from mdt_core.sync.requests import Code
from mdt_desktop.device.workspace import Workspace
from mdt_desktop.sync.trouble import NotEnrolled, RefusedByService
from mdt_service.handlers import keeping
from mdt_service.hub import quarantine
from mdt_service.hub.scopes import EVERY_HOME, Grant
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.sync.conftest import Desk, NewDesk
from tests.sync.test_purge import texts
from tests.sync.test_trouble import waiting


def test_what_a_revoked_device_still_sends_is_kept_for_review_and_it_reads_nothing(
    served: Serving, new_desk: NewDesk
) -> None:
    gp, leaver = (new_desk(name, Role.GP, served) for name in ("amina", "tom"))
    about = admit(gp.workspace)
    gp.exchange()
    leaver.exchange()
    sign_entry(leaver.workspace, about, plan="Written before I left")
    sign_entry(gp.workspace, about, plan="Written for those who stay")
    gp.exchange()
    keeping.revoke(served.service, leaver.workspace.state.device_id, "Left the practice")
    report = leaver.exchange()
    assert (report.is_revoked, report.agreed, report.refused) == (True, False, 1)
    assert "was revoked and receives nothing" in " ".join(report.sentences())
    assert waiting(leaver) == 0
    assert "for those who stay" not in texts(leaver)
    with served.service.database.reading() as connection:
        (kept,) = quarantine.listed(connection)
    assert "revoked" in kept.reason
    keeping.take_from_quarantine(served.service, kept.id, by="Amina")
    assert gp.exchange().agreed
    assert "Written before I left" in texts(gp)


def test_every_question_but_a_push_is_refused_to_a_revoked_device(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    gp.exchange()
    keeping.revoke(on_sqlite.service, gp.workspace.state.device_id, "Lost")
    client = gp.client()
    epoch = client.hello(gp.workspace.state.incarnation).epoch
    with pytest.raises(RefusedByService, match="may no longer read") as refused:
        client.pull(protocol.Pull(epoch=epoch, cursors=()))
    assert refused.value.problem.code is Code.REVOKED
    client.close()


def test_a_device_that_the_service_forgot_is_told_so_and_enrols_again_with_all_it_holds(
    on_sqlite: Serving, new_desk: NewDesk, tmp_path: Path
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    gp.exchange()
    kept = tmp_path / "kept"
    kept.mkdir()
    for path in tmp_path.glob("service.db*"):
        shutil.copy(path, kept / path.name)
    late = new_desk("tom", Role.GP, on_sqlite)
    late.exchange()
    sign_entry(late.workspace, about, plan="Taken, then lost by the service")
    late.exchange()
    on_sqlite.service.database.close()
    for path in tmp_path.glob("service.db*"):
        path.unlink()
    for path in kept.iterdir():
        shutil.copy(path, tmp_path / path.name)
    keeping.new_epoch(on_sqlite.service)
    sign_entry(late.workspace, about, plan="Written while forgotten")
    with pytest.raises(NotEnrolled, match="does not know this computer") as told:
        late.exchange()
    assert "enrol this computer again" in told.value.next_step
    assert waiting(late) == 1
    late.enrol(on_sqlite, Grant(EVERY_HOME, Role.GP))
    assert late.exchange().agreed
    assert gp.exchange().agreed
    for words in ("lost by the service", "while forgotten"):
        assert words in texts(gp)


def test_a_device_and_its_copy_both_go_on_and_both_are_told(
    on_sqlite: Serving, new_desk: NewDesk
) -> None:
    gp = new_desk("amina", Role.GP, on_sqlite)
    about = admit(gp.workspace)
    gp.exchange()
    gp.workspace.close()
    folder = gp.folder.with_name("copy")
    shutil.copytree(gp.folder, folder)
    gp.open()
    copy = _opened(folder, gp)
    sign_entry(gp.workspace, about, plan="By the first")
    assert not gp.exchange().is_copied
    sign_entry(copy.workspace, about, plan="By the copy")
    told = copy.exchange()
    assert told.agreed
    assert "speak to the service as this one" in " ".join(told.sentences())
    told = gp.exchange()
    assert told.agreed
    assert "speak to the service as this one" in " ".join(told.sentences())
    for desk in (gp, copy):
        assert "By the first" in texts(desk)
        assert "By the copy" in texts(desk)
    copy.workspace.close()


def _opened(folder: Path, of: Desk) -> Desk:
    copy = object.__new__(Desk)
    copy.folder, copy.actor, copy.key, copy.clock = folder, of.actor, of.key, of.clock
    ids = IdSource(of.clock, of.workspace.store.ids.random)
    copy.workspace = Workspace(folder).open(of.key, of.clock, ids)
    return copy
