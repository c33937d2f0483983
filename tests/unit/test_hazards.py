"""The hazard log is whole and true: its figures follow the matrix, its tests exist, nothing is accepted early.

The matrix is that of NHS safety files under DCB0129: severity minor to catastrophic by likelihood
very low to very high gives a risk of 1 (acceptable) to 5 (unacceptable).
"""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFETY = ROOT / "docs" / "clinical-safety"
MATRIX = {
    # likelihood: the risk for severity 1 to 5
    5: (3, 4, 4, 5, 5),
    4: (2, 3, 3, 4, 5),
    3: (2, 2, 3, 3, 4),
    2: (1, 2, 2, 3, 4),
    1: (1, 1, 2, 2, 3),
}
BUILT = "open: controls built, awaiting CSO approval"
PARTLY = "open: controls partly built, awaiting CSO approval"
ACCEPTED = "accepted"
STATUSES = {BUILT, PARTLY, ACCEPTED, "closed"}
UNACCEPTABLE = 4
CONTROLS = "controls(design|training|business process)"
NOT_BUILT = "planned, not built"
INITIAL = tuple(f"initial_{part}(1-5)" for part in ("severity", "likelihood", "risk"))
RESIDUAL = tuple(f"residual_{part}" for part in ("severity", "likelihood", "risk"))
Hazard = dict[str, str]


def hazards() -> list[Hazard]:
    with (SAFETY / "hazard-log.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


each_hazard = pytest.mark.parametrize("hazard", hazards(), ids=lambda row: row["id"])


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the test functions that a file defines, in classes too; none where it is absent."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    found = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name in found if name.startswith("test_"))


def missing_tests(ids: str) -> list[str]:
    """The tests named, separated by spaces, that do not exist; a case in brackets is cut off."""
    named = [each.partition("[")[0] for each in ids.split()]
    return [each for each in named if each.split("::")[-1] not in names_in(each.split("::")[0])]


def figures(hazard: Hazard, columns: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(hazard[column]) for column in columns)


def test_hazards_have_identities_of_their_own_and_a_name() -> None:
    rows = hazards()
    assert len(rows) > 20
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["name"] for row in rows}) == len(rows)


@each_hazard
def test_nothing_of_a_hazard_is_left_empty_but_the_issue(hazard: Hazard) -> None:
    assert [
        column for column, text in hazard.items() if not text and column != "linked_issue"
    ] == []


@each_hazard
def test_every_control_names_tests_that_exist(hazard: Hazard) -> None:
    assert hazard["control_test_ids"].split()
    assert missing_tests(hazard["control_test_ids"]) == []


@each_hazard
@pytest.mark.parametrize("columns", [INITIAL, RESIDUAL], ids=["initial", "residual"])
def test_a_risk_is_that_of_the_matrix(hazard: Hazard, columns: tuple[str, ...]) -> None:
    severity, likelihood, risk = figures(hazard, columns)
    assert severity in range(1, 6)
    assert likelihood in range(1, 6)
    assert risk == MATRIX[likelihood][severity - 1]


@each_hazard
def test_controls_never_make_a_hazard_worse(hazard: Hazard) -> None:
    before, after = figures(hazard, INITIAL), figures(hazard, RESIDUAL)
    assert all(late <= early for early, late in zip(before, after, strict=True))


@each_hazard
def test_the_status_says_whether_all_controls_are_built(hazard: Hazard) -> None:
    assert hazard["status"] in STATUSES
    is_partly = NOT_BUILT in hazard[CONTROLS]
    assert (hazard["status"] == PARTLY) == is_partly


@each_hazard
def test_an_unacceptable_risk_is_never_called_accepted(hazard: Hazard) -> None:
    is_accepted = hazard["status"] in (ACCEPTED, "closed")
    assert not (is_accepted and figures(hazard, RESIDUAL)[2] >= UNACCEPTABLE)


def test_every_test_that_the_other_safety_files_name_exists() -> None:
    texts = [path.read_text("utf-8") for path in sorted(SAFETY.glob("*.md"))]
    named = re.findall(r"tests/[\w/]+\.py::\w+", "\n".join(texts))
    assert len(named) > 3
    assert missing_tests(" ".join(named)) == []


def test_a_test_that_is_not_there_is_noticed() -> None:
    here = "tests/unit/test_hazards.py"
    named = (
        f"{here}::test_a_risk_is_that_of_the_matrix[H1-initial] {here}::test_gone tests/no.py::x"
    )
    assert missing_tests(named) == [f"{here}::test_gone", "tests/no.py::x"]


def test_the_report_gives_each_hazard_its_risk_and_names_those_that_forbid_use() -> None:
    words = (SAFETY / "safety-case-report.md").read_text("utf-8")
    table, _, forbidding = words.partition("## What forbids use")
    for row in hazards():
        risk = figures(row, RESIDUAL)[2]
        assert f"| {row['id']} {row['name']} | {risk} |" in table
        assert (f"- **{row['id']} " in forbidding) == (risk >= UNACCEPTABLE), row["id"]


@pytest.mark.parametrize("path", sorted(SAFETY.glob("*.md")), ids=lambda path: path.name)
def test_every_safety_file_says_that_nobody_has_approved_it(path: Path) -> None:
    assert "awaiting a Clinical Safety Officer" in " ".join(path.read_text("utf-8").split())
