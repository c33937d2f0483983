"""`mdt-service` as typed: what it says, what it refuses, and that it stops when it is told to."""

import io
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from mdt_core.clock import system_clock
from mdt_service.app import Parts
from mdt_service.cli import arguments
from mdt_service.cli.run import DONE, FOUND_WRONG, REFUSED, main
from mdt_service.cli.serve import warn_of_sqlite
from mdt_service.hub.walls import EVERYTHING
from mdt_service.practice import fill
from tests.service.device import Device
from tests.service.serving import Serving, serving
from tests.service.test_quarantine import MID, raw_push
from tests.service.ward import OTHER_HOME, Make, Writer, clinician
from tests.support.memory_store import TestClock

ROOT = Path(__file__).resolve().parents[2]
Type = Callable[..., tuple[int, str]]


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'service.db'}"


@pytest.fixture
def typed(database: str) -> Type:
    """Types a command and gives the exit code with all that was said."""

    def command(*words: str) -> tuple[int, str]:
        said = io.StringIO()
        code = main(words, environment={"MDT_DATABASE": database}, out=said, error=said)
        return code, said.getvalue()

    return command


def test_a_service_is_begun_enrols_a_device_and_revokes_it(typed: Type, database: str) -> None:
    assert typed("init")[0] == DONE
    code, said = typed("enrol", "--role", "gp", "--days", "30")
    assert code == DONE
    one_time = said.splitlines()[0]
    with serving(database, clock=_system_like()) as served:
        gp = Device(served.address, "gp-laptop")
        assert gp.enrol(one_time).status == 200
        assert "gp in *" in typed("grants", "list")[1]
        assert "in use" in typed("devices")[1]
        assert typed("grants", "give", "gp-laptop", "--role", "nurse")[0] == DONE
        assert typed("grants", "end", "2")[0] == DONE
        assert "ended" in typed("grants", "list")[1]
        assert typed("revoke", "gp-laptop", "--why", "Sold")[0] == DONE
        gp.hello()
        raw_push(gp, (1, MID, "{}"))
        gp.close()
    assert "Sold" in typed("devices")[1]
    listed = typed("quarantine", "list")[1]
    assert MID in listed
    assert "It cannot be taken" in typed("quarantine", "take", "1", "--by", "Dr Shah")[1]
    aside = ("quarantine", "set-aside", "1", "--by", "Dr Shah", "--why", "Empty")
    assert typed(*aside)[0] == DONE
    assert typed("quarantine", "list")[1] == "Nothing waits.\n"
    assert "Dr Shah: Empty" in typed("quarantine", "list", "--settled")[1]
    assert typed("verify") == (DONE, "Every log is whole.\n")
    assert typed("new-epoch")[0] == DONE


def _system_like() -> TestClock:
    """The commands read the computer's clock, so the service of this test must agree with it."""
    return TestClock(system_clock())


def test_what_was_never_begun_is_refused_with_the_next_step(typed: Type) -> None:
    code, said = typed("devices")
    assert code == REFUSED
    assert "mdt-service init" in said


def test_a_role_that_there_is_not_is_refused_and_the_roles_are_named(typed: Type) -> None:
    typed("init")
    code, said = typed("enrol", "--role", "king")
    assert code == REFUSED
    assert "home_manager" in said


def test_a_broken_log_is_told_by_the_exit_code(typed: Type, database: str) -> None:
    with serving(database) as served:
        gp = Device(served.address, "gp")
        gp.close()
        with served.parts.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO scope_head (scope, seq, digest) VALUES ('ref', 3, 'x')"
            )
    code, said = typed("verify")
    assert code == FOUND_WRONG
    assert "ref" in said


def test_more_homes_than_one_on_sqlite_are_warned_of(on_sqlite: Serving, new_device: Make) -> None:
    said: list[str] = []
    gp = clinician(on_sqlite, new_device)
    gp.wrote(Writer(1).admit()[1])
    gp.push()
    warn_of_sqlite(on_sqlite.parts, said.append)
    assert said == []
    gp.wrote(Writer(2).admit("Jones", OTHER_HOME)[1])
    gp.push()
    warn_of_sqlite(on_sqlite.parts, said.append)
    assert len(said) == 1
    assert "Use PostgreSQL" in said[0]


def test_a_practice_service_has_a_home_that_a_device_can_load(
    on_sqlite: Serving, new_device: Make
) -> None:
    parts: Parts = on_sqlite.parts
    assert fill(parts.service)
    assert not fill(parts.service)
    gp = clinician(on_sqlite, new_device)
    gp.sync()
    texts = "".join(gp.bodies().values())
    assert gp.bodies()
    assert '"kind":"round_entry"' in texts
    with parts.database.reading(EVERYTHING) as connection:
        held = connection.exec_driver_sql("SELECT count(*) FROM change WHERE k <> 'x'").scalar_one()
    assert sum(log.seq for log in gp.logs.values()) == held


def test_the_service_starts_says_where_it_listens_and_stops_when_told(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'service.db'}"
    assert main(["--database", database, "init"], out=io.StringIO()) == DONE
    command = [sys.executable, "-m", "mdt_service", "--database", database, "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        address = running.stdout.readline().rpartition(" ")[2].strip()
        assert httpx2.get(f"{address}/ready").json()["status"] == "ok"
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0


def test_help_names_every_command() -> None:
    told = arguments.parser().format_help()
    for command in ("init", "serve", "enrol", "revoke", "grants", "quarantine", "verify"):
        assert command in told
