"""The command as a process, the doctor, and faults of the program itself."""

import json
import logging
import subprocess
import sys
from datetime import datetime

import pytest

from mdt_desktop.cli import exit_codes
from mdt_desktop.cli.terminal import safe
from tests.cli.console import ROOT, Console

EILEEN = "9997269055"
HEAVY = ("pydantic", "sqlalchemy", "PySide6", "cryptography", "reportlab", "keyring")
LOADED_BY_HELP = f"""
import sys
from mdt_desktop.cli.run import main
try:
    main(["import", "fhir", "--help"])
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED_BY_HELP], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "FHIR R4 bundles" in done.stdout


def test_help_lists_verbs_and_exit_codes(nothing_yet: Console) -> None:
    told = nothing_yet.process("--help")
    assert told.returncode == 0
    for word in ("init", "demo", "import", "show", "print", "doctor", exit_codes.WORDS.strip()):
        assert word in told.stdout
    assert told.stderr == ""


def test_a_command_that_is_not_understood_gives_2(nothing_yet: Console) -> None:
    for words in ((), ("shout",), ("show",), ("import", "csv", "x"), ("doctor", "--loud")):
        done = nothing_yet.process(*words)
        assert (done.returncode, "usage: mdt" in done.stderr) == (2, True)


def test_the_whole_way_in_a_process_of_its_own(console: Console) -> None:
    shared = ("--profile", console.folder, "--pin-file", "-")
    shown = console.process("show", "resident", EILEEN, *shared, "--json")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout)["name"] == "GALLAGHER, Eileen (Mrs)"
    plain = console.process(*shared, "show", "resident", EILEEN)
    assert "PRACTICE DATA – not real people" in plain.stdout


def test_the_doctor_says_what_is_well_and_what_to_look_at(console: Console) -> None:
    told = console.run("doctor")
    assert told.code == 0
    assert "well   Encryption and settings: " in told.out
    assert "LOOK   Backup: There is no backup yet" in told.out
    found = console.run("doctor", "--json").json["findings"]
    assert {each["weight"] for each in found} == {"well", "attention"}


def test_a_damaged_store_is_told_and_not_opened(console: Console) -> None:
    store = console.folder / "store.db"
    store.write_bytes(b"\x00" * store.stat().st_size)
    told = console.run("doctor")
    assert told.code in (3, 4)
    assert "Traceback" not in told.err


def faulty_clock() -> datetime:
    raise RuntimeError("9997269055 lives here")


def test_a_fault_of_the_program_gives_a_reference_and_no_traceback(
    console: Console, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL, "mdt"):
        fault = console.run("doctor", clock=faulty_clock)
    assert fault.code == 1
    assert "a fault of its own" in fault.err
    reference = fault.err.partition("Reference ")[2][:8]
    assert len(reference) == 8
    assert "Traceback" not in fault.err
    log = console.folder.with_name("workspace.log").read_text(encoding="utf-8")
    assert reference in log
    assert EILEEN not in log


def test_debug_shows_where_a_fault_was(console: Console) -> None:
    fault = console.run("doctor", "--debug", clock=faulty_clock)
    assert fault.code == 1
    assert "RuntimeError" in fault.err


def test_ctrl_c_ends_with_130(console: Console) -> None:
    def interrupted() -> datetime:
        raise KeyboardInterrupt

    ended = console.run("doctor", clock=interrupted)
    assert (ended.code, ended.err.strip()) == (130, "Cancelled.")


def test_a_reader_who_goes_away_is_no_trouble(console: Console) -> None:
    command = [sys.executable, "-m", "mdt_desktop.cli", "show", "resident", EILEEN]
    with subprocess.Popen(
        [*command, "--profile", str(console.folder), "--pin-file", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(f"{console.secret}\n")
        running.stdin.flush()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, "")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("José Ångström 李 😀", "José Ångström 李 😀"),
        ("a\nb", "a\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\x9b2J\x00", "\\x9b2J\\x00"),
    ],
)
def test_what_commands_a_terminal_is_written_out(given: str, shown: str) -> None:
    assert safe(given) == shown
