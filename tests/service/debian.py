"""Debian's own PostgreSQL, the oldest that the service is for; started in a folder of its own.

PostgreSQL refuses to run as root, so root starts it as the user that Debian made for it.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
USER = "postgres"


def why_not() -> str:
    """Why it cannot be started here; empty where it can."""
    if not (PROGRAMS / "pg_ctl").exists():
        return "PostgreSQL 15 of Debian is not installed (apt-get install postgresql-15)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and runuser is not here"
    return ""


@contextmanager
def postgresql_15() -> Iterator[str]:
    """The address of an empty database, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="mdt-pg15-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    data = folder / "data"
    options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
    _run("initdb", ["-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
    _run("pg_ctl", ["-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://{USER}@/postgres?host={folder}"
    finally:
        _run("pg_ctl", ["-D", str(data), "-w", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, words: Sequence[str]) -> None:
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, str(PROGRAMS / program), *words],
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
