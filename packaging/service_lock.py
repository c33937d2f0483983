# ruff: noqa: INP001 - a script beside the packages, not in one
"""Prints the part of requirements.lock that the service needs: no window, no test tools.

What belongs to it is read from the lock itself, which says for each package what asked for it. Only
Python's standard library is used, so that a bare Python of a container can run it.
"""

import re
import sys
import tomllib
from pathlib import Path

NAME = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)
ASKED_BY = re.compile(r"^    #(?: via |   )([a-z0-9-]+)", re.MULTILINE)
WANTED = re.compile(r"^[A-Za-z0-9._-]+")


def service_lock(pyproject: str, lock: str) -> str:
    """The lines of the lock for the core's own packages, the extra `service`, and what these need."""
    project = tomllib.loads(pyproject)["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["service"]]
    blocks = {found[1]: block for block in _blocks(lock) if (found := NAME.match(block))}
    needed = {_normal(found[0]) for each in asked if (found := WANTED.match(each))}
    while more := {
        name
        for name, block in blocks.items()
        if name not in needed and needed & set(ASKED_BY.findall(block))
    }:
        needed |= more
    return "".join(blocks[name] for name in sorted(needed))


def _blocks(lock: str) -> list[str]:
    return re.split(r"^(?=[a-z0-9-]+==)", lock, flags=re.MULTILINE)


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    texts = (folder / name for name in ("pyproject.toml", "requirements.lock"))
    sys.stdout.write(service_lock(*(path.read_text(encoding="utf-8") for path in texts)))
