"""The project's one command: what it decides, and that it becomes the program it starts.

The set-up itself is shown by every run of the suite from a fresh clone; here are its decisions.
"""

import importlib.util
import os
import signal
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = """\
typing-extensions==4.16.0 \\
    --hash=sha256:aa
    # via mdt (pyproject.toml)
uv==1.2.3 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via mdt (pyproject.toml)
zipp==4.1.2 ; python_full_version < '3.12' \\
    --hash=sha256:dd
"""


def load_dev(path: Path = ROOT / "dev") -> ModuleType:
    loader = SourceFileLoader("dev", str(path))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def dev() -> ModuleType:
    return load_dev()


def start(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "dev"), *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_lists_every_verb_with_its_sentence(dev: ModuleType) -> None:
    told = start("help")
    assert told.returncode == 0
    for name, verb in dev.VERBS.items():
        assert f"  {name:<10} {verb.__doc__}\n" in told.stdout


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_no_verb_and_the_usual_flags_give_the_same_help(words: list[str]) -> None:
    assert start(*words).stdout == start("help").stdout


def test_an_unknown_verb_is_named_and_ends_with_code_two() -> None:
    told = start("tset")
    assert told.returncode == 2
    assert "'tset'" in told.stderr


def test_check_refuses_an_argument_it_does_not_know_before_doing_anything() -> None:
    told = start("check", "--fxi")
    assert told.returncode == 1
    assert told.stderr == "dev: check takes --fix or nothing, not '--fxi'.\n"


def test_the_lines_of_one_package_are_taken_out_of_the_lock_with_all_its_hashes(
    dev: ModuleType,
) -> None:
    expected = "uv==1.2.3 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    assert dev.pinned("uv", LOCK) == expected


def test_a_package_that_the_lock_lacks_is_named(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        dev.pinned("pip", LOCK)
    assert ended.value.code == 1
    assert "does not pin pip" in capsys.readouterr().err


def test_the_real_lock_pins_the_installer_itself(dev: ModuleType) -> None:
    assert "--hash=sha256:" in dev.pinned("uv", dev.LOCK.read_text(encoding="utf-8"))


def test_a_debian_machine_is_asked_only_for_the_libraries_it_lacks(dev: ModuleType) -> None:
    known = frozenset(dev.NEEDED_LIBRARIES) - {"libEGL.so.1", "libdbus-1.so.3"}
    assert dev.missing_packages(dev.NEEDED_LIBRARIES, known) == ["libegl1", "libdbus-1-3"]


def test_where_the_loader_does_not_tell_nothing_is_said_to_be_missing(dev: ModuleType) -> None:
    assert dev.missing_packages(dev.NEEDED_LIBRARIES, None) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's loader")
def test_the_loader_knows_the_c_library(dev: ModuleType) -> None:
    known = dev.known_libraries()
    assert known is None or "libc.so.6" in known


def test_a_changed_lock_makes_the_environment_stale(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(dev, "STAMP", tmp_path / "installed.txt")
    dev.LOCK.write_text(LOCK, encoding="utf-8")
    assert dev.installed_stamp() == ""
    dev.STAMP.write_text(dev.wanted_stamp(), encoding="utf-8")
    assert dev.installed_stamp() == dev.wanted_stamp()
    dev.LOCK.write_text(LOCK.replace("1.2.3", "1.2.4"), encoding="utf-8")
    assert dev.installed_stamp() != dev.wanted_stamp()


def test_the_settings_of_pip_reach_uv_but_never_replace_its_own(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "file:///of-pip")
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    assert dev.environment_for_uv()["UV_DEFAULT_INDEX"] == "file:///of-pip"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "file:///of-uv")
    assert dev.environment_for_uv()["UV_DEFAULT_INDEX"] == "file:///of-uv"


def test_a_python_is_new_enough_only_if_it_starts(dev: ModuleType, tmp_path: Path) -> None:
    assert dev.is_new_enough(sys.executable)
    assert not dev.is_new_enough(str(tmp_path / "python3.12"))


def test_too_old_a_python_is_told_what_is_needed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(dev, "PYTHON_NAMES", ())
    with pytest.raises(SystemExit):
        dev.find_python()
    assert capsys.readouterr().err == "dev: Python 3.11 or newer is needed; this is 3.9.2.\n"


def handing_over(code: str, *, then: str = "") -> str:
    """A program that loads ./dev and hands over to a Python running the given code."""
    return (
        "from tests.unit.test_dev import load_dev; import sys\n"
        f"load_dev().hand_over([sys.executable, '-u', '-c', {code!r}])\n{then}"
    )


def test_the_exit_code_of_the_program_is_that_of_the_command() -> None:
    program = handing_over("raise SystemExit(7)", then="raise SystemExit(0)")
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 7


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_signal_reaches_the_program_and_its_answer_comes_back() -> None:
    code = (
        "import signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
        "print('ready')\n"
        "signal.pause()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", handing_over(code)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=20) == 9
