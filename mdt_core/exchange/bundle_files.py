"""The files of an import: found in name order, read under caps, plain or gzip.

Only `*.json` and `*.json.gz` are read; what else lies in a folder is counted by its ending. Nothing
is unpacked to disk, and nothing is read further than its cap.
"""

import gzip
import hashlib
import io
import os
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mdt_core.errors import ImportRefused

LARGEST_FILE = 20 * 1024 * 1024
"""Most bytes of one file as it lies on disk."""

LARGEST_EXPANDED = 100 * 1024 * 1024
"""Most bytes of one file unpacked."""

LARGEST_RATIO = 100
"""Most times a packed file may grow; whole lives of records grow 13 to 23 times."""

_RATIO_FROM = 1024 * 1024
_ENDINGS = (".json", ".json.gz")
_NEXT = "Choose a FHIR R4 bundle, .json or .json.gz."


@dataclass(frozen=True)
class BundleFile:
    """A file to import, with the name to call it by: its path inside the folder that was chosen."""

    path: Path
    name: str


@dataclass(frozen=True)
class Found:
    """The files to read, and by ending how many of a folder are not read."""

    files: tuple[BundleFile, ...]
    not_read: Counter[str]


def find_files(paths: Sequence[Path]) -> Found:
    """Lists the files of the paths; a folder is walked in name order, links are not followed."""
    files: list[BundleFile] = []
    not_read: Counter[str] = Counter()
    for path in paths:
        if not path.is_dir():
            files.append(BundleFile(path, path.name))
            continue
        for inner in _walked(path):
            if inner.name.lower().endswith(_ENDINGS):
                files.append(BundleFile(inner, inner.relative_to(path).as_posix()))
            else:
                not_read[f"File: {inner.suffix.lower() or 'without ending'}"] += 1
    return Found(tuple(files), not_read)


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(place, name) for name in sorted(names))


@dataclass(frozen=True)
class Content:
    """What a file holds, unpacked, and the SHA-256 of the file as it lies on disk."""

    data: bytes
    sha256: str


def read_file(path: Path) -> Content:
    """Reads a file under the caps; raises ImportRefused in words."""
    if not path.name.lower().endswith(_ENDINGS):
        raise ImportRefused("Only FHIR in JSON is read.", next_step=_NEXT)
    packed = _packed(path)
    digest = hashlib.sha256(packed).hexdigest()
    is_packed = path.name.lower().endswith(".gz")
    return Content(_unpacked(packed) if is_packed else packed, digest)


def _packed(path: Path) -> bytes:
    if not path.exists():
        raise ImportRefused("There is no such file.", next_step="Check the name.")
    if not path.is_file():
        raise ImportRefused("This is not a file.", next_step=_NEXT)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as failed:
        raise ImportRefused(f"The file cannot be read: {failed.strerror}.") from None
    if len(data) > LARGEST_FILE:
        raise ImportRefused(
            f"The file is larger than {LARGEST_FILE // 1024**2} MB.", next_step=_NEXT
        )
    return data


def _unpacked(packed: bytes) -> bytes:
    most = max(_RATIO_FROM, min(LARGEST_EXPANDED, LARGEST_RATIO * len(packed)))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            data = file.read(most + 1)
    except (OSError, EOFError, zlib.error):
        message = "The file is damaged: it cannot be unpacked."
        raise ImportRefused(message, next_step="Copy it again, or ask for it again.") from None
    if len(data) > most:
        raise ImportRefused("The file grows beyond all measure when unpacked.", next_step=_NEXT)
    return data
