"""Taking a list of residents and whole records out of files: how many a second, and how much memory.

The import runs in a process of its own, so that the peak is its own. Run as a module it reads what to
do as JSON from standard input and answers in JSON.
"""

import csv
import io
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter

from tests.benchmarks import people
from tests.benchmarks.figures import Figure, megabytes_within, per_second
from tests.exchange.bundles import NHS, SYSTEM, everyday, patient, saved
from tests.exchange.tables import HEADERS

MOST_MB = 300


def importing(folder: Path, residents: int) -> list[Figure]:
    """A resident list of a borough and FHIR records, each against reading the same file alone."""
    folder.mkdir()
    bundles = max(10, residents // 10)
    figures = []
    for what, kind, number, path in (
        ("list of residents", "list", residents, _list_of(folder, residents)),
        ("FHIR records", "fhir", bundles, _bundles(folder, bundles)),
    ):
        told = _in_new_process(folder / f"{kind}-store", kind, path)
        if told["created"] != number:
            raise AssertionError(f"{told['created']} of {number} were taken in")
        each, floor = told["seconds"] / number, told["reading"] / number
        figures += [
            per_second(f"import, {what}, residents a second", each, "file read alone", floor),
            megabytes_within(
                f"import, {what}, peak memory", told["peak"], "before", told["before"], MOST_MB
            ),
        ]
    return figures


def _list_of(folder: Path, residents: int) -> Path:
    random = Random(4)
    rows: dict[str, tuple[str, ...]] = {}
    while len(rows) < residents:  # a number that was given before is given to nobody else
        row = _row(random, len(rows))
        rows.setdefault(row[0], row)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADERS, *rows.values()])
    path = folder / "list.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _row(random: Random, number: int) -> tuple[str, ...]:
    who = people.person(random, "any", number).resident
    told = (str(who.nhs_number), who.family_name, str(who.given_name), str(who.born))
    return (*told, who.gender.value[0].upper(), str(number), "Permanent", "2026-03-02")


def _bundles(folder: Path, number: int) -> Path:
    into = folder / "bundles"
    into.mkdir()
    random = Random(6)
    for at in range(number):
        record = everyday()
        identifiers = [
            {"system": SYSTEM, "value": f"B-{at}"},
            {"system": NHS, "value": str(people._nhs_number(random))},
        ]
        record["entry"][0]["resource"] = patient(identifier=identifiers)
        place = into / str(at)
        place.mkdir()
        saved(place, record)
    return into


def _in_new_process(folder: Path, kind: str, path: Path) -> dict[str, float]:
    asked = {"folder": str(folder), "kind": kind, "path": str(path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.importing"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _main() -> None:
    from mdt_core.exchange.fhir_import import import_fhir  # noqa: PLC0415 - not for the one who asks
    from mdt_core.exchange.tables.resident_list import import_residents  # noqa: PLC0415
    from mdt_core.exchange.tables.sheet import read_sheet  # noqa: PLC0415
    from tests.benchmarks.bulk import GP, make_workspace, open_workspace  # noqa: PLC0415

    asked = json.load(sys.stdin)
    path, folder = Path(asked["path"]), Path(asked["folder"])
    make_workspace(folder)
    started = perf_counter()
    if asked["kind"] == "list":
        read_sheet(path)
    else:
        for each in sorted(path.rglob("*.json")):
            json.loads(each.read_bytes())
    reading, before = perf_counter() - started, _peak_mb()
    with closing(open_workspace(folder)) as workspace:
        started = perf_counter()
        if asked["kind"] == "list":
            created = import_residents(workspace.store, by=GP, path=path).created
        else:
            report = import_fhir(
                workspace.store,
                by=GP,
                paths=[path],
                progress=lambda _progress: None,
                cancelled=lambda: False,
            )
            created = report.created
        seconds = perf_counter() - started
    told = {"seconds": seconds, "reading": reading, "created": created, "before": before}
    json.dump({**told, "peak": _peak_mb()}, sys.stdout)


def _peak_mb() -> float:
    """The most memory this process has held at once; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    _main()
