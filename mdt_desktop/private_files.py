"""Files with something about people in them: written in one step, readable by their owner alone."""

import os
from pathlib import Path

from mdt_core.errors import StoreProblem


def write_privately(path: Path, content: bytes) -> None:
    """Writes a file in one step that its owner alone may read; raises StoreProblem."""
    unfinished = path.with_name(f".{path.name}.new")
    try:
        unfinished.unlink(missing_ok=True)
        with os.fdopen(
            os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"
        ) as to:
            to.write(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreProblem(
            f"The file {path} could not be written ({error.strerror}).",
            next_step="Check the folder and the space on its disk.",
        ) from error
