"""`mdt sync save-bundle` and `take-answer` beside `mdt-service bundle`: both ends as typed."""

import io
from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_service.cli.run import DONE, REFUSED, main
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.cli.console import Console
from tests.service.serving import serving


@pytest.fixture
def database(tmp_path: Path, console: Console) -> str:
    """Of a service that the workspace met once, and that cannot be reached since."""
    address = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(address, clock=system_clock, settings=Settings(is_practice=True)) as served:
        code = served.code(Grant(EVERY_HOME, Role.GP), Grant(EVERY_HOME, Role.ADMINISTRATOR))
        assert console.run("sync", "enrol", served.address, code).code == 0
        refused = console.run("sync", "save-bundle", str(tmp_path / "too early"))
        assert (refused.code, "not told this computer its key" in refused.err) == (4, True)
        console.run("sync", "now")
    return address


def typed(database: str, *words: str) -> tuple[int, str]:
    said = io.StringIO()
    code = main(words, environment={"MDT_DATABASE": database}, out=said, error=said)
    return code, said.getvalue()


def test_a_bundle_goes_there_and_its_answer_comes_back(
    console: Console, database: str, tmp_path: Path
) -> None:
    file, answer = tmp_path / "home.mdtbundle", tmp_path / "answer.mdtbundle"
    assert typed(database, "bundle", "list")[1] == "No file was taken in.\n"
    saved = console.run("sync", "save-bundle", str(file))
    assert (saved.code, "Nothing counts as sent before the answer" in saved.out) == (0, True)
    again = console.run("sync", "save-bundle", str(file))
    assert (again.code, "left as it " in again.err) == (4, True)
    take = ("bundle", "take", str(file), "--answer", str(answer), "--by")
    assert "A name is needed" in typed(database, *take, " ")[1]
    code, said = typed(database, *take, "Joy Adeyemi")
    assert (code, "Only that computer can open it" in said) == (DONE, True)
    code, said = typed(database, *take, "Joy Adeyemi")
    assert (code, "left as it " in said) == (REFUSED, True)
    assert "by Joy Adeyemi" in typed(database, "bundle", "list")[1]
    done = console.run("sync", "take-answer", str(answer), "--json").json
    assert (done["agreed"], done["is_whole"], done["sent"]) == (True, True, 0)
    twice = console.run("sync", "take-answer", str(answer))
    assert (twice.code, "taken in already" in twice.err) == (4, True)
    damaged = tmp_path / "damaged"
    damaged.write_bytes(file.read_bytes()[:-1])
    code, said = typed(database, "bundle", "take", str(damaged), "--answer", "x", "--by", "Joy")
    assert (code, "cut or changed since it was made" in said) == (REFUSED, True)
