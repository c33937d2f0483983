"""What is shipped beside the program says what the program does."""

import re
import runpy
from pathlib import Path

import pytest

from mdt_service.cli import arguments
from mdt_service.settings import Settings, from_environment

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def service_packages() -> set[str]:
    made = runpy.run_path(str(PACKAGING / "service_lock.py"))["service_lock"]
    texts = ((ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "requirements.lock"))
    lock: str = made(*texts)
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_services_lock_holds_what_it_imports_and_no_window() -> None:
    packages = service_packages()
    assert {"fastapi", "starlette", "uvicorn", "h11", "psycopg-binary", "sqlalchemy"} <= packages
    assert {"cryptography", "cffi", "zstandard", "structlog", "prometheus-client"} <= packages
    assert packages.isdisjoint({"pyside6-essentials", "sqlcipher3", "keyring", "pytest", "httpx2"})


@pytest.mark.parametrize("name", ["README.md", "Containerfile", "mdt-service@.service"])
def test_every_command_that_is_told_of_can_be_typed(name: str) -> None:
    text = (PACKAGING / name).read_text("utf-8")
    commands = set(re.findall(r"python -m mdt_service ([a-z-]+)", text))
    help_text = arguments.parser().format_help()
    assert all(f"    {command} " in help_text for command in commands)
    assert commands or name == "Containerfile"


def test_the_guide_names_every_variable_with_what_holds_without_it() -> None:
    told = dict(
        re.findall(
            r"^\| `(MDT_[A-Z_]+)` \|.*\| `(.*)` \|$",
            (PACKAGING / "README.md").read_text("utf-8"),
            re.MULTILINE,
        )
    )
    usual = Settings()
    names = {
        f"MDT_{name.upper()}": getattr(usual, name)
        for name in (
            *("database", "host", "port", "workers", "threads", "waiting"),
            *("green_hours", "amber_hours", "lease_days", "lease_remind_days", "escalate_minutes"),
        )
    }
    assert told == {name: str(value) for name, value in names.items()}
    assert from_environment(told) == usual


def test_files_that_the_container_copies_are_there() -> None:
    copied = re.findall(
        r"^COPY (?!--from)(.*) \S+$", (PACKAGING / "Containerfile").read_text("utf-8"), re.MULTILINE
    )
    paths = [path for line in copied for path in line.split()]
    assert "mdt_service" in paths
    assert all((ROOT / path).exists() for path in paths)
