"""`mdt sync`: enrol, exchange and see how things stand, against the real service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.roles import Role
from mdt_service.hub.scopes import EVERY_HOME, Grant
from mdt_service.settings import Settings
from tests.cli.console import Console
from tests.service.serving import Serving, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Serving]:
    """A practice service on SQLite."""
    address = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(address, clock=system_clock, settings=Settings(is_practice=True)) as running:
        yield running


def test_a_workspace_is_enrolled_exchanged_and_asked_how_it_stands(
    console: Console, served: Serving
) -> None:
    before = console.run("sync", "status")
    assert (before.code, "enrolled with no service" in before.out) == (0, True)
    code = served.code(Grant(EVERY_HOME, Role.GP))
    enrolled = console.run("sync", "enrol", served.address, code)
    assert enrolled.code == 0, enrolled.err
    waiting = console.run("sync", "status", "--json").json["waiting"]
    assert waiting > 0
    done = console.run("sync", "now", "--json").json
    assert (done["sent"], done["agreed"]) == (waiting, True)
    after = console.run("sync", "status")
    assert "Waiting to be sent: 0" in after.out
    assert "never" not in after.out


def test_what_cannot_be_done_is_refused_in_words(console: Console, served: Serving) -> None:
    refused = console.run("sync", "now")
    assert (refused.code, "mdt sync enrol ADDRESS CODE" in refused.err) == (4, True)
    wrong = console.run("sync", "enrol", served.address, "ABCD-EFGH-JKLM-NPQR")
    assert wrong.code == 4
    assert wrong.err.strip()
    unsafe = console.run("sync", "enrol", "http://example.org", "ABCD")
    assert (unsafe.code, "https://" in unsafe.err) == (4, True)
