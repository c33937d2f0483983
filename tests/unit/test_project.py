"""What holds for the project as a whole: sizes, the lock, the borders and the files beside the code."""

import ast
import csv
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
NOT_OURS = {"build", "__pycache__"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
PIN = re.compile(r"^([a-z0-9-]+)==([^ ;]+)", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w.~}-])/(work|root|tmp|home)/")
ADDRESS_FOR_EXAMPLES = ("192.0.2.1", 80)  # RFC 5737: documentation, never a real host
RISK = {
    # likelihood: risk by severity 1 to 5, the usual matrix of DCB0129 safety files
    5: (3, 4, 4, 5, 5),
    4: (2, 3, 3, 4, 5),
    3: (2, 2, 3, 3, 4),
    2: (1, 2, 2, 3, 4),
    1: (1, 1, 2, 2, 3),
}
IMPORT_WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"{name} is not installed", name=name)

sys.meta_path.insert(0, NoQt())
import mdt_core
names = [found.name for found in pkgutil.walk_packages(mdt_core.__path__, "mdt_core.")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def our_files(pattern: str = "*") -> Iterator[Path]:
    return (path for path in sorted(ROOT.rglob(pattern)) if path.is_file() and is_ours(path))


def is_ours(path: Path) -> bool:
    folders = path.relative_to(ROOT).parts[:-1]
    return not any(name in NOT_OURS or (name[0] == "." and name != ".ci") for name in folders)


def python_files() -> list[Path]:
    return [*our_files("*.py"), ROOT / "dev"]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_python_file_is_longer_than_400_lines() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    too_long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return [Requirement(line) for group in (project["dependencies"], *extras) for line in group]


def test_the_lock_pins_every_declared_package_within_its_range() -> None:
    pins = dict(PIN.findall(LOCK.read_text("utf-8")))
    for wanted in declared():
        assert wanted.specifier.contains(pins[wanted.name.lower()]), wanted


def test_every_pin_of_the_lock_has_hashes() -> None:
    for block in re.split(r"\n(?=\S)", LOCK.read_text("utf-8").strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_names_no_address_and_no_index() -> None:
    text = LOCK.read_text("utf-8")
    for word in ("://", "--index", "--extra-index", "--find-links", "--trusted-host", " @ "):
        assert word not in text


def test_every_dependency_and_every_lint_exception_says_why() -> None:
    entry = re.compile(r'^    "[^"]+",(?P<reason>\s+# \S.+)?$')
    tables = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.importlinter]")[0]
    sections = re.findall(
        r"^(?:dependencies|desktop|dev|ignore|\"[^\"]+\") = \[\n(.*?)^\]",
        tables,
        re.DOTALL | re.MULTILINE,
    )
    lines = [line for section in sections for line in section.splitlines()]
    silent = [line for line in lines if not (found := entry.match(line)) or not found["reason"]]
    assert len(lines) > 50
    assert silent == []


def test_the_network_beyond_this_machine_is_blocked() -> None:
    host, port = ADDRESS_FOR_EXAMPLES
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match=host),
        pytest.raises(SocketConnectBlockedError),
    ):
        connection.connect((host, port))


def test_every_module_of_the_core_imports_without_qt_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_QT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_verb_that_the_documents_mention_exists(name: str) -> None:
    told = subprocess.run(
        [sys.executable, "dev", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    verbs = set(re.findall(r"^  (\w+) ", told.stdout, re.MULTILINE))
    mentioned = set(re.findall(r"(?:\./|python3? )dev (\w+)", (ROOT / name).read_text("utf-8")))
    assert mentioned
    assert mentioned <= verbs


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_link_inside_the_documents_leads_somewhere(name: str) -> None:
    links = re.findall(r"(?<!!)\[[^]]+\]\(([^)#]+)\)", (ROOT / name).read_text("utf-8"))
    inside = [link for link in links if "://" not in link]
    assert inside
    assert [link for link in inside if not (ROOT / link).exists()] == []


def text_of(path: Path) -> str:
    """The text of a file, or nothing for one that is no text (a font, a picture)."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_outside_the_tests_names_a_path_of_one_machine() -> None:
    found = [
        f"{shown(path)}: {match[0]}"
        for path in our_files()
        if path.relative_to(ROOT).parts[0] != "tests"
        for match in MACHINE_PATH.finditer(text_of(path))
    ]
    assert found == []


def hazards() -> list[dict[str, str]]:
    path = ROOT / "docs" / "clinical-safety" / "hazard-log.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_hazard_log_names_each_hazard_once_with_a_control() -> None:
    rows = hazards()
    assert [row["id"] for row in rows] == [f"H{number}" for number in range(1, len(rows) + 1)]
    for row in rows:
        assert row["controls(design|training|business process)"].startswith("Design: ")
        assert row["status"]


def test_each_risk_follows_from_severity_and_likelihood() -> None:
    for row in hazards():
        for before, after in (("initial_", "(1-5)"), ("residual_", "")):
            severity, likelihood, risk = (
                int(row[f"{before}{part}{after}"]) for part in ("severity", "likelihood", "risk")
            )
            assert risk == RISK[likelihood][severity - 1], row["id"]


def test_every_test_that_the_hazard_log_names_exists() -> None:
    for row in hazards():
        for named in row["control_test_ids"].split():
            path, _, name = named.partition("::")
            assert f"def {name}(" in (ROOT / path).read_text("utf-8"), named
